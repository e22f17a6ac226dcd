"""Writing places, agencies, accounts, and the ways into them."""

from lantoa.core.people.actions.accounts import (
    NotNow,
    add_user,
    disable,
    enable,
    end_post,
    end_sessions,
    erase,
    give_post,
    operator,
    remove_dead_links,
    remove_sessions,
    rename,
)
from lantoa.core.people.actions.agencies import (
    NotPossible,
    add_agency,
    delete_agency,
    edit_agency,
    end_agency,
    merge_agency,
    undo_merger,
)
from lantoa.core.people.actions.committee import (
    add_member,
    add_paper,
    drop_paper_file,
    edit_member,
    edit_paper,
    end_member,
    forget_members,
    keep_paper_file,
    remove_member,
    remove_paper,
    resume_member,
)
from lantoa.core.people.actions.invitations import (
    Link,
    enter,
    first_agency,
    give_link,
    invite,
    open_set_up,
    revoke,
    set_up,
)
from lantoa.core.people.actions.log import note, took_away
from lantoa.core.people.actions.places import (
    add_place,
    edit_place,
    end_place,
    seed_provinces,
    take_back_end,
    take_in_communes,
)
from lantoa.core.people.actions.second_steps import ask_second_step, reset_second_step

__all__ = [
    "Link", "NotNow", "NotPossible", "add_agency", "add_member", "add_paper", "add_place", "add_user",
    "ask_second_step", "delete_agency", "disable", "drop_paper_file", "edit_agency", "edit_member", "edit_paper",
    "edit_place", "enable", "end_agency", "end_member", "end_place", "end_post", "end_sessions", "enter", "erase",
    "first_agency", "forget_members", "give_link", "give_post", "invite", "keep_paper_file", "merge_agency", "note",
    "open_set_up", "operator", "remove_dead_links", "remove_member", "remove_paper", "remove_sessions", "rename",
    "reset_second_step", "resume_member", "revoke", "seed_provinces", "set_up", "take_back_end", "take_in_communes",
    "took_away", "undo_merger",
]  # fmt: skip
