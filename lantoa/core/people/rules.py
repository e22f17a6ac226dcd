"""Who may: small predicates over the posts a person holds today."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from lantoa.core.people.models import Agency, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

EDITOR_ROLES = (
    Role.EDITOR, Role.TRANSLATOR, Role.REVIEWER, Role.PRESS_OFFICER, Role.SECRETARIAT, Role.ADMINISTRATOR,
)  # fmt: skip
SEE_EVERYTHING = (Role.SECRETARIAT, Role.LEADER, Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR)


def roles(user: "User | AnonymousUser") -> set[str]:
    """The roles a person holds in any agency; empty for a visitor or a disabled account."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    return {post.role for post in user.current_posts}


def holds(user: "User | AnonymousUser", *wanted: Role) -> bool:
    return bool(roles(user) & {role.value for role in wanted})


def is_staff(user: "User | AnonymousUser") -> bool:
    """Works in this office in any role."""
    return bool(roles(user))


def is_secretariat(user: "User | AnonymousUser") -> bool:
    return holds(user, Role.SECRETARIAT, Role.ADMINISTRATOR)


def enters_editor(user: "User | AnonymousUser") -> bool:
    """Works with pages, pictures and documents in Wagtail's editor."""
    return holds(user, *EDITOR_ROLES)


def is_administrator(user: "User | AnonymousUser") -> bool:
    return holds(user, Role.ADMINISTRATOR)


def sees_everything(user: "User | AnonymousUser") -> bool:
    """Reads what any agency has sent."""
    return holds(user, *SEE_EVERYTHING)


def agencies_held(user: "User | AnonymousUser", *wanted: Role) -> set[str]:
    """Codes of the agencies in which a person holds any of these roles today."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    return {post.agency_id for post in user.current_posts if post.role in wanted}


def reporting_agencies(user: "User | AnonymousUser") -> Collection[str]:
    """Codes of the agencies a person may report for."""
    return {agency.code for agency in agencies_reported_for(user)}


def agencies_reported_for(user: "User | AnonymousUser") -> list[Agency]:
    """Those whose focal point a person is today, by level and name; read with the posts, at no cost of their own."""
    if not isinstance(user, User) or not user.is_active:
        return []
    held = {post.agency_id: post.agency for post in user.current_posts if post.role == Role.FOCAL_POINT}
    return sorted(held.values(), key=lambda agency: (agency.level, agency.name_vi))


# -- accounts --------------------------------------------------------------------------------------


def roles_to_give(user: "User | AnonymousUser") -> list[Role]:
    """The secretariat invites focal points; every other role is the administrator's to give."""
    if is_administrator(user):
        return list(Role)
    return [Role.FOCAL_POINT] if holds(user, Role.SECRETARIAT) else []


def reads_audit(user: "User | AnonymousUser") -> bool:
    return holds(user, Role.ADMINISTRATOR, Role.AUDITOR)


def owes_second_step(user: "User | AnonymousUser", *, today: date) -> bool:
    """A role of this person asks for a second step. The printed passwords of the sample would end there."""
    if not isinstance(user, User) or user.is_sample:
        return False
    days = [post.second_step_since for post in user.current_posts]  # type: ignore[attr-defined] # annotated there
    return any(day and day <= today for day in days)
