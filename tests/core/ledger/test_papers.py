"""Words and files beside the ledger: the same, altered, or no longer there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.actions import documents, posting
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry, Evidence
from lantoa.core.ledger.rules.papers import Compared
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Accept = Callable[..., Activity]


@pytest.fixture
def sent(province: Province) -> Accept:
    """`sent("Nói chuyện")`: a submitted talk of commune_a with one photo as evidence."""

    def made(title: str, *, agency: str = "xa-an-binh", by: str = "an") -> Activity:
        day, who = date(2026, 2, 3), getattr(province, by)
        draft = Draft("talk", agency, title, day, day, quantities={"talks": (1000, "")})
        activity = actions.save_draft(draft, by=who, at=AT)
        photo = ContentFile(b"%PDF-1.4 " + title.encode())
        actions.attach(activity, photo, name="anh.pdf", media_type="application/pdf", by=who, at=AT)
        return actions.submit(activity, by=who, at=AT)

    return made


@pytest.fixture
def accepted(province: Province, sent: Accept) -> Accept:
    return lambda *args, **how: actions.accept(sent(*args, **how), by=province.lan, at=AT)


def _correct(activity: Activity, province: Province, title: str) -> Activity:
    draft = drafts.draft_of(activity)
    return actions.correct(
        activity, Draft(**{**vars(draft), "title": title}), by=province.lan, at=AT, reason="Ghi nhầm tên"
    )


def test_documents_that_took_the_ways_in_are_as_they_were_posted(province: Province, accepted: Accept) -> None:
    accepted("Một")
    _correct(accepted("Hai"), province, "Hai, tên đúng")
    actions.reverse(accepted("Ba"), by=province.lan, at=AT, reason="Không diễn ra")
    redacted = accepted("Bốn")
    actions.redact(redacted.evidence.get(), by=province.lan, at=AT, reason="Có số điện thoại")

    assert queries.verify().documents == Compared(same_count=4, gone_count=0, altered=[])
    assert queries.verify().holds


def test_merging_a_record_into_a_fact_brings_its_files_along_and_is_no_change(
    province: Province, sent: Accept, accepted: Accept
) -> None:
    kept = accepted("Một")
    actions.merge(kept, sent("Hai"), by=province.lan, at=AT, reason="Một sự kiện")
    kept = actions.merge(kept, accepted("Ba"), by=province.lan, at=AT, reason="Một sự kiện")
    assert kept.evidence.count() == 3

    assert queries.verify().documents == Compared(same_count=2, gone_count=0, altered=[])


@pytest.mark.parametrize("what", ["title", "note", "source", "evidence"])
def test_a_document_that_was_changed_past_the_ways_in_is_named(what: str, accepted: Accept) -> None:
    activity, other = accepted("Một"), accepted("Hai")
    assert queries.verify().holds
    with raw_writes("somebody with the database in hand"):
        if what == "evidence":
            activity.evidence.update(sha256="0" * 64)
        else:
            Activity.objects.filter(pk=activity.pk).update(**{what: "khác"})

    found = queries.verify()

    assert found.documents == Compared(same_count=1, gone_count=0, altered=[activity.pk])
    assert (found.problems, found.holds) == ([], False)
    assert other.pk != activity.pk


def late(activity: Activity) -> None:
    """As versions before this one let an officer do whose page was opened before the acceptance."""
    with raw_writes("a file that came after the entry"):
        Evidence.objects.create(
            activity=activity, file="evidence/x", name="muon.pdf", media_type="application/pdf", size_bytes=9,
            sha256="a" * 64, added_by=activity.created_by, added_at=AT + timedelta(minutes=1),
        )  # fmt: skip


@pytest.mark.parametrize("become", ["accepted", "corrected", "reversed", "merged"])
def test_no_file_is_added_to_what_was_judged(become: str, province: Province, sent: Accept, accepted: Accept) -> None:
    activity = sent("Một") if become == "merged" else accepted("Một")
    if become == "corrected":
        _correct(activity, province, "Một, tên đúng")
    if become == "reversed":
        actions.reverse(activity, by=province.lan, at=AT, reason="Không diễn ra")
    if become == "merged":
        actions.merge(accepted("Hai"), activity, by=province.lan, at=AT, reason="Một sự kiện")
    before = Evidence.objects.count()

    with pytest.raises(actions.NotNow, match="Đính chính"):
        actions.attach(
            activity, ContentFile(b"late"), name="b.pdf", media_type="application/pdf", by=province.an, at=AT
        )

    assert Evidence.objects.count() == before
    assert queries.verify().holds


def test_a_correction_adds_files_and_its_entry_covers_them(province: Province, accepted: Accept) -> None:
    activity = accepted("Một")
    piece = actions.Piece(ContentFile(b"list of participants"), "ds.pdf", "application/pdf")
    same = drafts.draft_of(activity)
    with pytest.raises(actions.NotNow):
        actions.correct(activity, same, by=province.lan, at=AT, reason="Không đổi gì")

    activity = actions.correct(activity, same, by=province.lan, at=AT, reason="Thêm danh sách", evidence=[piece])

    assert (activity.state, activity.evidence.count(), Entry.objects.count()) == ("corrected", 2, 3)
    assert queries.verify().documents == Compared(same_count=1)
    with pytest.raises(actions.NotNow):  # a second tap
        actions.correct(activity, same, by=province.lan, at=AT, reason="Thêm danh sách", evidence=[piece])


def test_a_late_file_of_earlier_versions_is_told_and_a_correction_covers_it(
    province: Province, sent: Accept, accepted: Accept
) -> None:
    activity, other = accepted("Một"), accepted("Hai")
    actions.merge(activity, sent("Ba"), by=province.lan, at=AT, reason="Một sự kiện")
    late(activity)
    late(other)
    with raw_writes("somebody with the database in hand"):
        Activity.objects.filter(pk=other.pk).update(title="khác")

    found = queries.verify()
    assert found.documents == Compared(altered=[other.pk], added=[activity.pk])
    assert (found.problems, found.holds) == ([], False)

    activity = Activity.objects.get(pk=activity.pk)
    actions.correct(activity, drafts.draft_of(activity), by=province.lan, at=AT, reason="Tệp đến sau khi duyệt")
    assert queries.verify().documents == Compared(same_count=1, altered=[other.pk])


def test_a_reversed_document_is_still_compared(province: Province, accepted: Accept) -> None:
    activity = accepted("Một")
    actions.reverse(activity, by=province.lan, at=AT, reason="Không diễn ra")
    with raw_writes("somebody with the database in hand"):
        Activity.objects.filter(pk=activity.pk).update(title="khác")

    assert queries.verify().documents.altered == [activity.pk]


def test_what_was_taken_back_written_anew_and_reversed_is_no_longer_there(province: Province, accepted: Accept) -> None:
    activity = accepted("Một")
    assert activity.entry_id
    posting.take_acceptances_back([activity.entry_id], by=province.lan, at=AT, reason="Duyệt nhầm")
    later = AT + timedelta(hours=1)
    activity = documents.return_for_repair(
        Activity.objects.get(pk=activity.pk), by=province.lan, at=later, reason="Sửa tên"
    )
    draft = Draft(**{**vars(drafts.draft_of(activity)), "title": "Tên khác"})
    actions.save_draft(draft, activity=activity, by=province.an, at=later)
    with raw_writes("as undoing its import does"):
        Activity.objects.update(state=Activity.State.REVERSED)

    assert queries.verify().documents == Compared(same_count=0, gone_count=1, altered=[])


def test_what_was_taken_back_to_be_judged_again_is_no_longer_there(province: Province, accepted: Accept) -> None:
    activity = accepted("Một")
    assert activity.entry_id
    posting.take_acceptances_back([activity.entry_id], by=province.lan, at=AT, reason="Duyệt nhầm")

    assert queries.verify().documents == Compared(same_count=0, gone_count=1, altered=[])
    assert queries.verify().holds
