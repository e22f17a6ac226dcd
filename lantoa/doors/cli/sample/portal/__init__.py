"""What the portal of the sample shows: items and texts in YAML, and the code that publishes them."""
