from typing import Any

from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, Any]:
    return {}
