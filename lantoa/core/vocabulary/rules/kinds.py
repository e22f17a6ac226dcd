"""Kinds that nobody fills in."""

# What fell due, posted from periods and plans by the program itself: counted by name, and no activity of anybody.
# Forms do not offer them, and "every kind" leaves them out; else an agency that reported nothing would look busy.
REPORT, TASK = "agency_report", "planned_task"
DUTIES = (REPORT, TASK)
