"""A frozen review has the map of its day, byte for byte, whatever outlines come into use later."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lantoa.core.documents import actions as documents
from lantoa.core.documents.models import DrawnOutlines
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import Report
from tests.core.documents.rendering.test_maps import collection, square
from tests.core.reports.conftest import Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 3, 3, tzinfo=UTC)
TODAY = date(2026, 12, 3)
FIRST, LATER = (collection(square("xa-an-binh", 110, north), square("xa-binh-minh", 110.4, 12)) for north in (12, 12.9))


@pytest.fixture
def draft(settings: Any, tmp_path: Path, record: Record, write: Write) -> Report:
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    record("talk", attendances=120, place="xa-an-binh")
    return write("Có [[talk_attendances]] lượt người dự.\n[[map:talk_attendances]]")


def files(report: Report) -> dict[str, bytes]:
    """Every format anew, from what is kept."""
    again = queries.report(report.pk)
    made = {suffix: rendering.file(again, suffix, today=TODAY) for suffix in ("docx", "pdf", "html")}
    return made | {"sheet": rendering.page_of(again, today=TODAY)[0].encode()}


def issued(report: Report, province: Province) -> Report:
    """With its number the page is drawn again, too."""
    frozen = actions.freeze(report, by=province.lan, at=AT)
    return actions.issue(frozen, number="05", on=None, by=province.lan, at=AT)


@pytest.mark.parametrize("change", [lambda: documents.keep_outlines(LATER), None], ids=["others", "none"])
def test_a_frozen_map_stays_when_the_outlines_change(change: Any, draft: Report, province: Province) -> None:
    documents.keep_outlines(FIRST)
    frozen = issued(draft, province)
    live, before = live_map(frozen, province), files(frozen)

    if change:
        change()
    else:
        documents.remove_outlines(by=province.administrator, at=AT)

    assert live_map(frozen, province) != live
    assert files(frozen) == before
    assert queries.check(frozen).holds


def live_map(frozen: Report, province: Province) -> str:
    """Of the next version, which is a draft: drawn on what is in use."""
    version = Report.objects.filter(replaces=frozen).first()
    version = version or actions.new_version(frozen, by=province.lan, at=AT)
    reading = queries.preview(version)
    return rendering.preview(rendering.draft(reading), reading.sections)[0].html


def test_what_was_frozen_without_outlines_gets_no_map_later(draft: Report, province: Province) -> None:
    frozen = issued(draft, province)
    before = files(frozen)
    documents.keep_outlines(FIRST)
    assert files(frozen) == before
    assert not DrawnOutlines.objects.exists()


def test_the_same_outlines_are_kept_once_and_never_changed(draft: Report, write: Write, province: Province) -> None:
    documents.keep_outlines(FIRST)
    actions.freeze(draft, by=province.lan, at=AT)
    actions.freeze(write("[[map:talk_attendances]]"), by=province.lan, at=AT)
    actions.freeze(write("Có [[talk_attendances]] lượt."), by=province.lan, at=AT)
    (kept,) = DrawnOutlines.objects.all()
    assert bytes(kept.content) == FIRST
    with raw_writes("the database refuses"), pytest.raises(DatabaseError), transaction.atomic():
        DrawnOutlines.objects.update(content=LATER)
    with raw_writes("the database refuses"), pytest.raises(DatabaseError), transaction.atomic():
        DrawnOutlines.objects.all().delete()


def test_a_review_without_a_map_keeps_no_outlines(draft: Report, write: Write, province: Province) -> None:
    documents.keep_outlines(FIRST)
    actions.freeze(write("Có [[talk_attendances]] lượt."), by=province.lan, at=AT)
    assert not DrawnOutlines.objects.exists()
    actions.freeze(draft, by=province.lan, at=AT)
    assert DrawnOutlines.objects.count() == 1
