"""Writing: what follows when an item is published, corrected, withdrawn; ticks; experts; links; what is seeded."""

from lantoa.desks.newsroom.actions.checking import NotNow, tick, untick
from lantoa.desks.newsroom.actions.experts import (
    TooMany,
    close_expert_links,
    comment,
    forget_experts,
    revoke_expert_link,
    settle_comment,
    show_to_expert,
)
from lantoa.desks.newsroom.actions.facts import check_facts, take_back_check
from lantoa.desks.newsroom.actions.links import check_links
from lantoa.desks.newsroom.actions.many import act_on_many
from lantoa.desks.newsroom.actions.publishing import approve, published, unpublished
from lantoa.desks.newsroom.actions.ruling import add_rule, mend_rule, succeed_rule
from lantoa.desks.newsroom.actions.scheduling import publish_due
from lantoa.desks.newsroom.actions.seeding import seed
from lantoa.desks.newsroom.actions.translating import begin_version
from lantoa.desks.newsroom.actions.withdrawing import (
    announce_correction,
    drop_correction,
    recall,
    reopen_correction,
    restore,
    say_reason,
    settle_correction,
    withdraw,
    withdraw_all,
)

__all__ = [
    "NotNow", "TooMany", "act_on_many", "add_rule", "announce_correction", "approve", "begin_version",
    "check_facts", "check_links", "close_expert_links", "comment", "drop_correction", "forget_experts", "mend_rule",
    "publish_due", "published", "recall", "reopen_correction", "restore", "revoke_expert_link", "say_reason", "seed",
    "settle_comment", "settle_correction", "show_to_expert", "succeed_rule", "take_back_check", "tick",
    "unpublished", "untick", "withdraw", "withdraw_all",
]  # fmt: skip
