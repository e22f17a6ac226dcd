"""What a reader gets where nothing is: in the language of the address, or of the reader, with a way on."""

import pytest
from django.test import Client

from lantoa.doors.portal import actions
from tests.doors.portal.test_pages import close

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_leads_to_the_first_page(khach: Client) -> None:
    response = khach.get("/en/news/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.text
    assert 'href="/en/"' in response.text


@pytest.mark.parametrize(
    ("accepted", "language", "says"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", "页面不存在"),
        ("en-GB,en;q=0.9", "en", "Page not found"),
        ("de,ko;q=0.8", "en", "Page not found"),
        ("", "vi", "Không có trang này"),
    ],
)
def test_an_address_of_no_language_is_answered_in_the_reader_s_own(
    khach: Client, accepted: str, language: str, says: str
) -> None:
    """It was Vietnamese for all, and spoke of registers and accounts."""
    actions.open_language("zh-hans")
    for address in ("/abc/", "/wp-login.php", "/media/nowhere.pdf", "/sitemaps/nowhere.xml"):
        response = khach.get(address, headers={"accept-language": accepted})
        assert (response.status_code, response.headers["Content-Language"].lower()) == (404, language.lower())
        assert f'<html lang="{language}">' in response.text
        assert says in response.text
        assert f'action="/{language.lower()}/search/"' in response.text
        # Kept by nobody for readers of another language.
        assert "Accept-Language" in response.headers["Vary"]
        assert not response.cookies


def test_an_address_of_no_language_is_the_office_s_as_long_as_no_language_is_open(khach: Client) -> None:
    close("vi")
    close("en")
    assert "plain-card" in khach.get("/abc/").text


@pytest.mark.parametrize("address", ["/office/nowhere/", "/admin/nowhere/", "/accounts/nowhere/"])
def test_an_address_of_the_office_that_is_not_there_is_the_office_s(khach: Client, address: str) -> None:
    response = khach.get(address, headers={"accept-language": "en"}, follow=True)
    assert 'action="/en/search/"' not in response.text


def test_what_is_not_there_can_be_looked_for_by_the_words_of_its_address(khach: Client) -> None:
    assert 'name="q" value="khai mac hoi cho"' in khach.get("/vi/tin-tuc/khai-mac-hoi-cho/").text
    assert 'name="q" value=""' in khach.get("/vi/tin-tuc/%22%3E-x/").text


def test_capital_letters_lead_to_the_small_ones_of_an_address(khach: Client) -> None:
    moved = khach.get("/vi/Tin-Tuc/?page=2")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/vi/tin-tuc/?page=2")
    assert khach.get("/vi/TIN-TUC/%C4%90%E1%BA%B9p/").headers["Location"] == "/vi/tin-tuc/%C4%91%E1%BA%B9p/"
    assert khach.get("/vi/tin-tuc/").status_code == 200
    assert khach.get("/vi/tin-tuc/%C4%91%E1%BA%B9p/").status_code == 404
    assert khach.post("/vi/Tin-Tuc/").status_code == 404
