"""What the API says when it cannot answer: problem details (RFC 9457), in a sentence."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """No answer, and why. more: further members of the details"""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.details = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}

    def answer(self) -> JsonResponse:
        return JsonResponse(
            self.details, status=self.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
        )


def bad(name: str, detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, detail, parameter=name)
