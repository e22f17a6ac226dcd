"""The package around the text: styles, page, page numbers, properties, and the same bytes every time."""

import zipfile
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Mm, Pt
from lxml import etree

from lantoa.core.documents.rendering.docx import xml
from lantoa.core.documents.rules.profiles import Look, Profile, Span
from lantoa.core.documents.rules.statement import Statement
from lantoa.core.documents.rules.wording import abstract, unverified, words

# As a clerk finds them in Word's list of styles.
_STYLE_NAMES = {
    "national_name": "Quốc hiệu", "motto": "Tiêu ngữ", "english": "Quốc hiệu tiếng Anh",
    "parent_body": "Cơ quan chủ quản", "body": "Cơ quan ban hành", "number": "Số, ký hiệu", "draft": "Dự thảo",
    "place_and_date": "Địa danh, ngày tháng", "type_name": "Tên loại văn bản", "title": "Trích yếu",
    "addressees": "Kính gửi", "text": "Lời văn", "part": "Tiêu đề mục", "heading": "Tiêu đề khoản",
    "signing": "Quyền hạn, chức vụ", "signer": "Họ tên người ký", "recipients_label": "Chữ Nơi nhận",
    "recipients": "Nơi nhận", "annex_label": "Chữ Phụ lục", "annex_title": "Tên phụ lục",
    "annex_reference": "Chỉ dẫn kèm theo", "annex_about": "Lời dẫn phụ lục", "page_number": "Số trang",
    "table": "Chữ trong bảng", "annex_table": "Chữ trong bảng phụ lục", "caption": "Tên bảng", "source": "Nguồn bảng",
    "picture": "Biểu đồ", "gap": "Khoảng cách",
}  # fmt: skip
_OF_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_ALIGN = {"left": "left", "center": "center", "both": "both"}


def blank(statement: Statement, profile: Profile) -> Document:
    """An empty sheet of the profile's paper, with page numbers from the second page on."""
    document = docx.Document()
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(profile.width), Mm(profile.height)
    for side, span in profile.margins.items():
        setattr(section, f"{side}_margin", Mm(span.used))
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    _fill(section.header._element, xml.paragraph("page_number", number))
    _fill(section.first_page_header._element, xml.paragraph("page_number", ""))
    if statement.is_sample:
        notice = xml.paragraph("source", xml.run(words(statement.language).sample), '<w:jc w:val="center"/>')
        _fill(section.footer._element, notice)
        _fill(section.first_page_footer._element, notice)
    return document


def add_styles(document: Document, profile: Profile) -> None:
    """Ours, beside those of a clerk's template; of ours that it has already, the clerk's own remain."""
    styles = document.styles.element
    present = {style.get(f"{xml.W}styleId") for style in styles.iter(f"{xml.W}style")}
    for style in xml.elements("".join(_styles(profile))):
        if style.get(f"{xml.W}styleId") not in present:
            styles.append(style)


def set_language(document: Document, profile: Profile, language: str) -> None:
    """Letters and language of everything that no style of ours writes."""
    normal = document.styles["Normal"]
    normal.font.size = Pt(profile.looks["text"].size.used)
    properties = normal.element.get_or_add_rPr()
    for name in ("rFonts", "lang"):
        for old in properties.findall(f"{xml.W}{name}"):
            properties.remove(old)
    tag = "vi-VN" if language == "vi" else "en-GB"
    fonts, lang = xml.elements(_fonts(profile) + f'<w:lang w:val="{tag}" w:eastAsia="{tag}"/>')
    properties.insert(0, fonts)
    properties.append(lang)


def break_before_annex(document: Document) -> str:
    """A paragraph that ends the section so far; what follows counts its pages from one again."""
    last = document.element.body.sectPr
    ended = etree.tostring(deepcopy(last), encoding="unicode")
    for old in last.findall(f"{xml.W}pgNumType") + last.findall(f"{xml.W}type"):
        last.remove(old)
    (kind,) = xml.elements('<w:type w:val="nextPage"/>')
    (numbers,) = xml.elements('<w:pgNumType w:start="1"/>')
    references = [each for each in last if each.tag in (f"{xml.W}headerReference", f"{xml.W}footerReference")]
    last.insert(len(references), kind)
    margins = last.find(f"{xml.W}pgMar")
    if margins is not None:
        margins.addnext(numbers)
    tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="LTgap"/>{tiny}{ended}</w:pPr></w:p>'


def set_properties(document: Document, statement: Statement, profile: Profile) -> None:
    """Nothing of the machine and the hour; who froze it and when, and whether its layout is confirmed."""
    at = datetime.fromisoformat(statement.frozen_at).astimezone(UTC) if statement.frozen_at else _OF_NO_DAY
    properties = document.core_properties
    properties.title = f"{statement.type_name} {abstract(statement)}"[:255]
    properties.author = properties.last_modified_by = statement.letterhead.body[:255]
    properties.language = statement.language
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.revision = 1
    properties.comments = unverified(statement, profile)[:255]
    properties.keywords = properties.subject = ""


def place_for(pieces_named: str) -> "etree._Element":
    """Where `packed` will write the pieces of that name. A big tree moved by lxml would take half a minute."""
    return etree.ProcessingInstruction("lantoa", pieces_named)


def packed(document: Document, pieces: Mapping[str, str]) -> bytes:
    """The file with the pieces in their places; its members always written at the same moment of 1980."""
    saved, file = BytesIO(), BytesIO()
    main = document.part.partname.lstrip("/")
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(file, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == main:
                for name, written in pieces.items():
                    content = content.replace(f"<?lantoa {name}?>".encode(), written.encode())
            entry = zipfile.ZipInfo(member.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, content, compresslevel=6)
    return file.getvalue()


def _fill(element: "etree._Element", pieces: str) -> None:
    for old in list(element):
        element.remove(old)
    element.extend(xml.elements(pieces))


def _styles(profile: Profile) -> list[str]:
    """One paragraph style an element, and two for letters: the small number of a figure, and links."""
    of = profile.looks
    gap, spacing = profile.paragraph_gap.used, profile.line_spacing.used
    plain = Look(Span(1, None, of["table"].size.used), align="center")
    looks = {
        **of,
        "english": Look(of["number"].size, align="center"),
        "draft": Look(of["number"].size, bold=True, align="center"),
        "annex_about": Look(of["annex_table"].size),
        "caption": Look(of["table"].size, bold=True, align="center"),
        "source": Look(of["annex_table"].size, italic=True),
        "picture": plain,
        "gap": plain,
    }
    first = f'<w:ind w:firstLine="{xml.twips(profile.first_line.used)}"/>'
    around = {
        "text": (0, gap, spacing, first), "part": (gap, gap, spacing, first), "heading": (gap, gap, spacing, first),
        "place_and_date": (6, 0, 1, ""), "number": (6, 0, 1, ""), "type_name": (14, 0, 1, ""), "title": (0, 0, 1, ""),
        "addressees": (12, 12, 1, ""), "signer": (64, 0, 1, ""), "annex_reference": (0, 10, 1, ""),
        "caption": (8, 4, 1, ""), "source": (2, 8, 1, ""), "picture": (6, 4, 1, ""), "gap": (0, 0, 1, ""),
        "annex_about": (0, 4, 1, ""),
    }  # fmt: skip
    found = [_style(profile, name, look, *around.get(name, (0, 0, 1, ""))) for name, look in looks.items()]
    character = (
        '<w:style w:type="character" w:customStyle="1" w:styleId="LT{}"><w:name w:val="{}"/><w:rPr>{}</w:rPr></w:style>'
    )
    blue = '<w:color w:val="1F4E79"/>'
    found.append(character.format("mark", "Số thứ tự số liệu", f'{blue}<w:vertAlign w:val="superscript"/>'))
    found.append(character.format("link", "Liên kết", f'{blue}<w:u w:val="single"/>'))
    return found


def _style(profile: Profile, name: str, look: Look, before: float, after: float, lines: float, indent: str) -> str:
    half = round(look.size.used * 2)
    flags = ("<w:b/>" if look.bold else "") + ("<w:i/>" if look.italic else "")
    under = '<w:u w:val="single"/>' if look.underline else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="LT{name}"><w:name w:val="{_STYLE_NAMES[name]}"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{round(lines * 240)}"'
        f' w:lineRule="auto"/>{indent}<w:jc w:val="{_ALIGN[look.align]}"/></w:pPr>'
        f'<w:rPr>{_fonts(profile)}{flags}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>{under}</w:rPr></w:style>'
    )


def _fonts(profile: Profile) -> str:
    name = xml.attribute(profile.font)
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'
