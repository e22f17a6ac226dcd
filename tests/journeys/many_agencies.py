"""A period of many agencies in the database of a journey, written by the actions in a process of its own.

`python -m tests.journeys.many_agencies open 140 40`: a period over a window of 2012 that has been due for two days, in
which 140 agencies are asked; all but 40 recorded a talk each and sent their reports in time. Prints the period's id.
`python -m tests.journeys.many_agencies send 28`: so many of those that are late record and send, by their names.
"""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.journeys.servers import Site

TITLE = "Báo cáo tháng 2 năm 2012"


def in_process(site: Site, *words: object) -> str:
    """returns: what it prints"""
    return site.python("-m", "tests.journeys.many_agencies", *map(str, words))


def open_(count: int, late: int) -> int:
    from lantoa.base.periods import parse
    from lantoa.core.people import actions as people
    from lantoa.core.people.models import Agency, User
    from lantoa.core.programme import actions as programme
    from lantoa.core.programme.queries import standing_agencies

    window, now, by = parse("2012-02"), datetime.now().astimezone(), User.objects.get(username="lan")
    levels = [Agency.Level.COMMUNE, Agency.Level.DEPARTMENT]
    upper = Agency.objects.get(level=Agency.Level.PROVINCE, parent=None)
    for number in range(1, count + 1 - len(standing_agencies(window.last_day, levels=levels))):
        name = f"xã Đồng Xanh {number:03}"
        people.add_agency(
            f"xa-dong-xanh-{number:03}", f"UBND {name}", name, level=Agency.Level.COMMUNE, parent=upper, by=by, at=now
        )
    due = date.today() - timedelta(days=2)
    period = programme.plan_period(
        name=TITLE, window=window, cutoff_at=now - timedelta(days=9), dues=dict.fromkeys(levels, due), by=by,
        at=now - timedelta(days=20),
    )  # fmt: skip
    programme.open_period(period, by=by, at=now - timedelta(days=19))
    _send(period.submissions.count() - late, at=now - timedelta(days=3))
    return period.pk


def send(count: int) -> int:
    return _send(count, at=datetime.now().astimezone())


def _send(count: int, *, at: datetime) -> int:
    from lantoa.core.ledger import actions as ledger
    from lantoa.core.ledger.drafts import Draft
    from lantoa.core.people.models import User
    from lantoa.core.programme import actions as programme
    from lantoa.core.programme.models import Submission

    by = User.objects.get(username="an")
    awaited = Submission.objects.filter(state=Submission.State.EXPECTED, period__name=TITLE).select_related("agency")
    for submission in awaited.order_by("agency__name_vi")[:count]:
        day = date(2012, 2, 10)
        draft = Draft(
            kind="talk", agency=submission.agency_id, title=f"Nói chuyện tại {submission.agency}", occurred_from=day,
            occurred_on=day, quantities={"talks": (1000, ""), "attendances": (60_000, "")},
        )  # fmt: skip
        ledger.submit(ledger.save_draft(draft, by=by, at=at), by=by, at=at)
        programme.submit_report(submission, by=by, at=at)
    return count


if __name__ == "__main__":
    import django

    django.setup()
    act, *numbers = sys.argv[1:]
    acts: dict[str, Callable[..., int]] = {"open": open_, "send": send}
    print(acts[act](*map(int, numbers)))
