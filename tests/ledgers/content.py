"""What stands in a kept ledger, how it is written down, and how a later version takes it in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from lantoa.base import periods
from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry, Head, Line, Participation
from lantoa.core.people.models import Agency, Role, User
from lantoa.core.reports import actions as reports
from lantoa.core.reports.models import DailyHead
from lantoa.core.reports.rules import heads
from lantoa.core.vocabulary.models import IndicatorVersion
from tests import factories
from tests.ledgers.make import FIGURES, PEOPLE, PERIODS

AT = datetime(2026, 3, 1, 5, 0, 0, 123000, tzinfo=UTC)
NIGHT = datetime(2026, 3, 1, 17, 5, tzinfo=UTC)
_TABLES: list[type[Model]] = [Entry, Line, Participation]


def people() -> dict[str, User]:
    """The agencies of the factories, and people under the ids that the entries name."""
    factories.province()
    made = {}
    for name, pk in PEOPLE.items():
        made[name] = User.objects.create(pk=pk, username=f"kept-{name}", full_name=name)
        role, agency = {"lan": (Role.SECRETARIAT, "ubnd-tinh"), "an": (Role.FOCAL_POINT, "xa-an-binh")}[name]
        made[name].posts.create(agency=Agency.objects.get(code=agency), role=role)
    return made


def post() -> None:
    """Acceptances, a correction, a reversal, subsets, qualifiers, participations and a record over New Year."""
    who = people()
    talks = [
        _accept(_talk(date(2024, 3, 5), 120), **who),
        _accept(_talk(date(2025, 4, 8), 80, qualifier="over", coordinating=["xa-binh-minh"]), **who),
        _accept(_talk(date(2025, 6, 30), 35, is_subset=True), **who),
        _accept(_talk(date(2025, 5, 2), 500), **who),
    ]
    _accept(_delegation(date(2024, 12, 30), 12, until=date(2025, 1, 3)), **who)
    for country, members in (("kr", 7), ("jp", 9), ("kr", 4)):
        _accept(_delegation(date(2025, 4, 20), members, country=country, coordinating=["xa-binh-minh"]), **who)
    better = replace(drafts.draft_of(talks[0]), quantities={"talks": (1000, ""), "attendances": (95_000, "about")})
    actions.correct(talks[0], better, by=who["lan"], at=AT, reason="Đếm lại")
    actions.reverse(talks[3], by=who["lan"], at=AT, reason="Không diễn ra")
    reports.state_head(at=NIGHT)


def written() -> dict[str, Any]:
    rows = {model._meta.db_table: [_row(row) for row in model._base_manager.order_by("pk")] for model in _TABLES}
    head = Head.objects.get()
    feed = {"version": heads.VERSION, "items": [heads.item(line, address="") for line in DailyHead.objects.all()]}
    seqs = [None, head.head_seq // 2]
    asked = [(spec, agency, period, seq) for spec, agency in FIGURES for period in PERIODS for seq in seqs]
    figures = [
        {"spec": spec, "agency": agency, "period": period, "as_of_seq": seq, **stated(spec, agency, period, seq)}
        for spec, agency, period, seq in asked
    ]
    return {"head": [head.head_seq, head.head_hash], "rows": rows, "figures": figures, "feed": feed}


def stated(spec: dict[str, Any], agency: str | None, period: str, seq: int | None) -> dict[str, Any]:
    """What a figure says: its value, the rows behind it, and whether it is approximate."""
    definition = IndicatorVersion(indicator_id="x", spec=spec)
    scope = Agency.objects.filter(code=agency) if agency else None
    found = queries.figure(definition, periods.parse(period), as_of_seq=seq, agencies=scope)
    return {"value": _text(found.value), "rows": found.row_count, "approximate": found.approximate}


def load(kept: dict[str, Any]) -> None:
    """Put a kept ledger into an empty one, row by row, past the actions: it was posted by another version."""
    people()
    for model in _TABLES:
        model._base_manager.bulk_create(_rows(model, kept["rows"][model._meta.db_table]))
    seq, digest = kept["head"]
    Head.objects.update_or_create(pk=1, defaults={"head_seq": seq, "head_hash": digest, "posted_at": AT})


def _row(row: Model) -> dict[str, Any]:
    """Column and value, without what the database fills in itself and what is empty."""
    fields = [field for field in row._meta.concrete_fields if field.attname != "id"]
    return {
        field.attname: field.value_to_string(row) for field in fields if field.value_from_object(row) not in {None, ""}
    }


def _rows(model: type[Model], rows: Iterable[dict[str, Any]]) -> list[Model]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in rows]


def _accept(draft: Draft, *, lan: User, an: User) -> Activity:
    made = actions.submit(actions.save_draft(draft, by=an, at=AT), by=an, at=AT)
    return actions.accept(made, by=lan, at=AT)


def _talk(day: date, attendances: int, *, qualifier: str = "", **more: Any) -> Draft:
    quantities = {"talks": (1000, ""), "attendances": (attendances * 1000, qualifier)}
    return Draft("talk", "xa-an-binh", "Nói chuyện", day, day, quantities=quantities, **more)


def _delegation(day: date, members: int, *, until: date | None = None, country: str = "kr", **more: Any) -> Draft:
    return Draft(
        "delegation", "xa-an-binh", "Đoàn khách", day, until or day, quantities={"delegations": (1000, ""),
        "members": (members * 1000, "")}, dimensions={"direction": "in", "purpose": "investment", "country": country},
        **more,
    )  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
