"""Evidence files: a photo or a scan, recognised by content and freed of what a camera hides in it."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2400
_PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}


class EvidenceForm(forms.Form):
    """One file. After `is_valid()`: `upload` (a File), `name` and `media_type`, made from its content."""

    evidence = forms.FileField(label=gettext_lazy("Photo or PDF"), required=False)

    upload: "File[bytes] | None" = None
    name = ""
    media_type = ""

    def clean_evidence(self) -> Any:
        file = self.cleaned_data.get("evidence")
        if not file:
            return None
        if file.size > MOST_BYTES:
            size = MOST_BYTES // 1024 // 1024
            raise forms.ValidationError(
                _("This file is larger than %(size)s MB. Nothing else was lost.") % {"size": size}
            )
        start = file.read(8)
        file.seek(0)
        stem = file.name.rpartition(".")[0] or file.name
        if start.startswith(b"%PDF-"):
            self.upload, self.name, self.media_type = file, f"{stem}.pdf", "application/pdf"
        else:
            self.upload, self.media_type, suffix = _clean_picture(file)
            self.name = f"{stem}.{suffix}"
        return file


def _clean_picture(file: "File[bytes]") -> "tuple[File[bytes], str, str]":
    """The picture drawn anew, upright and at most 2,400 px long: no place, no device, no hidden payload."""
    try:
        with Image.open(file, formats=list(_PICTURES)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise forms.ValidationError(_("This picture has too many pixels."))
            kind = opened.format or "PNG"
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if kind == "JPEG" and picture.mode != "RGB":
                picture = picture.convert("RGB")
            picture.info.clear()
            out = BytesIO()
            picture.save(out, format=kind, **({"quality": 85} if kind != "PNG" else {}))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, forms.ValidationError):
            raise
        raise forms.ValidationError(_("Only photos (JPEG, PNG, WebP) and PDF files can be evidence.")) from error
    media_type, suffix = _PICTURES[kind]
    return ContentFile(out.getvalue(), name=f"picture.{suffix}"), media_type, suffix
