"""What a file says, read for the screen and the command line by the same code, which writes nothing."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import partial
from mimetypes import guess_type
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects.models import Redirect

from lantoa.base.folding import fold, normal_text
from lantoa.core.ledger.workbooks import letters
from lantoa.desks.intake.drafts import markup, shortcodes
from lantoa.desks.intake.drafts.source import BadSource, Source, Told, read
from lantoa.desks.intake.models import Gap

__all__ = ["BadSource", "Item", "Plan", "Source", "Wishes", "items_of", "plan", "read"]

# Of WordPress' own kinds those that are read; the others are its furniture.
KINDS = ("post", "page")
STATUSES = {
    "publish": gettext_lazy("Published there"), "future": gettext_lazy("Scheduled there"),
    "draft": gettext_lazy("Draft there"), "pending": gettext_lazy("Waiting for review there"),
    "private": gettext_lazy("Private there"),
}  # fmt: skip
# Never offered; said of what is left out.
_THROWN_AWAY = {"trash": gettext_lazy("In the bin there")}
_MOST_TITLE = 255
_MOST_STANDFIRST = 500


@dataclass(frozen=True)
class Item:
    """One item as it would come in. problem: why it cannot; gaps: [kind, which]"""

    number: int
    line: int
    digest: str
    title: str
    slug: str
    standfirst: str
    blocks: list[dict[str, Any]]
    address: str
    old_path: str
    author: str
    published_at: str
    categories: list[str]
    kind: str
    status: str
    language: str
    group: str
    is_protected: bool
    gaps: list[list[str]] = field(default_factory=list)
    link_count: int = 0
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def published_on(self) -> date | None:
        """The day here: kept is the moment in UTC, which before seven in the morning is the day before."""
        return timezone.localtime(datetime.fromisoformat(self.published_at)).date() if self.published_at else None


@dataclass(frozen=True)
class Wishes:
    """What is brought and where to. topics: by the site's categories"""

    kinds: tuple[str, ...] = ("post",)
    statuses: tuple[str, ...] = ("publish",)
    topics: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Wishes":
        kinds, statuses = told.get("kinds", ["post"]), told.get("statuses", ["publish"])
        return cls(tuple(kinds), tuple(statuses), dict(told.get("topics", {})))

    def as_json(self) -> dict[str, Any]:
        return {"kinds": list(self.kinds), "statuses": list(self.statuses), "topics": dict(self.topics)}

    def topic_of(self, item: Item) -> str:
        return next((self.topics[name] for name in item.categories if self.topics.get(name)), "")


@dataclass(frozen=True)
class Plan:
    """new: what comes; problems: what cannot; left_out: what is not wanted, and why; known: what is here already"""

    new: list[Item]
    known: list[Item]
    left_out: list[tuple[Item, str]]
    problems: list[Item]

    def told(self) -> list[list[Any]]:
        """Everything that does not come, for the report."""
        rows = [(item, why) for item, why in self.left_out]
        rows += [(item, _("It was brought in before.")) for item in self.known]
        rows += [(item, item.problem) for item in self.problems]
        return [[item.number, item.title, why] for item, why in sorted(rows, key=lambda row: row[0].number)]


def items_of(source: Source, *, now: datetime) -> list[Item]:
    """Every item of the file that readers could have read, with what is wrong in it."""
    return [_item(told, source, now) for told in source.items if source.form != "wordpress" or told.kind in KINDS]


def plan(items: Iterable[Item], wishes: Wishes, *, known: Collection[str], languages: Collection[str]) -> Plan:
    """languages: into which items that say theirs can come"""
    made = Plan([], [], [], [])
    seen: set[str] = set()
    for item in items:
        why = _why_not(item, wishes, languages)
        if item.digest in known:
            made.known.append(item)
        elif why:
            made.left_out.append((item, why))
        elif item.digest in seen:
            made.left_out.append((item, _("It stands in this file twice.")))
        elif item.problem:
            made.problems.append(item)
        else:
            made.new.append(item)
        seen.add(item.digest)
    return made


def _why_not(item: Item, wishes: Wishes, languages: Collection[str]) -> str:
    if item.kind not in wishes.kinds:
        return _("A page, which was not chosen.") if item.kind == "page" else _("A post, which was not chosen.")
    if item.status not in wishes.statuses:
        state = {**STATUSES, **_THROWN_AWAY}.get(item.status, item.status)
        return _("%(state)s, which was not chosen.") % {"state": state}
    if item.is_protected:
        return _("It was behind a password there.")
    if item.language and item.language not in languages:
        return _("Its language is “%(language)s”, in which this section is not open.") % {"language": item.language}
    return ""


# -- one item --------------------------------------------------------------------------------------


def _item(told: Told, source: Source, now: datetime) -> Item:
    gaps: list[tuple[str, str]] = []
    html, codes = shortcodes.without(told.html)
    gaps += [(Gap.SHORTCODE, name) for name in codes]
    old = _old_letters_of(told, gaps)
    convert = partial(_as_its_item, old)
    body = markup.body_of(
        html, base=told.link or source.link, convert=convert,
        has_blank_lines=source.form == "wordpress" and "<!-- wp:" not in html and "<p" not in html,
    )  # fmt: skip
    gaps += [_gap_of_file(*file) for file in told.files]
    title = markup.plain(convert(told.title))
    if len(title) > _MOST_TITLE:
        gaps.append((Gap.TITLE, title[_MOST_TITLE - 1 :][:300]))
        title = title[: _MOST_TITLE - 1] + "…"
    standfirst = _cut(markup.plain(convert(told.summary)))
    if not standfirst and (standfirst := _cut(body.first_words())):
        gaps.append((Gap.STANDFIRST, ""))
    moment = told.published_at if told.published_at and told.published_at <= now else None
    if moment is None and told.status in {"publish", "private"}:
        gaps.append((Gap.DATE, ""))
    slug = slugify(told.slug, allow_unicode=True) or slugify(fold(title))
    return Item(
        number=told.number, line=told.line, digest=_digest(told, source), title=title, slug=slug[:80].strip("-"),
        standfirst=standfirst, blocks=body.blocks, address=told.link[:2000], old_path=_old_path(told.link),
        author=normal_text(_by_itself(old, told.author))[:200], published_at=moment.isoformat() if moment else "",
        categories=[name[:200] for each in told.categories if (name := normal_text(_by_itself(old, each)))][:50],
        kind=told.kind, status=told.status[:20], language=told.language, group=told.group,
        is_protected=told.is_protected, gaps=[*map(list, gaps), *map(list, body.gaps)], link_count=len(body.links),
        problem=_problem(told, title, body),
    )  # fmt: skip


def _gap_of_file(address: str, words: str, declared: str) -> tuple[str, str]:
    """A picture if the feed says so; where it says nothing, or no more than "bytes", by how the address ends."""
    is_told = "/" in declared and not declared.endswith("/octet-stream")
    kind = declared.strip().lower() if is_told else guess_type(urlsplit(address).path)[0] or ""
    if not kind.startswith("image/"):
        return Gap.FILE, address[:300]
    return (Gap.PICTURE if words else Gap.PICTURE_WITHOUT_TEXT), f"{address} {words}".strip()[:300]


def _problem(told: Told, title: str, body: markup.Body) -> str:
    if told.too_long:
        return _("Its text is longer than any article; it may hold pictures written as letters.")
    if not title:
        return _("It has no title.")
    return "" if body.blocks else _("It has no text, perhaps nothing but pictures.")


def _old_letters_of(told: Told, gaps: list[tuple[str, str]]) -> letters.OldLetters | None:
    """In which old letters the item is written without doubt."""
    texts = [told.title, markup.plain(told.html)[:20_000]]
    names = {name for _key, _new, name in letters.mend(enumerate(texts)) if name}
    old = next((old for old in letters.SETS if names == {old.name}), None)
    if old:
        gaps.append((Gap.LETTERS, old.name))
    return old


def _as_its_item(old: letters.OldLetters | None, text: str) -> str:
    return old.convert(text) if old and not letters.is_unicode(text) else text


def _by_itself(old: letters.OldLetters | None, name: str) -> str:
    """Names of people and categories stand over all items: they may be Unicode where an item is old."""
    return old.convert(name) if old and old.weigh(name)[0] and old.can_convert(name) else name


def _digest(told: Told, source: Source) -> str:
    """The same id on another site is another item; an item without any is known by its title and its moment."""
    try:
        host = urlsplit(told.link or source.link).hostname or ""
    except ValueError:
        host = ""
    said = told.guid or f"{told.title}\n{told.published_at}"
    return hashlib.sha256(f"{host.removeprefix('www.')}\n{said}".encode("utf-8", "replace")).hexdigest()


def _old_path(link: str) -> str:
    """As redirects are kept. The first page of a site is never led away from, whatever number stands behind it."""
    if not link:
        return ""
    path = str(Redirect.normalise_path(link))
    return path if len(path) <= 255 and path.partition("?")[0] not in {"", "/"} and "\0" not in path else ""


def _cut(text: str) -> str:
    """At the end of a sentence, or of a word."""
    if len(text) <= _MOST_STANDFIRST:
        return text
    start = text[: _MOST_STANDFIRST - 1]
    end = start.rfind(". ") + 1
    return start[:end] if end > _MOST_STANDFIRST // 3 else start.rpartition(" ")[0] + "…"
