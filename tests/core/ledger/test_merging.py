"""Two records of one event become one, before and after acceptance, and two again as long as nothing is a fact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from lantoa.base.periods import year
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft, draft_of
from lantoa.core.ledger.models import Activity, Entry
from lantoa.core.people.models import Agency, User
from lantoa.core.vocabulary import queries as vocabulary
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
DAY = date(2026, 2, 3)
WHY = "Ghi hai lần"
Browser = Callable[[User], Client]


def talk(agency: str, attendances: int = 40, **more: Any) -> Draft:
    draft = Draft(
        kind="talk", agency=agency, title=f"Gặp mặt kiều bào ({agency})", occurred_from=DAY, occurred_on=DAY,
        quantities={"talks": (1000, ""), "attendances": (attendances * 1000, "")},
    )  # fmt: skip
    return replace(draft, **more)


def sent(province: Province, draft: Draft, file: bytes = b"") -> Activity:
    made = actions.save_draft(draft, by=province.lan, at=AT)
    if file:
        actions.attach(
            made, ContentFile(b"%PDF-" + file), name="ds.pdf", media_type="application/pdf", by=province.lan, at=AT
        )
    return actions.submit(made, by=province.lan, at=AT)


def merged(province: Province, kept: Activity, other: Activity) -> Activity:
    return actions.merge(kept, other, by=province.lan, at=AT, reason=WHY)


def fresh(activity: Activity) -> Activity:
    return Activity.objects.get(pk=activity.pk)


def attendances(agency: Agency | None = None) -> int:
    definition = vocabulary.definition("talk_attendances")
    agencies = None if agency is None else frozenset({agency.code})
    (figure,) = queries.figures([queries.Ask(definition, year(2026), agencies)])
    return int(figure.value or 0)


def test_merging_before_acceptance_counts_once_and_for_both_agencies(province: Province) -> None:
    kept = sent(province, talk("xa-an-binh", 40), b"a")
    other = sent(province, talk("xa-binh-minh", 45, coordinating=["ubnd-tinh"]), b"b")
    for _ in range(2):
        kept = merged(province, kept, other)

    assert draft_of(fresh(kept)).coordinating == ["ubnd-tinh", "xa-binh-minh"]
    assert (fresh(other).state, fresh(other).merged_into) == ("merged", kept)
    assert (kept.evidence.count(), other.evidence.count()) == (2, 0)
    assert [line.action for line in queries.history(kept)][-1] == "lantoa.merge"
    assert [line.action for line in queries.history(other)][-1] == "lantoa.merged"

    actions.accept(fresh(kept), by=province.lan, at=AT)
    assert (attendances(), attendances(province.commune_a), attendances(province.commune_b)) == (40, 40, 40)
    with pytest.raises(actions.NotNow):
        actions.accept(fresh(other), by=province.lan, at=AT)


def test_separating_gives_each_what_it_had(province: Province) -> None:
    kept = sent(province, talk("xa-an-binh", coordinating=["xa-binh-minh"]), b"a")
    other = sent(province, talk("xa-binh-minh", coordinating=["ubnd-tinh"]), b"b")
    before = [(draft_of(fresh(one)), list(one.evidence.values_list("pk", flat=True))) for one in (kept, other)]
    merged(province, kept, other)
    for _ in range(2):
        actions.separate(fresh(other), by=province.lan, at=AT)

    after = [(draft_of(fresh(one)), list(one.evidence.values_list("pk", flat=True))) for one in (kept, other)]
    assert after == before
    assert (fresh(other).state, fresh(other).merged_into, fresh(other).moved) == ("submitted", None, None)


def test_merging_into_a_fact_corrects_it(province: Province) -> None:
    kept = actions.accept(sent(province, talk("xa-an-binh")), by=province.lan, at=AT)
    other = sent(province, talk("xa-binh-minh"), b"b")
    kept = merged(province, kept, other)

    first, reversal, new = Entry.objects.order_by("seq")
    assert (reversal.reverses, new.sign, kept.entry) == (first, 1, new)
    assert [part.agency_id for part in new.participations.all()] == ["xa-binh-minh"]
    assert {reversal.reason.text, new.reason.text} == {WHY}
    assert (attendances(), attendances(province.commune_b), kept.evidence.count()) == (40, 40, 1)
    with pytest.raises(actions.NotNow):
        actions.separate(fresh(other), by=province.lan, at=AT)
    assert queries.verify().holds


def test_merging_two_facts_reverses_the_one_that_goes(province: Province) -> None:
    kept, other = (
        actions.accept(sent(province, talk(agency)), by=province.lan, at=AT) for agency in ("xa-an-binh", "ubnd-tinh")
    )
    assert attendances() == 80
    merged(province, kept, other)
    assert (attendances(), attendances(province.committee), fresh(other).state) == (40, 40, "reversed")
    assert fresh(other).merged_into == kept
    assert queries.verify().holds


def test_one_agency_that_recorded_twice_keeps_one_record_and_no_participation(province: Province) -> None:
    kept, other = (actions.accept(sent(province, talk("xa-an-binh")), by=province.lan, at=AT) for _ in range(2))
    merged(province, kept, other)
    assert (attendances(), Entry.objects.count()) == (40, 3)


def test_the_same_file_in_both_stays_where_it_is(province: Province) -> None:
    kept, other = sent(province, talk("xa-an-binh"), b"same"), sent(province, talk("xa-binh-minh"), b"same")
    merged(province, kept, other)
    assert (kept.evidence.count(), other.evidence.count()) == (1, 1)


def test_what_cannot_be_merged_says_why_and_nothing_changes(province: Province) -> None:
    waiting, fact = sent(province, talk("xa-an-binh")), sent(province, talk("ubnd-tinh"))
    actions.accept(fact, by=province.lan, at=AT)
    draft = actions.save_draft(talk("xa-binh-minh"), by=province.lan, at=AT)
    other_kind = sent(
        province, replace(talk("xa-binh-minh"), kind="delegation", quantities={"delegations": (1000, "")})
    )
    for pair in [(waiting, fact), (waiting, waiting), (waiting, draft), (draft, waiting), (waiting, other_kind)]:
        with pytest.raises(actions.NotNow, match=r"\w"):
            merged(province, *pair)
    third = sent(province, talk("xa-binh-minh"))
    merged(province, third, waiting)
    with pytest.raises(actions.NotNow):
        merged(province, fact, third)
    assert list(Activity.objects.exclude(merged_into=None)) == [waiting]


def test_a_record_that_stands_for_another_is_not_deleted(province: Province) -> None:
    kept, other = sent(province, talk("xa-an-binh")), sent(province, talk("xa-binh-minh"))
    merged(province, kept, other)
    actions.withdraw(fresh(kept), by=province.lan, at=AT)
    with pytest.raises(actions.NotNow):
        actions.delete_draft(fresh(kept), by=province.lan, at=AT)
    actions.separate(fresh(other), by=province.lan, at=AT)
    actions.delete_draft(fresh(kept), by=province.lan, at=AT)
    assert list(Activity.objects.all()) == [other]


@pytest.mark.parametrize("imported_stays", [True, False])
def test_undoing_an_import_gives_back_what_was_merged_with_it(province: Province, imported_stays: bool) -> None:
    own = sent(province, talk("xa-binh-minh"), b"b")
    origin = actions.Origin("so.xlsx", "a" * 64, "b" * 64, "talk", "xa-an-binh")
    batch = actions.import_drafts([talk("xa-an-binh")], origin, by=province.lan, at=AT)
    row = batch.activities.get()
    merged(province, *((row, own) if imported_stays else (own, row)))
    effect = actions.undo_import(batch, by=province.lan, at=AT)
    assert effect.deleted == 1
    assert list(Activity.objects.all()) == [own]
    assert (fresh(own).state, own.evidence.count(), draft_of(fresh(own)).coordinating) == ("submitted", 1, [])


def test_the_secretariat_merges_and_separates_by_the_page(province: Province, client_of: Browser) -> None:
    kept, other = sent(province, talk("xa-an-binh")), sent(province, talk("xa-binh-minh"))
    secretary = client_of(province.lan)
    assert reverse("ledger:merge", args=[kept.pk]) in secretary.get(f"/office/activities/{kept.pk}/").content.decode()
    secretary.post(reverse("ledger:merge", args=[kept.pk]), {"other": other.pk})
    assert fresh(other).merged_into == kept
    page = secretary.get(f"/office/activities/{other.pk}/").content.decode()
    assert kept.title in page
    secretary.post(reverse("ledger:separate", args=[other.pk]))
    assert fresh(other).state == "submitted"
    secretary.post(reverse("ledger:different", args=[kept.pk]), {"other": other.pk})
    assert reverse("ledger:merge", args=[kept.pk]) not in (
        secretary.get(f"/office/activities/{kept.pk}/").content.decode()
    )
    for given in ("", "x", "99999999", "9" * 30):
        assert secretary.post(reverse("ledger:merge", args=[kept.pk]), {"other": given}).status_code == 404


@pytest.mark.parametrize("agency", ["xa-an-binh", "xa-binh-minh"])
def test_only_another_agency_is_said_to_take_part(agency: str, province: Province, client_of: Browser) -> None:
    kept, other = sent(province, talk("xa-an-binh")), sent(province, talk(agency))
    secretary = client_of(province.lan)
    told = secretary.post(reverse("ledger:merge", args=[kept.pk]), {"other": other.pk}, follow=True)
    gone = secretary.get(f"/office/activities/{other.pk}/").content.decode()
    is_another = agency != "xa-an-binh"
    (message,) = (str(message) for message in told.context["messages"])
    assert ("là cơ quan phối hợp" in message, "là cơ quan phối hợp" in gone) == (is_another, is_another)
    assert "minh chứng" in message
    assert "minh chứng" in gone
