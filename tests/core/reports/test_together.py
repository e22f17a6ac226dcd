"""Freezing while others post: the review sees whole entries up to one seq, and none after it."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from lantoa.core.ledger.models import Head
from lantoa.core.people.models import User
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import Report
from tests.core.reports.conftest import AT, Record, Write


def test_reviews_frozen_while_others_post_hold(
    committed_database: str, record: Record, write: Write, lan: User
) -> None:
    text = "[[delegations_in]] [[delegations_in_members]] [[delegation_countries]]"
    drafts = [write(text, title="Báo cáo") for _draft in range(3)]

    def post(_turn: int) -> None:
        record("delegation", delegations=1, members=10, direction="in", purpose="trade", country="la")
        connections.close_all()

    def freeze(draft: Report) -> tuple[int, list[int | None]]:
        frozen = actions.freeze(draft, by=lan, at=AT)
        values = list(frozen.figures.order_by("pk").values_list("value", flat=True))
        connections.close_all()
        assert frozen.as_of_seq is not None
        return frozen.as_of_seq, values

    with ThreadPoolExecutor(4) as pool:
        posts = [pool.submit(post, turn) for turn in range(12)]
        frozen = [pool.submit(freeze, draft) for draft in drafts]
        for job in posts:
            job.result()
        found = [job.result() for job in frozen]
    assert Head.objects.get().head_seq == 12
    for seq, values in found:
        assert values == [seq * 1000, seq * 10000, min(seq, 1) * 1000]
    assert all(queries.check(report).holds for report in queries.frozen_reports())
