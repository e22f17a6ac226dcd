"""Writing agencies: added, edited, ended, merged. What anything refers to is never deleted.

`by` is the person and `at` the moment for the one audit log; without a person (a sample, a test) nothing is logged.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.people import queries
from lantoa.core.people.actions.log import note
from lantoa.core.people.models import Agency, Place, Post, Role, User


class NotPossible(Exception):
    """This change would contradict what is there; nothing was changed, and the message says what to do."""


@transaction.atomic
def add_agency(
    code: str, name_vi: str, name_en: str, *, level: Agency.Level | str, parent: Agency | None = None,
    place: Place | None = None, valid_from: date | None = None, valid_until: date | None = None,
    by: User | None = None, at: datetime | None = None,
) -> Agency:  # fmt: skip
    agency = Agency.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, level=level, parent=parent, place=place,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    _note(agency, "people.agency_add", by=by, at=at)
    return agency


@transaction.atomic
def edit_agency(
    agency: Agency, *, name_vi: str, name_en: str, level: Agency.Level | str, parent: Agency | None,
    place: Place | None, valid_from: date | None, valid_until: date | None, by: User, at: datetime,
) -> Agency:  # fmt: skip
    """Everything but the code, which records carry for ever.

    raises: NotPossible where the agency would stand below itself
    """
    _hold_the_tree()
    if parent and parent.code in queries.agencies_under([agency.code]):
        raise NotPossible(
            _("%(upper)s stands below %(agency)s or was merged into it, so it cannot stand above it.")
            % {"upper": parent, "agency": agency}
        )
    before = {name: getattr(agency, name) for name in _EDITED}
    agency.name_vi, agency.name_en, agency.level = name_vi, name_en, level
    agency.parent, agency.place = parent, place
    agency.valid_from, agency.valid_until = valid_from, valid_until
    agency.save(update_fields=_EDITED)
    changed = [name for name in _EDITED if getattr(agency, name) != before[name]]
    _note(agency, "people.agency_edit", by=by, at=at, changed=changed)
    return agency


@transaction.atomic
def end_agency(agency: Agency, *, on: date, by: User, at: datetime) -> Agency:
    """From that day on it no longer reports; its records, people and history stay.

    raises: NotPossible for a day before the agency began
    """
    _refuse_before_the_first_day(agency, on)
    agency.valid_until = on
    agency.save(update_fields=["valid_until"])
    _note(agency, "people.agency_end", by=by, at=at, on=on.isoformat())
    return agency


@transaction.atomic
def merge_agency(
    agency: Agency, *, into: Agency, on: date, by: User | None = None, at: datetime | None = None
) -> Agency:
    """Record that `agency` ended on a day and lives on in `into`; its records stay its own. Twice does no harm.

    Who holds a post there holds it in `into` from that day on.
    raises: NotPossible
    """
    _hold_the_tree()
    agency.refresh_from_db(fields=["successor", "valid_until"])
    if (agency.successor, agency.valid_until) == (into, on):
        return agency
    if agency.successor:
        raise NotPossible(
            _("%(agency)s is already part of %(successor)s. Undo that merger first.")
            % {"agency": agency, "successor": agency.successor}
        )
    if into.code in queries.agencies_under([agency.code]):
        raise NotPossible(
            _("%(into)s is %(agency)s itself, stands below it or was merged into it. Choose another one.")
            % {"agency": agency, "into": into}
        )
    if into.valid_until and into.valid_until <= on:
        raise NotPossible(_("%(into)s has ended before that day. Choose one that goes on.") % {"into": into})
    _refuse_before_the_first_day(agency, on)
    agency.successor, agency.valid_until = into, on
    agency.save(update_fields=["successor", "valid_until"])
    _move_posts(agency, into=into, on=on, by=by, at=at)
    _note(agency, "people.agency_merge", by=by, at=at, into=into.code, on=on.isoformat())
    return agency


@transaction.atomic
def undo_merger(agency: Agency, *, by: User, at: datetime) -> Agency:
    """A merger recorded by mistake: the agency and its posts go on as if it had not been; twice does no harm."""
    if agency.successor_id:
        _take_posts_back(agency, by=by, at=at)
        data = {"into": agency.successor_id, "on": agency.valid_until.isoformat() if agency.valid_until else ""}
        agency.successor = agency.valid_until = None
        agency.save(update_fields=["successor", "valid_until"])
        _note(agency, "people.agency_unmerge", by=by, at=at, **data)
    return agency


@transaction.atomic
def delete_agency(agency: Agency, *, by: User, at: datetime) -> None:
    """For one that was added by mistake.

    raises: NotPossible while anything refers to it
    """
    if queries.is_referred_to(agency):
        raise NotPossible(
            _("%(agency)s stays: records, people or other agencies refer to it. End it or merge it instead.")
            % {"agency": agency}
        )
    log(agency, "people.agency_delete", user=by, timestamp=at, data={"code": agency.code}, deleted=True)
    agency.delete()


_EDITED: Collection[str] = ("name_vi", "name_en", "level", "parent_id", "place_id", "valid_from", "valid_until")


def _move_posts(agency: Agency, *, into: Agency, on: date, by: User | None, at: datetime | None) -> None:
    """A focal point keeps the old post too: what the agency recorded may still come back for repair."""
    for post in queries.posts_to_move(agency, into=into, on=on):
        since, until = max(post.since, on), post.until
        if post.role != Role.FOCAL_POINT:
            post.until = since
            post.save(update_fields=["until"])
        new = Post.objects.create(
            user=post.user, agency=into, role=post.role, since=since, until=until, moved_from=post
        )  # fmt: skip
        if by and at:
            note(post.user, "people.move_post", by=by, at=at, role=new.role, agency=into.code)


def _take_posts_back(agency: Agency, *, by: User, at: datetime) -> None:
    for new in Post.objects.filter(moved_from__agency=agency, agency=agency.successor).select_related("moved_from"):
        old = new.moved_from
        assert old is not None
        role, user, old.until = new.role, new.user, new.until
        new.delete()
        old.save(update_fields=["until"])
        note(user, "people.move_post", by=by, at=at, role=role, agency=agency.code)


def _refuse_before_the_first_day(agency: Agency, on: date) -> None:
    """raises: NotPossible"""
    if agency.valid_from and on <= agency.valid_from:
        raise NotPossible(_("%(agency)s did not exist before that day. Give a later one.") % {"agency": agency})


def _hold_the_tree() -> None:
    """Two moves at once could close a circle that neither of them sees."""
    list(Agency.objects.select_for_update().order_by("pk").values_list("pk"))


def _note(agency: Agency, action: str, *, by: User | None, at: datetime | None, **data: Any) -> None:
    if by is not None:
        log(agency, action, user=by, timestamp=at, data={"code": agency.code, **data})
