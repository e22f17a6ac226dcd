"""From a request through the cache and Django to the numbers, and what is not left behind on the way."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.utils import timezone
from wagtail.documents.models import document_served

from lantoa.desks.channels import actions
from lantoa.desks.channels.actions import Notebook, noting
from lantoa.desks.channels.models import Tally
from lantoa.desks.media.models import MediaDocument
from lantoa.doors.portal.cache.closing import Closing
from lantoa.doors.portal.cache.door import MicroCache
from lantoa.doors.portal.cache.shared import Shared
from lantoa.doors.portal.cache.shelves import Folder, Memory
from lantoa.doors.portal.models import HomePage

HUMAN = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

pytestmark = pytest.mark.django_db


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    book = Notebook(tmp_path / "counts")
    monkeypatch.setattr(noting, "notebook", lambda: book)
    monkeypatch.setattr(actions, "notebook", lambda: book)
    return book


@pytest.fixture
def site(tmp_path: Path, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> MicroCache:
    # The test's own connection, with what it has not committed, must outlive a request.
    monkeypatch.setattr("django.core.handlers.wsgi.signals.request_started.send", lambda **_: None)
    monkeypatch.setattr("django.http.response.signals.request_finished.send", lambda **_: None)
    return MicroCache(
        WSGIHandler(), shared=Shared(tmp_path), memory=Memory(10**6), folder=Folder(tmp_path / "pages", 10**6),
        closing=Closing(tmp_path / "notice"), count=notebook.note,
    )  # fmt: skip


def _get(site: MicroCache, path: str, **headers: str) -> int:
    environ = RequestFactory().get(path).environ | {"HTTP_HOST": "localhost", "HTTP_USER_AGENT": HUMAN, **headers}
    told: list[Any] = []
    b"".join(site(environ, lambda status, sent, *_: told.append((status, dict(sent)))))
    ((status, sent),) = told
    assert "X-Lantoa-Counted" not in sent
    return int(status[:3])


def test_views_of_a_page_are_counted_whoever_answers(site: MicroCache, notebook: Notebook, tmp_path: Path) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    assert _get(site, "/vi/") == 200
    assert _get(site, "/vi/") == 200
    assert _get(site, "/vi/?unknown=1") == 200
    assert _get(site, "/vi/", HTTP_COOKIE="lantoa_language=en") == 200
    assert _get(site, "/vi/", HTTP_USER_AGENT="Googlebot/2.1") == 200
    for more in ({"HTTP_SEC_PURPOSE": "prefetch"}, {"REQUEST_METHOD": "HEAD"}, {"HTTP_COOKIE": "sessionid=abc"}):
        assert _get(site, "/vi/", **more) == 200
    assert _get(site, "/vi/khong-co/") == 404
    assert _get(site, "/vi/counters.json") == 200

    notebook.flush()
    actions.fold(tmp_path / "counts", at=timezone.now())

    rows = Tally.objects.order_by("is_human").values_list(
        "what", "item", "language", "channel", "is_human", "event_count"
    )
    assert list(rows) == [("view", home.pk, "vi", "web", False, 1), ("view", home.pk, "vi", "web", True, 4)]


def test_downloads_are_counted(notebook: Notebook, tmp_path: Path) -> None:
    document = MediaDocument(title="Tờ gấp", pk=41, file=ContentFile(b"x", name="to-gap.pdf"))
    request = RequestFactory().get("/documents/41/to-gap.pdf", headers={"user-agent": HUMAN})
    document_served.send(sender=MediaDocument, instance=document, request=request)
    notebook.flush()
    actions.fold(tmp_path / "counts", at=timezone.now())
    assert list(Tally.objects.values_list("what", "item", "is_human", "event_count")) == [("download", 41, True, 1)]


def test_nothing_of_a_reader_is_written_anywhere(
    site: MicroCache, notebook: Notebook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    marked = {
        "REMOTE_ADDR": "203.0.113.77", "HTTP_X_FORWARDED_FOR": "198.51.100.99", "HTTP_USER_AGENT": f"{HUMAN} Marked/7",
        "HTTP_REFERER": "https://marked.example/from", "HTTP_ACCEPT_LANGUAGE": "xx-marked",
        "HTTP_COOKIE": "marked=cookie",
    }  # fmt: skip
    for path in ("/vi/", "/vi/", "/vi/?utm_source=marked", "/vi/?unknown=1", "/en/", "/vi/khong-co/", "/heads/"):
        _get(site, path, **marked)
    notebook.flush()
    spooled = b"".join(file.read_bytes() for file in (tmp_path / "counts").iterdir())
    actions.fold(tmp_path / "counts", at=timezone.now())

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"view:" in spooled
    assert Tally.objects.filter(is_human=True).exists()
    said = capfd.readouterr()
    everything = (spooled + kept + _database()).decode("utf-8", errors="replace") + said.out + said.err
    assert len(everything) > 10_000
    words = ("203.0.113.77", "198.51.100.99", "Marked/7", "marked.example", "xx-marked", "utm_source", "marked=cookie")
    assert [word for word in words if word in everything] == []


def _database() -> bytes:
    """Every value of every table, of libraries too."""
    models = apps.get_models(include_auto_created=True)
    return repr([list(model._base_manager.values_list()) for model in models]).encode()
