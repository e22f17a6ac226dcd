"""What people keep about the register itself: saved views, who looks through for whom, news that was read."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lantoa.base import audit
from lantoa.core.ledger.actions.documents import NotNow
from lantoa.core.ledger.models import Activity, Precheck, SavedView
from lantoa.core.ledger.rules import saved
from lantoa.core.people.models import Agency, User


@transaction.atomic
def save_view(name: str, address: str, *, owner: User | None) -> SavedView:
    """Keep a view under a name; the same name again takes the new address. owner: None for one that all share

    raises: NotNow where there are enough already
    """
    kept = SavedView.objects.filter(owner=owner)
    view = kept.filter(name=name).first()
    if view is None and kept.count() >= saved.MOST:
        raise NotNow(_("There are %(most)s saved views already: take one away first.") % {"most": saved.MOST})
    view = view or SavedView(name=name, owner=owner)
    view.address = address
    view.save()
    return view


def drop_view(view: SavedView) -> None:
    view.delete()


@transaction.atomic
def name_precheck(agencies: Iterable[Agency], *, looker: Agency | None, by: User, at: datetime, today: date) -> int:
    """From today on one agency looks through what these send; twice does no harm. Marks that were made stay.

    looker: None for nobody, so that all of it comes straight to the secretariat
    returns: for how many something changed
    """
    named = {agency.code: agency for agency in agencies}
    standing = Precheck.objects.select_for_update(of=("self",)).select_related("agency", "of")
    there = list(standing.filter(of__in=named, until=None))
    ended = [row for row in there if row.agency != looker]
    kept = {row.of_id for row in there if row.agency == looker}
    for row in ended:
        row.until = max(today, row.since)
    Precheck.objects.bulk_update(ended, ["until"])
    begun = [
        Precheck(agency=looker, of=agency, since=today)
        for code, agency in named.items()
        if looker and code not in {*kept, looker.code}
    ]
    Precheck.objects.bulk_create(begun)
    for rows, action in ((ended, "lantoa.precheck_end"), (begun, "lantoa.precheck")):
        told = ((row, {"agency": row.agency_id, "of": row.of_id}) for row in rows)
        audit.log_many(told, action, user=by, at=at)
    return len({row.of_id for row in (*ended, *begun)})


def read_news(ids: Collection[int], *, agencies: Collection[str]) -> int:
    """An agency has read what was done to these activities of its own. Returns how many were new to it."""
    return Activity.objects.filter(pk__in=ids, agency__in=agencies).exclude(news="").update(news=Activity.News.NONE)
