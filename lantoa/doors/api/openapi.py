"""The API's description (OpenAPI 3.1), made of the parameters that the views read and the fields they answer."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from lantoa import __version__
from lantoa.desks.channels.models import OfficialChannel
from lantoa.desks.media.models import AiUse
from lantoa.desks.newsroom.models import ItemKind, Origin
from lantoa.doors.api.parameters import LANGUAGES, OF_CHANNELS, OF_ITEMS, OF_SEARCH, Parameter
from lantoa.doors.api.problems import MEDIA_TYPE

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
LANGUAGE: Schema = {"type": "string", "enum": LANGUAGES}


def document() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lan Tỏa",
            "version": __version__,
            "summary": "What the province publishes, for the sites of its departments and for anybody.",
            "description": "Read with GET, without a key, from any site. Errors are problem details (RFC 9457).",
        },
        "servers": [{"url": settings.PUBLIC_URL}],
        "paths": {
            "/api/v1/items": _read("items", "Items of a language, newest first, 20 a page.", "List", OF_ITEMS),
            "/api/v1/items/{id}": _read("item", "One item with all its text and language versions.", "Item", _ID),
            "/api/v1/search": _read("search", "Items with all words, best first, accents or not.", "List", OF_SEARCH),
            "/api/v1/channels": _read(
                "channels",
                "Where the office itself speaks; what else bears its name is not its.",
                "Channels",
                OF_CHANNELS,
            ),
        },
        "components": {"schemas": SCHEMAS, "responses": {"Problem": _PROBLEM_RESPONSE}},
    }


def _read(name: str, summary: str, answer: str, parameters: "Sequence[Parameter] | Schema") -> Schema:
    problems = {"400": "Problem"} if not isinstance(parameters, dict) else {
        "400": "Problem", "404": "Problem", "410": "Problem",
    }  # fmt: skip
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [parameters] if isinstance(parameters, dict) else [_parameter(row) for row in parameters],
            "responses": {
                "200": {"description": "As asked.", "content": {"application/json": {"schema": _ref(answer)}}},
                **{status: {"$ref": f"#/components/responses/{name}"} for status, name in problems.items()},
            },
        }
    }


def _parameter(row: Parameter) -> Schema:
    return {
        "name": row.name, "in": "query", "required": row.is_required, "description": row.description,
        "schema": row.schema,
    }  # fmt: skip


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(fields: dict[str, Schema], *, optional: Sequence[str] = ()) -> Schema:
    """Every field is there, unless it is named optional; no other is."""
    return {
        "type": "object",
        "required": [name for name in fields if name not in optional],
        "properties": fields,
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _page_of(name: str) -> Schema:
    return _object({
        "count": {"type": "integer", "minimum": 0}, "next": _or_null(URL), "previous": _or_null(URL),
        "results": _list(_ref(name)),
    })  # fmt: skip


_ID: Schema = {
    "name": "id", "in": "path", "required": True, "description": "The id of the item in one language.",
    "schema": {"type": "integer", "minimum": 0},
}  # fmt: skip

_LINE: dict[str, Schema] = {
    "id": {"type": "integer"},
    "title": TEXT,
    "url": URL,
    "api_url": URL,
    "language": LANGUAGE,
    "kind": {"type": "string", "enum": list(ItemKind.values)},
    "summary": TEXT,
    "topic": _or_null(_ref("Named")),
    "agency": _ref("Named"),
    "published_at": _or_null(MOMENT),
    "updated_at": _or_null(MOMENT),
    "is_machine_made": {
        "type": "boolean", "description": "Translated with a machine's help, and signed by nobody yet."
    },
}  # fmt: skip

_NUMBER: Schema = {"type": "integer", "minimum": 0}
_MADE: dict[str, Schema] = {
    "credit": TEXT, "licence": TEXT, "ai_use": {"type": "string", "enum": list(AiUse.values)},
}  # fmt: skip
_CONTACT: dict[str, Schema] = {"contact_name": TEXT, "contact_phone": TEXT, "contact_email": TEXT}

SCHEMAS: dict[str, Schema] = {
    "List": _page_of("Line"),
    "Channels": _page_of("Channel"),
    "Line": _object(_LINE),
    "Item": _object({
        **_LINE,
        "urn": {"type": "string", "description": "The same for ever, whatever becomes of the address."},
        "html": {"type": "string", "description": "Sanitised: headings, paragraphs, lists, links."},
        "text": TEXT,
        "origin": {"type": "string", "enum": list(Origin.values)},
        "event_at": _or_null(MOMENT),
        "place": _or_null(_ref("Named")),
        "picture": _or_null(_ref("Picture")),
        "event": _or_null(_ref("Event")),
        "press_release": _or_null(_ref("PressRelease")),
        "publication": _or_null(_ref("Publication")),
        "partner": _or_null(_ref("Partner")),
        "project": _or_null(_ref("Project")),
        "facts": _list(_ref("Fact")),
        "sources": _list(_ref("Source")),
        "corrections": _list(_ref("Correction")),
        "versions": _list(_ref("Version")),
    }),
    "Named": _object({"code": TEXT, "name": TEXT}),
    "Picture": _object({
        "alternative_text": TEXT, **_MADE,
    }),
    "File": _object({"url": URL, **_MADE}),
    "Event": _object({
        "starts_at": MOMENT, "ends_at": MOMENT, "venue": TEXT, "venue_address": TEXT, "organiser": TEXT,
        "event_url": TEXT,
    }),
    "PressRelease": _object({"number": TEXT, **_CONTACT}),
    "Publication": _object({
        "publisher": TEXT, "published_year": _or_null(_NUMBER), "page_count": _or_null(_NUMBER), "isbn": TEXT,
        "file_url": _or_null(URL), "file": _or_null(_ref("File")),
    }),
    "Partner": _object({"country": TEXT, "agreement": TEXT, "partner_url": TEXT, "since": _or_null(DAY)}),
    "Project": _object({
        "sector": TEXT, "site": TEXT, "capital": TEXT, "stage": TEXT, **_CONTACT,
        "answer_days": {**_NUMBER, "description": "Working days until whoever asks has an answer."},
    }),
    "Fact": _object({"label": TEXT, "value": TEXT, "source": TEXT, "checked_on": DAY, "review_by": DAY}),
    "Source": _object({"text": TEXT, "url": TEXT, "seen_on": _or_null(DAY)}),
    "Correction": _object({"text": TEXT, "corrected_at": MOMENT}),
    "Channel": _object({
        "kind": {"type": "string", "enum": list(OfficialChannel.Kind.values)},
        "name": TEXT,
        "address": {"type": "string", "description": "An address of the web; of a telephone line its number."},
        "languages": _list(LANGUAGE),
        "agency": _ref("Named"),
        "checked_on": {**DAY, "description": "When somebody last opened it and found it to be the office's own."},
        "since": _or_null(DAY),
    }),
    "Version": _object({"language": LANGUAGE, "title": TEXT, "url": URL, "api_url": URL}),
    "Problem": _object(
        {
            "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "parameter": TEXT, "url": URL,
            "withdrawn_at": MOMENT,
        },
        optional=["parameter", "url", "withdrawn_at"],
    ),
}  # fmt: skip

_PROBLEM_RESPONSE: Schema = {
    "description": "Why there is no answer, in a sentence.",
    "content": {MEDIA_TYPE: {"schema": _ref("Problem")}},
}
