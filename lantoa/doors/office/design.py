"""Samples for the living page: the same small text in every language, and values for each component."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from lantoa.base import periods


@dataclass(frozen=True)
class Type:
    """What the type is judged by in one language: a long name, a sentence, a narrow column."""

    code: str
    name: str
    heading: str
    text: str
    long_name: str


_TYPES = {
    "vi": (
        "Đưa hình ảnh quê hương đến bạn bè khắp nơi",
        (
            "Mỗi con số trong báo cáo đều mở ra những việc đã làm: ai làm, ngày nào, ở đâu, có gì làm chứng. "
            "Ẫ Ễ Ộ Ữ ợ ằ ỹ ặ."
        ),
        "Ủy ban nhân dân đặc khu Quần đảo Nguyệt Thượng và vùng phụ cận",
    ),
    "en": (
        "Bringing the face of home to friends everywhere",
        "Every number in a review opens onto the work behind it: who did it, on which day, where, and what shows it.",
        "People's Committee of the Upper Moon Islands Special Zone and Surroundings",
    ),
    "zh-hans": (
        "让家乡的风貌走向四方的朋友",
        "报告中的每一个数字都能打开背后的工作：谁做的、哪一天、在哪里、有什么凭证。",
        "上月群岛特区及周边地区人民委员会对外信息工作常设机构",
    ),
    "ko": (
        "고향의 모습을 세계의 벗들에게",
        (
            "보고서의 모든 숫자는 그 뒤에 있는 일을 보여 줍니다. "
            "누가, 언제, 어디서 했고 무엇이 그것을 증명하는지 알 수 있습니다."
        ),
        "상월군도 특별구 및 주변 지역 인민위원회 대외정보 상임기관",
    ),
    "ja": (
        "ふるさとの姿を世界の友人へ",
        "報告書のどの数字も、その裏にある仕事を開いて見せます。誰が、いつ、どこで行い、何がそれを示しているのか。",
        "上月諸島特別区および周辺地域人民委員会対外情報常設機関",
    ),
    "lo": (
        "ນຳພາບບ້ານເກີດໄປສູ່ໝູ່ເພື່ອນທົ່ວທຸກແຫ່ງ",
        "ທຸກຕົວເລກໃນບົດລາຍງານເປີດໃຫ້ເຫັນວຽກທີ່ໄດ້ເຮັດ: ໃຜເຮັດ, ວັນໃດ, ຢູ່ໃສ ແລະ ມີຫຼັກຖານຫຍັງ.",
        "ຄະນະກຳມະການປະຊາຊົນເຂດພິເສດໝູ່ເກາະພະຈັນເທິງ ແລະ ເຂດອ້ອມຂ້າງ",
    ),
    "km": (
        "នាំរូបភាពស្រុកកំណើតទៅកាន់មិត្តភក្តិគ្រប់ទីកន្លែង",
        "លេខនីមួយៗក្នុងរបាយការណ៍បើកបង្ហាញការងារដែលបានធ្វើ៖ នរណាធ្វើ ថ្ងៃណា នៅទីណា និងមានអ្វីជាភស្តុតាង។",
        "គណៈកម្មាធិការប្រជាជនតំបន់ពិសេសប្រជុំកោះព្រះចន្ទខាងលើ និងតំបន់ជុំវិញ",
    ),
    "fr": (
        "Porter le visage du pays aux amis du monde entier",
        (
            "Chaque chiffre d'un bilan s'ouvre sur le travail accompli : "
            "par qui, quel jour, à quel endroit, et sur quelle preuve."
        ),
        "Comité populaire de la zone spéciale des îles de la Haute-Lune et des environs",
    ),
    "ru": (
        "Показать родной край друзьям повсюду",
        (
            "За каждым числом в отчёте открывается проделанная работа: "
            "кто её выполнил, в какой день, где и чем это подтверждено."
        ),
        "Народный комитет особой зоны архипелага Верхней Луны и прилегающих территорий",
    ),
}

TONES = ["ok", "waiting", "late", "wrong", "info"]
STATES = ["draft", "submitted", "returned", "accepted", "corrected", "reversed", "merged", "frozen", "replaced"]
COLOURS = [
    "paper", "surface", "sunken", "line", "edge", "ink-soft", "ink", "brand-tint", "brand", "brand-strong",
    "ok", "ok-tint", "waiting", "waiting-tint", "late", "late-tint", "wrong", "wrong-tint",
]  # fmt: skip


class SampleForm(forms.Form):
    """One field of each sort, so that the page shows them with help, with an error, and optional."""

    title = forms.CharField(label=_("Title"), help_text=_("As it would stand in the review"))
    occurred_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    delegates = forms.CharField(label=_("Delegates"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("in", _("Inbound")), ("out", _("Outbound"))], widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("", "–"), ("trade", _("Trade")), ("tourism", _("Tourism"))], required=False
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    evidence = forms.FileField(label=_("Evidence"), help_text=_("A photo, a list or a signed paper"), required=False)
    is_public = forms.BooleanField(
        label=_("May be shown to the public"), help_text=_("Names and files never are"), required=False
    )


def samples(language: str) -> dict[str, Any]:
    """The context of the page; language: one of the nine, else Vietnamese."""
    types = [Type(code, name, *_TYPES[code]) for code, name in settings.LANGUAGES]
    return {
        "types": types,
        "shown": next((each for each in types if each.code == language), types[0]),
        "tones": TONES,
        "states": STATES,
        "colours": COLOURS,
        "form": SampleForm(initial={"occurred_on": date(2026, 11, 22), "direction": "in", "is_public": True}),
        "wrong_form": SampleForm({"wrong-title": "Hội nghị tập huấn biên giới"}, prefix="wrong"),
        "filter_form": SampleForm(prefix="filter"),
        "period": periods.parse("2014..2018"),
        "half": periods.parse("2026-H1"),
        "first": date(2026, 3, 12),
        "last": date(2026, 3, 14),
        "values": [Decimal(value) for value in (31, 28, 44, 36, 42)],
        "small": Decimal("18.9"),
        "million": 1_000_000,
        "thousandths": 2_889_000,
        "hash": "9f2c41d07be85a1360c4e7f8a2b19d5530e6c7710ab48f92d3c5e61b7f08a4d2",
        "page": Paginator(range(137), 25).page(3),
    }
