"""For how many days each thing is kept."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantoa.base.models import Retention

_MOST_DAYS = 3650


class RetentionForm(forms.Form):
    """One field per row, named by its code."""

    def __init__(self, *args: Any, rows: Iterable[Retention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.code] = forms.IntegerField(
                label=_("How many days"), min_value=1, max_value=_MOST_DAYS, initial=row.days
            )
