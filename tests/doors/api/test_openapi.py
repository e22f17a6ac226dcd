"""The description says what is answered: every address, parameter and field of both is compared."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lantoa.desks.newsroom.models import (
    Event,
    InvestmentProject,
    Partner,
    PressRelease,
    ProfileFact,
    ProvinceProfile,
    Publication,
)
from lantoa.doors.api import urls
from tests.desks import content
from tests.desks.content import AT
from tests.doors.api.schemas import faults, resolved
from tests.doors.items import official, publish, version_of, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(khach: Client) -> dict[str, Any]:
    found: dict[str, Any] = khach.get("/api/v1/openapi.json").json()
    return found


def schema_of(document: dict[str, Any], path: str, status: str) -> dict[str, Any]:
    response = document["paths"][path]["get"]["responses"][status]
    response = resolved(response["$ref"], document) if "$ref" in response else response
    schema: dict[str, Any] = next(iter(response["content"].values()))["schema"]
    return schema


def test_every_address_is_described(document: dict[str, Any]) -> None:
    ours = {
        "/api/" + re.sub(r"<\w+:pk>", "{id}", str(row.pattern))
        for row in urls.urlpatterns
        if row.name not in {"nothing", "openapi"}
    }
    assert document["paths"].keys() == ours
    assert document["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = re.findall(r"'\$ref': '([^']+)'", str(document))
    assert len(found) > 10
    for ref in found:
        assert resolved(ref, document)


def test_real_answers_are_as_described(document: dict[str, Any], khach: Client) -> None:
    event = publish("Hội chợ", model=Event, starts_at=AT, ends_at=AT, venue="Nhà văn hoá", topic="border")
    version_of(event, "en", "Fair", starts_at=AT, ends_at=AT, venue="Hall")
    gone = publish("Rút")
    withdraw(gone, "Sai.")
    official("Kênh video")
    asked = [
        ("/api/v1/items", "/api/v1/items", "200"),
        ("/api/v1/items", "/api/v1/items?lang=xx", "400"),
        ("/api/v1/search", "/api/v1/search?q=hoi+cho", "200"),
        ("/api/v1/search", "/api/v1/search", "400"),
        ("/api/v1/channels", "/api/v1/channels", "200"),
        ("/api/v1/channels", "/api/v1/channels?kind=radio", "400"),
        ("/api/v1/items/{id}", f"/api/v1/items/{event.pk}", "200"),
        ("/api/v1/items/{id}", f"/api/v1/items/{event.pk}?x=1", "400"),
        ("/api/v1/items/{id}", "/api/v1/items/0", "404"),
        ("/api/v1/items/{id}", f"/api/v1/items/{gone.pk}", "410"),
    ]
    for path, address, status in asked:
        answer = khach.get(address)
        assert str(answer.status_code) == status
        assert faults(answer.json(), schema_of(document, path, status), document) == []
    described = {
        (path, status)
        for path, methods in document["paths"].items()
        for status in methods["get"]["responses"]
    }  # fmt: skip
    assert described == {(path, status) for path, _, status in asked}


def test_an_item_has_what_only_its_kind_has(document: dict[str, Any], khach: Client) -> None:
    said: dict[str, Any] = {
        "press_release": (PressRelease, {"number": "12/TCBC", "contact_name": "Tổ báo chí"}),
        "publication": (Publication, {"isbn": "978-604-0-00000-1", "file": content.document()}),
        "partner": (Partner, {"agreement": "Bản ghi nhớ", "since": AT.date()}),
        "project": (InvestmentProject, {"capital": "20 triệu USD"}),
    }
    for name, (model, fields) in said.items():
        item = publish(name, model=model, **fields)
        answer = khach.get(f"/api/v1/items/{item.pk}").json()
        assert faults(answer, schema_of(document, "/api/v1/items/{id}", "200"), document) == []
        assert [other for other in said if answer[other]] == [name]
        plain = {field: value for field, value in fields.items() if field not in {"since", "file"}}
        assert {field: answer[name][field] for field in plain} == plain
    assert khach.get(f"/api/v1/items/{item.pk}").json()["project"]["answer_days"] == 5

    profile = publish("Hồ sơ", model=ProvinceProfile)
    day = AT.date()
    ProfileFact.objects.create(
        page=profile, label="Dân số", value="812.000", source="Cục Thống kê", checked_on=day,
        review_by=day + timedelta(days=9),
    )  # fmt: skip
    answer = khach.get(f"/api/v1/items/{profile.pk}").json()
    assert faults(answer, schema_of(document, "/api/v1/items/{id}", "200"), document) == []
    assert [(fact["label"], fact["value"]) for fact in answer["facts"]] == [("Dân số", "812.000")]


def test_the_check_finds_what_is_wrong(document: dict[str, Any], khach: Client) -> None:
    publish("Tin")
    schema, answer = schema_of(document, "/api/v1/items", "200"), khach.get("/api/v1/items").json()
    answer["results"][0] |= {"published_at": "hôm qua", "more": 1}
    del answer["results"][0]["kind"]
    assert faults(answer, schema, document) == [
        "$.results[0]: kind is missing",
        "$.results[0]: more is not described",
        "$.results[0].published_at: 'hôm qua' is no date-time",
    ]


def test_every_parameter_is_read_as_described(document: dict[str, Any], khach: Client) -> None:
    """A value of each list is taken, and one outside it refused."""
    for path, needed in (("/api/v1/items", {}), ("/api/v1/search", {"q": "tin"}), ("/api/v1/channels", {})):
        for parameter in document["paths"][path]["get"]["parameters"]:
            name, schema = parameter["name"], parameter["schema"]
            for value in schema.get("enum", []):
                assert khach.get(path, {**needed, name: value}).status_code == 200, (name, value)
            if "enum" in schema:
                assert khach.get(path, {**needed, name: "no such"}).status_code == 400


def test_an_address_that_is_none_says_where_to_look(khach: Client) -> None:
    for path in ("/api/", "/api/v1/", "/api/v1/items/x", "/api/v1/items/" + "9" * 400 + "/x", "/api/v2/items"):
        answer = khach.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
        assert "openapi.json" in answer.json()["detail"]
