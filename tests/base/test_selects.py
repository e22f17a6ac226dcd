"""A select says the same as Django's own, whatever it offers."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from lantoa.base.selects import Renderer

GROUPED = [("", "–"), ("In & out", [("in", "In <b>"), ("out", "Out")]), (3, "Three")]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=[]), None),
        (forms.Select(choices=[("", "–"), ("a", "A <b>"), (2, "B")]), 2),
        (forms.Select(choices=GROUPED, attrs={"disabled": False, "data-x": "<1>"}), "out"),
        (forms.SelectMultiple(choices=GROUPED), ["in", "3"]),
        (forms.NullBooleanSelect(), True),
    ],
)
def test_select_says_what_djangos_says(widget: Any, value: Any) -> None:
    def written(renderer: Any) -> list[str]:
        html = widget.render("direction", value, attrs={"id": "id_direction"}, renderer=renderer)
        return re.findall(r"[^<>]+|<[^<>]+>", re.sub(r"\s*\n\s*", "", html))

    ours, djangos = written(Renderer()), written(DjangoTemplates())
    assert "selected" in str(ours) or value is None
    assert ours == djangos
