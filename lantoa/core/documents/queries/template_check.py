"""May this Word file be a template? Everything that could run, fetch or swell is refused, and named.

docxtpl hands the XML of a template to Jinja2. Two walls: what stands between the braces is held against a short list
of forms here, before anything is rendered, and rendering itself happens in Jinja2's sandbox with nothing in reach.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from lantoa.core.documents.queries.formatting import W
from lantoa.core.documents.queries.package import Package, opened
from lantoa.core.documents.rules import places

MAX_TEMPLATE_BYTES = 2 * 1024 * 1024
MAX_PLACES = 500

_OPENING = re.compile(r"\{[{%#]|[%}#]\}")
_TAG = re.compile(r"\{\{(?P<what>.*?)\}\}|\{%(?P<tag>.*?)%\}")
_FILLED = re.compile(r"word/(?:document|(?:header|footer)\d*)\.xml")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_RUNS = ("vbaproject", "vbadata", "activex", "embeddings/", "customui", "afchunk", "oleobject")
_FETCHING = {
    "INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "IMPORT", "DATABASE", "MACROBUTTON", "RD", "EMBED",
    "QUOTE", "ADDIN", "AUTOTEXT", "GLOSSARY",
}  # fmt: skip
_FIELD = re.compile(r"\s*(\w+)")
_PLAIN_NODES = (nodes.Template, nodes.Output, nodes.TemplateData)


class BadTemplate(ValueError):
    """problems: each a sentence for the clerk who made the file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def check(content: bytes) -> None:
    """raises: BadTemplate with every problem at once; package.BadDocument for what is no Word file at all"""
    if len(content) > MAX_TEMPLATE_BYTES:
        raise BadTemplate([_("A template has at most %(limit)s MB. Make its pictures smaller.") % {"limit": 2}])
    package = opened(content)
    problems = [*_what_runs(package), *_what_fetches(package), *_fields(package), *_places_elsewhere(package)]
    for part in package.xml_parts():
        if _is_filled(package, part):
            problems += _forms(package, part)
    if not problems:
        problems += _parsed(package)
    if problems:
        raise BadTemplate(list(dict.fromkeys(problems)))


def environment() -> SandboxedEnvironment:
    """The only one in which a template is ever rendered: no globals, no tests, one filter."""
    made = SandboxedEnvironment(autoescape=True)
    made.globals.clear()
    made.tests.clear()
    made.filters = {"upper": str.upper}
    return made


def paragraph_text(paragraph: "etree._Element") -> str:
    return "".join(each.text or "" for each in paragraph.iter(f"{W}t"))


# -- what the package holds ------------------------------------------------------------------------


def _what_runs(package: Package) -> Iterator[str]:
    types = package.parts.get("[Content_Types].xml", b"").lower()
    names = [name for name in package.parts if any(word in name.lower() for word in _RUNS)]
    if names or b"macroenabled" in types or b"vbaproject" in types or b"activex" in types or b"oleobject" in types:
        yield _("The file holds macros or embedded programs. Save it in Word as an ordinary .docx.")


def _what_fetches(package: Package) -> Iterator[str]:
    for part in package.parts:
        if not part.lower().endswith(".rels"):
            continue
        for relation in package.xml(part):
            kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
            is_link = kind == "hyperlink" and _LINK.match(target)
            if relation.get("TargetMode") == "External" and not is_link:
                yield _("The file would fetch “%(target)s” from elsewhere. Put pictures into the file itself.") % {
                    "target": target[:80]
                }
            elif kind in {"attachedTemplate", "aFChunk", "oleObject", "control", "frame", "subDocument"}:
                yield _("The file points to another file (%(kind)s), which is refused.") % {"kind": kind}


def _fields(package: Package) -> Iterator[str]:
    for part in package.xml_parts():
        root = package.xml(part)
        for paragraph in root.iter(f"{W}p"):
            # Word may cut an instruction into several pieces.
            pieces = ["".join(each.text or "" for each in paragraph.iter(f"{W}instrText"))]
            pieces += [each.get(f"{W}instr", "") for each in paragraph.iter(f"{W}fldSimple")]
            for words in pieces:
                for word in re.findall(r"[A-Za-z]+", words):
                    if word.upper() in _FETCHING:
                        yield _("The field “%(field)s” is refused: it would read other files.") % {
                            "field": word.upper()
                        }


def _is_filled(package: Package, part: str) -> bool:
    return part == package.main or _FILLED.fullmatch(part) is not None


def _places_elsewhere(package: Package) -> Iterator[str]:
    """Comments, properties, footnotes and the like are never filled, so nothing may wait there."""
    for part in package.xml_parts():
        if not _is_filled(package, part) and _opens(etree.tostring(package.xml(part), encoding="unicode")):
            yield _("A place {{ … }} stands in “%(part)s”. Places stand in the text, in headers and in footers.") % {
                "part": part
            }


def _opens(text: str) -> bool:
    return any(sign in text for sign in ("{{", "{%", "{#"))


# -- what stands between the braces ----------------------------------------------------------------


def _forms(package: Package, part: str) -> Iterator[str]:
    """Each place in its paragraph, as the clerk sees it."""
    root = package.xml(part)
    written = etree.tostring(root, encoding="unicode")
    texts = [paragraph_text(paragraph) for paragraph in root.iter(f"{W}p") if paragraph.find(f".//{W}p") is None]
    if written.count("{{") + written.count("{%") > MAX_PLACES:
        yield _("The file has more than %(limit)s places.") % {"limit": MAX_PLACES}
        return
    counts = dict.fromkeys(places.PARTS, 0)
    loops: set[str] = set()
    for text in texts:
        rest = _TAG.sub("", text)
        if _OPENING.search(rest):
            yield _("“%(text)s”: a place begins and ends in the same paragraph, with {{ and }}.") % {"text": text[:60]}
        for match in _TAG.finditer(text):
            yield from _form(match, text, counts, loops)
    if part == package.main and counts["content"] != 1:
        yield _("The text of the document needs its place once: a paragraph with {{p content }} and nothing else.")
    elif part != package.main and any(counts.values()):
        yield _("The place {{p content }} stands in the text, never in a header or a footer.")
    elif counts["annexes"] > 1:
        yield _("The place {{p annexes }} stands once.")


_NAME = re.compile(r"\s*(?:(?:p|r|tr|tc) )?\s*(?P<name>\w+)\s*(?:\|\s*upper\s*)?")
_IF = re.compile(r"(?:(?:p|r|tr|tc) )?\s*(?:if (?:not )?(?P<name>\w+)|else|endif|endfor)")
_FOR = re.compile(r"(?:(?:p|r|tr|tc) )?\s*for (?P<one>\w+) in (?P<list>\w+)")


def _form(match: re.Match[str], text: str, counts: dict[str, int], loops: set[str]) -> Iterator[str]:
    known = {*places.TEXTS, *places.LISTS}
    if match["what"] is not None:
        found = _NAME.fullmatch(match["what"])
        name = found["name"] if found else ""
        if found and name in counts:
            counts[name] += 1
            if text.strip() != match[0] or not match["what"].startswith("p "):
                yield _("“%(place)s” stands alone in its paragraph, written {{p %(name)s }}.") % {
                    "place": match[0], "name": name,
                }  # fmt: skip
        elif not found:
            yield _("“%(place)s” is not understood: only the name of a place stands there.") % {"place": match[0][:60]}
        elif name not in places.TEXTS and name not in loops:
            yield _("There is no place “%(name)s”.") % {"name": name}
        return
    tag = " ".join(match["tag"].split())
    if found := _FOR.fullmatch(tag):
        if found["list"] not in places.LISTS or found["one"] in known | set(counts):
            yield _("“%(place)s”: only %(lists)s can be gone through line by line.") % {
                "place": match[0][:60], "lists": ", ".join(places.LISTS),
            }  # fmt: skip
        loops.add(found["one"])
    elif not (found := _IF.fullmatch(tag)) or (found["name"] and found["name"] not in known):
        yield _("“%(place)s” is not understood: only if, else, endif, for and endfor are.") % {"place": match[0][:60]}


# -- what Jinja2 would make of it ------------------------------------------------------------------


def _parsed(package: Package) -> Iterator[str]:
    """The second look: the very text that docxtpl would render, by its grammar instead of by its letters."""
    # slow: it loads python-docx, see `rendering.docx.render`
    from docxtpl import DocxTemplate

    made, reader = environment(), DocxTemplate(None)
    for part in package.xml_parts():
        if not _is_filled(package, part):
            continue
        try:
            tree = made.parse(reader.patch_xml(etree.tostring(package.xml(part), encoding="unicode")))
        except TemplateError as error:
            yield _("The places do not fit together: %(reason)s") % {"reason": error.message or type(error).__name__}
            continue
        yield from _refused(tree, inside_loop=False)


def _refused(node: nodes.Node, *, inside_loop: bool) -> Iterator[str]:
    """A loop goes through one list, and none stands inside another: what is printed grows no faster than the file."""
    allowed = (
        isinstance(node, (*_PLAIN_NODES, nodes.Name, nodes.If, nodes.Not))
        or (isinstance(node, nodes.Filter) and node.name == "upper" and isinstance(node.node, nodes.Name))
        or (
            isinstance(node, nodes.For) and not inside_loop and isinstance(node.iter, nodes.Name)
            and node.iter.name in places.LISTS and isinstance(node.target, nodes.Name)
            and not (node.else_ or node.test or node.recursive)
        )
    )  # fmt: skip
    if not allowed:
        yield _("The template does more than fill in places (%(what)s), which is refused.") % {
            "what": type(node).__name__
        }
        return
    for child in node.iter_child_nodes():
        yield from _refused(child, inside_loop=inside_loop or isinstance(node, nodes.For))
