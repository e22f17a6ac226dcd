"""What a person may mean by a text: a code, a name in either language, or nearly one."""

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from functools import cached_property

from lantoa.base import folding

# A search for the nearest of 3,000 names takes 10 ms, and a workbook may have a wrong one in every row.
_MOST_SEARCHES = 200


class Choices:
    """Codes that can be given by code or by name, without regard to accents, case or spacing where that is clear.

    names: of all that is known; offered: of what lists show, which also wins where a name means several
    ended: codes that lose where a name means several
    """

    def __init__(
        self,
        rows: Iterable[tuple[str, str, str]],
        *,
        offered: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> None:
        self.names: dict[str, tuple[str, str]] = {code: (vi, en) for code, vi, en in rows}
        self._near: dict[str, str] = {}
        self.offered = self.names if offered is None else {code: self.names[code] for code in offered}
        self._ended = set(ended)

    def find(self, text: str) -> str | None:
        """The code meant, or None if there is none or more than one."""
        if text in self.names:
            return text
        found = self.all_like(text)
        for better in (self.offered.keys(), self.names.keys() - self._ended):
            if len(found) > 1:
                found = found & better or found
        return next(iter(found)) if len(found) == 1 else None

    def all_like(self, text: str) -> set[str]:
        """Every code with this name."""
        return self._exact.get(folding.normal(text)) or self._folded.get(folding.fold(text), set())

    # A form that is only shown asks for no text: then nothing is folded.
    @cached_property
    def _exact(self) -> dict[str, set[str]]:
        return self._by_text(folding.normal)

    @cached_property
    def _folded(self) -> dict[str, set[str]]:
        return self._by_text(folding.fold)

    def _by_text(self, shaped: Callable[[str], str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for code, names in self.names.items():
            for text in filter(None, (code, *names)):
                found.setdefault(shaped(text), set()).add(code)
        return found

    def like(self, text: str) -> str:
        """The name nearest to a text that was not found, or ""."""
        wanted = folding.fold(text)
        if wanted not in self._near and len(self._near) < _MOST_SEARCHES:
            near = get_close_matches(wanted, self._folded, n=1, cutoff=0.75)
            self._near[wanted] = self.names[min(self._folded[near[0]])][0] if near else ""
        return self._near.get(wanted, "")
