"""The published figures as they stand in the data: read, with their period turned into days where that is possible."""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lantoa.base import dates
from lantoa.base.periods import Period

# "(9/11, năm suy ra 2016)": the day stands on the page, the year was inferred by whoever read it.
_INFERRED_DAY = re.compile(r"\(([\d/-]+), năm suy ra (\d{4})\)")
_ASIDE = re.compile(r"\s*\([^)]*\)\s*")
_PROVINCE = re.compile(r"tỉnh ([^()]+)$|\(([^()]+)\)$")


@dataclass(frozen=True)
class Published:
    """One figure as a page gives it.

    qualifier: exact, over, nearly, about, planned or target; period: in the page's words
    source: address of the page, or a short name of it; page_day: the day the page shows, if it does
    """

    id: str
    provinces: tuple[str, ...]
    period: str
    name: str
    value: Decimal
    qualifier: str
    unit: str
    source: str
    page_day: date | None = None

    @property
    def is_planned(self) -> bool:
        return self.qualifier in {"planned", "target"}


def read(folder: Path) -> list[Published]:
    """The figures of the pages and those of the first five pages, in the order of the files.

    A line of the first file: {"id": "C900", "page_id": "P9", "url": "https://...", "province_63": ["Sông Xanh"],
    "period": "2024", "indicator_name_vi": "lớp tập huấn", "value": 3, "qualifier": "exact", "unit": "lớp"}
    """
    pages = {row["page_id"]: row for row in _lines(folder / "pages-dev.jsonl", key="page_id")}
    found = [_of_page(row, pages) for row in _lines(folder / "facts-C-dev.jsonl")]
    for row in _lines(folder / "gold-A-seeds.jsonl"):
        found += [_of_sentence(row, figure, number) for number, figure in enumerate(row["figures"], start=1)]
    return found


def in_words(period: str) -> str:
    """The period as an officer would type it: what stands in brackets, and what took place then, left out."""
    return _ASIDE.sub(" ", _INFERRED_DAY.sub(r"\1/\2", period)).strip().removeprefix("hội nghị ")


def covered_days(period: str) -> Period | None:
    """The days that a page's words for a period mean; None where they name no year."""
    try:
        return dates.parse(in_words(period))
    except dates.BadDate:
        return None


def has_inferred_year(period: str) -> bool:
    return "suy ra" in period


def _lines(path: Path, key: str = "id") -> list[dict[str, Any]]:
    rows = [json.loads(line, parse_float=Decimal) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [{key: row.get(key) or row.get("id"), **row} for row in rows]


def _of_page(row: dict[str, Any], pages: dict[str, dict[str, Any]]) -> Published:
    shown = pages.get(row["page_id"], {}).get("date_published") or ""
    return Published(
        row["id"], tuple(row["province_63"]), row["period"], row["indicator_name_vi"], Decimal(row["value"]),
        row["qualifier"], row["unit"], row["url"], _day(shown),
    )  # fmt: skip


def _of_sentence(row: dict[str, Any], figure: dict[str, Any], number: int) -> Published:
    province = _PROVINCE.search(figure["agency"])
    return Published(
        f"{row['id']}-{number}", (province[1] or province[2],) if province else (), figure["period"],
        figure["indicator_name_vi"], Decimal(figure["value"]), figure["qualifier"], figure["unit"], row["source"],
    )  # fmt: skip


def _day(shown: str) -> date | None:
    return date.fromisoformat(shown) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", shown) else None
