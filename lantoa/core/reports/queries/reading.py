"""What a draft says: its tokens as figures, what is wrong with them, and the numbers bound to none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from django.utils.translation import gettext as _

from lantoa.base.folding import fold
from lantoa.core.ledger import queries as ledger
from lantoa.core.people.models import Agency
from lantoa.core.programme import queries as programme
from lantoa.core.programme.queries import Completeness
from lantoa.core.reports.models import Report, Section
from lantoa.core.reports.queries import displays, findings
from lantoa.core.reports.queries.displays import Display
from lantoa.core.reports.queries.findings import Listing
from lantoa.core.reports.rules import numbers, prose, tokens
from lantoa.core.reports.rules.tokens import Broken, Shown, Token
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion


@dataclass(frozen=True)
class Known:
    """A figure that this review could state: the token to write, and its value now."""

    token: str
    ask: ledger.Ask
    figure: ledger.Figure


@dataclass(frozen=True)
class Problem:
    """A token that cannot be printed. start: its place in the section's text."""

    section: Section
    text: str
    start: int
    message: str


@dataclass(frozen=True)
class Unbound:
    """A number bound to no figure. section: None if it stands in the title; in_body: else in the heading."""

    section: Section | None
    in_body: bool
    finding: numbers.Finding
    suggestions: list[Known]


@dataclass(frozen=True)
class Reading:
    """figures: by key ("delegations_in@2014..2018#agency"), in the order of the text, each once.

    before, year_before: the same figures of the period just before, and of the same one a year earlier
    asks: what each key asks for; settled: the same with agencies and places written out, which is what was answered
    """

    report: Report
    sections: list[Section]
    as_of_seq: int
    figures: dict[str, ledger.Figure]
    before: dict[str, ledger.Figure]
    year_before: dict[str, ledger.Figure]
    asks: dict[str, ledger.Ask]
    settled: dict[str, ledger.Ask]
    keys: dict[str, str]
    known: list[Known]
    problems: list[Problem]
    unbound: list[Unbound]
    # What is said by a sentence and not by a number, by the text of its token.
    completeness: dict[str, Completeness]
    # Tables and pictures, by the text of their token.
    displays: dict[str, Display]
    # Lists of findings, by the text of their token, and the numbers that people typed into them.
    findings: dict[str, Listing]
    typed_in_findings: list[str]

    def key_of(self, token: Token) -> str | None:
        """The key of what a token stands for; None if it is one of the problems."""
        return self.keys.get(token.text)

    @property
    def has_map(self) -> bool:
        return any(display.shown.how == "map" for display in self.displays.values())

    def problem_with(self, token: Token | Shown) -> str:
        return next((problem.message for problem in self.problems if problem.text == token.text), "")

    def matching(self, wanted: str) -> list[Known]:
        """The figures that could be stated whose code, name or unit contains a text, whatever its accents."""
        return [item for item in self.known if fold(wanted) in _searchable(item.figure.definition)]

    def unbound_in(self, section: Section) -> list[Unbound]:
        return [item for item in self.unbound if item.section is section]

    def problems_in(self, section: Section) -> list[Problem]:
        return [item for item in self.problems if item.section is section]


def preview(report: Report, *, sections: Iterable[Section] | None = None, as_of_seq: int | None = None) -> Reading:
    """The review as it would be frozen now (or at a seq): a handful of queries, however long it is.

    sections: instead of the stored ones, for a text that is not saved yet
    """
    own = list(report.sections.all() if sections is None else sections)
    definitions = {row.indicator_id: row for row in vocabulary.current_definitions(report.period.last_day)}
    written = _Written(report, definitions, own)
    offered = [written.words.offered(definition) for definition in definitions.values()]
    asks = written.asks
    settled = dict(zip(asks, ledger.settled(list(asks.values())), strict=True))
    wanted = [
        *settled.values(),
        *(replace(ask, period=ask.period.before()) for ask in settled.values()),
        *(replace(ask, period=ask.period.year_before()) for ask in settled.values()),
        *(ask for _token, ask in offered),
    ]
    answers = ledger.figures(wanted, as_of_seq=as_of_seq)
    head = answers[0].as_of_seq if answers else ledger.head_seq()
    seq = head if as_of_seq is None else as_of_seq
    count = len(asks)
    known = [Known(token, ask, figure) for (token, ask), figure in zip(offered, answers[3 * count :], strict=True)]
    figures, before, year_before = (dict(zip(asks, answers[begin:], strict=False)) for begin in (0, count, 2 * count))
    unbound = _unbound(report, own, known)
    listed = findings.listings(report, written.listed)
    return Reading(
        report, own, seq, figures, before, year_before, asks, settled, written.keys, known, written.problems, unbound,
        written.completeness, written.displays(settled, seq=seq), listed,
        _typed(listed.values(), known, report.language),
    )  # fmt: skip


def recorded(report: Report) -> list[IndicatorVersion]:
    """The public figures that have records in the window and scope of a review, in the order of the vocabulary."""
    definitions = [row for row in vocabulary.current_definitions(report.period.last_day) if row.indicator.is_public]
    agencies = frozenset([report.agency_id]) if report.agency_id else None
    found = ledger.figures([ledger.Ask(definition, report.period, agencies) for definition in definitions])
    return [figure.definition for figure in found if figure.row_count]


def reporting_periods(report: Report) -> list[dict[str, str]]:
    """The opened periods inside the window of a review, the widest first: title, and token to say who reported."""
    found = []
    for period in programme.periods_within(report.period):
        when = "" if period.window == report.period else period.window.code()
        token = tokens.written(tokens.COMPLETENESS, when=when, agency=period.regime.family if period.regime else "")
        found.append({"title": period.title, "token": token})
    return found


class _Written:
    """What the tokens of the sections ask for, and what is wrong with them."""

    def __init__(self, report: Report, definitions: dict[str, IndicatorVersion], sections: list[Section]) -> None:
        pieces = [(section, piece) for section in sections for piece in tokens.parse(section.body)]
        named = [piece for _section, piece in pieces if isinstance(piece, Token | Shown)]
        self.report, self.words = report, _Words(report, definitions, named)
        self.asks: dict[str, ledger.Ask] = {}
        self.keys: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.completeness: dict[str, Completeness] = {}
        self.listed: list[Shown] = []
        self._rows: dict[str, tuple[Shown, list[displays.Row]]] = {}
        for section, piece in pieces:
            try:
                self._take(section, piece)
            except tokens.BadToken as error:
                self.problems.append(Problem(section, piece.text, piece.start, str(error)))

    def displays(self, settled: dict[str, ledger.Ask], *, seq: int) -> dict[str, Display]:
        """Names are read once, and only where parts are shown."""
        known = ledger.names() if any(shown.by for shown, _rows in self._rows.values()) else None
        found = {}
        for text, (shown, rows) in self._rows.items():
            cells = displays.parts(settled[rows[0].keys[0]], shown.by, seq=seq) if shown.by else []
            found[text] = Display(shown, rows, cells, known.of(shown.by) if known else {})
        return found

    def _take(self, section: Section, piece: tokens.Piece) -> None:
        """raises: tokens.BadToken"""
        if isinstance(piece, Broken):
            raise tokens.BadToken(piece.message)
        if isinstance(piece, Shown):
            if not prose.stands_alone(section.body, piece.start, len(piece.text)):
                raise tokens.BadToken(_("A table, a picture or a list stands alone on its line."))
            if piece.how == tokens.FINDINGS:
                self._list(piece)
                return
            rows, asks = displays.rows(piece, self.report.period, self.words.ask)
            self._rows[piece.text] = piece, rows
            self.asks |= asks
        elif isinstance(piece, Token) and piece.code == tokens.COMPLETENESS:
            self.completeness[piece.text] = _completeness(piece, self.report)
        elif isinstance(piece, Token):
            key, ask = self.words.ask(piece)
            self.asks[key], self.keys[piece.text] = ask, key

    def _list(self, piece: Shown) -> None:
        """raises: tokens.BadToken"""
        findings.refuse(piece)
        tokens.window(piece, self.report.period)
        if piece.agency != tokens.OWN:
            self.words.refuse_agency(piece)
        if piece.text not in {shown.text for shown in self.listed}:
            self.listed.append(piece)


class _Words:
    """What codes mean in one review; agencies are read once."""

    def __init__(
        self, report: Report, definitions: dict[str, IndicatorVersion], written: Sequence[Token | Shown]
    ) -> None:
        self.report, self.definitions = report, definitions
        named = {token.agency for token in written if token.agency and not _is_completeness(token)}
        self.agencies = set(Agency.objects.filter(code__in=named).values_list("code", flat=True)) if named else set()

    def ask(self, token: Token) -> tuple[str, ledger.Ask]:
        """raises: tokens.BadToken"""
        definition = self.definitions.get(token.code)
        if definition is None:
            raise tokens.BadToken(_unknown(_("There is no figure “%(code)s”."), token.code, list(self.definitions)))
        self.refuse_agency(token)
        period = tokens.window(token, self.report.period)
        agency = token.agency or self.report.agency_id or ""
        key = f"{token.code}@{period.code()}{'#' + agency if agency else ''}"
        return key, ledger.Ask(definition, period, frozenset([agency]) if agency else None)

    def refuse_agency(self, token: Token | Shown) -> None:
        """raises: tokens.BadToken for one that there is not"""
        if token.agency and token.agency not in self.agencies:
            codes = list(Agency.objects.values_list("code", flat=True))
            raise tokens.BadToken(_unknown(_("There is no agency “%(code)s”."), token.agency, codes))

    def offered(self, definition: IndicatorVersion) -> tuple[str, ledger.Ask]:
        token = Token(definition.indicator_id, "", "", 0)
        return token.text, self.ask(token)[1]


def _is_completeness(token: Token | Shown) -> bool:
    return isinstance(token, Token) and token.code == tokens.COMPLETENESS


def _completeness(token: Token, report: Report) -> Completeness:
    """raises: tokens.BadToken where no period, or more than one, has the window"""
    window = tokens.window(token, report.period)
    found = programme.periods_over(window, regime=token.agency)
    if len(found) == 1:
        return programme.completeness(found[0])
    given = {"window": window.label()}
    if not found:
        raise tokens.BadToken(
            _("No reporting period over %(window)s was opened, so nobody was asked to report.") % given
        )
    given["tokens"] = ", ".join(
        tokens.written(token.code, when=token.when, agency=period.regime.family) for period in found if period.regime
    )
    raise tokens.BadToken(_("Several reporting periods have the window %(window)s. Write one of: %(tokens)s.") % given)


def _unknown(sentence: str, code: str, codes: list[str]) -> str:
    message = sentence % {"code": code}
    near = next(iter(get_close_matches(fold(code), codes, n=1, cutoff=0.5)), "")
    return message + " " + _("Did you mean “%(near)s”?") % {"near": near} if near else message


def _units(known: list[Known]) -> set[str]:
    return {unit for item in known for unit in (item.figure.definition.unit_vi, item.figure.definition.unit_en)}


def _typed(listed: Iterable[Listing], known: list[Known], language: str) -> list[str]:
    """The numbers in findings, each once, in the order of the text: nobody can bind them, so they are said."""
    units = _units(known)
    texts = [text for listing in listed for row in listing.rows for text in (row.text, row.response) if text]
    found = (item.text for text in texts for item in numbers.unbound(text, language=language, units=units))
    return list(dict.fromkeys(found))


def _unbound(report: Report, sections: list[Section], known: list[Known]) -> list[Unbound]:
    units = _units(known)

    def found(text: str) -> list[numbers.Finding]:
        return numbers.unbound(text, language=report.language, units=units)

    title = [Unbound(None, False, finding, []) for finding in found(report.title)]
    rest = [
        Unbound(section, in_body, finding, _suggestions(finding, known) if in_body else [])
        for section in sections
        for in_body, text in ((False, section.heading), (True, section.body))
        for finding in found(text)
    ]
    return title + rest


def _suggestions(finding: numbers.Finding, known: list[Known]) -> list[Known]:
    """The figures that equal a number now; those whose unit follows it come first."""

    def equal(figure: ledger.Figure) -> bool:
        if figure.is_ratio:
            return finding.pair == (figure.numerator, figure.denominator)
        return figure.value is not None and figure.value in finding.values

    def is_other_unit(item: Known) -> bool:
        return not finding.after or finding.after not in item.figure.unit.lower().split()

    return sorted((item for item in known if equal(item.figure)), key=is_other_unit)


def _searchable(definition: IndicatorVersion) -> str:
    words = [definition.name_vi, definition.name_en, definition.unit_vi, definition.unit_en]
    return fold(" ".join([definition.indicator_id, *words]))
