"""The design system's tags and filters: `{% load lantoa %}`. README.md of this room shows each in one line."""

import html
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django import template
from django.contrib.messages import constants as levels
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, PasswordInput, RadioSelect
from django.forms.widgets import Input
from django.template import loader
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from lantoa.base import dates, quantities
from lantoa.base.periods import Period

register = template.Library()

NOTHING = "–"

# Every state of a document or a report: tone, icon, word. The tone says what it asks of the reader: ok counts,
# waiting is with someone else, late needs someone, wrong is broken, none is at rest.
_STATES = {
    "draft": ("", "pencil-line", gettext_lazy("Draft")),
    "submitted": ("waiting", "hourglass", gettext_lazy("Submitted")),
    "returned": ("late", "undo-2", gettext_lazy("Returned")),
    "accepted": ("ok", "circle-check", gettext_lazy("Accepted")),
    "corrected": ("ok", "file-pen-line", gettext_lazy("Corrected")),
    "reversed": ("", "ban", gettext_lazy("Reversed")),
    "merged": ("", "combine", gettext_lazy("Merged")),
    "undone": ("", "undo-2", gettext_lazy("Undone")),
    "signed": ("ok", "stamp", pgettext_lazy("a document", "Signed")),
    "ended": ("", "archive", pgettext_lazy("a programme", "Ended")),
    "not_started": ("", "circle-dashed", gettext_lazy("Not started")),
    "in_progress": ("waiting", "circle-play", pgettext_lazy("a task", "In progress")),
    "overdue": ("late", "triangle-alert", gettext_lazy("Overdue")),
    "done": ("ok", "circle-check", pgettext_lazy("a task", "Done")),
    "stopped": ("", "circle-off", pgettext_lazy("a task", "Stopped")),
    "frozen": ("info", "snowflake", gettext_lazy("Frozen")),
    "replaced": ("", "replace", gettext_lazy("Replaced")),
    "planned": ("", "calendar-clock", gettext_lazy("Planned")),
    "open": ("waiting", "calendar-clock", gettext_lazy("Open")),
    "carried": ("", "arrow-right", gettext_lazy("Carried on")),
    "partly": ("waiting", "circle-dot-dashed", gettext_lazy("Accepted in part")),
    "declined": ("", "circle-x", gettext_lazy("Declined")),
    "closed": ("", "lock", gettext_lazy("Closed")),
    "not_due": ("", "calendar-clock", gettext_lazy("Not due yet")),
    "due": ("", "hourglass", gettext_lazy("Due")),
    "nil": ("ok", "circle-slash", gettext_lazy("Nothing arose")),
    "not_applicable": ("", "circle-minus", gettext_lazy("Not applicable")),
    "unchanged": ("ok", "circle-check", gettext_lazy("Unchanged")),
    "altered": ("wrong", "octagon-alert", gettext_lazy("Altered")),
    "fewer": ("late", "triangle-alert", gettext_lazy("Printed less often")),
    "unread": ("waiting", "circle-help", gettext_lazy("Could not be read")),
    "missing": ("late", "circle-minus", gettext_lazy("Missing")),
    "ok": ("ok", "circle-check", pgettext_lazy("state", "In order")),
    "waiting": ("waiting", "hourglass", pgettext_lazy("state", "Waiting")),
    "late": ("late", "triangle-alert", pgettext_lazy("state", "Late")),
    "wrong": ("wrong", "octagon-alert", pgettext_lazy("state", "Wrong")),
}
_TONE_ICONS = {"ok": "circle-check", "waiting": "hourglass", "late": "triangle-alert", "wrong": "octagon-alert"}
_LEVEL_TONES = {levels.SUCCESS: "ok", levels.WARNING: "late", levels.ERROR: "wrong"}


# -- icons and states ------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A Lucide icon, silent for screen readers; an unknown name (kinds are rows that people edit) shows a dot."""
    return _svg(name, f"icon {css}".strip())


@cache
def _icons() -> ZipFile:
    """The package's, opened once: its own way opens it for every icon, seven milliseconds each of the first pages."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache(maxsize=256)
def _svg(name: str, css: str) -> SafeString:
    """The package's drawing, our class: that says once how icons are stroked, as a long list holds hundreds of them."""
    known = name if f"{name}.svg" in _icons().namelist() else "circle-dot"
    drawn = "".join(line.strip() for line in _icons().read(f"{known}.svg").decode().splitlines()).replace(" />", "/>")
    return SafeString(f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true">' + drawn.partition(">")[2])


@register.simple_tag
def state(code: str, word: str = "") -> SafeString:
    """A state as icon and word, `{% state activity.state %}`; `word` replaces the usual one."""
    return _usual_state(str(code), get_language()) if not word else _state(code, word)


@lru_cache(maxsize=256)
def _usual_state(code: str, _language: str | None) -> SafeString:
    return _state(code, "")


def _state(code: str, word: str) -> SafeString:
    tone, symbol, usual = _STATES.get(code, ("", "circle-dot", code))
    return format_html('<span class="state" data-tone="{}">{}{}</span>', tone, _svg(symbol, "icon"), word or usual)


@register.filter
def initials(name: object) -> str:
    """ "Nguyễn Thị Lan" -> "NL": first and last, as a mark beside the name."""
    words = str(name).split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


# -- numbers, days, periods ------------------------------------------------------------------------


@register.filter
def number(value: Decimal | int | str | None) -> str:
    """As the language writes it, without ending zeros; a text (a pair such as 41/44) stays as it is."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    whole = int(value)
    return quantities.written(whole if whole == value else Decimal(value).normalize())


@register.filter
def quantity(thousandths: int | None) -> str:
    return number(None if thousandths is None else quantities.to_decimal(thousandths))


@register.filter
def period(value: Period | None) -> str:
    return value.label() if value else NOTHING


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """22/11/2026 in Vietnamese, 22 Nov 2026 in English: never a form that can be read in two ways."""
    return dates.written(value) if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time on this installation's clock."""
    if not value:
        return NOTHING
    here = timezone.localtime(value)
    return f"{day(here)} {here:%H:%M}"


@register.simple_tag
def days(first: date, last: date) -> SafeString:
    """The day, or the span of days, on which something happened."""
    return _days(first, last, get_language())


@lru_cache(maxsize=4096)
def _days(first: date, last: date, _language: str | None) -> SafeString:
    if first == last:
        return format_html('<time datetime="{}" class="nowrap">{}</time>', last.isoformat(), day(last))
    begin, between, end = dates.written_span(first, last)
    if begin.isdigit():  # 26–28/11/2026 is one word
        words = '<span class="nowrap"><time datetime="{}">{}</time>{}{}<time datetime="{}">{}</time></span>'
    else:
        words = (
            '<span class="nowrap"><time datetime="{}">{}</time>{}</span>{}<time datetime="{}" class="nowrap">{}</time>'
        )
    return format_html(words, first.isoformat(), begin, between.rstrip(), between[2:], last.isoformat(), end)


@register.filter
def digest(value: str) -> SafeString:
    """A whole hash in groups of eight, which a narrow screen may break between."""
    groups = [value[at : at + 8] for at in range(0, len(value), 8)]
    return format_html(
        '<code class="digest">{}</code>', format_html_join(mark_safe("<wbr>"), "{}", ((g,) for g in groups))
    )


@register.filter
def short_digest(value: str) -> SafeString:
    return format_html('<code class="digest" title="{}">{}…</code>', value, value[:8])


# -- figures ---------------------------------------------------------------------------------------


@register.simple_tag
def figure_door(
    url: str, value: Decimal | int | str | None, unit: str = "", *, approximate: bool = False, large: bool = False
) -> SafeString:
    """A number that opens what it is made of; without an address it is written plainly.

    value: Decimal or int (not thousandths), or a text such as "41/44"; approximate puts ≈ before it
    """
    written = number(value)
    if approximate:
        written = format_html(
            '<span aria-hidden="true">≈ </span><span class="visually-hidden">{} </span>{}', _("about"), written
        )
    shown = format_html('<span class="figure-value">{}</span>', written)
    if url:
        shown = format_html(
            '<a class="figure{}" href="{}">{}{}<span class="visually-hidden">: {}</span></a>',
            " figure-large" if large else "",
            url,
            shown,
            _svg("arrow-up-right", "figure-mark"),
            _("what it is made of"),
        )
    elif large:
        shown = format_html('<span class="figure-large">{}</span>', shown)
    return format_html('{} <span class="figure-unit">{}</span>', shown, unit) if unit else shown


@register.simple_tag
def bars(values: Sequence[Decimal | int | float], label: str = "") -> SafeString:
    """A small line of zero-based bars, the newest last; label: what a screen reader says instead."""
    heights = [max(float(value), 0.0) for value in values]
    top = max(heights, default=0.0) or 1.0
    tall = [max(height / top * 28, 1.0) for height in heights]  # of 28; nothing at all is still a line
    rects = format_html_join(
        "",
        '<rect x="{}" y="{}" width="8" height="{}" rx="1"/>',
        ((at * 11, f"{28 - height:.1f}", f"{height:.1f}") for at, height in enumerate(tall)),
    )
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    width = max(len(tall) * 11 - 3, 8)
    return format_html(
        '<svg class="bars" viewBox="0 0 {} 28" preserveAspectRatio="xMinYMax" {}>{}</svg>', width, named, rects
    )


@register.simple_tag
def share(part: Decimal | int | float, whole: Decimal | int | float) -> SafeString:
    """A bar for a part of a whole, silent for screen readers: the number stands beside it."""
    width = min(max(float(part) / float(whole), 0.0), 1.0) * 100 if whole else 0.0
    return format_html(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="share-ground" width="100" height="8"/><rect class="share-part" width="{}" height="8"/></svg>',
        f"{width:.1f}",
    )


# -- forms -----------------------------------------------------------------------------------------


@register.inclusion_tag("lantoa/field.html")
def field(
    bound: BoundField,
    label: str = "",
    help: str | None = None,  # noqa: A002 the word a template says
    unit: str = "",
    cards: bool = False,
    camera: bool = False,
    **attrs: Any,
) -> dict[str, Any]:
    """Label, help, error and control of one field; other named arguments become attributes of the control.

    cards: choices as large targets side by side; camera: a second control that opens the camera of a phone
    """
    widget = bound.field.widget
    if help is not None:
        bound.help_text = help  # Django ties the control to the help only where there is one
    parts = {"helptext": bound.help_text, "error": bound.errors}
    ids = [f"{bound.auto_id}_{part}" for part, there in parts.items() if there]
    attributes = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    return {
        "bound": bound,
        "control": _control(bound, attributes),
        "type": _type_of(widget),
        "label": label or bound.label,
        "help": bound.help_text,
        "unit": unit,
        "cards": cards,
        "camera": camera,
        "described_by": " ".join(ids),
        # is_needed: a form that checks its fields as a whole keeps Django's own "required" off.
        "optional": not getattr(bound.field, "is_needed", bound.field.required)
        and not isinstance(widget, CheckboxInput),
    }


@register.simple_tag
def options(choices: Iterable[Any], chosen: str = "") -> SafeString:
    """What a select offers: hundreds of agencies, places and tasks, too many for a loop in a template.

    choices: pairs (value, word), or rows with `code` and `name`
    """
    pairs = (one if isinstance(one, tuple) else (one.code, one.name) for one in choices)
    # Not format_html for each: the lists of a page take it longer than all its figures take the database.
    return mark_safe("".join(_option(str(value), str(word), chosen) for value, word in pairs))  # noqa: S308 escaped


def _option(value: str, word: str, chosen: str) -> str:
    mark = " selected" if value == chosen else ""
    return f'<option value="{html.escape(value)}"{mark}>{html.escape(word)}</option>'


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of a form, the hidden ones too, one below the other."""
    shown = loader.get_template("lantoa/field.html")
    hidden = [bound.as_widget() for bound in form.hidden_fields()]
    return mark_safe("".join([*hidden, *(shown.render(field(bound)) for bound in form.visible_fields())]))  # noqa: S308 rendered


@register.inclusion_tag("lantoa/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What must be changed, above the form: each line leads to its field."""
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    return {
        "general": form.non_field_errors(),
        "fields": wrong if len(form.visible_fields()) > 1 else [],  # one field says it itself, right below
        "hidden": [error for bound in form.hidden_fields() for error in bound.errors],
    }


def _type_of(widget: Any) -> str:
    if isinstance(widget, RadioSelect):  # a list of ticks is one too
        return "options"
    if isinstance(widget, CheckboxInput):
        return "tick"
    if isinstance(widget, FileInput):
        return "file"
    return "password" if isinstance(widget, PasswordInput) else "input"


def _control(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    if isinstance(bound.field.widget, RadioSelect):
        return mark_safe("")  # the template draws each option
    if isinstance(bound.field.widget, Input) and bound.field.widget.attrs.get("placeholder"):
        attributes.setdefault("placeholder", "")  # a label says it better and stays
    return bound.as_widget(attrs=attributes)


# -- messages and ways -----------------------------------------------------------------------------


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A message in the page: `{% alert "late" title %}what is kept, what to do{% endalert %}`."""
    head = format_html('<p class="alert-title">{}</p>', title) if title else ""
    mark = _svg(_TONE_ICONS.get(tone, "info"), "icon")
    return format_html('<div class="alert" data-tone="{}">{}<div>{}{}</div></div>', tone, mark, head, content)


@register.filter
def tone(level: int) -> str:
    """The tone of one of Django's message levels."""
    return _LEVEL_TONES.get(level, "info")


@register.filter
def tone_icon(tone: str) -> str:
    return _TONE_ICONS.get(tone, "info")


@register.simple_tag
def breadcrumb(*pairs: Any) -> SafeString:
    """The way here: `{% breadcrumb register_url _("Register") "" activity.title %}`; the last has no address."""
    steps = format_html_join(
        "", "<li>{}</li>", ((_crumb(url, name),) for url, name in zip(pairs[::2], pairs[1::2], strict=True))
    )
    return format_html('<nav class="breadcrumb" aria-label="{}"><ol>{}</ol></nav>', _("You are here"), steps)


def _crumb(url: str, name: str) -> SafeString:
    return (
        format_html('<a href="{}">{}</a>', url, name)
        if url
        else format_html('<span aria-current="page">{}</span>', name)
    )


@register.inclusion_tag("lantoa/pages.html", takes_context=True)
def pages(context: dict[str, Any], page: "Page[Any]", name: str = "page") -> dict[str, Any]:
    """Previous and next of a paginated list; keeps the other parts of the address."""
    here = context["request"].GET.copy()
    ways: dict[str, Any] = {"page": page}
    for way, there, target in (
        ("previous", page.has_previous(), page.number - 1),
        ("next", page.has_next(), page.number + 1),
    ):
        if there:
            here[name] = str(target)
            ways[way] = here.urlencode()
    return ways
