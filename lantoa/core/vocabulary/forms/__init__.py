"""Forms of the vocabulary."""

from lantoa.core.vocabulary.forms.definitions import DefinitionForm, MendForm
from lantoa.core.vocabulary.forms.rows import (
    AskForm,
    FileForm,
    HeadingForm,
    KindForm,
    MeasureForm,
    NewMeasureForm,
    SortForm,
    TermForm,
)

__all__ = [
    "AskForm", "DefinitionForm", "FileForm", "HeadingForm", "KindForm", "MeasureForm", "MendForm", "NewMeasureForm",
    "SortForm", "TermForm",
]  # fmt: skip
