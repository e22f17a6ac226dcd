"""A hundred thousand activities of 140 agencies, written straight into the tables: what is measured is reading them.

The same rows on both databases.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.fill import COUNTRIES, KINDS, TOPICS, insert

FIRST_DAY, DAYS = date(2016, 11, 1), 3653
COMMUNE = "xa-an-binh"
DEPARTMENTS, COMMUNES = 20, 117  # with the committee of the province and two communes: 140 agencies
# state: its share
STATES = {"accepted": 0.84, "submitted": 0.05, "draft": 0.03, "returned": 0.02, "corrected": 0.04, "reversed": 0.02}
JOINT_SHARE, EVIDENCE_SHARE = 0.08, 0.3
_WHAT = ["Hội nghị", "Đoàn khách", "Nói chuyện chuyên đề", "Lớp tập huấn", "Triển lãm ảnh", "Gặp mặt", "Hội thảo"]
_ABOUT = [
    "về biển, đảo", "xúc tiến đầu tư", "với tỉnh bạn", "quảng bá du lịch", "thông tin đối ngoại", "về nhân quyền",
    "kỷ niệm ngày thiết lập quan hệ", "giao lưu hữu nghị biên giới", "giới thiệu sản vật", "về hội nhập quốc tế",
]  # fmt: skip
_WHERE = ["Suối Mây", "Bình Minh", "An Bình", "Đồng Xoài", "Thạnh Phú", "Hoa Lư", "Lộc Thắng", "Cửa khẩu Hoa Sen"]

ACTIVITY = [
    "id", "kind_id", "agency_id", "occurred_from", "occurred_on", "place_id", "country", "language", "channel",
    "topic", "information_kind", "pillar", "direction", "purpose", "audience", "is_subset", "is_public", "title",
    "note", "source", "state", "return_reason", "created_by_id", "created_at", "submitted_by_id", "submitted_at",
    "looked_note", "news", "folded", "version", "is_on_behalf",
]  # fmt: skip
QUANTITY = ["activity_id", "measure_id", "quantity", "qualifier"]
COORDINATION = ["activity_id", "agency_id"]
EVIDENCE = [
    "activity_id", "file", "name", "media_type", "size_bytes", "sha256", "added_by_id", "added_at",
]  # fmt: skip

_Rows = list[tuple[Any, ...]]


def fill(count: int) -> None:
    """Fill an empty migrated database with agencies, people and this many activities."""
    agencies, user = _people()
    for activities, quantities, joint, evidence in _batches(count, agencies, user):
        insert("ledger_activity", ACTIVITY, activities)
        insert("ledger_activitymeasure", QUANTITY, quantities)
        insert("ledger_coordination", COORDINATION, joint)
        insert("ledger_evidence", EVIDENCE, evidence)


def _people() -> tuple[list[str], int]:
    """The province of the tests, and as many agencies more as a real one has."""
    from lantoa.core.people import actions as people  # leaf: after django.setup()
    from lantoa.core.people.models import Agency, Place, Role
    from tests import factories

    province = factories.province()
    codes = [province.committee.code, province.commune_a.code, province.commune_b.code]
    for number in range(DEPARTMENTS + COMMUNES):
        is_commune = number >= DEPARTMENTS
        code, name = (f"ubnd-xa-{number}", f"UBND xã {number}") if is_commune else (f"so-{number}", f"Sở {number}")
        place = people.add_place(f"xa-{number}", f"Xã {number}", "", level=Place.Level.COMMUNE, parent=province.place)
        made = people.add_agency(
            code, name, "", level=Agency.Level.COMMUNE if is_commune else Agency.Level.DEPARTMENT,
            parent=province.committee, place=place if is_commune else None,
        )  # fmt: skip
        people.add_user(f"nguoi-{number}", f"Người {number}", password=None, posts=[(made, Role.FOCAL_POINT)])
        codes.append(made.code)
    return codes, province.lan.pk


def _batches(count: int, agencies: list[str], user: int) -> Iterator[tuple[_Rows, _Rows, _Rows, _Rows]]:
    chance = random.Random(20261122)
    batch: tuple[_Rows, _Rows, _Rows, _Rows] = ([], [], [], [])
    for pk in range(1, count + 1):
        activity, kind = _activity(pk, count, agencies, user, chance)
        batch[0].append(activity)
        _, main, second, filled, most = KINDS[kind]
        batch[1].append((pk, main, 1000, ""))
        if second and chance.random() < filled:
            batch[1].append((pk, second, 1000 * chance.randrange(1, most), ""))
        if chance.random() < JOINT_SHARE:
            batch[2].extend((pk, code) for code in chance.sample(agencies, chance.randrange(1, 3)))
        if chance.random() < EVIDENCE_SHARE:
            at = datetime(2026, 1, 1, tzinfo=UTC)
            batch[3].append((pk, "", "anh.jpg", "image/jpeg", 1000, f"{pk:064x}", user, at))
        if len(batch[0]) == 20_000:
            yield batch
            batch = ([], [], [], [])
    yield batch


def _activity(
    pk: int, count: int, agencies: list[str], user: int, chance: random.Random
) -> tuple[tuple[Any, ...], str]:
    from lantoa.base.folding import fold  # leaf: after django.setup()

    kind = chance.choices(list(KINDS), [share for share, *_ in KINDS.values()])[0]
    state = chance.choices(list(STATES), list(STATES.values()))[0]
    on = FIRST_DAY + timedelta(days=min(max(pk * DAYS // count + chance.randrange(-21, 1), 0), DAYS - 1))
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    visits = kind == "delegation"
    title = f"{chance.choice(_WHAT)} {chance.choice(_ABOUT)} tại {chance.choice(_WHERE)} lần {chance.randrange(400)}"
    dimensions = (
        chance.choice(COUNTRIES) if visits else "", "", "", "" if visits else chance.choice(TOPICS), "", "",
        ("in" if chance.random() < 0.8 else "out") if visits else "", "", "",
    )  # fmt: skip
    sent = (None, None) if state == "draft" else (user, at)
    activity = (
        pk, kind, chance.choice(agencies), on, on, f"xa-{chance.randrange(DEPARTMENTS + COMMUNES)}", *dimensions,
        False, True, title, "", "", state, "", user, at, *sent, "", "", fold(title), 1, False,
    )  # fmt: skip
    return activity, kind
