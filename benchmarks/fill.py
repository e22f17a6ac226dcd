"""Ten years of entries, written straight into the tables: what is measured is reading.

Called in a process of its own: `python -m benchmarks.fill 500000`. The same rows on both databases.
The hashes are numbers, not a chain, because chaining half a million entries would take longer than all the rest.
"""

import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

FIRST_DAY, DAYS = date(2016, 1, 1), 3653
AGENCIES, PLACES = 60, 50
REVERSED_SHARE, JOINT_SHARE, APPROXIMATE_SHARE = 0.01, 0.08, 0.02

# kind: its share of all entries, its main measure, a second measure, how often that is filled in, and up to what.
# Review papers stand for all kinds whose entries have a single line.
KINDS = {
    "delegation": (0.25, "delegations", "members", 0.40, 30),
    "talk": (0.20, "talks", "attendances", 1.00, 250),
    "training_class": (0.04, "classes", "trainees", 0.50, 80),
    "training_conference": (0.04, "conferences", "delegates", 1.00, 400),
    "panel_cluster": (0.02, "clusters", "", 0.00, 0),
    "review_paper": (0.45, "papers", "", 0.00, 0),
}
COUNTRIES = ["kh", "la", "cn", "th", "kr", "jp", "sg", "my", "id", "in", "tw", "us", "au", "fr", "de", "nl", "gb", "ru"]
PURPOSES = ["investment", "trade", "tourism", "experience", "humanitarian", "friendship", "press", "official"]
TOPICS = ["policy", "integration", "image", "sea_islands", "border", "human_rights", "neighbours", "skills", "other"]
AUDIENCES = ["investors", "travellers", "press", "overseas_vietnamese", "neighbours", "cadres"]
PILLARS = ["party", "state", "people"]

ENTRY = [
    "seq", "sign", "reverses_id", "posted_at", "posted_by_id", "document", "document_digest", "previous_hash", "hash",
    "kind_id", "agency_id", "occurred_from", "occurred_on", "place_id", "country", "language", "channel", "topic",
    "information_kind", "pillar", "direction", "purpose", "audience", "is_subset", "is_public",
]  # fmt: skip
LINE = [
    "entry_id", "measure_id", "quantity", "qualifier", "kind", "occurred_from", "occurred_on", "sign", "is_subset",
    "dimensions",
]  # fmt: skip
PARTICIPATION = ["entry_id", "agency_id"]

_Rows = list[tuple[Any, ...]]


def fill(entry_count: int) -> None:
    """Fill an empty migrated database with this many entries, the reversals among them included."""
    from django.db import connection, transaction  # leaf: after django.setup()

    with transaction.atomic():
        user = _people()
        for entries, lines, participations in _batches(entry_count, user):
            insert("ledger_entry", ENTRY, entries)
            insert("ledger_line", LINE, lines)
            insert("ledger_participation", PARTICIPATION, participations)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_head (id, head_seq, head_hash, posted_at) VALUES (1, %s, %s, %s)",
                [entry_count, f"{entry_count:064x}", datetime.now(UTC)],
            )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What its own housekeeping does within a minute of such a load.
            cursor.execute("VACUUM ANALYZE")


def _people() -> int:
    from lantoa.core.people import actions as people  # leaf: after django.setup()
    from lantoa.core.people.models import Agency, Place

    for number in range(PLACES):
        people.add_place(f"place-{number}", f"Xã {number}", "", level=Place.Level.COMMUNE)
    for number in range(AGENCIES):
        people.add_agency(f"agency-{number}", f"Cơ quan {number}", "", level=Agency.Level.COMMUNE)
    return people.operator().pk


def _batches(entry_count: int, user: int) -> Iterator[tuple[_Rows, _Rows, _Rows]]:
    chance = random.Random(20261122)
    entries: _Rows = []
    lines: _Rows = []
    participations: _Rows = []
    recent: list[tuple[tuple[Any, ...], _Rows, _Rows]] = []
    for seq in range(1, entry_count + 1):
        if recent and chance.random() < REVERSED_SHARE:
            entry, own, joint = _reversal(seq, *recent.pop(chance.randrange(len(recent))))
        else:
            entry, own, joint = _original(seq, entry_count, user, chance)
            recent.append((entry, own, joint))
            del recent[:-500]
        entries.append(entry)
        lines += own
        participations += joint
        if len(entries) == 20_000:
            yield entries, lines, participations
            entries, lines, participations = [], [], []
    yield entries, lines, participations


def _original(seq: int, entry_count: int, user: int, chance: random.Random) -> tuple[tuple[Any, ...], _Rows, _Rows]:
    kind = chance.choices(list(KINDS), [share for share, *_ in KINDS.values()])[0]
    _, main, second, filled, most = KINDS[kind]
    # Entries come in the order of their dates, give or take three weeks.
    day = min(max(seq * DAYS // entry_count + chance.randrange(-21, 1), 0), DAYS - 1)
    on = FIRST_DAY + timedelta(days=day)
    since = on - timedelta(days=chance.randrange(3)) if chance.random() < 0.2 else on
    visits = kind == "delegation"
    dimensions = (
        chance.choice(COUNTRIES) if visits else "", "", "", "" if visits else chance.choice(TOPICS), "",
        chance.choice(PILLARS), ("in" if chance.random() < 0.8 else "out") if visits else "",
        chance.choice(PURPOSES) if visits else "", chance.choice(AUDIENCES),
    )  # fmt: skip
    posted_at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC) + timedelta(days=21)
    entry = (
        seq, 1, None, posted_at, user, seq, "0" * 64, "0" * 64, f"{seq:064x}", kind,
        f"agency-{chance.randrange(AGENCIES)}", since, on, f"place-{chance.randrange(PLACES)}", *dimensions,
        False, True,
    )  # fmt: skip
    quantities = [(main, 1 if chance.random() < 0.9 else chance.randrange(2, 9))]
    if second and chance.random() < filled:
        quantities.append((second, chance.randrange(1, most)))
    lines: _Rows = [
        (seq, measure, 1000 * quantity, _qualifier(chance), kind, since, on, 1, False, "|".join(dimensions))
        for measure, quantity in quantities
    ]
    joint = chance.sample(range(AGENCIES), chance.randrange(1, 3)) if chance.random() < JOINT_SHARE else []
    return entry, lines, [(seq, f"agency-{number}") for number in joint]


def _qualifier(chance: random.Random) -> str:
    return "about" if chance.random() < APPROXIMATE_SHARE else ""


def _reversal(seq: int, entry: tuple[Any, ...], lines: _Rows, joint: _Rows) -> tuple[tuple[Any, ...], _Rows, _Rows]:
    reversal = (seq, -1, entry[0], *entry[3:8], f"{seq:064x}", *entry[9:])
    return (
        reversal,
        [(seq, line[1], -line[2], line[3], line[4], line[5], line[6], -1, *line[8:]) for line in lines],
        [(seq, agency) for _, agency in joint],
    )


def insert(table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    from django.db import connection  # leaf: after django.setup()

    named = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
