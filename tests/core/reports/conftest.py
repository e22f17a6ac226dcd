"""A ledger with a few facts, and a review over them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias

import pytest

from lantoa.base.periods import Period

# Models can be imported only once Django is set up, and this file is read before: hence the imports in the fixtures.
if TYPE_CHECKING:
    from lantoa.core.ledger.models import Activity
    from lantoa.core.reports.models import Report
    from tests.factories import Province

AT = datetime(2026, 12, 1, 3, tzinfo=UTC)
YEAR_2026 = Period(date(2026, 1, 1), date(2027, 1, 1))


def previewed(report: "Report") -> str:
    """The first section of a draft as its screen shows it."""
    from lantoa.core.reports import queries, rendering

    reading = queries.preview(report)
    return rendering.preview(rendering.draft(reading), reading.sections)[0].html


Record: TypeAlias = "Callable[..., Activity]"
Correct: TypeAlias = "Callable[..., Activity]"
Write: TypeAlias = "Callable[..., Report]"


@pytest.fixture
def record(province: "Province") -> Record:
    """`record("talk", attendances=120)`: an accepted activity of commune_a, on 3 February 2026 unless `on` says."""
    from lantoa.core.ledger import actions as ledger
    from lantoa.core.ledger.drafts import Draft

    def accepted(
        kind: str,
        *,
        on: date = date(2026, 2, 3),
        agency: str = "xa-an-binh",
        place: str | None = None,
        qualifier: str = "",
        **values: object,
    ) -> "Activity":
        quantities = {name: (int(value) * 1000, qualifier) for name, value in values.items() if isinstance(value, int)}
        dimensions = {name: str(value) for name, value in values.items() if not isinstance(value, int)}
        draft = Draft(
            kind=kind, agency=agency, place=place, title=f"Hoạt động {kind}", occurred_from=on, occurred_on=on,
            dimensions=dimensions, quantities=quantities,
        )  # fmt: skip
        made = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
        return ledger.accept(made, by=province.lan, at=AT)

    return accepted


@pytest.fixture
def correct(province: "Province") -> Correct:
    """`correct(activity, attendances=95)`: the quantities that were wrong, counted again."""
    from lantoa.core.ledger import actions as ledger
    from lantoa.core.ledger import drafts
    from lantoa.core.ledger.models import Activity

    def corrected(activity: "Activity", **values: int) -> "Activity":
        draft = drafts.draft_of(Activity.objects.get(pk=activity.pk))
        changed = draft.quantities | {name: (value * 1000, "") for name, value in values.items()}
        return ledger.correct(
            activity, replace(draft, quantities=changed), by=province.lan, at=AT, reason="Đếm lại danh sách ký nhận"
        )

    return corrected


@pytest.fixture
def write(province: "Province") -> Write:
    """`write("Đón [[delegations_in]] đoàn.")`: a draft over 2026 with one section per text."""
    from lantoa.core.reports import actions

    def written(*bodies: str, title: str = "Báo cáo kết quả năm 2026", **fields: object) -> "Report":
        sections = [(f"{index}. Kết quả", body) for index, body in enumerate(bodies, start=1)]
        given = {"period": YEAR_2026, "by": province.lan, "at": AT, "sections": sections} | fields
        return actions.create(title, **given)  # type: ignore[arg-type] # the fields of create

    return written
