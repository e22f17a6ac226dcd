"""Reading the one audit log, Wagtail's: who did what, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from lantoa.base.models import Installation
from lantoa.base.quantities import written
from lantoa.core.people.models import Agency, Role, User

# What can be saved as a file, by the code that the log keeps.
FILES = {
    "register": _("Activities of the register"),
    "records": _("Records to change in Excel"),
    "left_out": _("Rows left out of an import"),
    "audit": _("What happened"),
    "committee": _("Steering committee"),
    "review": _("Frozen review"),
    "views": _("Views of the portal"),
}


@dataclass(frozen=True)
class Line:
    """What the log says about one act. what: the table of the thing; on: its name, of an account the present one"""

    at: datetime
    by: User | None
    action: str
    said: str
    what: str
    on: str
    detail: str


@dataclass(frozen=True)
class Naming:
    """When the installation was named anew. before, after: {language: name}, only what changed; empty for none"""

    number: int
    at: datetime
    by: User | None
    before: dict[str, str]
    after: dict[str, str]

    @property
    def changes(self) -> list[tuple[str, str, str, str]]:
        """(code of the language, its name, the name before, the name after)"""
        return [
            (code, name, self.before.get(code, ""), self.after.get(code, ""))
            for code, name in settings.LANGUAGES
            if code in self.after
        ]


def audit(
    *, person: int | None = None, action: str = "", since: date | None = None, until: date | None = None,
    before: datetime | None = None,
) -> QuerySet[ModelLogEntry]:  # fmt: skip
    """The lines of the log, newest first.

    person:       an account: what it did and what was done to it
    since, until: days, both included
    before:       a moment; nothing that was written from then on
    """
    found: QuerySet[ModelLogEntry] = ModelLogEntry.objects.select_related("user", "content_type")
    found = found.order_by("-timestamp", "-pk")
    if person is not None:
        found = found.filter(Q(user_id=person) | _about(person))
    if action:
        found = found.filter(action=action)
    if since:
        found = found.filter(timestamp__gte=_midnight(since))
    if before:
        found = found.filter(timestamp__lt=before)
    if until and until < date.max:
        found = found.filter(timestamp__lt=_midnight(until + timedelta(days=1)))
    return found


def history_of(account: User) -> list[Line]:
    """What was done to an account, newest first."""
    lines = ModelLogEntry.objects.filter(_about(account.pk)).select_related("user", "content_type")
    return told(lines.order_by("-timestamp", "-pk")[:50])


def changes_of(row: Model) -> list[ModelLogEntry]:
    """What happened to a row of any table, newest first."""
    lines = registry.get_logs_for_instance(row).select_related("user")
    return list(lines.order_by("-timestamp", "-pk")[:50])


def namings(named: Installation) -> list[Naming]:
    """How the installation was called before, the newest change first."""
    lines = changes_of(named) if named.pk else []
    return [Naming(line.pk, line.timestamp, line.user, *said) for line in lines if (said := _names_in(line.data))]


def told(entries: Sequence[ModelLogEntry] | QuerySet[ModelLogEntry]) -> list[Line]:
    """Lines in words. An account is named as it is called now: the log itself holds its number alone."""
    account_type = ContentType.objects.get_for_model(User).pk
    numbers = [entry.object_id for entry in entries if entry.content_type_id == account_type]
    accounts = User.objects.in_bulk([int(number) for number in numbers]) if numbers else {}
    codes = {str(entry.data["agency"]) for entry in entries if "agency" in entry.data}
    agencies = {agency.code: agency.name for agency in Agency.objects.filter(code__in=codes)} if codes else {}
    names = registry.get_action_label
    return [
        Line(
            at=entry.timestamp,
            by=entry.user if entry.user_id else None,
            action=entry.action,
            said=str(names(entry.action)) if registry.action_exists(entry.action) else entry.action,
            what=_table_of(entry.content_type),
            on=str(accounts.get(int(entry.object_id), entry.label))
            if entry.content_type_id == account_type
            else entry.label,
            detail=_detail(entry.data, agencies),
        )
        for entry in entries
    ]


def actions_in_log() -> list[tuple[str, str]]:
    """(code, words) of every kind of act that the log holds."""
    codes = ModelLogEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    return [
        (code, str(registry.get_action_label(code)) if registry.action_exists(code) else code) for code in codes if code
    ]


def people_in_log() -> QuerySet[User]:
    return User.objects.order_by("full_name", "username")


def _about(account: int) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(User), object_id=str(account))


def _table_of(content_type: ContentType | None) -> str:
    return f"{content_type.app_label}.{content_type.model}" if content_type else ""


def _names_in(data: dict[str, object]) -> tuple[dict[str, str], dict[str, str]] | None:
    before, after = data.get("from"), data.get("to")
    return (before, after) if isinstance(before, dict) and isinstance(after, dict) else None


def _detail(data: dict[str, object], agencies: dict[str, str]) -> str:
    """The role and the agency that the act was about, the file that was taken away, or the names."""
    if names := _names_in(data):
        before, after = names
        return " · ".join(f"{code}: {before.get(code) or '–'} → {name or '–'}" for code, name in after.items())
    if (what := str(data.get("what", ""))) in FILES:
        count = int(str(data["count"]))
        rows = ngettext("%(count)s row", "%(count)s rows", count) % {"count": written(count)}
        filters = str(data["filters"]).replace("&", ", ")
        return " · ".join(filter(None, [str(FILES[what]), str(data["form"]), rows, filters]))
    role, code = str(data.get("role", "")), str(data.get("agency", ""))
    said = [str(Role(role).label)] if role in Role.values else []
    return " · ".join([*said, agencies.get(code, code)] if code else said)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
