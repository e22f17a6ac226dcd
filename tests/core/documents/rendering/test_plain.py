import csv
import json
from dataclasses import replace
from io import StringIO

from lantoa.core.documents.rendering import plain
from tests.core.documents.statements import HEAD, line, small


def test_the_json_says_what_it_is_and_holds_every_figure_and_entry() -> None:
    told = json.loads(plain.whole_json(small()))
    assert (told["format"], told["title"], told["as_of_seq"], told["head_hash"]) == (2, small().title, 4812, HEAD)
    assert [(each["id"], each["value"], each["text"]) for each in told["figures"]] == [
        ("F-00001", "181", "181"), ("F-00002", "2889", "2.889"),
    ]  # fmt: skip
    assert [each["seq"] for each in told["rows"]] == [4000, 4001, 4002, 4003, 4004]


def test_the_attached_json_leaves_the_entries_out() -> None:
    assert set(json.loads(plain.whole_json(small()))) - set(json.loads(plain.figures_json(small()))) == {
        "rows",
        "hidden",
    }


def test_the_csv_has_one_line_a_figure() -> None:
    rows = list(csv.DictReader(StringIO(plain.figures_csv(small()).decode("utf-8-sig"))))
    assert [(each["id"], each["value"], each["is_public"]) for each in rows] == [
        ("F-00001", "181", "1"), ("F-00002", "2889", "0"),
    ]  # fmt: skip


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    odd = replace(small(), figures=(replace(line(1), name='=HYPERLINK("x")', unit="@a"),))
    read = next(csv.DictReader(StringIO(plain.figures_csv(odd).decode("utf-8-sig"))))
    assert (read["name"], read["unit"]) == ('\'=HYPERLINK("x")', "'@a")
