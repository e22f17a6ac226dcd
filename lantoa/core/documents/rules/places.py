"""The places of a clerk's template: what may stand between {{ and }}, and what is filled in there."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lantoa.core.documents.rules import wording
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Statement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEXTS: dict[str, "StrOrPromise"] = {
    "parent_body": _("superior body"),
    "body": _("issuing body"),
    "number": _("number and code, “Số: 05/BC-UBND”"),
    "place_and_date": _("place and date, “Sông Xanh, ngày 03 tháng 12 năm 2026”"),
    "type_name": _("name of the type, “BÁO CÁO”"),
    "title": _("what the document is about"),
    "period": _("the period in words"),
    "signer": _("name of the signer"),
    "draft": _("“DỰ THẢO” in a draft, else nothing"),
    "sample": _("the notice of sample data, else nothing"),
}
LISTS: dict[str, "StrOrPromise"] = {
    "addressees": _("to whom the document is addressed, a line each"),
    "recipients": _("the recipients, a line each with dash and semicolon"),
    "signing": _("the lines above the signature"),
}
# Each in a paragraph of its own, written {{p content }}.
PARTS: dict[str, "StrOrPromise"] = {
    "content": _("the whole text with figures, tables and charts (needed)"),
    "annexes": _("the annexes; without this place they follow at the end"),
}


def filling(statement: Statement, profile: Profile) -> dict[str, Any]:
    """name -> text or list of texts, in capitals where the profile wants them."""
    letterhead, said = statement.letterhead, wording.words(statement.language)

    def written(element: str, words: str) -> str:
        return words.upper() if profile.looks[element].upper else words

    return {
        "parent_body": written("parent_body", letterhead.parent_body),
        "body": written("body", letterhead.body),
        "number": wording.number_line(letterhead, profile),
        "place_and_date": wording.dated(letterhead, statement.language),
        "type_name": written("type_name", statement.type_name),
        "title": wording.abstract(statement),
        "period": statement.period_name,
        "signer": letterhead.signer,
        "draft": said.draft if statement.is_draft else "",
        "sample": said.sample if statement.is_sample else "",
        "addressees": list(letterhead.addressees),
        "recipients": wording.listed(letterhead.recipients),
        "signing": [written("signing", line) for line in letterhead.signing],
    }
