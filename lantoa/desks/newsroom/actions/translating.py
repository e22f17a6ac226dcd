"""A version of an item in another language: a draft that holds the text to be translated."""

from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.checking import NotNow
from lantoa.desks.newsroom.models import ContentPage, Origin


@transaction.atomic
def begin_version(page: ContentPage, language: str, *, by: User) -> ContentPage:
    """Put the newest text, with sources and pictures, as a draft into the same section of another language.

    raises: NotNow, if there is no such section
    returns: the version; if somebody began it before, that one as it stands
    """
    versions = ContentPage.objects.filter(translation_key=page.translation_key)
    # Held, so that of two who begin at once the second is given what the first made.
    list(versions.select_for_update(of=("self",)).order_by("pk"))
    there: ContentPage | None = versions.filter(language=language).first()
    if there:
        return there
    same = Page.objects.filter(pk=page.shelf_id).values("translation_key")
    shelf = Page.objects.filter(translation_key__in=same, locale__language_code=language).first()
    if shelf is None:
        raise NotNow(
            _(
                "The portal has no section for it in this language. The secretariat makes one in the editor, or says "
                "of one that it is the same section."
            )
        )
    made: ContentPage = page.get_latest_revision_as_object().specific.copy(
        to=shelf.specific,
        update_attrs={"locale": shelf.locale, "slug": _free(page.slug, shelf), "origin": Origin.TRANSLATED},
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        user=by,
        log_action="wagtail.copy_for_translation",
    )
    return made


def _free(slug: str, shelf: Page) -> str:
    taken = set(shelf.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return slug if slug not in taken else next(made for n in count(2) if (made := f"{slug}-{n}") not in taken)
