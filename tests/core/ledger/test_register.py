"""The register: what each filter lets through, in which order, and that the address says it all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, SavedView
from lantoa.core.ledger.queries import listing
from lantoa.core.ledger.rules import looks
from lantoa.core.people.models import User
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Browser = Callable[[User], Client]
KNOWN = {"kind": ["talk", "delegation"], "agency": ["a"], "place": ["p"], "topic": ["border"]}


def look_of(address: str, known: Any = None) -> looks.Look:
    return looks.read(dict(QueryDict(address).lists()), KNOWN if known is None else known)


def talk(province: Province, **more: Any) -> Draft:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (40000, "")},
    )  # fmt: skip
    return replace(draft, **more)


def sent(province: Province, *, minutes: int = 0, **more: Any) -> Activity:
    at = AT + timedelta(minutes=minutes)
    made = actions.save_draft(talk(province, **more), by=province.an, at=at)
    return actions.submit(made, by=province.an, at=at)


def titles(client: Client, address: str = "") -> list[str]:
    answer = client.get(reverse("ledger:register") + f"?{address}")
    assert answer.status_code == 200
    return [row.title for row in answer.context["page"].object_list]


# -- the address -----------------------------------------------------------------------------------


def test_an_address_is_read_and_written_back() -> None:
    address = (
        "q=bien+dao&state=submitted&state=returned&kind=talk&evidence=no&period=2026-Q3&since=2026-07-05"
        "&sort=-sent&column=kind&column=state&size=100"
    )
    look = look_of(address)
    assert look.address == address
    assert look.filters() == [
        ("q", "bien dao"), ("state", "submitted"), ("state", "returned"), ("kind", "talk"), ("evidence", "no"),
        ("period", "2026-Q3"), ("since", "2026-07-05"),
    ]  # fmt: skip


def test_what_shapes_the_list_and_means_nothing_is_left_out() -> None:
    look = look_of("agency=&sort=x&column=x&size=3&page=²&none=1")
    assert look == looks.Look()
    assert look.address == ""


def test_a_filter_keeps_what_is_not_known() -> None:
    address = "state=x&kind=x%00y&evidence=perhaps&period=soon&since=2026-02-31"
    look = look_of(address)
    assert look.filters() == [
        ("state", "x"), ("kind", "xy"), ("evidence", "perhaps"), ("period", "soon"), ("since", "2026-02-31"),
    ]  # fmt: skip
    assert (look.chosen, look.unread, look.is_empty) == ({}, "soon", True)
    assert look.address == address.replace("%00", "")
    assert not look_of("kind=talk&kind=x").is_empty


def test_one_filter_can_be_taken_away() -> None:
    look = look_of("q=a&state=draft&state=returned&state=x&period=2026&since=2026-01-01&imported=yes&until=x")
    for name, value in look.filters():
        assert [pair for pair in look.filters() if pair != (name, value)] == look.without(name, value).filters()


_words = st.sampled_from(
    ["", "draft", "submitted", "talk", "a", "yes", "no", "2026", "2026-Q3", "2026-02-03", "-day", "title", "50", "x"]
)


@given(
    st.dictionaries(
        st.sampled_from([*looks.CODED, *looks.FLAGS, "q", "period", "since", "until", "sort", "column", "size"]),
        st.lists(_words, max_size=3),
    )
)
def test_any_address_says_again_what_it_said(parts: dict[str, list[str]]) -> None:
    look = looks.read(parts, KNOWN)
    assert look_of(look.address) == look


def test_a_heading_sorts_one_way_and_then_the_other() -> None:
    usual = looks.Look()
    assert usual.sorted_by("day").sort == "day"
    assert usual.sorted_by("title").sort == "title"
    assert usual.sorted_by("title").sorted_by("title").sort == "-title"


# -- the list --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_filter_lets_through_what_it_names(province: Province, client_of: Browser) -> None:
    sent(province, title="Nói chuyện về biển, đảo", dimensions={"topic": "sea_islands"}, place="xa-an-binh")
    other = actions.save_draft(
        talk(province, agency=province.commune_b.code, title="Đoàn Hàn Quốc", kind="delegation",
             occurred_from=date(2025, 7, 1), occurred_on=date(2025, 7, 2),
             dimensions={"direction": "in", "country": "kr"}, quantities={"delegations": (1000, "")}),
        by=province.binh, at=AT,
    )  # fmt: skip
    actions.attach(other, ContentFile(b"%PDF-1.4"), name="a.pdf", media_type="application/pdf", by=province.binh, at=AT)
    origin = actions.Origin("a.xlsx", "a" * 64, "b" * 64, "talk", province.commune_a.code)
    actions.import_drafts([talk(province, title="Từ tệp")], origin, by=province.an, at=AT)
    secretary = client_of(province.lan)
    sea, korea, file = "Nói chuyện về biển, đảo", "Đoàn Hàn Quốc", "Từ tệp"
    assert titles(secretary) == [file, sea, korea]
    found = {
        "state=draft": [korea], "state=draft&state=submitted": [file, sea, korea], "kind=delegation": [korea],
        "agency=xa-binh-minh": [korea], "agency=ubnd-tinh": [file, sea, korea], "place=song-xanh": [sea],
        "topic=sea_islands": [sea], "country=kr&direction=in": [korea], "country=kr&direction=out": [],
        "period=2025-Q3": [korea], "period=2025..2026": [file, sea, korea], "since=2026-02-03": [file, sea],
        "until=2025-07-02": [korea], "since=2025-07-02&until=2025-07-02": [korea], "evidence=yes": [korea],
        "evidence=no": [file, sea], "imported=yes": [file], "imported=no": [sea, korea], "looked=yes": [],
        "looked=no": [file, sea, korea], "q=doan": [korea],
        "q=ĐOÀN+quoc": [korea], "q=bien+dao": [sea], "q=dao+bien": [sea],
        "q=100%25": [], "q=%5F": [],
    }  # fmt: skip
    assert {address: titles(secretary, address) for address in found} == found


@pytest.mark.django_db
def test_each_order_is_the_readers_own_and_turns_round(province: Province, client_of: Browser) -> None:
    for number, (title, agency) in enumerate(
        [("Ba", province.commune_b), ("Ân", province.commune_a), ("Đê", province.commune_b)]
    ):
        day = date(2026, 2, 10 - number)
        sent(province, title=title, agency=agency.code, occurred_from=day, occurred_on=day, minutes=number)
    secretary = client_of(province.lan)
    assert titles(secretary, "sort=day") == ["Đê", "Ân", "Ba"]
    assert titles(secretary, "sort=title") == ["Ân", "Ba", "Đê"]
    assert titles(secretary, "sort=sent") == ["Ba", "Ân", "Đê"]
    assert titles(secretary, "sort=agency") == ["Ân", "Ba", "Đê"]
    assert titles(secretary, "sort=-agency") == ["Ba", "Đê", "Ân"]  # the groups turn round, the newest stays first
    assert titles(secretary, "sort=kind") == ["Ba", "Ân", "Đê"]
    for name in ("day", "title", "sent"):
        assert titles(secretary, f"sort={name}") == titles(secretary, f"sort=-{name}")[::-1]


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [*looks.SORTS, *(f"-{name}" for name in looks.SORTS)])
def test_pages_together_are_the_whole_list_once(sort: str, province: Province) -> None:
    names = queries.names()
    for number in range(60):
        agency = (province.commune_a, province.commune_b, province.committee)[number % 3].code
        day = date(2026, 1, 1) + timedelta(days=number % 7)
        sent(
            province, title=f"Buổi {number % 11}", agency=agency, occurred_from=day, occurred_on=day, minutes=number % 5
        )
    look = looks.Look(sort=sort, size=25)
    pages = [queries.listed(Activity.objects.all(), look, names, number=str(page)) for page in (1, 2, 3)]
    assert [len(page.object_list) for page in pages] == [25, 25, 10]
    assert {page.paginator.count for page in pages} == {60}
    shown = [row.pk for page in pages for row in page.object_list]
    assert len(set(shown)) == 60
    assert shown == queries.ids_in_order(Activity.objects.all(), look, names)


@pytest.mark.django_db
@pytest.mark.parametrize("read_at_once", [30, 60, 1_000])
def test_a_search_finds_the_same_pages_however_common_its_word_is(
    read_at_once: int, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", read_at_once)
    names, everything = queries.names(), Activity.objects.all()
    for number in range(60):
        sent(province, title=f"Buổi {number % 11}", minutes=number)
    sent(province, title="Chuyện khác")
    for sort in ("-day", "sent", "title"):
        look = looks.Look(q="buoi", sort=sort, size=25)
        found = [queries.listed(everything, look, names, number=number) for number in ("1", "2", "3", "9", "x")]
        assert [page.number for page in found] == [1, 2, 3, 3, 1]
        assert {page.paginator.count for page in found} == {60}
        shown = [[row.pk for row in page.object_list] for page in found]
        in_order = queries.ids_in_order(everything, look, names)
        assert shown[0] + shown[1] + shown[2] == in_order
        assert (shown[3], shown[4]) == (shown[2], shown[0])
    nothing = queries.listed(everything, looks.Look(q="zzzz"), names, number="2")
    assert (nothing.paginator.count, list(nothing.object_list)) == (0, [])


@pytest.mark.django_db
def test_columns_and_page_size_are_as_the_address_says(province: Province, client_of: Browser) -> None:
    for number in range(26):
        sent(province, title=f"Buổi {number}", source="Sổ giấy")
    answer = client_of(province.lan).get(reverse("ledger:register") + "?column=source&column=evidence&size=25&page=2")
    assert [heading.name for heading in answer.context["headings"]] == ["title", "evidence", "source"]
    assert (len(answer.context["page"].object_list), answer.context["page"].paginator.count) == (1, 26)
    assert "Sổ giấy" in answer.text


@pytest.mark.django_db
def test_where_nothing_matches_it_says_which_filter_to_take_away(province: Province, client_of: Browser) -> None:
    sent(province)
    secretary = client_of(province.lan)
    answer = secretary.get(reverse("ledger:register") + "?kind=talk&state=draft&size=25")
    ((way),) = answer.context["ways_out"]
    assert (way.count, way.url) == (1, reverse("ledger:register") + "?kind=talk&size=25")
    assert titles(secretary, way.url.partition("?")[2]) == ["Nói chuyện"]


@pytest.mark.django_db
def test_a_period_that_is_none_is_named_and_lets_nothing_through(province: Province, client_of: Browser) -> None:
    sent(province)
    answer = client_of(province.lan).get(reverse("ledger:register") + "?period=quy+3")
    assert "quy 3" in answer.context["problem"]
    assert len(answer.context["page"].object_list) == 0
    assert 'value="quy 3"' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["kind=agency_report", "agency=x", "topic=x", "evidence=perhaps", "until=x"])
def test_a_value_that_is_not_known_lets_nothing_through_and_can_be_taken_away(
    address: str, province: Province, client_of: Browser
) -> None:
    sent(province)
    secretary = client_of(province.lan)
    register = reverse("ledger:register")
    answer = secretary.get(f"{register}?{address}&state=submitted")
    assert (len(answer.context["page"].object_list), len(answer.context["unknown"])) == (0, 1)
    assert [(way.count, way.url) for way in answer.context["ways_out"]] == [(1, f"{register}?state=submitted")]
    file = secretary.get(reverse("ledger:export", args=["csv"]) + f"?{address}").getvalue().decode()
    assert "Nói chuyện" not in file
    assert address.partition("=")[2] in file.splitlines()[0]
    secretary.post(reverse("ledger:save_view"), {"name": "x", "look": address})
    assert SavedView.objects.get().address == address
    meant = queries.meant(province.lan, "accept", look_of(address, queries.names().lists))
    assert list(meant.ids) == []


@pytest.mark.django_db
def test_an_agency_finds_no_record_of_another_by_any_filter(province: Province, client_of: Browser) -> None:
    sent(province, title="Riêng của An Bình")
    for address in ("", "q=rieng", "agency=xa-an-binh", "sort=agency", "sort=title", "state=submitted"):
        assert titles(client_of(province.an), address) == ["Riêng của An Bình"]
        assert titles(client_of(province.binh), address) == []
    empty = client_of(province.binh).get(reverse("ledger:register") + "?q=rieng&state=submitted")
    assert empty.context["ways_out"] == []


@pytest.mark.django_db
def test_the_list_asks_as_often_for_one_as_for_three_and_for_fifty(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    every = "&".join(f"column={name}" for name in looks.COLUMNS)
    for user in (province.lan, province.an):
        client, counts = client_of(user), set()
        Activity.objects.count()
        for number in (1, 2, 47):
            for _ in range(number):
                sent(province, place="xa-an-binh", dimensions={"topic": "border"})
            client.get(reverse("ledger:register"))
            for address in (every, f"{every}&sort=agency&q=noi&state=submitted"):
                with count_queries() as captured:
                    assert client.get(reverse("ledger:register") + f"?{address}").status_code == 200
                counts.add((address, len(captured)))
        assert len(counts) == 2, counts
        assert max(count for _, count in counts) <= 15, [query["sql"] for query in captured]


@pytest.mark.django_db
def test_a_row_opens_in_its_place_as_a_piece_of_a_page(province: Province, client_of: Browser) -> None:
    made = sent(province, note="Hội trường <b>xã</b>", coordinating=[province.commune_b.code])
    piece = client_of(province.lan).get(reverse("ledger:preview", args=[made.pk])).text
    assert "<html" not in piece
    assert "Hội trường &lt;b&gt;xã" in piece
    assert "UBND xã Bình Minh" in piece
