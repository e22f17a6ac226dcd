"""PDF files as people send them, small and of our own making."""

from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

_PLACE = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="10,5N"/></rdf:RDF></x:xmpmeta>"""


def pdf(about: str = "Danh sách", *, password: str | None = None) -> bytes:
    """One empty page; another content for each `about`. password: asked of who opens it, "" of who would change it"""
    writer = PdfWriter()
    writer.add_blank_page(200, 100)[NameObject("/About")] = TextStringObject(about)
    if password is not None:
        writer.encrypt(password, "of the owner", algorithm="AES-256")
    return _written(writer)


def hostile() -> bytes:
    """Acts when it is opened, shown or pressed, and tells where it was made; one link is in order."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    page.update(_named(Resources=_named(XObject=_named(Im0=writer._add_object(_picture())))))
    links = [_named(S="/Launch", F=_text("cmd.exe")), _named(S="/URI", URI=_text("https://x.example/"), Next=_script())]
    page.update(_named(
        AA=_named(O=_script()),
        Annots=ArrayObject(
            _named(Subtype="/Link", Rect=ArrayObject([NumberObject(9)] * 4), A=writer._add_object(link))
            for link in links
        ),
    ))  # fmt: skip
    names = ArrayObject([_text("a"), writer._add_object(_script())])
    metadata = _stream(_PLACE, Type="/Metadata", Subtype="/XML")
    writer.root_object.update(_named(
        OpenAction=writer._add_object(_script()), Names=_named(JavaScript=_named(Names=names)),
        Metadata=writer._add_object(metadata),
    ))  # fmt: skip
    writer.add_metadata({"/Author": "Hoa"})
    return _written(writer)


def _picture() -> StreamObject:
    picture, out = Image.new("RGB", (60, 40), "#7a5"), BytesIO()
    exif = picture.getexif()
    exif[0x0110] = "Camera of a person"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    return _stream(
        out.getvalue(),
        Subtype="/Image",
        Filter="/DCTDecode",
        ColorSpace="/DeviceRGB",
        Width=NumberObject(60),
        Height=NumberObject(40),
    )


def _script() -> DictionaryObject:
    return _named(S="/JavaScript", JS=_text("app.alert"))


def _stream(content: bytes, **names: Any) -> StreamObject:
    made = StreamObject()
    made._data = content
    made.update(_named(**names))
    return made


def _named(**names: Any) -> DictionaryObject:
    """The names of a dictionary; a text is a name too."""
    return DictionaryObject(
        (NameObject(f"/{key}"), NameObject(value) if type(value) is str else value) for key, value in names.items()
    )


def _text(text: str) -> TextStringObject:
    return TextStringObject(text)


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
