"""What stands around the text: the head of the first page, the signature and the recipients below."""

from lantoa.core.documents.rendering.docx import xml
from lantoa.core.documents.rules import wording
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Statement

_KEEP = "<w:keepNext/>"
_LEFT = 0.4  # of the width of the text: the body and the number; the rest is the State's


def head(statement: Statement, profile: Profile) -> str:
    """The two columns of the first page, the name of the document and to whom it goes."""
    letterhead = statement.letterhead
    widths = [profile.text_width * _LEFT, profile.text_width * (1 - _LEFT)]
    number = _line(profile, "number", wording.number_line(letterhead, profile))
    if statement.is_draft:
        number += _line(profile, "draft", wording.words(statement.language).draft)
    dated = _line(profile, "place_and_date", wording.dated(letterhead, statement.language))
    rows = [
        xml.row([_body(statement, profile, widths[0]), _nation(statement, profile, widths[1])], widths),
        xml.row([number, dated], widths),
    ]
    return xml.table(rows, widths, bordered=False) + _name(statement, profile) + _addressees(statement)


def foot(statement: Statement, profile: Profile) -> str:
    """Recipients on the left, authority and signature on the right; never torn apart."""
    letterhead, said = statement.letterhead, wording.words(statement.language)
    widths = [profile.text_width * 0.45, profile.text_width * 0.55]
    left = [xml.paragraph("recipients_label", xml.run(said.recipients))]
    left += [xml.paragraph("recipients", xml.run(line)) for line in wording.listed(letterhead.recipients)]
    right = [_line(profile, "signing", line, _KEEP) for line in letterhead.signing]
    right.append(_line(profile, "signer", letterhead.signer))
    cells = ["".join(left) if letterhead.recipients else xml.paragraph("recipients", ""), "".join(right)]
    return xml.paragraph("gap", "", _KEEP) + xml.table([xml.row(cells, widths)], widths, bordered=False)


def _body(statement: Statement, profile: Profile, room_mm: float) -> str:
    letterhead = statement.letterhead
    pieces = [_line(profile, "parent_body", letterhead.parent_body)] if letterhead.parent_body else []
    pieces.append(_line(profile, "body", letterhead.body))
    if profile.star:
        pieces.append(_line(profile, "number", profile.star))
    else:
        pieces.append(_rule_below(letterhead.body.upper(), profile, "body", room_mm, share=0.4))
    return "".join(pieces)


def _nation(statement: Statement, profile: Profile, room_mm: float) -> str:
    """In Vietnamese whatever the language of the document; an English one names it in English below."""
    pieces = [_line(profile, "national_name", profile.national_name[0])]
    last, look = profile.national_name[0], "national_name"
    if profile.motto[0]:
        pieces.append(_line(profile, "motto", profile.motto[0]))
        last, look = profile.motto[0], "motto"
    pieces.append(_rule_below(last, profile, look, room_mm, share=1))
    if statement.language != "vi":
        pieces += [_line(profile, "english", each) for each in (profile.national_name[1], profile.motto[1]) if each]
    return "".join(pieces)


def _name(statement: Statement, profile: Profile) -> str:
    pieces = [_line(profile, "type_name", statement.type_name, _KEEP)]
    pieces.append(_line(profile, "title", wording.abstract(statement), _KEEP))
    pieces.append(_rule_below(wording.abstract(statement), profile, "title", profile.text_width, share=0.4))
    return "".join(pieces)


def _addressees(statement: Statement) -> str:
    names, said = statement.letterhead.addressees, wording.words(statement.language)
    if not names:
        return xml.paragraph("gap", "")
    if len(names) == 1:
        return xml.paragraph("addressees", xml.run(f"{said.to} {names[0]}"), '<w:jc w:val="center"/>')
    lines = wording.listed(names)
    inside = '<w:spacing w:before="0" w:after="0"/><w:ind w:left="2268"/>'
    first = xml.paragraph("addressees", xml.run(said.to), '<w:spacing w:after="0"/><w:ind w:left="1134"/>')
    return first + "".join(xml.paragraph("addressees", xml.run(line), inside) for line in lines)


def _rule_below(words: str, profile: Profile, element: str, room_mm: float, *, share: float) -> str:
    """As long as that share of the line; a name of several lines has the length of the room."""
    length = min(xml.printed_mm(words, profile.looks[element].size.used), room_mm)
    return xml.rule(length * share, room_mm)


def _line(profile: Profile, element: str, words: str, properties: str = "") -> str:
    look = profile.looks.get(element)
    return xml.paragraph(element, xml.run(words.upper() if look and look.upper else words), properties)
