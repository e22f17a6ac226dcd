"""Evidence files: a photo or a PDF, recognised by content and freed of what is hidden in it."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from lantoa.base import pdfs
from lantoa.core.ledger.actions import Piece
from lantoa.core.ledger.actions.parts import MOST_BYTES, Part, PartGone, find
from lantoa.core.ledger.models import Activity, Evidence
from lantoa.core.people.models import User

MOST_PIXELS = 60_000_000
_PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}


class RedactForm(forms.Form):
    """Which file of a record is taken away for good, and why."""

    evidence = forms.ModelChoiceField[Evidence](
        label=gettext_lazy("File"), queryset=Evidence.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = activity.evidence.exclude(file="")  # type: ignore[attr-defined] # the field above


class EvidenceForm(forms.Form):
    """Files, chosen in the form or sent in pieces before it. After `is_valid()`: `pieces`, and the `parts` they fill.

    owner: who sent the pieces; without one only files of the form itself are read
    """

    evidence = forms.FileField(label=gettext_lazy("Photo or PDF"), required=False)
    evidence.widget.attrs["multiple"] = True

    def __init__(self, *args: Any, owner: User | None = None, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.at = owner, at
        self.pieces: list[Piece] = []
        self.parts: list[Part] = []

    def clean_evidence(self) -> Any:
        chosen = self.files.getlist("evidence")
        self.parts = list(self._parts())
        sent = [File(part.path.open("rb"), name=part.name) for part in self.parts]
        try:
            self.pieces = [_checked(file) for file in [*chosen, *sent]]
        finally:
            for file in sent:
                file.close()
        return self.cleaned_data.get("evidence")

    def _parts(self) -> Iterator[Part]:
        data: Any = self.data  # a QueryDict
        for token in dict.fromkeys(data.getlist("part")):
            try:
                if self.owner is None or self.at is None:
                    raise PartGone(token)
                part = find(UUID(token), by=self.owner, at=self.at)
            except (PartGone, ValueError):
                raise forms.ValidationError(
                    _("One of the files did not arrive whole. Choose it again; nothing else was lost.")
                ) from None
            if not part.is_whole:
                raise forms.ValidationError(
                    _("One of the files did not arrive whole. Choose it again; nothing else was lost.")
                )
            yield part


def _checked(file: "File[bytes]") -> Piece:
    """raises: ValidationError for what is no picture and no PDF file, or too large"""
    if file.size > MOST_BYTES:
        size = MOST_BYTES // 1024 // 1024
        raise forms.ValidationError(_("This file is larger than %(size)s MB. Nothing else was lost.") % {"size": size})
    start = file.read(8)
    file.seek(0)
    name = file.name or ""
    stem = name.rpartition(".")[0] or name
    if start.startswith(b"%PDF-"):
        try:
            anew = pdfs.clean(file.read())
        except pdfs.BadPdf as error:  # of several files it says which
            raise forms.ValidationError(f"{name}: {error}") from error
        return Piece(ContentFile(anew, name=name), f"{stem}.pdf", "application/pdf")
    drawn, media_type, suffix = _clean_picture(file)
    return Piece(drawn, f"{stem}.{suffix}", media_type)


def _clean_picture(file: "File[bytes]") -> "tuple[File[bytes], str, str]":
    """The picture drawn anew, upright and no longer than the settings say: no place, no device, no hidden payload."""
    try:
        with Image.open(file, formats=list(_PICTURES)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise forms.ValidationError(_("This picture has too many pixels."))
            kind = opened.format or "PNG"
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((settings.PHOTO_SIDE, settings.PHOTO_SIDE))
            if kind == "JPEG" and picture.mode != "RGB":
                picture = picture.convert("RGB")
            picture.info.clear()
            out = BytesIO()
            picture.save(out, format=kind, **({"quality": settings.PHOTO_QUALITY} if kind != "PNG" else {}))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, forms.ValidationError):
            raise
        raise forms.ValidationError(_("Only photos (JPEG, PNG, WebP) and PDF files can be evidence.")) from error
    media_type, suffix = _PICTURES[kind]
    return ContentFile(out.getvalue(), name=f"picture.{suffix}"), media_type, suffix
