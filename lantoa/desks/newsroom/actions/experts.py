"""A text is shown to an expert, who says what should be otherwise; the editors answer; names are forgotten."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.people import queries as people
from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.checking import NotNow
from lantoa.desks.newsroom.models import ContentPage, ExpertComment, ExpertLink
from lantoa.desks.newsroom.queries.experts import Part, comments_since
from lantoa.desks.newsroom.rules.experts import MOST_AT_ONCE, MOST_COMMENTS

# 160 bits, for an address that is sent and never typed.
_SECRET_BYTES = 20


class TooMany(RuntimeError):
    """More was sent by one link than anybody writes; the message says what to do."""


@dataclass(frozen=True)
class Shown:
    """What is given to the expert; the secret is known now and never again."""

    link: ExpertLink
    token: str


@transaction.atomic
def show_to_expert(page: ContentPage, *, expert: str, purpose: str, days: int, by: User, at: datetime) -> Shown:
    """Make a link to the newest text."""
    # What a program made was never saved in the editor. Nobody has a hand in it by showing it as it stands.
    revision = page.get_latest_revision() or page.specific.save_revision(log_action=False, changed=False)
    token = secrets.token_hex(_SECRET_BYTES)
    link = ExpertLink.objects.create(
        page=page, revision=revision, expert=expert.strip(), purpose=purpose.strip().rstrip("."),
        token_hash=people.hash_of(token), made_by=by, made_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    log(page, "newsroom.show_expert", user=by, timestamp=at, data={"link": link.pk, "days": days})
    return Shown(link, token)


@transaction.atomic
def revoke_expert_link(link: ExpertLink, *, by: User, at: datetime) -> None:
    """It opens nothing from now on; twice does no harm."""
    if ExpertLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, token_hash=""):
        log(link.page, "newsroom.revoke_expert", user=by, timestamp=at, data={"link": link.pk})


@transaction.atomic
def comment(link: ExpertLink, part: Part | None, text: str, *, name: str, at: datetime) -> ExpertComment:
    """What the expert says of a part, or of the whole. raises: TooMany"""
    ExpertLink.objects.select_for_update().get(pk=link.pk)
    in_all, late = comments_since(link, at)
    if late >= MOST_AT_ONCE:
        raise TooMany(_("Very much came in a short time. Your words are still here: send them in ten minutes."))
    if in_all >= MOST_COMMENTS:
        raise TooMany(_("No more comments fit here. Your words are still here: write to who sent the link."))
    made = ExpertComment.objects.create(
        link=link, part=part.key if part else "", quoted=part.beginning if part else "", text=text.strip(),
        name=name.strip(), sent_at=at,
    )  # fmt: skip
    log(link.page, "newsroom.expert_comment", timestamp=at, data={"link": link.pk, "comment": made.pk})
    return made


@transaction.atomic
def settle_comment(said: ExpertComment, outcome: str, *, answer: str, by: User, at: datetime) -> ExpertComment:
    """Say what became of a comment; its expert reads it by the link. Said again, the newer words stand.

    raises: NotNow, if it is declined without a word
    """
    said = ExpertComment.objects.select_for_update(of=("self",)).select_related("link__page").get(pk=said.pk)
    if outcome == ExpertComment.Outcome.DECLINED and not answer.strip():
        raise NotNow(_("Say in a sentence why it is not taken up: the expert reads it."))
    said.outcome, said.answer = outcome, answer.strip()
    said.answered_by, said.answered_at = by, at
    said.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    log(said.link.page, "newsroom.settle_comment", user=by, timestamp=at, data={"comment": said.pk, "outcome": outcome})
    return said


def close_expert_links(*, at: datetime) -> int:
    """Remove the secrets of links that are over. returns: how many"""
    return ExpertLink.objects.filter(expires_at__lte=at).exclude(token_hash="").update(token_hash="")


@transaction.atomic
def forget_experts(*, at: datetime, kept: timedelta) -> int:
    """Remove the names of experts whose link ended so long ago; what they said and the answers stay.

    returns: of how many links
    """
    over = Q(expires_at__lt=at - kept) | Q(revoked_at__lt=at - kept)
    links = ExpertLink.objects.filter(over, forgotten_at=None)
    ExpertComment.objects.filter(link__in=links).update(name="")
    return links.update(expert="", forgotten_at=at)
