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
}


def of(view: str) -> "tuple[StrOrPromise, ...]":
    """The sentences for a view name; none where a screen explains itself."""
    fits = [start for start in HINTS if view.startswith(start)]
    return HINTS[max(fits, key=len)] if fits else ()
