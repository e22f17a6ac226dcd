"""Facts that a person looked at again: still right, with the day; and that taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.checking import NotNow
from lantoa.desks.newsroom.models import ContentPage, ProfileFact, Tick, digest_of_text
from lantoa.desks.newsroom.rules.facts import CHECKED, next_look

Days = tuple[date, date]


@transaction.atomic
def check_facts(keys: Collection[int], *, by: User, today: date, at: datetime) -> int:
    """Say that these facts are still right today; twice does no harm. returns: how many were asked for"""
    facts = ProfileFact.objects.select_for_update(of=("self",)).filter(pk__in=keys).exclude(checked_on__gte=today)
    by_page: dict[int, list[ProfileFact]] = {}
    for fact in facts.order_by("pk"):
        by_page.setdefault(fact.page_id, []).append(fact)
    for key, some in sorted(by_page.items()):
        before = [_row(fact) for fact in some]
        _write(key, some, {f.pk: (today, next_look(f.checked_on, f.review_by, today=today)) for f in some})
        log(ContentPage.objects.get(pk=key), CHECKED, user=by, timestamp=at, data={"facts": before})
    return sum(map(len, by_page.values()))


@transaction.atomic
def take_back_check(entry: PageLogEntry, *, by: User, at: datetime) -> None:
    """Give facts the days that they had before somebody tapped; the log keeps both. raises: NotNow"""
    before = {
        row["pk"]: (date.fromisoformat(row["checked_on"]), date.fromisoformat(row["review_by"]))
        for row in entry.data["facts"]
    }
    of_page = ProfileFact.objects.select_for_update(of=("self",)).filter(page=entry.page_id, pk__in=before)
    facts = [fact for fact in of_page.order_by("pk") if fact.checked_on > before[fact.pk][0]]
    if not facts:
        raise NotNow(_("It was taken back already, or the page was published anew since."))
    _write(entry.page_id, facts, before)
    log(ContentPage.objects.get(pk=entry.page_id), "newsroom.uncheck_facts", user=by, timestamp=at)


def _row(fact: ProfileFact) -> dict[str, Any]:
    days = {"checked_on": fact.checked_on.isoformat(), "review_by": fact.review_by.isoformat()}
    return {"pk": fact.pk, "label": fact.label, **days}


def _write(key: int, facts: Collection[ProfileFact], days: Mapping[int, Days]) -> None:
    """On what readers see, and in the texts that may follow it: else the next publication would bring the old days."""
    said = {(fact.label, fact.value, fact.source): days[fact.pk] for fact in facts}
    page = ContentPage.objects.select_for_update(of=("self",)).get(pk=key)
    for revision in Revision.objects.filter(pk__in={page.live_revision_id, page.latest_revision_id} - {None}):
        before = digest_of_text(revision.content)
        for row in revision.content.get("facts", []):
            if found := said.get((row["label"], row["value"], row["source"])):
                row["checked_on"], row["review_by"] = (day.isoformat() for day in found)
        revision.save(update_fields=["content"])
        # Days are no other text: who ticked it ticked this one too.
        Tick.objects.filter(page=key, digest=before).update(digest=digest_of_text(revision.content))
    for fact in facts:
        fact.checked_on, fact.review_by = days[fact.pk]
        fact.save(update_fields=["checked_on", "review_by"])
