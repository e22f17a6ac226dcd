"""What the library asks for with every file, and what it refuses. Wagtail's pages draw these forms."""

import warnings
from contextlib import suppress
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from PIL import Image, UnidentifiedImageError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page

from lantoa.base import pdfs
from lantoa.core.documents.queries import reading_pdf
from lantoa.core.documents.queries.package import BadDocument
from lantoa.desks.media import queries

# What a file of each name must begin with: a name is easily given, and a reader's program believes it.
# https://www.iana.org/assignments/media-types (signatures from the formats' own specifications)
_ZIP = (b"PK\x03\x04",)
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": _ZIP,
    "xlsx": _ZIP,
    "pptx": _ZIP,
    "odt": _ZIP,
    "ods": _ZIP,
    "epub": _ZIP,
    "zip": _ZIP,
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
# Pages named where a file cannot be exchanged.
_TOLD = 3
# Of films the name of the format stands after the length of the first part.
_FILM = "mp4"


class PictureField(WagtailImageField):
    """Says of every file that is no picture that it is none; Wagtail's own stops at some with a crash, and unfolds a
    picture before it counts how large it is.
    """

    def to_python(self, data: Any) -> Any:
        try:
            if data:
                self._count(data)
            return super().to_python(data)
        except forms.ValidationError:
            raise
        except Exception as error:  # whatever a library says of a broken file
            raise forms.ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error

    def _count(self, data: Any) -> None:
        """By what its head says; nothing of the picture is unfolded. raises: ValidationError"""
        data.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            try:
                width, height = Image.open(data).size
            except UnidentifiedImageError:
                width = height = 0  # of a kind that another library reads
        data.seek(0)
        if width * height > self.max_image_pixels:
            told = {"num_pixels": width * height, "max_pixels_count": self.max_image_pixels}
            raise forms.ValidationError(self.error_messages["file_too_many_pixels"] % told, code="file_too_many_pixels")


class _Kept(forms.ModelForm):  # type: ignore[type-arg] # of pictures and of documents
    """A file that was approved with a page is not exchanged under it."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        used_on = queries.uses_of(self.instance) if self.instance.pk and "file" in self.changed_data else []
        if used_on:
            told = _(
                "It stands on: %(pages)s. Add the new file beside it, put it into the text and have that approved."
            )
            raise forms.ValidationError(told % {"pages": _named(used_on)})
        return file


def _named(pages: list[Page]) -> str:
    """In nine languages a picture stands on twenty: the first are told, the page of its uses has them all."""
    names, more = "; ".join(page.title for page in pages[:_TOLD]), len(pages) - _TOLD
    if more <= 0:
        return names
    said = ngettext("%(pages)s; and %(count)s more page", "%(pages)s; and %(count)s more pages", more)
    return said % {"pages": names, "count": more}


class PictureForm(_Kept, BaseImageForm):
    """A picture comes with what it shows, who made it, and what readers may do with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail makes the field, with its own limits; only how it reads a file is ours.
            self.fields["file"].__class__ = PictureField
        if "description" in self.fields:
            self.fields["description"].label = gettext_lazy("Alternative text")
            self.fields["description"].help_text = gettext_lazy(
                "What the picture shows, in one sentence, for those who do not see it."
            )
        for name in ("description", "credit", "licence"):
            if name in self.fields:
                self.fields[name].required = True


class DocumentForm(_Kept, BaseDocumentForm):
    """A file whose content is what its name says, with its licence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "licence" in self.fields:
            self.fields["licence"].required = True

    def clean_file(self) -> Any:
        file = super().clean_file()
        if "file" in self.changed_data and not _is_what_it_says(file):
            raise forms.ValidationError(
                _("This file is not what its name says, so it was not taken in. Save it anew in its own program.")
            )
        if "file" in self.changed_data:
            self.instance.page_count = None
            if file.name.lower().endswith(".pdf"):
                return self._clean_pdf(file)
        return file

    def _clean_pdf(self, file: Any) -> "ContentFile[bytes]":
        """Readers get no script, and not who wrote it; its pages are counted. raises: ValidationError"""
        try:
            anew = pdfs.clean(file.read())
        except pdfs.BadPdf as error:
            raise forms.ValidationError(str(error)) from error
        self.instance.page_count = _pages_of(anew)
        return ContentFile(anew, name=file.name)


def _pages_of(pdf: bytes) -> int | None:
    """None: it passes a limit of reading."""
    with suppress(BadDocument):
        return reading_pdf.figures_in(pdf).page_count
    return None


def _is_what_it_says(file: Any) -> bool:
    """Of an ending that is not taken at all its model says so."""
    ending = file.name.rpartition(".")[2].lower()
    if ending != _FILM and ending not in BEGINNINGS:
        return True
    file.seek(0)
    start: bytes = file.read(12)
    file.seek(0)
    return start[4:8] == b"ftyp" if ending == _FILM else start.startswith(BEGINNINGS[ending])
