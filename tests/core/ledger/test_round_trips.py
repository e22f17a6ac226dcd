"""What a form shows and what it takes back is the same: opening and saving changes nothing, in either language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base import quantities
from lantoa.core.ledger import actions, drafts
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.forms.activity import typed
from lantoa.core.ledger.models import Activity
from lantoa.core.people import actions as people
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Programme
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


@given(
    number=st.integers(-(10**12), 10**12) | st.sampled_from([1125, 18_900, 1_000_000, 1_200_000]),
    language=st.sampled_from(["vi", "en"]),
)
def test_a_quantity_is_read_as_it_is_shown(number: int, language: str) -> None:
    with translation.override(language):
        assert quantities.parse(typed(number)) == number


def full(province: Province) -> Activity:
    """A record as an import brings it: with a programme and dimensions that its form does not ask for."""
    facts = programme.ProgrammeFacts("Đề án", Programme.Type.SCHEME, date(2014, 1, 1), date(2018, 12, 31))
    scheme = programme.add_programme(facts, by=province.lan, at=AT)
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện", occurred_from=date(2018, 2, 3),
        occurred_on=date(2018, 2, 4), programme=scheme.code, place=province.commune_a.place_id,
        dimensions={"country": "la", "purpose": "trade", "topic": "sea_islands"},
        coordinating=[province.commune_b.code],
        quantities={"talks": (2000, ""), "attendances": (1_200_000, "over")}, note="n", source="s", is_public=False,
    )  # fmt: skip
    made = actions.submit(actions.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
    return actions.accept(made, by=province.lan, at=AT)


def shown(client: Client, address: str) -> dict[str, Any]:
    """What the browser would send back unchanged."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_correcting_one_number_on_the_web_changes_nothing_else(
    language: str, province: Province, client_of: Callable[..., Client]
) -> None:
    made = full(province)
    before = drafts.draft_of(made)
    people.merge_agency(province.commune_a, into=province.commune_b, on=date(2026, 1, 1))
    lan, address = client_of(province.lan), reverse("ledger:correct", args=[made.pk])
    lan.cookies["lantoa_language"] = language
    answer = lan.post(address, {**shown(lan, address), "talks": "3", "correct-reason": "đếm lại"})
    assert answer.status_code == 302, answer.context["form"].errors
    after = drafts.draft_of(Activity.objects.get(pk=made.pk))
    assert after == replace(before, quantities=before.quantities | {"talks": (3000, "")})
