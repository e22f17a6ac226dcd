"""Who: places, agencies, users and the posts they hold."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Anything with a code that never changes and a name in Vietnamese and English."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """In the active language; the Vietnamese name where no English one exists."""
        return self.name_en if self.name_en and (get_language() or "vi")[:2] != "vi" else self.name_vi

    def __str__(self) -> str:
        return self.name


class Place(Named):
    """A place (địa bàn) with validity dates; a merged one points to what it became part of."""

    class Level(models.TextChoices):
        COUNTRY = "country", _("Country")
        PROVINCE = "province", _("Province or city")
        DISTRICT = "district", _("District (until June 2025)")
        COMMUNE = "commune", _("Commune, ward or special zone")
        BORDER_GATE = "border_gate", _("Border gate")

    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", to_field="code")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", to_field="code"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)


class Agency(Named):
    """Whoever reports (cơ quan, đơn vị): a small tree with validity dates and successors."""

    class Level(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        PROVINCE = "province", _("Province")
        DEPARTMENT = "department", _("Department")
        COMMUNE = "commune", _("Commune")
        PRESS = "press", _("Press agency")
        BORDER_POST = "border_post", _("Border post")
        PARTNER = "partner", _("Partner")

    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", to_field="code")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", to_field="code"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["level", "name_vi"]
        verbose_name_plural = "agencies"


# The account under which the command line writes when no person is named.
OPERATOR = "operator"


class User(AbstractUser):
    """A person who signs in. What one may do follows from the posts one holds, not from flags."""

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    # Part of what every session is checked against: a new one ends all sessions of the account at once.
    session_salt = models.CharField(max_length=22, blank=True, editable=False)
    # From then on a number without a name; what the account did keeps pointing to it.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Of the invented province: its passwords are printed, so no second step is asked of it.
    is_sample = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("Former colleague %(number)s") % {"number": self.pk}
        if self.username == OPERATOR:
            return gettext("System (automatic or command line)")
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """What Wagtail writes beside what somebody did."""
        return str(self)

    @cached_property
    def known_posts(self) -> list["Post"]:
        """All posts, read once per object (thus once per request); each knows `second_step_since`."""
        return list(Post.with_rule().filter(user=self))

    @property
    def current_posts(self) -> list["Post"]:
        """The posts held today."""
        # The one question for the day that core asks itself: a post must end by its own date, whoever asks.
        today = timezone.localdate()  # noqa: TID251
        return [post for post in self.known_posts if post.is_held_on(today)]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As Django's, and over the salt too."""
        key = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(key, self.password + self.session_salt, secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("Secretariat")
    LEADER = "leader", _("Leader")
    FOCAL_POINT = "focal_point", pgettext_lazy("role", "Focal point")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    REVIEWER = "reviewer", _("Reviewer")
    PRESS_OFFICER = "press_officer", _("Press officer")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")


class Post(models.Model):
    """A role that a user holds in an agency: from `since` on, no longer on `until` (None: still).

    moved_from: the post in an agency that became part of this one
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", to_field="code")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateField(default=date(2000, 1, 1))
    until = models.DateField(null=True, blank=True)
    moved_from = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="moved_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], condition=models.Q(until=None), name="post_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.agency}"

    @classmethod
    def with_rule(cls) -> "models.QuerySet[Post]":
        """Posts with their agency and, as `second_step_since`, the day since when their role asks for a second step."""
        since = SecondStepRule.objects.filter(role=models.OuterRef("role")).values("since")
        return cls.objects.select_related("agency").annotate(second_step_since=models.Subquery(since))

    def is_held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def is_over_on(self, day: date) -> bool:
        """Ended, or ended before it ever began."""
        return self.until is not None and self.until <= max(day, self.since)

    @property
    def last_day(self) -> date | None:
        return None if self.until is None else self.until - timedelta(days=1)


class Invitation(models.Model):
    """A link by which a person sets the own password, once. Only a digest of its secret is kept."""

    class Purpose(models.TextChoices):
        INVITE = "invite", _("Invitation")
        RECOVER = "recover", _("New password")
        SET_UP = "set_up", _("Set-up")

    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    # None: the first administrator, who makes the own account.
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="invitations")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at=None, revoked_at=None), name="one_open_invitation"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="set_up", user=None) | (~models.Q(purpose="set_up") & ~models.Q(user=None)),
                name="invitation_is_for_somebody",
            ),
        ]

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and at < self.expires_at


class SecondStepRule(models.Model):
    """From a day on, who holds this role must confirm the sign-in in a second step."""

    role = models.CharField(max_length=16, choices=Role.choices, unique=True)
    since = models.DateField()

    def __str__(self) -> str:
        return self.get_role_display()


class CommitteePaper(models.Model):
    """A paper of the steering committee: who set it up, who is in it, how it works.

    until: the first day on which it is no longer in force (None: still)
    file: a PDF for whoever works here, under the name it came with
    """

    class Kind(models.TextChoices):
        SET_UP = "set_up", pgettext_lazy("committee", "Decision that sets it up")
        MEMBERS = "members", pgettext_lazy("committee", "Decision on its members")
        REGULATION = "regulation", pgettext_lazy("committee", "Regulation of work")
        OTHER = "other", pgettext_lazy("committee", "Another paper")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    issuer = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    link = models.URLField(blank=True)
    until = models.DateField(null=True, blank=True)
    file = models.FileField(upload_to="papers/%Y", blank=True, max_length=200)
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number", "signed_on"], name="committee_paper_once"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("signed_on")),
                name="committee_paper_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CommitteeMember(models.Model):
    """A seat in the steering committee (ban chỉ đạo) that a person or the standing agency holds for a term.

    full_name: empty where the decision names a position, and once the name was kept long enough; never an account,
        so that members who do not work here can be recorded
    paper, end_paper: what appointed, and what relieved; since, until as in Post
    """

    class Seat(models.TextChoices):
        """In the order in which a decision names them."""

        HEAD = "head", pgettext_lazy("committee", "Head")
        STANDING_DEPUTY = "standing_deputy", pgettext_lazy("committee", "Standing deputy head")
        DEPUTY = "deputy", pgettext_lazy("committee", "Deputy head")
        STANDING_AGENCY = "standing_agency", pgettext_lazy("committee", "Standing agency")
        STANDING_MEMBER = "standing_member", pgettext_lazy("committee", "Standing member")
        MEMBER = "member", pgettext_lazy("committee", "Member")
        SECRETARY = "secretary", pgettext_lazy("committee", "Secretary")
        ASSISTANT = "assistant", pgettext_lazy("committee", "Assisting team")

    # Seats that one alone holds at a time.
    SINGLE = (Seat.HEAD, Seat.STANDING_DEPUTY, Seat.STANDING_AGENCY)

    seat = models.CharField(max_length=16, choices=Seat.choices)
    full_name = models.CharField(max_length=120, blank=True)
    position = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    paper = models.ForeignKey(CommitteePaper, models.PROTECT, null=True, blank=True, related_name="+")
    end_paper = models.ForeignKey(CommitteePaper, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], name="one_in_a_single_seat",
                condition=models.Q(until=None, seat__in=["head", "standing_deputy", "standing_agency"]),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="term_ends_after_it_begins",
            ),
            # The standing agency is an agency; every other seat says a position, which stays when a name is removed.
            models.CheckConstraint(
                condition=models.Q(seat="standing_agency", agency__isnull=False, full_name="")
                | (~models.Q(seat="standing_agency") & ~models.Q(position="")),
                name="member_says_who",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_seat_display()} #{self.pk}"  # what the log keeps for ever: no name

    def is_in_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def who(self) -> str:
        """The person, else the position, else the agency."""
        return self.full_name or self.position or str(self.agency)
