"""`lantoa search`."""

import json

import pytest

from lantoa.desks.newsroom.models import Article, ContentPage
from lantoa.doors.cli.main import main
from tests.desks import content
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def test_what_is_published_is_found_without_accents(province: Province, capsys: pytest.CaptureFixture[str]) -> None:
    item = content.add(Article, province.committee, title="Công tác đối ngoại")
    assert main(["search", "doi ngoai", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["count"], [row["id"] for row in told["results"]]) == (1, [item.pk])
    assert main(["search", "doi ngoai", "--language", "en"]) == 1
    assert main(["search", "khong co"]) == 1
    assert main(["search"]) == 2


def test_the_index_is_built_anew(province: Province, capsys: pytest.CaptureFixture[str]) -> None:
    item = content.add(Article, province.committee, title="Công tác đối ngoại")
    with raw_writes("past every signal"):
        ContentPage.objects.filter(pk=item.pk).update(title="Hội nghị")
    assert main(["search", "hoi nghi"]) == 1
    capsys.readouterr()
    assert main(["search", "--rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"indexed": 1}
    assert main(["search", "hoi nghi"]) == 0
