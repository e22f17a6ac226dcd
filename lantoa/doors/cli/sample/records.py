"""What took place, as a list of records in the order of their days; reads the plans, writes nothing."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

# Fields of a plan that are not fields of a form.
_OWN = {"kind", "by", "day", "from", "with", "evidence", "mark", "state", "reason", "days", "task", "years", "when"}
_PROGRAMMES = {"da": "de-an-2014-2018", "ct26": "chuong-trinh-2026-2030"}
_PLAN = "kh"


@dataclass(frozen=True, eq=False)
class Record:
    """One record before it is written.

    fields: as in ledger.drafts.read; {country} and {place} in the title are filled in when it is written
    workbook: the file it came in with others of its kind, None for a form
    """

    kind: str
    agency: str
    day: date
    fields: dict[str, Any]
    evidence: str = ""
    mark: str = ""
    state: str = "accepted"
    reason: str = ""
    workbook: "Workbook | None" = None

    @property
    def came_on(self) -> date:
        """When the register learned of it."""
        return self.workbook.arrived_on if self.workbook else self.day + timedelta(days=1)


@dataclass(frozen=True)
class Workbook:
    """A file of records of one kind. agency: whose it is"""

    name: str
    agency: str
    arrived_on: date


@dataclass(frozen=True, eq=False)
class Repair:
    """What is done to a record later. change: measure -> what it is added; None: the record is reversed"""

    record: Record
    after_days: int
    reason: str
    change: dict[str, int] | None = field(default=None)


def of_the_scheme(scheme: dict[str, Any], patterns: dict[str, Any]) -> list[Record]:
    """2014 to 2018, the review conference of 2019, and the yearly totals until the records of today begin."""
    records = [_record(item) for item in scheme["records"]]
    records += _talks(scheme["talks"])
    records += _delegations(scheme["delegations"], patterns["delegation"]["titles"], scheme["agencies_then"])
    for year, numbers in scheme["totals"].items():
        records += _totals(year, numbers)
    return records


def of_two_years(patterns: dict[str, Any], today: date) -> list[Record]:
    """The year of `today` up to the day before; in the year before three quarters as many, which came in workbooks."""
    found = []
    for year, share in ((today.year - 1, 0.75), (today.year, 1.0)):
        for kind, pattern in patterns.items():
            chance = Chance(f"{year} {kind}")
            count = round(pattern["count"] * share)
            for number in range(count):
                day = date(year, 1, 4) + timedelta(days=number * 355 // count + chance.between(0, 5))
                if day < today:
                    record = _made(kind, pattern, day, chance, plan_year=today.year)
                    found.append(record if year == today.year else replace(record, workbook=_of_half_year(record)))
    return sorted(found, key=lambda record: (record.day, record.kind, record.fields["title"]))


def counted_once(plan: Sequence[dict[str, Any]], today: date) -> list[Record]:
    """Inventories of the year of `today` and of the one before, as far as their day has come."""
    found = []
    for item in plan:
        day = date.fromisoformat(f"{today.year - item['years']}-{item['when']}")
        if day < today:
            record = _record({**item, "day": day})
            found.append(replace(record, workbook=_of_half_year(record)) if item["years"] else record)
    return found


def left_open(plan: Sequence[dict[str, Any]], today: date) -> list[Record]:
    """What is a draft, submitted or returned on the day the sample is made."""
    return [_record({**item, "day": today - timedelta(days=item["days"])}) for item in plan]


def to_repair(records: Sequence[Record], today: date) -> list[Repair]:
    """A few records of the last months that turned out to be wrong."""
    old = [record for record in reversed(records) if record.came_on < today - timedelta(days=40)]
    talks = [record for record in old if record.kind == "talk"]
    delegations = [record for record in old if record.kind == "delegation" and record.fields["direction"] == "in"]
    classes = [record for record in old if record.kind == "training_class"]
    return [
        Repair(talks[2], 25, "Đếm lại theo danh sách ký nhận.", {"attendances": 12}),
        Repair(talks[7], 20, "Ghi nhầm số người của hai buổi liền nhau.", {"attendances": -17}),
        Repair(classes[1], 30, "Bổ sung học viên dự đủ thời gian.", {"trainees": 3}),
        Repair(delegations[3], 24, "Số thành viên theo danh sách chính thức của đoàn.", {"members": 2}),
        Repair(delegations[6], 28, "Đoàn này đã có bản ghi của cơ quan khác; ghi trùng."),
        Repair(talks[11], 26, "Buổi nói chuyện đã hoãn, ghi nhận trước khi diễn ra."),
    ]


class Chance:
    """Numbers that look like chance and are the same for the same seed in every version of Python."""

    def __init__(self, seed: str) -> None:
        self._numbers = random.Random(seed)  # noqa: S311 nothing is secret here

    def between(self, least: int, most: int) -> int:
        """Both ends included."""
        return least + int(self._numbers.random() * (most - least + 1))

    def one_of(self, items: Sequence[T]) -> T:
        return items[self.between(0, len(items) - 1)]

    def happens(self, share: float) -> bool:
        return self._numbers.random() < share


def _record(item: dict[str, Any], *, workbook: Workbook | None = None) -> Record:
    fields: dict[str, Any] = {name: str(value) for name, value in item.items() if name not in _OWN}
    fields["occurred_from"], fields["occurred_on"] = item.get("from", item["day"]), item["day"]
    fields["coordinating"] = list(item.get("with", []))
    if "task" in item:
        fields["task"], fields["programme"] = item["task"], _programme_of(item["task"])
    return Record(
        item["kind"], item["by"], item["day"], fields, evidence=item.get("evidence", ""), mark=item.get("mark", ""),
        state=item.get("state", "accepted"), reason=item.get("reason", ""), workbook=workbook,
    )  # fmt: skip


def _programme_of(task: str) -> str:
    """ "kh2026-tap-huan" is a task of the plan of 2026."""
    begin = task.partition("-")[0]
    return f"ke-hoach-{begin.removeprefix(_PLAN)}" if begin.startswith(_PLAN) else _PROGRAMMES[begin]


def _talks(plan: dict[int, list[int]]) -> list[Record]:
    places = ["huyen-suoi-nga", "huyen-bau-sao", "thi-xa-thuan-may"]
    chance = Chance("talks of the scheme")
    found = []
    for year, numbers in plan.items():
        for number, attendances in enumerate(numbers):
            item = {
                "kind": "talk", "by": chance.one_of(["ban-tuyen-giao", "bien-phong"]), "topic": "sea_islands",
                "day": date(year, 2, 10) + timedelta(days=number * 270 // len(numbers) + chance.between(0, 20)),
                "title": "Nói chuyện về biển và đảo cho cán bộ, đảng viên và nhân dân {place}",
                "place": chance.one_of(places),
                "attendances": attendances, "task": "da-bien-dao",
            }  # fmt: skip
            found.append(_record(item))
    return found


def _delegations(plan: dict[int, int], titles: Sequence[dict[str, Any]], then: dict[str, str]) -> Iterator[Record]:
    """Of each year in one workbook per agency. then: an agency of today -> the one that did its work"""
    for year, count in plan.items():
        chance = Chance(f"delegations {year}")
        for number in range(count):
            day = date(year, 1, 8) + timedelta(days=number * 345 // count + chance.between(0, 7))
            title = chance.one_of(titles)
            today = chance.one_of(title["by"])
            agency = then.get(today, today)
            item = {
                "kind": "delegation", "by": agency, "day": day, "title": title["vi"], "purpose": title["purpose"],
                "direction": "in", "country": chance.one_of(title["countries"]),
                "members": _number(chance, 4, 30, inexact=0.04), "task": "da-don-doan",
                "with": [chance.one_of(["bien-phong", "so-cong-thuong"])] if chance.happens(0.15) else [],
            }  # fmt: skip
            yield _record(item, workbook=Workbook(f"doan-vao-{year}-{agency}.xlsx", agency, date(year + 1, 1, 4)))


def _totals(year: int, numbers: Sequence[int]) -> list[Record]:
    invest, friends, talks, heard, classes, trained, met = numbers
    span = {"from": date(year, 1, 1), "day": date(year, 12, 31), "source": f"Báo cáo tổng kết năm {year} của cơ quan"}
    visits = {"kind": "delegation", "by": "so-ngoai-vu", "direction": "in", **span}
    items: list[dict[str, Any]] = [
        {"title": "đoàn tìm hiểu đầu tư", "purpose": "investment", "delegations": invest, **visits},
        {"title": "đoàn giao lưu hữu nghị", "purpose": "friendship", "delegations": friends, **visits},
        {"kind": "talk", "by": "ban-tuyen-giao", "title": "nói chuyện", "talks": talks, "attendances": heard, **span},
        {"kind": "training_class", "by": "so-tttt", "title": "lớp tập huấn", "classes": classes, "trainees": trained,
         **span},
        {"kind": "training_conference", "by": "so-tttt", "title": "hội nghị tập huấn", "delegates": met, **span},
    ]  # fmt: skip
    return [_record({**item, "title": f"Số liệu cả năm {year}: {item['title']}"}) for item in items]


def _made(kind: str, pattern: dict[str, Any], day: date, chance: Chance, *, plan_year: int) -> Record:
    """plan_year: the one whose plan has tasks of its own"""
    direction = chance.one_of(pattern["direction"]) if "direction" in pattern else ""
    title = dict(chance.one_of(pattern["titles_out" if direction == "out" else "titles"]))
    agency = chance.one_of(title.pop("by", None) or pattern["by"])
    countries = title.pop("countries", None) or pattern.get("countries")
    item = {"kind": kind, "by": agency, "day": day, "title": title.pop("vi"), **title}
    for measure, (least, most) in pattern.get("numbers", {}).items():
        item[measure] = _number(chance, least, most, inexact=pattern.get("inexact", 0))
    if "{place}" in item["title"]:
        communes = [code for code in pattern["by"] if code.startswith(("xa-", "phuong-"))]
        item["place"] = agency if agency in communes else chance.one_of(communes)
    if direction:
        item["direction"] = direction
    if countries:
        item["country"] = chance.one_of(countries)
    if pattern.get("days", 1) > 1:
        item["from"] = day - timedelta(days=chance.between(0, pattern["days"]))
    partners = [code for code in pattern.get("joint", []) if code != agency]
    if partners and chance.happens(0.22):
        item["with"] = [chance.one_of(partners)]
    if "plan_task" in pattern and day.year == plan_year:
        item["task"] = f"{_PLAN}{plan_year}-{pattern['plan_task']}"
    elif "task" in pattern and 2026 <= day.year <= 2030:
        item["task"] = pattern["task"]
    if chance.happens(0.12):
        item["evidence"] = chance.one_of(["picture", "minutes"])
    return _record(item)


def _of_half_year(record: Record) -> Workbook:
    """What agencies sent by hand before they recorded here: the secretariat took it over twice a year."""
    half, ends_on = (1, date(record.day.year, 7, 6)) if record.day.month < 7 else (2, date(record.day.year + 1, 1, 5))
    return Workbook(f"{record.kind}-{record.day.year}-{half}.xlsx", "ban-chi-dao", ends_on)


def _number(chance: Chance, least: int, most: int, *, inexact: float) -> str:
    number = chance.between(least, most)
    if not chance.happens(inexact):
        return str(number)
    return f"{chance.one_of(['hơn', 'khoảng', 'gần'])} {max(number // 10 * 10, 10)}"
