"""Do figures that real provinces published go through? `python -m benchmarks.real_input [--data FOLDER] [--write]`.

The figures are public but not ours, so they are no part of this project. The script looks for them in
`shared/data/provincial-reports` beside the checkout.
"""

import argparse
import os
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from benchmarks.filing import Outcome

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT.parent / "shared" / "data" / "provincial-reports"
PAGE = PROJECT / "docs" / "real-input.md"

_HEAD = """\
# Real input

Figures that Vietnamese provinces published about their external information work, taken through the ordinary path: the
template of the kind, `lantoa import`, acceptance, and then the figure over exactly the published period. This page is
written by `python -m benchmarks.real_input --write`; the figures stand in public pages and are no part of this project.

**{counts}**

*In unchanged* means: the figure over the period that the page names, for that province, has the published value; its
line carries the published qualifier; its unit is the published one, or the register's word for the same thing; and the
record behind it names the address of the page (figures that begin with A come without one; their pages are named by
what they report on). *Kept as a target*: what is planned is never an entry. Every other figure was refused, and the
last column says why.

How a figure was filed (`benchmarks/real_input.yaml`) is the judgement of a person, under these rules:

- No date is invented. Where the page gives no year, the figure stays out. A year that was inferred from other signs
  goes in only with that said in the record.
- A page cannot tell what came after it: a period that was not over yet ends on the day of the page.
- Where a page gives people but not how many conferences, talks or programmes there were, that number is 0 and the
  record says so; the page of the figure then names it a lump.
- Where a page names no purpose of its delegations, or several, the purpose is "several or not stated".
- Money published in billions (tỷ đồng) stands in millions (triệu đồng) in the register: the same amount.
- One agency stands for each province as it was when the page was written; who led is often not published.

"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_input", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the published figures")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(PROJECT)}")
    args = parser.parse_args()
    if not args.data.is_dir():
        raise SystemExit(f"No published figures in {args.data}. Name their folder with --data.")
    with tempfile.TemporaryDirectory(prefix="lantoa-real-input-") as folder:
        os.environ |= {"LANTOA_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
        django.setup()
        outcomes = _in_scratch_database(args.data, Path(folder))
    text = written(outcomes)
    print(text)
    if args.write:
        PAGE.write_text(text, encoding="utf-8")


def _in_scratch_database(data: Path, folder: Path) -> "list[Outcome]":
    # leaf: they read the settings, which must first point at the scratch folder
    from django.conf import settings
    from django.utils import timezone, translation

    from benchmarks import filing, published
    from lantoa.base import database
    from lantoa.core.people import actions as people

    database.copy_template(settings.DATABASE_FILE)
    with translation.override("en"):
        return filing.run(
            published.read(data), filing.judgement(), folder=folder, by=people.operator(), today=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip


def written(outcomes: "Sequence[Outcome]") -> str:
    """The whole page: counts, then one line per figure."""
    counts = Counter(outcome.result for outcome in outcomes)
    said = ", ".join(f"{count} {result}" for result, count in counts.most_common())
    lines = [
        "| figure | province | period | what the page counts | published | indicator | read back | result |",
        "|---|---|---|---|---|---|---|---|",
        *(_line(outcome) for outcome in outcomes),
    ]
    return _HEAD.format(counts=f"{len(outcomes)} figures: {said}.") + "\n".join(lines) + "\n"


def _line(outcome: "Outcome") -> str:
    figure = outcome.figure
    name = f"[{figure.id}]({figure.source})" if re.match(r"https?://", figure.source) else figure.id
    qualifier = "" if figure.qualifier == "exact" else f"{figure.qualifier} "
    result = f"{outcome.result}: {outcome.remark}" if outcome.remark else outcome.result
    cells = [
        name, ", ".join(figure.provinces) or "–", figure.period, figure.name,
        f"{qualifier}{figure.value:,} {figure.unit}", f"`{outcome.indicator}`" if outcome.indicator else "–",
        outcome.read_back or "–", result,
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
