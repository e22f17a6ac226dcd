"""What a first visit to the office fetches once and keeps: styles, the script of every page, and fonts."""

import gzip
import re

from tests.databases import PROJECT

MOST_BYTES = 75_000
PAGES = ["lantoa/base/templates/lantoa/page.html", "lantoa/doors/office/templates/office/base.html"]
STATIC = PROJECT / "lantoa/base/static"


def test_a_first_visit_stays_within_its_budget() -> None:
    text = "".join((PROJECT / page).read_text(encoding="utf-8") for page in PAGES)
    texts = sorted(set(re.findall(r"static '(lantoa/(?:css|js)/[^']+)'", text)))
    fonts = sorted(STATIC.glob("lantoa/fonts/be-vietnam-pro-*.woff2"))  # Lao and Khmer only where they are read
    assert (len(texts) > 10, len(fonts)) == (True, 6)
    sent = sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in texts)
    assert sent + sum(font.stat().st_size for font in fonts) <= MOST_BYTES, sent
