"""Charts of documents and screens: one Vega-Lite specification, drawn here, never by a browser.

A picture carries no title and no source: whoever shows it prints `chart.title` above it and the table with its source
line below. Bars begin at zero, values stand at their bars, and what is not known is said.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from html import unescape
from textwrap import wrap
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from lantoa.base import quantities
from lantoa.core.documents.queries import outlines as drawn_outlines
from lantoa.core.documents.rendering import maps
from lantoa.core.documents.rendering.fonts import FACES, FOLDER, printable
from lantoa.core.documents.rules.statement import Chart

INK, INK_SOFT, LINE = "#221e19", "#5d554a", "#dfd8cc"
COLOURS = ("#0c5c60", "#d9a441", "#8d8374", "#7fb8b2")
TARGET_COLOUR = "#a23c0c"

PIXELS_OF_MM = 96 / 25.4
SIZE = 15  # of letters: 11 points on paper
LETTER = 7.2  # their mean width
LINE_HEIGHT = 17
BAR, GAP = 20, 12
WIDEST_BAR = 72
_LABELS = re.compile(r'<text text-anchor="end".*?</text>', re.DOTALL)
_LINES = re.compile(r"(<(?:text|tspan)[^>]*)>([^<]+)<")
_CLIP = re.compile(r"(?<=\(#)clip\d+(?=\))|(?<=<clipPath id=\")clip\d+(?=\")")


def svg(chart: Chart, *, language: str, width_mm: float = 160) -> str:
    """width_mm: 160 fills a line of an A4 page; 85 suits a phone"""
    spec = specification(chart, language=language, width_mm=width_mm)
    return maps.hatched(_renumbered(_engine().vegalite_to_svg(spec, allowed_base_urls=[])))


def browser_svg(chart: Chart, *, language: str, width_mm: float) -> str:
    """For a browser, which has our face for no picture: labels left of the bars keep the widths that they were given
    room for, in whatever face they then stand, and are not cut off.
    """
    return _LABELS.sub(_with_widths, svg(chart, language=language, width_mm=width_mm))


def _with_widths(label: re.Match[str]) -> str:
    return _LINES.sub(_with_width, label[0])


def _with_width(line: re.Match[str]) -> str:
    return f'{line[1]} textLength="{_width(line[2]):.0f}" lengthAdjust="spacingAndGlyphs">{line[2]}<'


def _width(text: str) -> float:
    return float(_face().getlength(unescape(text)))


@cache
def _face() -> Any:
    # slow, as the engine
    from PIL import ImageFont

    return ImageFont.truetype(str(FOLDER / "LanToaSerif-Regular.ttf"), SIZE)


def png(chart: Chart, *, language: str, width_mm: float = 160, scale: float = 3) -> bytes:
    """scale: 3 gives 288 dots an inch"""
    drawn: bytes = _engine().svg_to_png(svg(chart, language=language, width_mm=width_mm), scale=scale)
    return drawn


def _renumbered(drawn: str) -> str:
    """Vega numbers its clips through the life of the process; the same picture must be the same bytes."""
    seen: dict[str, str] = {}
    return _CLIP.sub(lambda found: seen.setdefault(found[0], f"clip{len(seen) + 1}"), drawn)


@cache
def _engine() -> Any:
    # slow: loaded by the first chart, so that no command and no server pays for it at its start
    import vl_convert

    vl_convert.register_font_directory(str(FOLDER))
    return vl_convert


@dataclass(frozen=True)
class Bar:
    """label: broken into lines; text: the value as printed; other: the target beside it"""

    label: str
    series: str
    value: float | None
    text: str
    other: float | None = None

    @property
    def end(self) -> float:
        """Where its text begins."""
        value = self.value or 0
        return value if value < 0 else max(value, self.other or 0)


def specification(chart: Chart, *, language: str, width_mm: float = 160) -> dict[str, Any]:
    """The Vega-Lite of a chart, with all its data inside."""
    chart = _cleaned(chart)
    width = round(width_mm * PIXELS_OF_MM)
    with translation.override(language):
        if not any(values for _name, values in chart.values):
            plot = _nothing()
        elif chart.kind == "map" and (map_of_communes := _map(chart, width)):
            plot = map_of_communes
        elif chart.kind == "target":
            plot = _target(chart, width)
        elif chart.kind == "share":
            plot = _lying(_shares(chart), width)
        else:
            bars = _bars(chart)
            plot = _standing(bars, width) if _can_stand(bars, width) else _lying(bars, width)
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": width,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "padding": 2,
            "background": "white",
            "title": {"text": _("Unit: %(unit)s") % {"unit": chart.unit}} if chart.unit not in ("", "%") else None,
            "config": _THEME,
            **plot,
        }


_THEME: dict[str, Any] = {
    "font": FACES,
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "frame": "bounds", "font": FACES, "fontSize": SIZE, "fontWeight": "normal",
        "fontStyle": "italic", "color": INK_SOFT, "offset": 10,
    },
    "axis": {
        "title": None, "grid": False, "ticks": False, "domainColor": INK_SOFT, "labelFont": FACES, "labelColor": INK,
        "labelFontSize": SIZE, "labelPadding": 6, "labelLimit": 0, "labelOverlap": False,
        "labelLineHeight": LINE_HEIGHT,
        "labelExpr": "split(datum.label, '\\n')",
    },
    "legend": {
        "title": None, "orient": "top", "labelFont": FACES, "labelFontSize": SIZE, "labelColor": INK, "labelLimit": 0,
        "symbolType": "square", "symbolSize": 110, "offset": 4, "columnPadding": 18, "rowPadding": 4,
    },
    "text": {"font": FACES, "fontSize": SIZE, "color": INK},
}  # fmt: skip


def _cleaned(chart: Chart) -> Chart:
    """Only what the face has a form for; a control character in a text would end the process inside vl-convert."""
    values = tuple(
        (_clean(name), tuple((_clean(label), value) for label, value in values)) for name, values in chart.values
    )
    labels = tuple((_clean(code), _clean(name)) for code, name in chart.labels)
    return replace(chart, labels=labels, unit=_clean(chart.unit) if chart.unit else "", values=values)


def _clean(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in printable(text)).split()) or "–"


# -- what is drawn ---------------------------------------------------------------------------------


def _bars(chart: Chart) -> list[Bar]:
    names = dict(chart.labels)
    return [
        Bar(names.get(label, label), name, value, written(value, chart.unit))
        for name, values in chart.values
        for label, value in values
    ]


def _shares(chart: Chart) -> list[Bar]:
    """The largest first, each with its part of the whole."""
    name, values = chart.values[0]
    whole = sum(value or 0 for _label, value in values)
    ordered = sorted(values, key=lambda each: -(each[1] or 0))
    return [Bar(label, name, value, _part(value, whole, chart.unit)) for label, value in ordered]


def _part(value: float | None, whole: float, unit: str) -> str:
    if value is None or not whole or unit == "%":
        return written(value, unit)
    return f"{written(value, unit)} ({written(round(100 * value / whole, 1), '%')})"


def written(value: float | None, unit: str = "") -> str:
    """As the active language writes it: 1.234,5 or 1,234.5; a share as the table below writes it."""
    if value is None:
        return _("no figures yet")
    exact = Decimal(str(value))
    text = quantities.written(int(exact) if exact == exact.to_integral_value() else exact.normalize())
    return f"{text}\u00a0%" if unit == "%" else text


def _can_stand(bars: Sequence[Bar], width: int) -> bool:
    """Whether every bar has a value from zero up, and its label and its printed value find their place."""
    if any(bar.value is None or bar.value < 0 for bar in bars):
        return False
    labels, series = _named(bars)
    band = width / len(labels) * 0.82
    longest_word = max(len(word) for label in labels for word in label.split())
    return (
        longest_word * LETTER <= band
        and max(len(label) for label in labels) * LETTER <= 2 * band
        and max(len(bar.text) for bar in bars) * LETTER * len(series) <= band
    )


def _named(bars: Iterable[Bar]) -> tuple[list[str], list[str]]:
    bars = list(bars)
    return list(dict.fromkeys(bar.label for bar in bars)), list(dict.fromkeys(bar.series for bar in bars))


def _rows(bars: Iterable[Bar], letters: int) -> list[dict[str, Any]]:
    return [
        {"label": _broken(bar.label, letters), "series": bar.series, "value": bar.value, "text": bar.text,
         "other": bar.other, "tip": bar.end}
        for bar in bars
    ]  # fmt: skip


def _broken(label: str, letters: int) -> str:
    """In as few lines as it needs, and those about as long as each other."""
    needed = len(wrap(label, max(letters, 8)))
    widths = range(max(len(label) // needed, 8), max(letters, 8) + 1)
    return "\n".join(next(lines for width in widths if len(lines := wrap(label, width)) <= needed))


# -- how it is drawn -------------------------------------------------------------------------------


def _standing(bars: Sequence[Bar], width: int) -> dict[str, Any]:
    labels, series = _named(bars)
    letters = int(width / len(labels) * 0.9 / LETTER)
    side = {"xOffset": {"field": "series", "sort": series}} if len(series) > 1 else {}
    gap = max(0.25, 1 - WIDEST_BAR * len(series) / (width / len(labels)))
    x = {"field": "label", "type": "nominal", "sort": None, "axis": {"labelAngle": 0},
         "scale": {"paddingInner": gap, "paddingOuter": gap / 2}}  # fmt: skip
    y = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True, "nice": False}}
    return {
        "height": round(min(width * 0.38, 210)),
        "data": {"values": _rows(bars, letters)},
        "encoding": {"x": x, "y": y, **side},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"color": _colour(series, COLOURS)}},
            {"mark": {"type": "text", "dy": -9}, "encoding": {"text": _TEXT}},
        ],
    }


def _lying(bars: Sequence[Bar], width: int) -> dict[str, Any]:
    labels, series = _named(bars)
    letters = int(min(max(map(len, labels)) + 1, width * 0.38 / LETTER))
    rows = _rows(bars, letters)
    side = {"yOffset": {"field": "series", "sort": series}} if len(series) > 1 else {}
    lines = max(row["label"].count("\n") + 1 for row in rows)
    step = max(BAR * len(series), LINE_HEIGHT * lines) + GAP
    plot = width - 16 - LETTER * max(len(part) for row in rows for part in row["label"].split("\n"))
    y = {"field": "label", "type": "nominal", "sort": list(dict.fromkeys(row["label"] for row in rows)),
         "axis": {"domain": False, "labelOffset": {"condition": _RAISED, "value": 0}},
         "scale": {"paddingInner": 1 - BAR * len(series) / step, "paddingOuter": 0.1}}  # fmt: skip
    return {
        "height": step * len(labels),
        "data": {"values": rows},
        "encoding": {"x": _length(bars, plot)},
        "layer": [
            {"mark": "bar", "encoding": {"y": y, "color": _colour(series, COLOURS), **side}},
            *({**layer, "encoding": {**layer["encoding"], "y": y, **side}} for layer in _VALUES_AT_ENDS),
        ],
    }


def _map(chart: Chart, width: int) -> dict[str, Any] | None:
    """None where there are no outlines of these communes: the values are then drawn as bars."""
    values = dict(chart.values[0][1])
    frozen = chart.outlines is not None
    outlines = drawn_outlines.drawn_on(chart.outlines) if frozen else drawn_outlines.installed()
    if outlines is None or not values.keys() & outlines.areas.keys():
        return None
    printed = {code: written(value, chart.unit) for code, value in values.items()}
    return maps.plot(values, dict(chart.labels), printed, outlines, width)


def _target(chart: Chart, width: int) -> dict[str, Any]:
    """Bars of what was done (first series) with a mark where the target (second series) stands."""
    (done, values), (aim, targets) = chart.values[0], chart.values[1] if len(chart.values) > 1 else ("", ())
    wanted = dict(targets)
    bars = [Bar(label, done, value, _reached(value, wanted.get(label), chart.unit), wanted.get(label))
            for label, value in values]  # fmt: skip
    plot = _lying(bars, width)
    if aim:
        names, colours = [done, aim], (COLOURS[0], TARGET_COLOUR)
        bar = plot["layer"][0]
        bar["encoding"]["color"] = _colour(names, colours)
        plot["layer"].append({
            "mark": {"type": "tick", "thickness": 3, "size": BAR + 8, "opacity": 1},
            "transform": [{"filter": "isValid(datum.other)"}],
            "encoding": {"x": {"field": "other", "type": "quantitative"}, "y": bar["encoding"]["y"],
                         "color": {"datum": aim, "scale": bar["encoding"]["color"]["scale"]}},
        })  # fmt: skip
    return plot


def _reached(value: float | None, target: float | None, unit: str) -> str:
    if target is None and unit == "%":  # parts of targets: without one there is nothing to draw
        return _("no target")
    return written(value, unit) if target is None else f"{written(value, unit)} / {written(target, unit)}"


def _length(bars: Sequence[Bar], plot: float) -> dict[str, Any]:
    """The axis of lying bars, with zero on it: as long as every bar and the text at its end leave it."""
    texts = [(bar.end, len(bar.text) * LETTER + 12) for bar in bars]
    left = max((room for end, room in texts if end < 0), default=0)
    lowest = min(0, *(end for end, _room in texts))
    worth = max((end - lowest) / max(plot - left - room * (end >= 0), plot * 0.2) for end, room in texts)
    worth = max(worth, -lowest / max(plot - left, plot * 0.2)) or 1 / plot
    begin = lowest - left * worth
    scale = {"domain": [begin, begin + plot * worth], "nice": False}
    return {"field": "value", "type": "quantitative", "axis": None, "scale": scale}


# A text in several lines is centred at its bar: Vega begins it there.
_RAISED = [
    {"test": f"length(split(datum.label, '\\n')) == {lines}", "value": -LINE_HEIGHT * (lines - 1) / 2}
    for lines in range(2, 9)
]
_TEXT = {"field": "text", "type": "nominal"}
_VALUES_AT_ENDS: list[dict[str, Any]] = [
    {
        "mark": {"type": "text", "baseline": "middle", "dx": {"expr": "datum.value < 0 ? -6 : 6"},
                 "align": {"expr": "datum.value < 0 ? 'right' : 'left'"}},
        "transform": [{"filter": "isValid(datum.value)"}],
        "encoding": {"x": {"field": "tip", "type": "quantitative"}, "text": _TEXT},
    },
    {
        "mark": {"type": "text", "baseline": "middle", "dx": 6, "align": "left", "fontStyle": "italic",
                 "color": INK_SOFT},
        "transform": [{"filter": "!isValid(datum.value)"}],
        "encoding": {"x": {"field": "tip", "type": "quantitative"}, "text": _TEXT},
    },
]  # fmt: skip


def _colour(series: Sequence[str], colours: Sequence[str]) -> dict[str, Any]:
    shown = [colours[place % len(colours)] for place in range(len(series))]
    colour = {"field": "series", "type": "nominal", "sort": None, "scale": {"domain": list(series), "range": shown}}
    return colour if len(series) > 1 else {**colour, "legend": None}


def _nothing() -> dict[str, Any]:
    text = {"type": "text", "fontStyle": "italic", "color": INK_SOFT, "fontSize": SIZE}
    return {"height": 60, "data": {"values": [{"text": _("no figures yet")}]}, "mark": text,
            "encoding": {"text": _TEXT}}  # fmt: skip
