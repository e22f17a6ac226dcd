"""Who may open which address of the vocabulary: rows of the table in tests/test_access.py."""

from lantoa.core.vocabulary.models import KindMeasure, Term

_READ = "login ok ok ok ok ok ok ok"
_WRITE = "login 403 403 403 403 ok 403 403"

ROWS = [
    ("vocabulary:kinds", "", _READ, "-"),
    ("vocabulary:kind", "talk", _READ, "-"),
    ("vocabulary:kind_new", "", _WRITE, _WRITE),
    ("vocabulary:kind_edit", "talk", _WRITE, _WRITE),
    ("vocabulary:kind_sorting", "talk", _WRITE, _WRITE),
    ("vocabulary:kind_ask", "talk", "-", _WRITE),
    ("vocabulary:kind_measure", "asked", "-", _WRITE),
    ("vocabulary:headings", "", _READ, "-"),
    ("vocabulary:heading", "training", _READ, "-"),
    ("vocabulary:heading_new", "", _WRITE, _WRITE),
    ("vocabulary:heading_edit", "training", _WRITE, _WRITE),
    ("vocabulary:measures", "", _READ, "-"),
    ("vocabulary:measure", "attendances", _READ, "-"),
    ("vocabulary:measure_new", "", _WRITE, _WRITE),
    ("vocabulary:measure_edit", "attendances", _WRITE, _WRITE),
    ("vocabulary:words", "topic", _READ, "-"),
    ("vocabulary:word", "word", _READ, "-"),
    ("vocabulary:word_new", "topic", _WRITE, _WRITE),
    ("vocabulary:word_edit", "word", _WRITE, _WRITE),
    ("vocabulary:indicators", "", _READ, "-"),
    ("vocabulary:indicator", "delegations_in", _READ, "-"),
    ("vocabulary:indicator_new", "", _WRITE, _WRITE),
    ("vocabulary:indicator_define", "delegations_in", _WRITE, _WRITE),
    ("vocabulary:indicator_mend", "delegations_in", _WRITE, _WRITE),
    ("vocabulary:indicator_visitors", "delegations_in", "-", _WRITE),
    ("vocabulary:export", "", _READ, "-"),
    ("vocabulary:versions", "", _READ, "-"),
    ("vocabulary:take_over", "", _WRITE, _WRITE),
    ("vocabulary:move", "ranked", "-", _WRITE),
    ("vocabulary:end", "ranked", "-", _WRITE),
    ("ledger:preview_definition", "", "-", _WRITE),
]


class VocabularyWorld:
    """Words to put into addresses."""

    word = ("topic", "border")

    @property
    def asked(self) -> tuple[str, int]:
        return "talk", KindMeasure.objects.get(kind="talk", measure="attendances").pk

    @property
    def ranked(self) -> tuple[str, int]:
        return "words", Term.objects.get(dimension="topic", code="border").pk
