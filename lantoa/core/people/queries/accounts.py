"""Reading accounts: who there is, what they hold, and whether they can sign in."""

from datetime import date, datetime
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from lantoa.base.folding import fold
from lantoa.core.people import rules
from lantoa.core.people.models import OPERATOR, Invitation, Post, Role, SecondStepRule, User

# Recovery codes alone are no second step: they stand in for one.
_SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class DeadLink(LookupError):
    """A link that nobody made, that was used, taken back or replaced, or whose time is over."""


def person(username: str) -> User:
    """raises: User.DoesNotExist"""
    return User.objects.get(username=username, is_active=True)


def signed_in(pk: int) -> User | None:
    """The account of a session together with its posts, in one query where it holds any; None where it is gone."""
    posts = list(Post.with_rule().select_related("user").filter(user=pk))
    if not posts:
        return User.objects.filter(pk=pk).first()
    user = posts[0].user
    user.known_posts = posts
    return user


def named(username: str) -> User | None:
    """The account of that user name, disabled or not."""
    return User.objects.filter(username=username, erased_at=None).exclude(username=OPERATOR).first()


def accounts_visible_to(user: User, *, today: date) -> QuerySet[User]:
    """All for an administrator; for the secretariat those who are focal points and nothing else.

    Each knows `has_second_step`, `has_open_invitation` and `lasting_posts`, those that have not ended.
    """
    lasting = _lasting(today)
    found = User.objects.exclude(username=OPERATOR).annotate(
        has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=_SECOND_STEPS)),
        has_open_invitation=Exists(_open_invitations().filter(user=OuterRef("pk"), expires_at__date__gte=today)),
    )
    if not rules.is_administrator(user):
        of_one = lasting.filter(user=OuterRef("pk"))
        focal_points = Exists(of_one.filter(role=Role.FOCAL_POINT)) & ~Exists(of_one.exclude(role=Role.FOCAL_POINT))
        found = found.filter(focal_points) if Role.FOCAL_POINT in rules.roles_to_give(user) else found.none()
    shown = lasting.select_related("agency").order_by("since", "pk")
    return found.prefetch_related(Prefetch("posts", shown, to_attr="lasting_posts")).order_by("full_name", "pk")


def account_for(user: User, pk: int, *, today: date) -> User:
    """raises: User.DoesNotExist, also for an account that this person may not see"""
    return accounts_visible_to(user, today=today).get(pk=pk)


def search(
    found: QuerySet[User], *, q: str = "", agency: str = "", role: str = "", state: str = "", today: date
) -> QuerySet[User]:
    """Narrow a list of accounts. q: words of the name or the user name, accents or not; state: see `state_of`"""
    if wanted := fold(q).split():
        named = found.prefetch_related(None).values_list("pk", "full_name", "username")
        found = found.filter(
            pk__in=[pk for pk, *names in named if all(word in fold(" ".join(names)) for word in wanted)]
        )
    held = Q()
    if agency:
        held &= Q(agency=agency)
    if role:
        held &= Q(role=role)
    if held:
        found = found.filter(Exists(_lasting(today).filter(held, user=OuterRef("pk"))))
    return found.filter(_STATES[state]) if state in _STATES else found


def _lasting(today: date) -> QuerySet[Post]:
    """Posts that are held or will be: not ended, nor ended before they began."""
    return Post.objects.filter(Q(until=None) | (Q(until__gt=today) & Q(until__gt=F("since"))))


_WITHOUT_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
_STATES = {
    "active": Q(erased_at=None, is_active=True) & ~_WITHOUT_PASSWORD,
    "waiting": Q(erased_at=None, is_active=True) & _WITHOUT_PASSWORD,
    "disabled": Q(erased_at=None, is_active=False),
    "erased": Q(erased_at__isnull=False),
}


def state_of(account: User) -> str:
    """active, waiting (no password of its own yet), disabled or erased"""
    if account.erased_at:
        return "erased"
    if not account.is_active:
        return "disabled"
    return "active" if account.has_usable_password() else "waiting"


def posts_of(account: User) -> list[Post]:
    """All posts ever held, the newest first."""
    return list(account.posts.select_related("agency").order_by("-since", "-pk"))


def is_taken(username: str, *, but: User | None = None) -> bool:
    """Capitals or not: nobody should have to remember which of two spellings is theirs."""
    found = User.objects.filter(username__iexact=username)
    return (found.exclude(pk=but.pk) if but else found).exists()


def free_username(full_name: str) -> str:
    """ "Nguyễn Thị Lan" -> "lannt", the given name first as offices write it; with a number if that is taken."""
    words = ["".join(letter for letter in word if letter.isalnum()) for word in fold(full_name).split()]
    words = [word for word in words if word] or ["user"]
    name = (words[-1] + "".join(word[0] for word in words[:-1]))[:140]
    tried, number = name, 2
    while is_taken(tried):
        tried, number = f"{name}{number}", number + 1
    return tried


# -- administrators --------------------------------------------------------------------------------


def administrators() -> QuerySet[User]:
    """Those who can sign in and act as one: not disabled, with a password of their own."""
    posts = Post.objects.filter(role=Role.ADMINISTRATOR, until=None, user=OuterRef("pk"))
    return User.objects.filter(_STATES["active"], Exists(posts))


# -- invitations -----------------------------------------------------------------------------------


def _open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, revoked_at=None)


def open_invitation(account: User) -> Invitation | None:
    """The link that is out for an account, also one whose time is over."""
    return _open_invitations().filter(user=account).select_related("made_by").first()


def invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation behind a link. raises: DeadLink, in the same words whatever the reason"""
    found = _open_invitations().filter(token_hash=hash_of(token), expires_at__gt=at).select_related("user").first()
    if found is None or (found.user and not found.user.is_active):
        raise DeadLink
    return found


def hash_of(token: str) -> str:
    """Written as on paper or without its hyphens, a link is the same link."""
    return sha256("".join(token.lower().split()).replace("-", "").encode("utf-8", "replace")).hexdigest()


# -- the second step -------------------------------------------------------------------------------


def has_second_step(account: User) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=_SECOND_STEPS).exists())


def passkey_count(account: User) -> int:
    return int(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).count())


def lacks_second_step(account: User, *, today: date) -> bool:
    """A role of this person asks for a second step, and none is set up yet."""
    return rules.owes_second_step(account, today=today) and not has_second_step(account)


def second_step_days() -> dict[str, date]:
    """Role -> the day since when it asks for a second step; roles that do not ask are absent."""
    return dict(SecondStepRule.objects.values_list("role", "since"))
