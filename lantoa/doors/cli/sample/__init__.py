"""A fictional province with its records: plans in YAML, and the code that writes by them through the actions."""
