"""The screens of an import: send, look, choose, bring in, read the report, undo."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lantoa.core.people.models import User
from lantoa.desks.intake import actions
from lantoa.desks.intake.drafts import Wishes
from lantoa.desks.intake.models import ContentImport, Gap
from lantoa.desks.newsroom.models import Article
from tests.desks import content
from tests.desks.content import AT
from tests.desks.intake.files import post, wordpress
from tests.factories import Province

pytestmark = pytest.mark.django_db
IMPORTS = "/office/newsroom/imports/"


def send(client: Client, file: bytes) -> Any:
    return client.post(IMPORTS, {"file": SimpleUploadedFile("cu.xml", file)})


def test_a_file_is_sent_looked_at_chosen_from_and_brought_in(
    province: Province, client_of: Callable[..., Client]
) -> None:
    section, client = content.section("vi", Article), client_of(province.lan)
    answer = send(client, wordpress(post(1, "Khai hội", categories=["Lễ hội"]), post(2, "")))
    batch = ContentImport.objects.get()
    address = f"{IMPORTS}{batch.pk}/"
    assert answer.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "Lễ hội (1 " in page
    assert "begin/" not in page

    chosen = {"section": section.pk, "agency": "xa-an-binh", "kinds": "post", "statuses": "publish"}
    client.post(f"{address}choose/", {**chosen, "topic-0": "image"})
    page = client.get(address).content.decode()
    assert "begin/" in page
    assert str(Gap.STANDFIRST.label) in page.split("begin/")[0]
    # number and line of what cannot come
    assert "2, " in page

    client.post(f"{address}begin/")
    assert not Article.objects.exists()
    client.post(f"{address}begin/", {"leave_out": "1"})
    article = Article.objects.get()
    assert (article.title, article.topic, article.live) == ("Khai hội", "image", False)
    report = client.get(address)
    assert "Refresh" not in report.headers
    assert f"/office/newsroom/{article.pk}/" in report.content.decode()
    assert f"{address}undo/" in report.content.decode()

    client.post(f"{address}undo/")
    assert not Article.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "undone"


def test_bad_files_come_back_with_their_reason_and_nothing_is_kept(
    province: Province, client_of: Callable[..., Client]
) -> None:
    client = client_of(province.lan)
    for file in (b"<html/>", b'<!DOCTYPE rss [<!ENTITY a "x">]><rss/>'):
        assert send(client, file).status_code == 422
    assert client.post(IMPORTS).status_code == 422
    assert not ContentImport.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/feed", "http://localhost:8000/", "file:///etc/passwd", "http://["]
)
def test_an_address_inside_is_never_asked(address: str, province: Province, client_of: Callable[..., Client]) -> None:
    answer = client_of(province.lan).post(IMPORTS, {"address": address})
    assert answer.status_code == 422
    assert not ContentImport.objects.exists()


def test_an_import_that_runs_says_how_far_it_is_and_can_go_on(
    province: Province, client_of: Callable[..., Client]
) -> None:
    batch = decided(province, 3)
    client = client_of(province.lan)
    answer = client.get(f"{IMPORTS}{batch.pk}/")
    assert answer.headers["Refresh"] == "5"
    assert 'value="0" max="3"' in answer.content.decode()
    client.post(f"{IMPORTS}{batch.pk}/continue/")
    assert Article.objects.count() == 3


def test_a_file_that_is_forgotten_is_gone(province: Province, client_of: Callable[..., Client]) -> None:
    client = client_of(province.lan)
    send(client, wordpress(post(1, "A")))
    batch = ContentImport.objects.get()
    client.post(f"{IMPORTS}{batch.pk}/drop/")
    assert not ContentImport.objects.exists()
    assert not (actions._folder() / batch.kept).exists()


def test_editors_bring_in_for_their_own_agency_alone(province: Province, client_of: Callable[..., Client]) -> None:
    client = client_of(province.editor)
    send(client, wordpress(post(1, "A")))
    batch = ContentImport.objects.get()
    section = content.section("vi", Article)
    chosen = {"section": section.pk, "agency": "xa-an-binh", "kinds": "post", "statuses": "publish"}
    assert client.post(f"{IMPORTS}{batch.pk}/choose/", chosen).status_code == 422
    assert client.post(f"{IMPORTS}{batch.pk}/choose/", {**chosen, "agency": "ubnd-tinh"}).status_code == 302


def decided(province: Province, count: int, by: User | None = None) -> ContentImport:
    file = wordpress(*[post(number, f"Bài {number}") for number in range(count)])
    batch = actions.keep(file, file_name="cu.xml", by=by or province.lan, at=AT)
    section = content.section("vi", Article)
    actions.choose(batch, section=section, agency=province.commune_a, wishes=Wishes())
    return actions.begin(batch, by=province.lan, at=AT)


def test_lists_cost_the_same_for_one_and_for_three(
    province: Province, client_of: Callable[..., Client], count_queries: Callable[[], Any]
) -> None:
    client = client_of(province.lan)
    counts = []
    for count in (1, 3):
        for batch in ContentImport.objects.all():
            actions.undo(batch, by=province.lan, at=AT)
        for _number in range(1 if count == 1 else 2):
            batch = decided(province, count)
            actions.bring(batch, at=AT)
            if _number == 0 and count == 3:
                actions.undo(batch, by=province.lan, at=AT)
        client.get(IMPORTS)
        with count_queries() as of_list:
            client.get(IMPORTS)
        with count_queries() as of_report:
            client.get(f"{IMPORTS}{batch.pk}/")
        counts.append((len(of_list), len(of_report)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15


def test_the_drafts_of_one_import_alone_are_looked_through_and_acted_on(
    province: Province, client_of: Callable[..., Client], count_queries: Callable[[], Any]
) -> None:
    client, first, second = client_of(province.lan), decided(province, 1), decided_other(province, 3)
    actions.bring(first, at=AT)
    one, three = f"{IMPORTS}{first.pk}/many/", f"{IMPORTS}{second.pk}/many/"
    assert three in client.get(f"{IMPORTS}{second.pk}/").content.decode()
    costs = []
    for address in (one, three):
        client.get(address)
        with count_queries() as queries:
            client.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15
    assert titles(client.get(one)) == ["Bài 0"]
    assert titles(client.get(three)) == ["Tin 0", "Tin 1", "Tin 2"]
    assert titles(client.get("/office/newsroom/many/")) == ["Bài 0", "Tin 0", "Tin 1", "Tin 2"]
    assert titles(client.get(f"{three}?q=Tin+2")) == ["Tin 2"]

    listed = client.get(f"{three}?act=delete&q=Tin+2")
    sent = {"act": "delete", "place": three, "pick": [item.mark for item in listed.context["items"]]}
    look = client.post("/office/newsroom/many/look/", sent)
    assert look.context["back"] == f"{three}?act=delete"
    marks = [item.mark for item in look.context["fit"]]
    done = client.post("/office/newsroom/many/done/", {"act": "delete", "place": three, "mark": marks})
    assert done.headers["Location"] == f"{three}?act=delete"
    assert titles(client.get(three)) == ["Tin 0", "Tin 1"]


@pytest.mark.parametrize("place", ["https://la.example/", "//la.example/", "/office/newsroom/?next=x", "/admin/", ""])
def test_no_other_place_is_led_to_afterwards(place: str, province: Province, client_of: Callable[..., Client]) -> None:
    client = client_of(province.lan)
    done = client.post("/office/newsroom/many/done/", {"act": "delete", "place": place})
    assert done.headers["Location"] == "/office/newsroom/many/?act=delete"


def decided_other(province: Province, count: int) -> ContentImport:
    file = wordpress(*[post(100 + number, f"Tin {number}") for number in range(count)], title="Cổng khác")
    batch = actions.keep(file, file_name="khac.xml", by=province.lan, at=AT)
    actions.choose(batch, section=content.section("vi", Article), agency=province.commune_a, wishes=Wishes())
    begun = actions.begin(batch, by=province.lan, at=AT)
    actions.bring(begun, at=AT)
    return begun


def titles(answer: Any) -> list[str]:
    return sorted(item.said.title for item in answer.context["items"])
