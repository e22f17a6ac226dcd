"""Help in context: what each screen is for and the one thing people ask about it, shown at the foot of the page."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# By the beginning of the view's name; the longest that fits is taken.
HINTS: "dict[str, tuple[StrOrPromise, ...]]" = {
    "office:home": (
        _("What waits for you stands on top, the longest waiting first. When the list is empty, nothing is late."),
        _("Quick entry offers the kinds that you recorded last; the other kinds are one tap further."),
    ),
    "ledger:register": (
        _("Every activity that you may see stands here, from drafts to accepted ones."),
        _(
            "Filters stand in the address: a link to this page shows somebody else the same rows, as far as they "
            "may see them."
        ),
    ),
    "ledger:new": (
        _("Choose the kind that comes nearest. If none fits, take the nearest and say in the note what was different."),
    ),
    "ledger:news": (_("The reason stays on the page of the record, after it was read here too."),),
    "ledger:record": (
        _("A title, the day and the numbers are enough. Everything else can be left open."),
        _(
            "Numbers as on paper: 1.250 is one thousand two hundred and fifty, 18,9 has one decimal, “hơn 100” "
            "stays “over”."
        ),
        _(
            "Your agency and the secretariat see a draft; it counts nowhere. After sending, the secretariat accepts it "
            "or returns it with one sentence."
        ),
    ),
    "ledger:activity": (
        _(
            "The steps below tell who did what and when. What was accepted is never overwritten: it is corrected "
            "or reversed."
        ),
    ),
    "ledger:figure": (
        _("A figure is the sum of accepted records. Press it to see them; their sum is the figure."),
        _("“As of entry” shows what was known at that moment, whatever was corrected later."),
    ),
    "ledger:import": (
        _(
            "Download the workbook of a kind, fill it, send it back: all mistakes are shown at once, and nothing "
            "is written before you agree."
        ),
        _("The same rows sent twice are recognised. An import can be taken back as a whole."),
    ),
    "ledger:head": (
        _(
            "Each entry carries the hash of the one before. The last hash, printed in every review, shows whether"
            " anything older was changed."
        ),
    ),
    "remarks:": (
        _("Your summary, the outcome and the answer are public; the reader's own words are not."),
        _("An answer can be made better later. What was said before stays in the history."),
    ),
    "programme:finding": (
        _(
            "One finding is one sentence that a review can print. It belongs to an agency or to the province, and to "
            "a period."
        ),
        _("What is not settled when the period ends is carried into the next one with one tap."),
    ),
    "documents:": (
        _("A letterhead is printed on every document of its agency; what was issued keeps the one of its day."),
        _("The check holds a Word document against the layout rule by rule. What cannot be told is not guessed."),
    ),
    "reports:": (
        _("Figures are inserted, never typed: then each one opens its records, for years."),
        _(
            "Freezing fixes the figures of this moment. What is corrected later is listed beside them; the frozen"
            " text does not move."
        ),
    ),
    "programme:program": (
        _(
            "A task is done when its product is named. Figures stand beside their targets; a missing target is "
            "said to be missing."
        ),
    ),
    "programme:period": (
        _("“Nothing arose” is a report too: one tap. Zero, nothing arose and not reported are three different things."),
        _("The whole due day counts, to midnight."),
    ),
    "vocabulary:": (
        _(
            "These words decide what forms ask and what figures count. A definition that a frozen review used is "
            "never changed: it gets a new version."
        ),
    ),
    "people:agenc": (
        _("Agencies are never deleted: they end on a day, or live on in another one. Their records stay their own."),
    ),
    "people:place": (
        _("A place is where something took place; who reports is an agency. What was merged keeps its name."),
        _("Countries are words of the vocabulary, under “Country”."),
    ),
    "ledger:edit": (
        _("What you change stays a draft until it is sent, and counts in no figure until it is accepted."),
    ),
    "ledger:correct": (
        _(
            "A correction takes the old numbers back and enters the new ones; both stay in the ledger, with your "
            "reason."
        ),
    ),
    "ledger:bulk": (_("What can be done is done with all at once; what cannot is named, with the reason."),),
    "ledger:prechecks": (
        _(
            "Who looks through first sees what those agencies have sent, and marks or returns it. The secretariat"
            " still accepts."
        ),
        _("Each agency has one that looks through, or none, wherever the two stand in the tree."),
    ),
    "ledger:plan": (
        _("Targets stand beside what the ledger holds. What nobody set is said to be missing, not taken for zero."),
    ),
    "ledger:task": (_("A task shows what was recorded for it: choose the task on the form of an activity."),),
    "ledger:entry": (
        _(
            "An entry is an accepted fact with its number in the ledger. A mistake is reversed and entered anew; "
            "both stay."
        ),
    ),
    "ledger:submission": (
        _("One button sends every complete draft and the report. Until it is accepted, the report can be taken back."),
        _("“Nothing arose” is a report too, where the agency led nothing and took part in nothing that was sent."),
    ),
    "ledger:submission_close": (
        _("Closing keeps who has reported and who has not. The period can be opened again, with a reason."),
    ),
    "programme:task": (
        _(
            "A task says who leads, who helps, until when, and what shall come of it. It is done when that "
            "product is named."
        ),
    ),
    "programme:target": (
        _(
            "A target is what is planned for an indicator in a period. A new value stands above the old one, "
            "which stays."
        ),
    ),
    "people:account": (
        _("An account is one person's. What one may do follows from the posts that one holds today."),
        _("When somebody moves on, end the post on that day; what the account did stays."),
    ),
    "people:invite": (
        _("The link opens once and ends by itself. Give it to that person only, who alone sets the password."),
    ),
    "people:installation": (
        _("A name counts as soon as it is saved. What was printed, frozen or sent before keeps the name of its day."),
        _("Below stands how it was called before; filling that in again changes nothing until it is saved."),
    ),
    "people:committee": (
        _("Who sits in the steering committee today or on any day, each with the paper that says so."),
        _("Who leaves is ended with the day and the reason, not deleted: who sat there at any time can be read again."),
    ),
    "people:audit": (
        _("Every act stands here with who did it and when."),
        _("What is no record is kept for as many days as its row says, and then removed."),
    ),
    "channels:views": (_("How often public pages were opened, in sums: no reader is followed."),),
    "channels:official": (
        _("Our own pages and accounts elsewhere, listed so that readers can tell them from imitations."),
    ),
    "portal_misses": (
        _(
            "What readers looked for and did not find, never by whom. What is often asked deserves a page, or a "
            "plainer word."
        ),
    ),
    "portal_notice": (
        _("A notice stands on every page of the portal from one moment to another, and goes away by itself."),
    ),
    "newsroom:": (
        _("An item is public once another person has approved it; an open point of the checklist keeps it back."),
        _("What is public is corrected or withdrawn with a reason that readers see."),
    ),
    "newsroom:expert": (
        _("The link opens this one text with its files and nothing else, and ends by itself. It needs no account."),
    ),
    "intake:": (
        _("Everything brought in becomes a draft and is approved like any other; nothing counts as made now."),
        _("An import that went wrong can be undone as a whole."),
    ),
}


def of(view: str) -> "tuple[StrOrPromise, ...]":
    """The sentences for a view name; none where a screen explains itself."""
    fits = [start for start in HINTS if view.startswith(start)]
    return HINTS[max(fits, key=len)] if fits else ()
