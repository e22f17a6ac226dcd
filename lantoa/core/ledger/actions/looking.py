"""What people keep about the register itself: saved views, who looks through for whom, news that was read."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

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
def begin_precheck(agency: Agency, *, on: date, by: User) -> Precheck:
    """From a day on an agency looks through what those below it send; twice does no harm."""
    precheck, made = Precheck.objects.get_or_create(agency=agency, until=None, defaults={"since": on})
    if made:
        log(precheck, "lantoa.precheck", user=by, data={"agency": agency.code})
    return precheck


@transaction.atomic
def end_precheck(precheck: Precheck, *, on: date, by: User) -> None:
    """What was looked through stays marked; twice does no harm."""
    if precheck.until is None:
        precheck.until = max(on, precheck.since)
        precheck.save(update_fields=["until"])
        log(precheck, "lantoa.precheck_end", user=by, data={"agency": precheck.agency_id})


def read_news(ids: Collection[int], *, agencies: Collection[str]) -> int:
    """An agency has read what was done to these activities of its own. Returns how many were new to it."""
    return Activity.objects.filter(pk__in=ids, agency__in=agencies).exclude(news="").update(news=Activity.News.NONE)
