"""What people type, before it becomes a Draft."""

from lantoa.core.ledger.forms.activity import (
    ActivityForm,
    ReasonForm,
    another_like,
    repeated_values,
    starting_values,
)
from lantoa.core.ledger.forms.evidence import EvidenceForm, RedactForm

__all__ = [
    "ActivityForm", "EvidenceForm", "ReasonForm", "RedactForm", "another_like", "repeated_values", "starting_values",
]  # fmt: skip
