"""What a reader asks of a list, as it stands in the address of its page."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode


@dataclass(frozen=True)
class Asked:
    """Fields are what was asked, `pairs` how an address says it; a field that has its first value is not said.

    PAGES: fields that count pages, from 1
    """

    PAGES: ClassVar[tuple[str, ...]] = ("page",)

    def pairs(self) -> dict[str, Any]:
        return dict(vars(self))

    def query(self, **changes: Any) -> str:
        """With some things changed; a page never outlives another choice."""
        first = dict.fromkeys(self.PAGES, 1)
        pairs = replace(self, **(first | changes)).pairs()
        kept = {name: value for name, value in pairs.items() if value and value != first.get(name)}
        return f"?{urlencode(kept)}"
