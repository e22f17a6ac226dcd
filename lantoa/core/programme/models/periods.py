"""Reporting regimes, the periods they make, and what each agency owes in a period."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, Named


class Regime(Named):
    """A duty to report again and again (chế độ báo cáo): whose law, which windows, due when.

    Another law, or other days, make a new version (a row with a code of its own), so that the periods of the old one
    keep what they were planned by.

    family: the code of the first version, by which all of them are one regime
    valid_from, valid_until: a version holds for the windows whose last day lies in [valid_from, valid_until)
    from_day: the day a window begins on; above 1 it is the day of the month before ("from the 15th to the 14th")
    cutoff_day, up_day: a day of the month that lies `..._months` after the month in which the window ends; empty: the
        window's last day, and no report upwards
    """

    class Window(models.TextChoices):
        MONTH = "month", gettext_lazy("Month")
        QUARTER = "quarter", gettext_lazy("Quarter")
        HALF_YEAR = "half_year", gettext_lazy("Half year")
        NINE_MONTHS = "nine_months", gettext_lazy("Nine months")
        YEAR = "year", gettext_lazy("Year")

    family = models.SlugField(max_length=60)
    legal_basis = models.TextField(gettext_lazy("legal basis"), blank=True)
    source = models.CharField(gettext_lazy("source"), max_length=500, blank=True)
    # False: nobody has held it against the official text yet.
    is_verified = models.BooleanField(gettext_lazy("held against the official text"), default=False)
    window = models.CharField(gettext_lazy("window"), max_length=12, choices=Window.choices)
    from_day = models.PositiveSmallIntegerField(gettext_lazy("first day of a window"), default=1)
    cutoff_months = models.SmallIntegerField(default=0)
    cutoff_day = models.PositiveSmallIntegerField(null=True, blank=True)
    up_months = models.SmallIntegerField(default=0)
    up_day = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(from_day__range=(1, 28)), name="regime_begins_on_a_day"),
            models.UniqueConstraint(fields=["family", "valid_from"], name="regime_versions_follow_each_other"),
        ]

    def holds_for(self, window: Period) -> bool:
        last = window.last_day
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_until is None or last < self.valid_until
        )

    def label_of(self, window: Period) -> str:
        """The window by the months it stands for: 15/10 - 14/11/2026 is November, as everybody calls it."""
        if self.from_day == 1:
            return window.label()
        since, until = (
            (day.replace(day=1) + timedelta(days=31)).replace(day=1) for day in (window.since, window.until)
        )
        return Period(since, until).label()


class RegimeDue(models.Model):
    """The day until which agencies of a level report under a regime, counted as the cut-off day is."""

    regime = models.ForeignKey(Regime, models.CASCADE, related_name="dues", to_field="code")
    level = models.CharField(max_length=12)  # an Agency.Level
    months = models.SmallIntegerField(default=0)
    day = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["regime", "id"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "level"], name="regime_due_once_per_level"),
            models.CheckConstraint(condition=Q(day__range=(1, 31)), name="regime_due_on_a_day"),
        ]


class CalendarDay(models.Model):
    """A day that differs from the plain week: a public holiday, or a Saturday worked in exchange (ngày làm bù)."""

    day = models.DateField(gettext_lazy("day"), unique=True)
    is_working = models.BooleanField(gettext_lazy("a working day"), default=False)
    name_vi = models.CharField(gettext_lazy("Vietnamese name"), max_length=120)
    name_en = models.CharField(gettext_lazy("English name"), max_length=120, blank=True)
    source = models.CharField(gettext_lazy("source"), max_length=300, blank=True)
    is_verified = models.BooleanField(gettext_lazy("held against the official text"), default=False)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name_vi}"


class ReportingPeriod(models.Model):
    """One round of reporting (kỳ báo cáo) over a half-open window [since, until).

    cutoff_at: facts that happen later belong to the next period; cutoff_seq: the ledger's head when it was closed
    goes_up_on: until when the province's own report goes to the ministry
    """

    class State(models.TextChoices):
        PLANNED = "planned", gettext_lazy("Planned")
        OPEN = "open", gettext_lazy("Open")
        CLOSED = "closed", gettext_lazy("Closed")

    regime = models.ForeignKey(Regime, models.PROTECT, null=True, blank=True, related_name="periods", to_field="code")
    name = models.CharField(gettext_lazy("name"), max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField()
    cutoff_at = models.DateTimeField()
    goes_up_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    cutoff_seq = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-until", "-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="reporting_period_has_a_window"),
            models.UniqueConstraint(fields=["regime", "since", "until"], name="regime_window_once"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_period_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name it was given, else its regime and window in the reader's language."""
        if self.name or self.regime is None:
            return self.name or self.window.label()
        return _("%(regime)s: %(window)s") % {"regime": self.regime.name, "window": self.regime.label_of(self.window)}

    @property
    def window(self) -> Period:
        return Period(self.since, self.until)

    @property
    def cutoff_on(self) -> date:
        """The last day that is wholly before the cut-off."""
        return (timezone.localtime(self.cutoff_at) - timedelta(microseconds=1)).date()

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class PeriodDue(models.Model):
    """Until when agencies of a level report in this period; the whole day counts."""

    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="dues")
    level = models.CharField(max_length=12)  # an Agency.Level
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "level"]
        constraints = [models.UniqueConstraint(fields=["period", "level"], name="period_due_once_per_level")]


class Submission(models.Model):
    """What one agency owes in one period (báo cáo của đơn vị), and how far it came.

    Not due, due and overdue are never stored: they follow from the clock, see rules.standing.
    due_on: of the agency's level when it was asked; reported_at: of the first report that was not taken back
    """

    class State(models.TextChoices):
        EXPECTED = "expected", gettext_lazy("Expected")
        SUBMITTED = "submitted", gettext_lazy("Submitted")
        RETURNED = "returned", gettext_lazy("Returned")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        NOT_APPLICABLE = "not_applicable", gettext_lazy("Not applicable")

    AWAITED = (State.EXPECTED, State.RETURNED)
    REPORTED = (State.SUBMITTED, State.ACCEPTED)

    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="submissions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    state = models.CharField(max_length=14, choices=State.choices, default=State.EXPECTED)
    due_on = models.DateField()
    is_nil = models.BooleanField(default=False)
    extended_until = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=500, blank=True)
    return_reason = models.TextField(blank=True)
    not_applicable_reason = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_on_behalf = models.BooleanField(default=False)
    # Who of another agency looked it through before the secretariat does; empty again once it is sent anew.
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["period", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["period", "agency"], name="submission_once_per_agency"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"])
                | Q(submitted_at__isnull=False, reported_at__isnull=False),
                name="reported_submission_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(not_applicable_reason=""),
                name="not_applicable_says_why",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="submission_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.period}"

    @property
    def last_day(self) -> date:
        """The day whose last minute still counts."""
        return max(self.extended_until, self.due_on) if self.extended_until else self.due_on

    @property
    def is_awaited(self) -> bool:
        return self.state in self.AWAITED

    @property
    def is_reported(self) -> bool:
        return self.state in self.REPORTED
