"""Items of ten years in nine languages, written straight into the tables: what is measured is reading.

The same rows on both databases. News stands under its own section and under two that list what stands under them.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import django

from benchmarks.fill import insert

# From one moment on and never the clock's, but for the events to come.
LAST = datetime(2026, 11, 20, 2, tzinfo=UTC)
DAYS = 3650
AGENCIES = 20
# Section, its share of a hundred items, what is put there. Of what has no archive there are as many as a province has.
SHELVES = {
    "news": (38, "article"), "visit": (14, "article"), "abroad": (10, "article"), "events": (18, "event"),
    "press": (10, "press_release"), "publications": (10, "publication"),
}  # fmt: skip
FEW = {"partners": ("partner", 24), "invest": ("project", 30), "about": ("profile", 6)}
# Of a hundred stories so many can be read in this language.
LANGUAGES = {"vi": 100, "en": 50, "zh-hans": 20, "ko": 16, "ja": 14, "lo": 14, "km": 10, "fr": 12, "ru": 10}
# An item has it once in two hundred: a list of it must not read all the others.
RARE_TOPIC_EVERY = 200
_CREATED_AT_ONCE = 5_000
_WORDS = [
    "tỉnh", "hội", "nghị", "hợp", "tác", "đầu", "tư", "du", "lịch", "cửa", "khẩu", "văn", "hóa", "doanh", "nghiệp",
    "nông", "sản", "đường", "sông", "cao", "su", "trường", "học", "láng", "giềng", "hữu", "thương", "mại", "nghề",
]  # fmt: skip

_Rows = dict[str, list[dict[str, Any]]]


def fill_once(count: int) -> None:
    """Fill the migrated database of the settings with so many items, all languages together, unless it was filled."""
    django.setup()
    from django.db import connection, transaction  # leaf: after django.setup()

    from lantoa.base import database
    from lantoa.desks.newsroom.models import ContentPage

    if ContentPage.objects.exists():
        return
    with transaction.atomic():
        made = _Made(count)
        for rows in made.batches():
            for model, lines in rows.items():
                _insert(model, lines)
        made.count_children()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What its own housekeeping does within a minute of such a load.
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), max(id)) FROM wagtailcore_page"
            )
            cursor.execute("VACUUM ANALYZE")
    database.keep_statistics()


class _Made:
    """The rows, one item after the other; always the same ones."""

    def __init__(self, count: int) -> None:
        from django.contrib.contenttypes.models import ContentType  # leaf: after django.setup()
        from django.utils import timezone
        from wagtail.models import Locale, Page

        from lantoa.core.people import actions as people
        from lantoa.core.people.models import Agency
        from lantoa.core.vocabulary import queries as vocabulary
        from lantoa.core.vocabulary.models import Dimension
        from lantoa.desks.newsroom.models import ITEM_TYPES
        from lantoa.doors.portal import actions as portal
        from lantoa.doors.portal.models import SectionPage

        self._count = count
        self._draw = chance()
        for language in LANGUAGES:
            portal.open_language(language)
        for number in range(AGENCIES):
            people.add_agency(f"so-{number}", f"Sở {number}", "", level=Agency.Level.DEPARTMENT)
        self._locales = dict(Locale.objects.values_list("language_code", "pk"))
        self._sections = {
            (section.locale.language_code, section.code): section
            for section in SectionPage.objects.select_related("locale")
        }
        self._types = {str(item.KIND): item for item in ITEM_TYPES}
        self._content_types = {kind: ContentType.objects.get_for_model(item).pk for kind, item in self._types.items()}
        *self._topics, self._rare_topic = [term.code for term in vocabulary.terms(Dimension.TOPIC)]
        self._pictures = [_picture(number) for number in range(6)]
        self._bodies = [body(self._draw) for _ in range(40)]
        self._next_pk = Page.objects.latest("pk").pk + 1
        self._children = {section.pk: 0 for section in self._sections.values()}
        self._now = timezone.now()

    def batches(self) -> Iterator[_Rows]:
        rows: _Rows = {}
        written = story = 0
        stories = self._count / sum(LANGUAGES.values()) * 100
        few = [(code, kind) for code, (kind, number) in FEW.items() for _ in range(number)]
        while written < self._count:
            code, kind = few.pop() if few else self._shelf()
            at = LAST - timedelta(seconds=int((1 - min(story / stories, 1)) * DAYS * 86_400))
            shared = self._shared(story, kind, at)
            for language, share in LANGUAGES.items():
                if written < self._count and self._draw.randrange(100) < share:
                    self._add(rows, story, code, kind, language, shared)
                    written += 1
            story += 1
            if written % _CREATED_AT_ONCE < len(LANGUAGES):
                yield rows
                rows = {}
        yield rows

    def count_children(self) -> None:
        from wagtail.models import Page  # leaf: after django.setup()

        for pk, number in self._children.items():
            Page.objects.filter(pk=pk).update(numchild=number)

    def _shelf(self) -> tuple[str, str]:
        (code,) = self._draw.choices(list(SHELVES), [share for share, _ in SHELVES.values()])
        return code, SHELVES[code][1]

    def _shared(self, story: int, kind: str, at: datetime) -> dict[str, Any]:
        """What all language versions of an item have in common."""
        begins = at + timedelta(days=self._draw.randrange(3, 30))
        own: dict[str, dict[str, Any]] = {
            "event": {"starts_at": begins, "ends_at": begins + timedelta(hours=4), "venue": "Nhà văn hóa"},
            "partner": {"country": "la"},
            "project": {
                "sector": "Chế biến", "site": "Khu công nghiệp", "contact_name": "Tổ xúc tiến",
                "contact_email": "xuctien@example.org", "answer_days": 5,
            },
        }  # fmt: skip
        is_rare = story % RARE_TOPIC_EVERY == 7
        return {
            "translation_key": uuid.UUID(int=self._draw.getrandbits(128), version=4),
            "topic": self._rare_topic if is_rare else self._draw.choice(self._topics),
            "agency_id": f"so-{self._draw.randrange(AGENCIES)}", "picture_id": self._draw.choice(self._pictures),
            "body": self._draw.choice(self._bodies), "at": at, "own": own.get(kind, {}),
        }  # fmt: skip

    def _add(self, rows: _Rows, story: int, code: str, kind: str, language: str, shared: dict[str, Any]) -> None:
        section = self._sections[language, code]
        self._children[section.pk] += 1
        pk, slug = self._next_pk, f"bai-{story}"
        self._next_pk += 1
        title = f"{' '.join(self._draw.choices(_WORDS, k=9))} {story}"
        at = min(shared["at"] + timedelta(seconds=self._draw.randrange(86_400)), LAST)
        rows.setdefault("wagtailcore.Page", []).append({
            "id": pk, "path": section._get_path(section.path, 4, self._children[section.pk]), "depth": 4, "numchild": 0,
            "title": title, "draft_title": title, "slug": slug, "url_path": f"{section.url_path}{slug}/",
            "content_type_id": self._content_types[kind], "locale_id": self._locales[language], "live": True,
            "translation_key": shared["translation_key"], "first_published_at": at, "last_published_at": at,
        })  # fmt: skip
        rows.setdefault("newsroom.ContentPage", []).append({
            "page_ptr_id": pk, "kind": kind, "language": language, "shelf_id": section.pk,
            "standfirst": standfirst(self._draw),
            "listed_at": at, **{name: shared[name] for name in ("topic", "agency_id", "picture_id", "body")},
        })  # fmt: skip
        rows.setdefault(f"newsroom.{self._types[kind].__name__}", []).append(
            {"contentpage_ptr_id": pk, **shared["own"]}
        )


def _insert(name: str, lines: list[dict[str, Any]]) -> None:
    """What a line does not say is the field's own default, as Django would write it."""
    from django.apps import apps  # leaf: after django.setup()
    from django.db import connection

    model = apps.get_model(name)
    fields = list(model._meta.local_concrete_fields)
    usual = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}

    def prepared(line: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(
            field.get_db_prep_save(line[field.attname], connection) if field.attname in line else usual[field.attname]
            for field in fields
        )

    insert(model._meta.db_table, [field.column for field in fields], map(prepared, lines))


def _picture(number: int) -> int:
    from django.core.files.base import ContentFile  # leaf: after django.setup()

    from lantoa.desks.media.models import MediaImage

    made = MediaImage.objects.create(
        title=f"Cảnh {number}", description="Đồi cao su", credit="Lan Tỏa", licence="CC BY 4.0", width=1600,
        height=1000, file=ContentFile(picture_bytes(number), name=f"canh-{number}.jpg"),
    )  # fmt: skip
    return int(made.pk)


def picture_bytes(number: int) -> bytes:
    from PIL import Image  # leaf

    content = BytesIO()
    Image.new("RGB", (1600, 1000), (40 * number, 120, 90)).save(content, "JPEG")
    return content.getvalue()


def body(draw: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "type": "text",
            "value": f"<p>{' '.join(draw.choices(_WORDS, k=draw.randint(40, 90)))}.</p>",
            "id": str(uuid.UUID(int=draw.getrandbits(128))),
        }
        for _ in range(5)
    ]


def standfirst(draw: random.Random) -> str:
    return " ".join(draw.choices(_WORDS, k=30))


def chance() -> random.Random:
    return random.Random(20261122)
