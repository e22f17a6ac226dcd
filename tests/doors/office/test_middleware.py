"""Text travels compressed, and nothing else does."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.people.models import User

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, br"}


def test_page_travels_compressed_where_the_browser_asks(lan: User, client_of: Callable[..., Client]) -> None:
    response = client_of(lan).get(reverse("ledger:register"), headers=GZIP)

    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    html = gzip.decompress(response.content)
    assert html.decode().rstrip().endswith("</html>")
    assert len(response.content) * 4 < len(html)
    assert "Content-Encoding" not in client_of(lan).get(reverse("ledger:register")).headers


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("lantoa/css/base.css", "gzip"),
        ("lantoa/js/office.js", "gzip"),
        ("lantoa/fonts/be-vietnam-pro-latin-400.woff2", ""),
    ],
)
def test_styles_and_scripts_are_compressed_and_fonts_are_not(path: str, encoding: str, khach: Client) -> None:
    response = khach.get(f"/static/{path}", headers=GZIP)
    body = b"".join(response)

    assert (response.status_code, response.headers.get("Content-Encoding", "")) == (200, encoding)
    assert len(gzip.decompress(body) if encoding else body) > len(body) - (not encoding)


def test_part_of_a_file_is_sent_as_it_is(khach: Client) -> None:
    response = khach.get("/static/lantoa/css/base.css", headers={**GZIP, "range": "bytes=0-9"})

    assert (response.status_code, len(b"".join(response))) == (206, 10)
    assert "Content-Encoding" not in response.headers
