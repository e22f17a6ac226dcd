"""What a reader may do with a picture or a file stands where it is offered, and whether a machine made it."""

import pytest
from django.test import Client
from django.utils.translation import override

from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import Article, Publication
from tests.desks import content
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def test_who_made_a_file_and_its_licence_stand_beside_it(khach: Client, province: Province) -> None:
    file = content.document()
    file.credit, file.licence, file.ai_use = "Ban Thông tin <A>", "CC0 1.0", "generated"
    with raw_writes("as the library's form saves it"):
        file.save()
    for kind, fields in ((Publication, {"file": file}), (Article, {"body": [{"type": "file", "value": file.pk}]})):
        page = content.add(kind, province.committee, title=f"Sổ tay {kind.KIND}", **fields)
        text = khach.get(page.url_path).text
        for said in ("Ban Thông tin &lt;A&gt;", "Do máy tạo", "Giấy phép: CC0 1.0"):
            assert said in text, (kind, said)


def test_the_licence_of_a_picture_stands_under_it(khach: Client, province: Province) -> None:
    body = [{"type": "picture", "value": {"picture": content.picture().pk, "caption": "", "alternative_text": ""}}]
    page = content.add(Article, province.committee, title="Đồi", picture=content.picture(), body=body)
    assert khach.get(page.url_path).text.count("CC BY 4.0") == 2


def _said_in_a_paragraph(file: int) -> list[dict[str, str]]:
    return [{"type": "text", "value": f'<p>Xem <a id="{file}" linktype="document"><b>sổ tay</b></a> nhé.</p>'}]


def test_a_file_within_a_paragraph_says_it_too(khach: Client, province: Province) -> None:
    file = content.document()
    file.licence, file.ai_use = "CC0 1.0", "generated"
    with raw_writes("as the library's form saves it"):
        file.save()
    page = content.add(Article, province.committee, title="Đọc", body=_said_in_a_paragraph(file.pk))
    with override("vi"):
        terms = f"({newsroom.facts_of(file)} · Do máy tạo · Giấy phép: CC0 1.0)"
    link = f'Xem <a href="{file.url}"><b>sổ tay</b></a> <small>{terms}</small> nhé.'
    assert link in khach.get(page.url_path).text
    told = khach.get(f"/api/v1/items/{page.pk}").json()
    assert f"<small>{terms}</small> nhé" in told["html"]
    assert told["text"] == "Xem sổ tay nhé."


def test_a_link_to_a_file_that_is_gone_leads_nowhere(khach: Client, province: Province) -> None:
    page = content.add(Article, province.committee, title="Đọc", body=_said_in_a_paragraph(999))
    assert "Xem <b>sổ tay</b> nhé." in khach.get(page.url_path).text
