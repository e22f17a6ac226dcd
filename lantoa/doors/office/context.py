from typing import Any

from django.http import HttpRequest

from lantoa.doors.office.menu import Frame


def office(request: HttpRequest) -> dict[str, Any]:
    return {"office": Frame(request)}
