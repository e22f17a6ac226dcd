"""Regimes are kept in versions: what periods were planned by stays as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.base import periods
from lantoa.core.people.models import User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import Regime, ReportingPeriod
from lantoa.core.programme.rules import windows
from tests.core.programme.conftest import clock
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NOON = clock("2026-03-01 12:00:00")
FACTS = actions.RegimeFacts("Báo cáo tuần biên giới", Regime.Window.MONTH, {"commune": (1, 5)})


def planned(regime: Regime, window: str, *, by: User) -> ReportingPeriod:
    return actions.plan_period(
        window=periods.parse(window), cutoff_at=NOON, dues={"commune": date(2026, 12, 16)}, regime=regime,
        by=by, at=NOON,
    )  # fmt: skip


def press() -> Regime:
    return Regime.objects.get(code="press-year")


def spans() -> list[tuple[str, date | None, date | None]]:
    return [(row.code, row.valid_from, row.valid_until) for row in queries.versions_of(press())]


def logged() -> list[str]:
    return list(
        ModelLogEntry.objects.filter(content_type__model="regime").order_by("pk").values_list("action", flat=True)
    )


def test_a_regime_without_periods_is_mended_in_place(lan: User) -> None:
    facts = replace(actions.RegimeFacts.of(press()), dues={"commune": (0, 17)}, name_en="Press report")
    for _ in range(2):
        actions.edit_regime(press(), facts, by=lan, at=NOON)
    assert actions.RegimeFacts.of(press()) == facts
    assert logged() == ["regimes.edit"]


def test_a_regime_with_periods_keeps_its_days_but_takes_the_word_that_it_was_checked(lan: User) -> None:
    planned(press(), "2025-12-15..2026-12-14", by=lan)
    before = actions.RegimeFacts.of(press())
    with pytest.raises(actions.NotNow):
        actions.edit_regime(press(), replace(before, dues={"commune": (0, 17)}), by=lan, at=NOON)
    assert actions.RegimeFacts.of(press()) == before
    actions.edit_regime(press(), replace(before, is_verified=True, source="Công báo"), by=lan, at=NOON)
    assert actions.RegimeFacts.of(press()) == replace(before, is_verified=True, source="Công báo")


def test_an_update_takes_back_what_the_seed_said_and_no_person(lan: User) -> None:
    update = import_module("lantoa.core.programme.migrations.0006_press_year_unverified").nobody_checked_it
    with raw_writes("as an earlier seed left it"):
        Regime.objects.filter(code="press-year").update(is_verified=True)
        update(apps, None)
    assert not press().is_verified
    actions.edit_regime(press(), replace(actions.RegimeFacts.of(press()), is_verified=True), by=lan, at=NOON)
    with raw_writes("as an update does"):
        update(apps, None)
    assert press().is_verified


def test_a_new_version_holds_for_the_windows_that_end_from_its_day_on(lan: User) -> None:
    old = planned(press(), "2025-12-15..2026-12-14", by=lan)
    facts = replace(actions.RegimeFacts.of(press()), name_vi="Báo cáo năm (mới)", up=(0, 25))
    with pytest.raises(actions.NotNow):
        actions.renew_regime(press(), facts, since=date(2026, 12, 1), by=lan, at=NOON)
    made = actions.renew_regime(press(), facts, since=date(2027, 1, 1), by=lan, at=NOON)

    assert spans() == [("press-year", None, date(2027, 1, 1)), ("press-year-2", date(2027, 1, 1), None)]
    assert (made.family, made.is_verified, windows.current(made, date(2026, 3, 1)).code()) == (
        "press-year", False, "2026-12-15..2027-12-14",
    )  # fmt: skip
    assert ReportingPeriod.objects.get(pk=old.pk).title.startswith("Báo cáo năm về phát ngôn")
    assert [row.code for row in queries.regimes(on=date(2026, 6, 1)) if row.family == "press-year"] == [
        "press-year", "press-year-2",
    ]  # fmt: skip
    for late in (press(), made):
        with pytest.raises(actions.NotNow):
            actions.renew_regime(late, facts, since=date(2027, 1, 1), by=lan, at=NOON)
    assert logged() == ["regimes.renew"]


def test_one_window_is_planned_once_whatever_the_version_and_reviews_name_the_regime_as_before(lan: User) -> None:
    old = planned(press(), "2025-12-15..2026-12-14", by=lan)
    actions.open_period(old, by=lan, at=NOON)
    made = actions.renew_regime(
        press(), actions.RegimeFacts.of(press()), since=date(2027, 1, 1), by=lan, at=NOON
    )  # fmt: skip
    with pytest.raises(actions.AlreadyPlanned):
        planned(made, "2025-12-15..2026-12-14", by=lan)
    later = actions.open_period(planned(made, "2026-12-15..2027-12-14", by=lan), by=lan, at=NOON)
    assert queries.periods_over(later.window, regime="press-year") == [later]
    assert queries.periods_over(old.window, regime="press-year") == [old]
    assert queries.periods_over(old.window, regime="year") == []


def test_a_version_is_taken_back_only_while_nothing_was_planned_by_it(lan: User) -> None:
    made = actions.renew_regime(
        press(), actions.RegimeFacts.of(press()), since=date(2027, 1, 1), by=lan, at=NOON
    )  # fmt: skip
    assert actions.take_back_change(made, by=lan, at=NOON) == press()
    assert spans() == [("press-year", None, None)]
    with pytest.raises(actions.NotNow):
        actions.take_back_change(press(), by=lan, at=NOON)
    again = actions.renew_regime(
        press(), actions.RegimeFacts.of(press()), since=date(2027, 1, 1), by=lan, at=NOON
    )  # fmt: skip
    planned(again, "2026-12-15..2027-12-14", by=lan)
    with pytest.raises(actions.NotNow):
        actions.take_back_change(again, by=lan, at=NOON)
    assert len(spans()) == 2


def test_an_ended_regime_is_offered_until_its_day_and_its_end_is_taken_back(lan: User) -> None:
    actions.end_regime(press(), on=date(2026, 7, 1), by=lan, at=NOON)
    actions.end_regime(press(), on=date(2026, 7, 1), by=lan, at=NOON)
    assert press() in queries.regimes(on=date(2026, 6, 30))
    assert press() not in queries.regimes(on=date(2026, 7, 1))
    assert queries.ended_regimes(on=date(2026, 7, 1)) == [press()]
    with pytest.raises(actions.NotNow):
        actions.end_regime(press(), on=date(2026, 8, 1), by=lan, at=NOON)
    actions.take_back_change(press(), by=lan, at=NOON)
    assert (press().valid_until, logged()) == (None, ["regimes.end", "regimes.resume"])


# -- screens ---------------------------------------------------------------------------------------

WRITTEN = {
    "name_vi": "Báo cáo biên giới", "name_en": "", "window": "month", "from_day": "15", "cutoff_0": "", "cutoff_1": "0",
    "up_0": "20", "up_1": "0", "due_commune_0": "16", "due_commune_1": "0", "legal_basis": "Kế hoạch 12", "source": "",
    "since": "2026-01-01",
}  # fmt: skip


def address(name: str, *args: str) -> str:
    return reverse(f"programme:{name}", args=args)


def test_a_regime_is_added_shown_and_changed_on_screens(province: Province, client_of: SignIn) -> None:
    browser = client_of(province.lan)
    answer = browser.post(address("period_regime_new"), WRITTEN)
    assert answer.headers["Location"] == address("period_regime", "bao-cao-bien-gioi")
    made = Regime.objects.get(code="bao-cao-bien-gioi")
    assert actions.RegimeFacts.of(made) == actions.RegimeFacts(
        "Báo cáo biên giới", Regime.Window.MONTH, {"commune": (0, 16)}, from_day=15, up=(0, 20),
        legal_basis="Kế hoạch 12",
    )  # fmt: skip
    assert made.valid_from == date(2026, 1, 1)
    page = browser.get(address("period_regime", made.code)).content.decode()
    assert "Kế hoạch 12" in page
    assert address("period_regime_edit", made.code) in page
    assert (
        address("period_regime_edit", made.code)
        not in client_of(province.an).get(address("period_regime", made.code)).content.decode()
    )

    form = browser.get(address("period_regime_edit", made.code)).context["form"]
    assert [form[name].value() for name in ("from_day", "cutoff", "up", "due_commune")] == [15, None, [20, 0], [16, 0]]
    mended = browser.post(address("period_regime_edit", made.code), {**WRITTEN, "since": "", "up_0": ""})
    assert mended.headers["Location"] == address("period_regime", made.code)
    assert actions.RegimeFacts.of(Regime.objects.get(pk=made.pk)).up is None
    renewed = browser.post(address("period_regime_edit", made.code), {**WRITTEN, "since": "2027-01-01"})
    assert renewed.headers["Location"] == address("period_regime", "bao-cao-bien-gioi-2")
    assert browser.post(address("period_regime_take_back", "bao-cao-bien-gioi-2")).status_code == 302
    browser.post(address("period_regime_end", made.code), {"on": "2026-11-01"})
    assert Regime.objects.get(family=made.code).valid_until == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"due_commune_0": "14"}, "due_commune"),
        ({"due_commune_0": ""}, "__all__"),
        ({"due_commune_0": "32"}, "due_commune"),
        ({"from_day": "29"}, "from_day"),
        ({"since": "soon"}, "since"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    changed: dict[str, str], field: str, province: Province, client_of: SignIn
) -> None:
    answer = client_of(province.lan).post(address("period_regime_new"), WRITTEN | changed)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not Regime.objects.filter(name_vi="Báo cáo biên giới").exists()


def test_a_regime_in_use_asks_for_the_day_of_its_new_version(province: Province, client_of: SignIn) -> None:
    browser = client_of(province.lan)
    browser.post(address("period_regime_new"), WRITTEN)
    made = Regime.objects.get(code="bao-cao-bien-gioi")
    planned(made, "2026-02-15..2026-03-14", by=province.lan)
    asked = {**WRITTEN, "since": "", "due_commune_0": "18"}
    answer = browser.post(address("period_regime_edit", made.code), asked)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])
    browser.post(address("period_regime_edit", made.code), {**asked, "since": "2026-04-01"})
    offered = browser.get(address("period_new")).context["offered"]
    assert [row.code for row, _windows in offered if row.family == made.code] == ["bao-cao-bien-gioi-2"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_screens_ask_the_same_few_questions(
    count: int, province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    with_new = [
        actions.add_regime(replace(FACTS, name_vi=f"Báo cáo {number}"), by=province.lan, at=NOON)
        for number in range(count)
    ]
    for month in range(1, count + 1):
        planned(with_new[0], f"2025-{month:02}", by=province.lan)
    browser, found = client_of(province.lan), []
    for path in (address("period_regimes"), address("period_regime", with_new[0].code)):
        browser.get(path)
        with count_queries() as queries_made:
            browser.get(path)
        found.append(len(queries_made))
    assert found == [6, 9]
