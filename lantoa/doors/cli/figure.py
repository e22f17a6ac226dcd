"""`lantoa figure CODE --period P`: one figure, now or as of an earlier entry."""

import argparse
from typing import Any

from lantoa.doors.cli import CommandError, known_at, print_json, seq


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("figure", help="value, unit and number of records of an indicator")
    parser.add_argument("code", help="code of the indicator, for example delegations_in")
    parser.add_argument(
        "--period", required=True, help="2026, 2026-H1, 2026-Q3, 2026-11, 2014..2018, 2025-12-15..2026-12-14"
    )
    parser.add_argument("--as-of", type=seq, metavar="SEQ", help="what was known at this entry (default: all)")
    parser.add_argument("--agency", metavar="CODE", help="of one agency and those below it (default: the province)")
    parser.add_argument(
        "--as-it-was", action="store_true", help="with --agency: without the agencies that were merged into it"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.set_defaults(func=figure)


def figure(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from lantoa.base.quantities import to_json
    from lantoa.core.ledger import queries
    from lantoa.core.people.queries import Series

    definition, period, agencies = asked(args)
    as_of = known_at(args.as_of)
    if args.as_it_was and not args.agency:
        raise CommandError(_("--as-it-was needs --agency: the whole province holds all agencies in any case."))
    series = Series.AS_IT_WAS if args.as_it_was else Series.AS_IT_IS
    found = queries.figure(definition, period, as_of_seq=as_of, agencies=agencies, series=series)
    promised = queries.targets_beside([definition], period, agency=args.agency, as_of_seq=as_of)
    target, longer = queries.of_period(promised.get(args.code, []), period)
    if args.json:
        print_json(
            {
                "indicator": definition.indicator_id,
                "name": definition.name,
                "version": definition.version,
                "period": period.code(),
                "since": period.since.isoformat(),
                "until": period.until.isoformat(),
                "agency": args.agency,
                "series": series.value,
                "value": to_json(found.value),
                "unit": definition.unit,
                "numerator": to_json(found.numerator),
                "denominator": to_json(found.denominator),
                "approximate": found.approximate,
                "rows": found.row_count,
                "as_of_seq": found.as_of_seq,
                "target": _said(target) if target else None,
                "longer_targets": [_said(item) for item in longer],
            }
        )
        return 0
    about = f"{_('about')} " if found.approximate else ""
    print(f"{definition.name}, {period.label()}: {about}{found.text} {found.unit}")
    said = ngettext("%(rows)s record, as of entry %(seq)s", "%(rows)s records, as of entry %(seq)s", found.row_count)
    print(said % {"rows": found.row_count, "seq": found.as_of_seq})
    if target:
        words = {"target": target.planned_text, "percent": "–" if target.reached is None else target.reached}
        print(_("Target %(target)s: %(percent)s %% reached") % words)
    for item in longer:
        words = {"period": item.target.period.label(), "target": item.planned_text, "actual": item.actual_text}
        print(_("Target of %(period)s: %(target)s; over that whole period so far: %(actual)s") % words)
    return 0


def _said(item: Any) -> dict[str, Any]:
    """A target with what was reached over its own period. item: a queries.Beside"""
    from lantoa.base.quantities import to_json

    return {
        "value": to_json(item.planned),
        "period": item.target.period.code(),
        "actual": to_json(item.figure.value if item.is_recorded else None),
        "percent": item.reached,
        "programme": item.target.programme_id,
    }


def asked(args: argparse.Namespace) -> tuple[Any, Any, Any]:
    """The definition, period and agencies that a command line names. raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.base import periods
    from lantoa.core.people import queries as people
    from lantoa.core.vocabulary import queries as vocabulary

    try:
        period = periods.parse(args.period)
        definition = vocabulary.definition(args.code, on=period.last_day)
        agencies = [people.agency(args.agency)] if args.agency else None
    except vocabulary.UnknownIndicator as error:
        near = " " + _("Did you mean “%(near)s”?") % {"near": error.near} if error.near else ""
        raise CommandError(_("No indicator has the code “%(code)s”.") % {"code": error.code} + near) from None
    except people.UnknownAgency as error:
        raise CommandError(_("No agency has the code “%(code)s”.") % {"code": error}) from None
    except periods.BadPeriod as error:
        raise CommandError(str(error)) from None
    return definition, period, agencies
