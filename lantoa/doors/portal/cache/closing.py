"""The notice that the public pages are closed for a while (`lantoa notice on`); the office goes on."""

from functools import cached_property
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from lantoa.doors.portal.cache.answers import Headers, StartResponse

_LOOK_SECONDS = 1.0
_RETRY_SECONDS = "300"
_POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'"

# Not from the catalogues: all nine stand on one page. (language, title, text)
_NOTICES = [
    ("vi", "Cổng đang tạm đóng để bảo trì", "Xin quay lại sau ít phút. Không có dữ liệu nào bị mất."),
    ("en", "This site is closed for maintenance", "Please come back in a few minutes. Nothing is lost."),
    ("zh-hans", "网站正在维护", "请稍后几分钟再访问。数据不会丢失。"),
    ("ko", "사이트 점검 중입니다", "몇 분 후에 다시 방문해 주십시오. 자료는 그대로 보존됩니다."),
    ("ja", "ただいまメンテナンス中です", "数分後にもう一度お越しください。データは失われません。"),
    ("lo", "ເວັບໄຊກຳລັງປິດເພື່ອບຳລຸງຮັກສາ", "ກະລຸນາກັບມາໃໝ່ໃນອີກສອງສາມນາທີ. ຂໍ້ມູນບໍ່ສູນຫາຍ."),
    ("km", "គេហទំព័រកំពុងបិទដើម្បីថែទាំ", "សូមត្រឡប់មកវិញក្នុងរយៈពេលពីរបីនាទីទៀត។ មិនមានទិន្នន័យបាត់បង់ទេ។"),
    ("fr", "Ce site est fermé pour maintenance", "Merci de revenir dans quelques minutes. Rien n’est perdu."),
    ("ru", "Сайт закрыт на техническое обслуживание", "Пожалуйста, зайдите через несколько минут. Данные сохранены."),
]


class Closing:
    """file: as long as it exists, the public pages are closed"""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._is_closed = False
        self._look_at = 0.0

    def is_closed(self, now: float) -> bool:
        if now >= self._look_at:
            self._is_closed, self._look_at = self._file.exists(), now + _LOOK_SECONDS
        return self._is_closed

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        headers: Headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(self._page))),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'",
            ),
            ("Cache-Control", "no-store"),
            ("Retry-After", _RETRY_SECONDS),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("503 Service Unavailable", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self._page]

    @cached_property
    def _page(self) -> bytes:
        with translation.override("vi"):
            return render_to_string("portal/closed.html", {"notices": _NOTICES}).encode()
