"""The register: who sees which activities."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from lantoa.core.ledger.models import Activity, ActivityMeasure, Coordination, Entry, Evidence
from lantoa.core.ledger.queries.figures import Only
from lantoa.core.ledger.queries.prechecks import agencies_looked_through
from lantoa.core.ledger.queries.sums import lump_lines
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import agencies_in_force, agencies_under, by_name
from lantoa.core.vocabulary.models import Kind
from lantoa.core.vocabulary.rules.kinds import DUTIES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def activities_visible_to(user: "User | AnonymousUser") -> "QuerySet[Activity]":
    """The secretariat sees all, leaders all that was sent, a focal point what its agency leads or takes part in.

    Who looks through the records of other agencies sees what these have sent.
    """
    if people.is_secretariat(user):
        return Activity.objects.all()
    own = people.reporting_agencies(user)
    sent = ~Q(state=Activity.State.DRAFT)
    led = Activity.objects.filter(agency__in=own)
    joined = Activity.objects.filter(sent, coordinations__agency__in=own)
    # By keys, because each half then reads an index of its own: "led or joined" in one condition reads every row.
    mine = Q(pk__in=led.order_by().values("pk").union(joined.order_by().values("pk"))) if own else Q(pk__in=[])
    if below := agencies_looked_through(user):
        mine |= Q(agency__in=below) & sent
    if people.sees_everything(user):
        return Activity.objects.filter(sent | mine)
    return Activity.objects.filter(mine)


def activities_led_by(user: "User | AnonymousUser") -> "QuerySet[Activity]":
    """What the agencies of a person lead, in any state: the part of what is visible that waits for the person."""
    return Activity.objects.filter(agency__in=people.reporting_agencies(user))


def activity_for(user: "User | AnonymousUser", pk: int) -> Activity:
    """Fetch and check in one: raises Activity.DoesNotExist for what this person may not see."""
    return (
        activities_visible_to(user)
        .select_related(
            "kind",
            "agency",
            "place",
            "programme",
            "task",
            "entry",
            "batch",
            "created_by",
            "submitted_by",
            "merged_into__agency",
            "looked_by",
        )
        .prefetch_related(
            Prefetch("quantities", ActivityMeasure.objects.select_related("measure")),
            Prefetch("coordinations", Coordination.objects.select_related("agency")),
            "evidence",
        )
        .get(pk=pk)
    )


def evidence_for(user: "User | AnonymousUser", pk: int) -> Evidence:
    """raises: Evidence.DoesNotExist"""
    return Evidence.objects.select_related("activity").get(pk=pk, activity__in=activities_visible_to(user))


def with_quantities(found: "QuerySet[Activity]") -> "QuerySet[Activity]":
    """Activities for a short list, newest first."""
    return found.select_related("kind", "agency", "place").prefetch_related("quantities__measure")


def last_of_kind(user: User, kind: str) -> Activity | None:
    """What this person recorded last of a kind, for the values that are likely the same again."""
    return Activity.objects.filter(created_by=user, kind=kind, batch=None).order_by("-created_at", "-pk").first()


def kinds_recorded_last(user: User, *, most: int) -> list[str]:
    """The kinds that a person's agencies recorded last, newest first; of who reports for none, the person's own."""
    own = people.reporting_agencies(user)
    found = Activity.objects.filter(Q(agency__in=own) if own else Q(created_by=user)).order_by()
    newest = found.values_list("kind").annotate(newest=Max("created_at")).order_by("-newest", "kind")
    return [kind for kind, _at in newest[:most]]


def kinds_by_last_record(kinds: "QuerySet[Kind]", user: User) -> list[tuple[Kind, datetime | None]]:
    """Each kind with when this person recorded it last, the newest first, then as in the vocabulary; one query."""
    own = Activity.objects.filter(created_by=user, kind=OuterRef("code")).order_by("-created_at")
    found = [(kind, kind.recorded_at) for kind in kinds.annotate(recorded_at=Subquery(own.values("created_at")[:1]))]
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda pair: pair[1] or never, reverse=True)  # stable: the rest stays in its order


def kinds_recorded_by_agencies_of(user: User) -> dict[str, int]:
    """How often each kind was recorded for the agencies that a person reports for; empty for who reports for none."""
    own = Activity.objects.filter(agency__in=people.reporting_agencies(user)).order_by()
    return dict(own.values_list("kind").annotate(count=Count("pk")))


def agencies_to_record_for(user: User, *, today: date) -> list[Agency]:
    """A focal point's own agencies, those that ended last; all in force today for the secretariat, its own first."""
    own = people.reporting_agencies(user)
    if not people.is_secretariat(user):
        found = Agency.objects.filter(code__in=own)
        return sorted(by_name(found), key=lambda agency: bool(agency.valid_until and agency.valid_until <= today))
    return sorted(by_name(agencies_in_force(today)), key=lambda agency: agency.code not in own)


def figure_scope(user: "User | AnonymousUser") -> list[Agency] | None:
    """Whose figures a person reads: None for the whole province, else the agencies of a focal point."""
    if people.sees_everything(user):
        return None
    return people.agencies_reported_for(user)


def only_shown_to(reader: "User | AnonymousUser") -> Only | None:
    """Whose records a reader may be shown behind a figure of the whole province: None for all.

    The public ones, and those that the reader's own agencies lead or take part in.
    """
    if people.sees_everything(reader):
        return None
    own = activities_visible_to(reader).order_by().values("pk") if people.is_staff(reader) else None
    agencies = people.reporting_agencies(reader)

    def condition(way: str) -> Q:
        public = Q(**{f"{way}is_public": True})
        if own is None:
            return public
        due = Q(**{f"{way}kind__in": DUTIES, f"{way}agency__in": agencies})
        return public | Q(**{f"{way}document__in": own}) | due

    return condition


def concerns(entry: Entry, agencies: "Iterable[Agency]") -> bool:
    """Was the entry led by one of the agencies, or did one of them take part?"""
    codes = agencies_under(agency.code for agency in agencies)
    return entry.agency_id in codes or any(part.agency_id in codes for part in entry.participations.all())


def entries_of_document(activity: Activity) -> "list[Entry]":
    """All that was posted from an activity, in the order of posting."""
    found = Entry.objects.filter(document=activity.pk).select_related("reason", "posted_by", "reversal")
    return list(found.order_by("seq"))


def with_documents(page: "Page[Entry]", user: "User | AnonymousUser") -> "QuerySet[Entry]":
    """The entries of one page behind a figure, by date; found first, so that nothing else is read whole.

    Each with document_title, empty where this person may not read the document; evidence_count; stands_for_several
    """
    on_page: Any = page.object_list  # as sliced as a Paginator does it
    title = activities_visible_to(user).filter(pk=OuterRef("document")).values("title")[:1]
    evidence = (
        Evidence.objects.filter(activity=OuterRef("document")).values("activity").annotate(n=Count("pk")).values("n")
    )
    found = Entry.objects.filter(pk__in=on_page.values("pk")).annotate(
        document_title=Subquery(title), evidence_count=Subquery(evidence[:1]),
        stands_for_several=Exists(lump_lines().filter(entry=OuterRef("pk"))),
    )  # fmt: skip
    return found.select_related("agency", "kind", "posted_by").order_by("occurred_on", "seq")


def activity_of(entry: Entry) -> Activity | None:
    """The activity whose standing entry this is; None once the entry was reversed."""
    return Activity.objects.filter(entry=entry).first()


def history(activity: Activity) -> "list[ModelLogEntry]":
    """What happened to an activity, oldest first, from the one audit log."""
    return list(registry.get_logs_for_instance(activity).select_related("user").order_by("timestamp", "id"))


def returned_by(history: "list[ModelLogEntry]") -> User | None:
    """Who gave it back last."""
    return next((line.user for line in reversed(history) if line.action == "lantoa.return"), None)
