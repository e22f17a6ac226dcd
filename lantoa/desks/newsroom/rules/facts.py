"""When a fact is to be looked at again."""

from datetime import date

# How the audit log calls it that a person looked at facts and found them right.
CHECKED = "newsroom.check_facts"


def next_look(checked_on: date, review_by: date, *, today: date) -> date:
    """As long after today as it was after the last look."""
    return today + (review_by - checked_on)
