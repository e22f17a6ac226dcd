"""Which records are shown as possibly the same event, and to whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from lantoa.base import folding
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft, event_of
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries.duplicates import _trigrams as trigrams
from lantoa.core.ledger.queries.duplicates import likeness
from lantoa.core.people.models import User
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
DAY = date(2026, 2, 3)
Browser = Callable[[User], Client]


def talk(agency: str = "xa-an-binh", title: str = "Gặp mặt kiều bào đầu xuân Bính Ngọ", **more: Any) -> Draft:
    draft = Draft(
        kind="talk", agency=agency, title=title, occurred_from=DAY, occurred_on=DAY, place="xa-an-binh",
        quantities={"talks": (1000, ""), "attendances": (40000, "")},
    )  # fmt: skip
    return replace(draft, **more)


def drafted(province: Province, draft: Draft) -> Activity:
    return actions.save_draft(draft, by=province.lan, at=AT)


def sent(province: Province, draft: Draft) -> Activity:
    return actions.submit(drafted(province, draft), by=province.lan, at=AT)


def accepted(province: Province, draft: Draft) -> Activity:
    return actions.accept(sent(province, draft), by=province.lan, at=AT)


def alike(activity: Activity) -> list[str]:
    return [one.title for one in queries.duplicates_of(activity)]


OTHER = "Buổi gặp mặt kiều bào xuân Bính Ngọ 2026"


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"occurred_from": DAY + timedelta(2), "occurred_on": DAY + timedelta(2)},
        {"occurred_from": DAY - timedelta(40), "occurred_on": DAY + timedelta(40)},
        {"place": "song-xanh"},  # the commune lies in it
        {"place": None},
        {"place": "xa-binh-minh", "coordinating": ["xa-an-binh"]},
        {"title": "GAP MAT KIEU BAO XUAN BINH NGO"},
    ],
)
def test_the_same_event_told_by_another_agency_is_found(province: Province, changed: dict[str, Any]) -> None:
    mine = sent(province, talk())
    theirs = sent(province, replace(talk("xa-binh-minh", OTHER), **changed))
    assert alike(mine) == [theirs.title]
    assert alike(theirs) == [mine.title]


@pytest.mark.parametrize(
    "changed",
    [
        {"occurred_from": DAY + timedelta(3), "occurred_on": DAY + timedelta(3)},
        {"kind": "delegation", "quantities": {"delegations": (1000, "")}},
        {"place": "xa-binh-minh"},
        {"title": "Nói chuyện về phân giới cắm mốc"},
    ],
)
def test_another_event_is_not(province: Province, changed: dict[str, Any]) -> None:
    mine = sent(province, talk())
    sent(province, replace(talk("xa-binh-minh", OTHER), **changed))
    assert alike(mine) == []


def test_drafts_and_what_stands_no_more_are_not_shown_to_who_judges(province: Province) -> None:
    mine = sent(province, talk())
    drafted(province, talk("xa-binh-minh"))
    gone = accepted(province, talk("xa-binh-minh"))
    assert len(alike(mine)) == 1
    actions.reverse(gone, by=province.lan, at=AT, reason="Không diễn ra")
    assert alike(mine) == []


def test_two_that_were_found_different_are_not_asked_about_again(province: Province) -> None:
    mine, theirs, third = (sent(province, talk(agency)) for agency in ("xa-an-binh", "xa-binh-minh", "ubnd-tinh"))
    for _ in range(2):
        actions.set_apart(mine, theirs, by=province.lan, at=AT)
    assert [one.activity for one in queries.duplicates_of(mine)] == [third]
    assert [one.activity for one in queries.duplicates_of(theirs)] == [third]
    assert [one.activity for one in queries.duplicates_of(third)] == [mine, theirs]


def test_who_writes_sees_of_others_only_what_is_accepted_and_public(province: Province) -> None:
    def seen(user: User) -> list[tuple[str, bool]]:
        found = queries.duplicates_for(user, event_of(talk(title="Gặp mặt kiều bào đầu xuân")))
        return sorted((one.title, one.activity is not None) for one in found)

    drafted(province, talk("xa-binh-minh", "Gặp mặt kiều bào xuân, nháp"))
    sent(province, talk("xa-binh-minh", "Gặp mặt kiều bào xuân, đã gửi"))
    assert seen(province.an) == []
    assert len(seen(province.binh)) == 2
    accepted(province, talk("xa-binh-minh", "Gặp mặt kiều bào xuân, nội bộ", is_public=False))
    assert seen(province.an) == []
    accepted(province, talk("xa-binh-minh", "Gặp mặt kiều bào xuân"))
    assert seen(province.an) == [("Gặp mặt kiều bào xuân", False)]
    assert ("Gặp mặt kiều bào xuân", True) in seen(province.binh)


def test_an_officer_says_of_the_own_record_that_it_is_another_event(province: Province, client_of: Browser) -> None:
    mine, theirs = sent(province, talk()), accepted(province, talk("xa-binh-minh"))
    other, officer = sent(province, talk("xa-binh-minh", OTHER)), client_of(province.an)
    page, address = f"/office/activities/{mine.pk}/", reverse("ledger:different", args=[mine.pk])
    assert address in officer.get(page).content.decode()
    # Not of what its page does not name, and not of the record of somebody else.
    for number in (str(other.pk), "", "x"):
        assert officer.post(address, {"other": number}).status_code == 404
    assert client_of(province.binh).post(address, {"other": str(theirs.pk)}).status_code == 404

    officer.post(address, {"other": str(theirs.pk)})

    assert address not in officer.get(page).content.decode()
    assert theirs not in [one.activity for one in queries.duplicates_of(mine)]
    judged = client_of(province.lan).get(page)
    assert judged.context["different"] == [theirs]
    logged = ModelLogEntry.objects.filter(action="lantoa.different").order_by("pk")
    assert [(line.user, line.label, line.data) for line in logged] == [
        (province.an, mine.title, {"other": theirs.pk}), (province.an, theirs.title, {"other": mine.pk}),
    ]  # fmt: skip


def test_after_acceptance_only_who_judges_says_so(province: Province, client_of: Browser) -> None:
    mine, theirs = accepted(province, talk()), accepted(province, talk("xa-binh-minh"))
    address = reverse("ledger:different", args=[mine.pk])
    assert client_of(province.an).post(address, {"other": str(theirs.pk)}).status_code == 404
    client_of(province.lan).post(address, {"other": str(theirs.pk)})
    assert list(mine.different.all()) == [theirs]


def test_the_form_tells_who_types_and_the_page_asks_who_judges(province: Province, client_of: Browser) -> None:
    theirs = accepted(province, talk("xa-binh-minh"))
    answers = {"title": "Gặp mặt kiều bào đầu xuân", "occurred_on": "2026-02-04", "place": "xa-an-binh"}
    told = client_of(province.an).post("/office/activities/new/talk/keep/", answers).json()
    assert theirs.title in told["alike"]
    assert "<a" not in told["alike"]

    mine = Activity.objects.get(state="draft")
    assert theirs.title in client_of(province.an).get(reverse("ledger:activity", args=[mine.pk])).content.decode()
    full = {**answers, "attendances": "40", "version": told["version"], "submit": "1"}
    client_of(province.an).post(told["edit"], full)
    page = client_of(province.lan).get(reverse("ledger:activity", args=[mine.pk])).content.decode()
    assert reverse("ledger:merge", args=[theirs.pk]) in page
    assert reverse("ledger:merge", args=[mine.pk]) not in page  # the accepted one stays
    assert reverse("ledger:merge", args=[theirs.pk]) not in (
        client_of(province.an).get(reverse("ledger:activity", args=[mine.pk])).content.decode()
    )


def test_many_are_compared_in_as_many_queries_as_one(province: Province, count_queries: Any) -> None:
    made = [sent(province, talk(agency)) for agency in ("xa-an-binh", "xa-binh-minh", "ubnd-tinh", "ubnd-tinh")]
    counts = []
    for some in (made[:1], made):
        with count_queries() as captured:
            found = queries.duplicates_among(some)
        assert {pk: len(rows) for pk, rows in found.items()} == {one.pk: 3 for one in some}
        counts.append(len(captured))
    assert counts[0] == counts[1] == 3
    assert queries.duplicates_among([]) == {}


def test_many_years_are_read_in_a_few_spans_and_nothing_is_missed(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lantoa.core.ledger.queries.duplicates.MOST_WINDOWS", 2)
    days = [date(year, 6, 1) for year in range(2012, 2020)]
    pairs = [
        tuple(
            sent(province, talk(agency, occurred_from=day, occurred_on=day)) for agency in ("xa-an-binh", "ubnd-tinh")
        )
        for day in days
    ]
    long = sent(province, talk("xa-binh-minh", occurred_from=date(2015, 5, 1), occurred_on=date(2015, 12, 1)))
    found = queries.duplicates_among([one for one, _other in pairs])
    assert {pk: {one.pk for one in rows} for pk, rows in found.items()} == {
        one.pk: {other.pk, long.pk} if one.occurred_on.year == 2015 else {other.pk} for one, other in pairs
    }


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_from_both_sides_and_whole_for_equals(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) in {0.0, 1.0}


@given(
    st.lists(st.one_of(st.sampled_from(["Nói", "chuyện", "xã", "«Biên-giới»", "A_1", "m²", "–"]), st.text(max_size=6))),
    st.sets(st.sampled_from(["noi", "chuyen", "xa", "m²"])),
)
def test_trigrams_put_together_word_by_word_are_those_of_the_title(words: list[str], usual: set[str]) -> None:
    folded = folding.fold(" ".join(words))
    bare = ["".join(letter for letter in word if letter.isalnum()) for word in folded.split()]
    kept = [word for word in bare if word and word not in usual] or bare
    assert trigrams(folded, usual) == {f" {word} "[at : at + 3] for word in kept for at in range(len(word))}
    assert folding.fold(folded) == folded, "what is kept of a title is what would be made of it"


def test_likeness_leaves_out_what_every_title_of_the_kind_says() -> None:
    pair = ("Nói chuyện về biển đảo", "Nói chuyện về phân giới")
    assert likeness(*pair, kind="Buổi nói chuyện") < 0.4 < likeness(*pair)
