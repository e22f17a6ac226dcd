"""As much of JSON Schema as our description uses; a word that it does not know fails, so that none is passed over."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
_KNOWN = {
    "$ref", "additionalProperties", "anyOf", "default", "description", "enum", "format", "items", "maxLength",
    "maximum", "minLength", "minimum", "properties", "required", "type",
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], document: dict[str, Any], where: str = "$") -> list[str]:
    """What about a value contradicts its schema."""
    if unknown := schema.keys() - _KNOWN:
        return [f"{where}: {sorted(unknown)} is not checked"]
    if "$ref" in schema:
        return faults(value, resolved(schema["$ref"], document), document, where)
    if "anyOf" in schema:
        found = [faults(value, choice, document, where) for choice in schema["anyOf"]]
        return [] if [] in found else found[0]
    wanted = _TYPES[schema["type"]]
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        return [f"{where}: {value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is not in the list"]
    if isinstance(value, str):
        return _faults_of_text(value, schema.get("format", ""), where)
    if isinstance(value, list):
        return [
            text for at, row in enumerate(value) for text in faults(row, schema["items"], document, f"{where}[{at}]")
        ]
    return _faults_of_object(value, schema, document, where) if isinstance(value, dict) else []


def resolved(ref: str, document: dict[str, Any]) -> dict[str, Any]:
    found: Any = document
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, dict)
    return found


def _faults_of_object(value: dict[str, Any], schema: dict[str, Any], document: dict[str, Any], where: str) -> list[str]:
    fields = schema["properties"]
    assert schema["additionalProperties"] is False
    return [
        *(f"{where}: {name} is missing" for name in schema["required"] if name not in value),
        *(f"{where}: {name} is not described" for name in value if name not in fields),
        *(
            text
            for name, field in fields.items()
            if name in value
            for text in faults(value[name], field, document, f"{where}.{name}")
        ),
    ]


def _faults_of_text(value: str, kind: str, where: str) -> list[str]:
    try:
        match kind:
            case "date":
                date.fromisoformat(value)
            case "date-time":
                assert datetime.fromisoformat(value).tzinfo is not None
            case "uri":
                assert urlsplit(value).scheme in {"http", "https"}
                assert value.isascii()
            case _:
                assert kind == ""
    except (ValueError, AssertionError):
        return [f"{where}: {value!r} is no {kind}"]
    return []
