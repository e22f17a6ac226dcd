"""A unit behind a number: one talk, two talks in English; other languages do not tell them apart."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from lantoa.core.vocabulary import queries
from lantoa.core.vocabulary.models import IndicatorVersion, Measure
from tests.core.vocabulary.test_definitions import DEFINED
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
OFFICE = "/office/words/"


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 1, "talk"), ("en", -1, "talk"), ("en", Decimal("1.000"), "talk"), ("en", 2, "talks"), ("en", 0, "talks"),
        ("en", Decimal("1.5"), "talks"), ("en", None, "talks"), ("vi", 1, "buổi"), ("ko", 1, "talks"),
    ],
)  # fmt: skip
def test_one_is_singular_in_english_alone(language: str, value: Decimal | int | None, said: str) -> None:
    with translation.override(language):
        assert Measure.objects.get(code="talks").unit_of(value) == said


def test_a_unit_without_a_word_for_one_reads_as_of_several() -> None:
    with translation.override("en"):
        assert Measure(unit_vi="con", unit_en="kites").unit_of(1) == "kites"


def test_a_new_indicator_takes_the_word_of_its_measure_and_one_that_was_used_is_mended(quan: Client) -> None:
    assert quan.post(OFFICE + "indicators/new/", DEFINED).status_code == 302
    assert queries.definition("kite_flying").unit_en_one == "delegation"
    with raw_writes("as if a review had been frozen"):
        IndicatorVersion.objects.filter(indicator="kite_flying").update(is_used=True)
    said = {"name_vi": "Thả diều", "name_en": "Kite flying", "basis": "office", "unit_en_one": "group"}
    assert quan.post(OFFICE + "indicators/kite_flying/mend/", said).status_code == 302
    assert queries.definition("kite_flying").unit_en_one == "group"
