"""Which files of the library the public may open, which ones a draft leads to, and what readers are told of one."""

import re

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape
from django.utils.translation import gettext as _

from lantoa.desks.media import queries as media
from lantoa.desks.media import rules
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.blocks import FILE_LINK
from lantoa.desks.newsroom.models import ContentPage


def is_public_file(document: MediaDocument) -> bool:
    """Whether a page that the public may open leads to it, whatever kind of page; two queries."""
    found: bool = media.pages_leading_to(document).filter(live=True).exists()
    return found


def files_of(said: ContentPage) -> list[MediaDocument]:
    """What a text leads to as it stands, saved or not: the files that its publication would open."""
    return list(MediaDocument.objects.filter(pk__in=media.keys_led_to(said, MediaDocument)))


def facts_of(file: MediaDocument) -> str:
    """PDF, 2.4 MB."""
    extension, size = file.file_extension.upper(), filesizeformat(file.get_file_size() or 0)
    return f"{extension}, {size}" if extension else size


def terms_of(file: MediaDocument) -> str:
    """PDF, 2.4 MB · Department of Culture · Made by a machine · Licence: CC0 1.0"""
    licence = _("Licence: %(licence)s") % {"licence": file.licence} if file.licence else ""
    return " · ".join(filter(None, [facts_of(file), file.credit, rules.made(file), licence]))


def with_file_terms(source: str) -> str:
    """A paragraph as it is kept, in which each file says behind its link what it is; one question if there is any."""
    if not (keys := {int(found[1]) for found in FILE_LINK.finditer(source)}):
        return source
    files = MediaDocument.objects.in_bulk(keys)

    def told(found: re.Match[str]) -> str:
        if (file := files.get(int(found[1]))) is None:
            return found[2]
        return f'<a href="{escape(file.url)}">{found[2]}</a> <small>({escape(terms_of(file))})</small>'

    return FILE_LINK.sub(told, source)
