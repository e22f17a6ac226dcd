"""What was read on a day becomes a fact of the ledger: one reading for each language, once."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from lantoa.base.quantities import THOUSANDTHS
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency, User
from lantoa.desks.channels import queries
from lantoa.desks.channels.actions.folding import hold
from lantoa.desks.channels.models import Posting, Tally, What

_KIND, _CHANNEL = "channel_reading", "portal"
_MEASURES = {What.VIEW: "page_views", What.DOWNLOAD: "downloads", What.SCAN: "qr_scans"}


def post(*, today: date, by: User, at: datetime) -> int:
    """Post every day before `today` that was not posted; the same day twice does nothing.

    returns: how many entries were made; none as long as there is no agency whose portal this could be
    """
    count = 0
    agency = people.top_agency()
    if agency is None:
        return 0
    # Records are written in the language of the office, whoever lets the clock run.
    with translation.override(settings.LANGUAGE_CODE):
        while (day := queries.first_unposted_day(today)) and day < today:
            count += _post_day(day, agency, today=today, by=by, at=at)
    return count


@transaction.atomic
def _post_day(day: date, agency: Agency, *, today: date, by: User, at: datetime) -> int:
    hold()
    if queries.first_unposted_day(today) != day:
        return 0  # another process was first
    rows = Tally.objects.filter(queries.BY_PEOPLE, day=day).values("language", "what")
    read: dict[str, dict[str, int]] = {}
    for row in rows.annotate(total=Sum("event_count")).order_by("language"):
        read.setdefault(row["language"], {})[row["what"]] = row["total"]
    for language, counts in read.items():
        activity = ledger.save_draft(_draft(day, language, counts, agency), by=by, at=at)
        ledger.accept(ledger.submit(activity, by=by, at=at), by=by, at=at)
        Posting.objects.create(
            day=day, language=language, activity=activity, view_count=counts.get(What.VIEW, 0),
            download_count=counts.get(What.DOWNLOAD, 0), scan_count=counts.get(What.SCAN, 0),
        )  # fmt: skip
    return len(read)


def _draft(day: date, language: str, counts: dict[str, int], agency: Agency) -> Draft:
    said = {"day": day.strftime("%d/%m/%Y"), "language": dict(settings.LANGUAGES).get(language, "")}
    if language:
        title = _("Portal on %(day)s: read in %(language)s") % said
    else:
        title = _("Portal on %(day)s: files without a language") % said
    quantities = {_MEASURES[What(what)]: (count * THOUSANDTHS, "") for what, count in counts.items()}
    return Draft(
        kind=_KIND, agency=agency.code, title=title, occurred_from=day, occurred_on=day,
        dimensions={"channel": _CHANNEL, **({"language": language} if language else {})},
        quantities={"channel_readings": (THOUSANDTHS, ""), **quantities},
        source=_("Counted by the server; method: how we count"),
    )  # fmt: skip
