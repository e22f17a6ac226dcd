"""The child process of `source.py`: reads a feed or an export from its standard input, prints it as lines of JSON.

It is started alone, knows nothing of Lan Tỏa, and puts itself under limits before it looks at a byte. The XML is never
held as a whole: an item is printed when it ends. Exit code 3: refused, the last line says why.

    {"item": 3, "line": 120, "fields": [["title", {}, "Khai hội"], ["category", {"domain": "language"}, "vi"]]}
    {"root": "rss", "fields": [["title", {}, "Cổng cũ"], ["wp:wxr_version", {}, "1.2"]]}
"""

import json
import resource
import sys
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

# A namespace says what is meant, a prefix is anybody's choice. WordPress puts its version into its own.
PREFIXES = {
    "http://purl.org/rss/1.0/": "", "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://www.w3.org/2005/Atom": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:", "http://www.w3.org/1999/xhtml": "",
}  # fmt: skip
WORDPRESS = "http://wordpress.org/export/"
ROOTS = {"rss", "rdf:RDF", "feed"}
ITEMS = {"item", "entry"}
# Who wrote beneath an article, and from which address, is nobody's business here.
PASSED_OVER = {"wp:comment", "wp:term_description"}
DEEPEST = 60
MOST_FIELDS = 100_000
CHUNK = 1 << 16
# Of expat's errors those that mean: not written in the letters that it declares.
ENCODING_ERRORS = {18, 19}
# Letters that XML does not allow and no reader sees; WordPress writes into an export what was pasted into a post.
UNSEEN = bytes([*range(9), 11, 12, *range(14, 32)])
WEB_PAGE = (b"<!doctype html", b"<html")


class Refused(Exception):
    """The file passes a limit; the message is a code of `source.py`."""


def main(limits: list[int]) -> int:
    memory, seconds, *more = limits
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    reader = Reader(*more)
    try:
        reader.read()
    except MemoryError:
        return refuse("size")
    except Refused as error:
        return refuse(str(error))
    except (LookupError, ValueError):  # an encoding that Python does not know, or of several bytes a letter
        return refuse("encoding")
    except expat.ExpatError as error:
        if reader.root and reader.is_at_end:
            return refuse("cut")
        return refuse("encoding" if error.code in ENCODING_ERRORS else f"xml:{error.lineno}")
    return 0


class Reader:
    """most_letters: of one field; what is longer is left out and marked"""

    def __init__(self, most_bytes: int, most_items: int, most_letters: int) -> None:
        self.most_bytes, self.most_items, self.most_letters = most_bytes, most_items, most_letters
        self.printed = self.items = self.depth = 0
        self.root = ""
        self.names: list[str] = []
        self.item: list[Any] | None = None
        self.item_line = self.item_depth = 0
        self.is_at_end = False
        self.head: list[Any] = []
        self.texts: list[str] = []
        self.length = 0
        self.attributes: list[dict[str, str]] = []
        self.passed_over = self.markup = 0
        self.parser = expat.ParserCreate(None, " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        # What a document declares of its own could unfold without end, or lead to other files.
        self.parser.EntityDeclHandler = self.refuse_entity
        self.parser.ExternalEntityRefHandler = self.refuse_entity

    def read(self) -> None:
        first = sys.stdin.buffer.read(CHUNK)
        is_wide = first[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in first[:4]
        unseen = b"" if is_wide else UNSEEN
        # Feeds often begin with an empty line, which XML does not allow.
        first = first if is_wide else first.translate(None, unseen).lstrip()
        if first[:20].lower().startswith(WEB_PAGE):
            raise Refused("page")
        self.parser.Parse(first)
        while chunk := sys.stdin.buffer.read(CHUNK):
            self.parser.Parse(chunk.translate(None, unseen))
        self.is_at_end = True
        self.parser.Parse(b"", True)
        self.put({"root": self.root, "fields": self.head})

    def refuse_entity(self, *_: Any) -> int:
        raise Refused("entity")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = short(name)
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused("depth")
        if self.depth == 1:
            if name not in ROOTS:
                raise Refused("page" if name == "html" else "unknown")
            self.root = name
        self.names.append(name)
        self.attributes.append({short(key): value for key, value in attributes.items()})
        if self.passed_over or name in PASSED_OVER:
            self.passed_over += 1
        elif self.markup:
            self.markup += 1
            written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if " " not in key)
            self.text(f"<{name}{written}>", is_markup=True)
        elif name in ITEMS and self.item is None:
            self.items += 1
            if self.items > self.most_items:
                raise Refused("items")
            self.item, self.item_line, self.item_depth = [], self.parser.CurrentLineNumber, self.depth
        else:
            self.texts, self.length = [], 0
            # Atom may hold its text as elements; then they are what is wanted.
            self.markup = int(attributes.get("type") == "xhtml")

    def end(self, _name: str) -> None:
        name, attributes = self.names.pop(), self.attributes.pop()
        if self.passed_over:
            self.passed_over -= 1
        elif self.markup > 1:
            self.markup -= 1
            self.text(f"</{name}>", is_markup=True)
        elif self.item is not None and self.depth == self.item_depth:
            self.put({"item": self.items, "line": self.item_line, "fields": self.item})
            self.item = None
        elif self.names:
            self.keep(name, attributes)
        self.depth -= 1

    def keep(self, name: str, attributes: dict[str, str]) -> None:
        self.markup = 0
        fields = self.head if self.item is None else self.item
        path = name if self.names[-1] in {"channel", *ITEMS, *ROOTS} else f"{self.names[-1]}/{name}"
        text = "".join(self.texts).strip()
        if self.length > self.most_letters:
            fields.append(["too_long", {}, path])
        elif text or attributes:
            fields.append([path, attributes, text])
        self.texts, self.length = [], 0
        if len(fields) > MOST_FIELDS:
            raise Refused("size")

    def text(self, text: str, *, is_markup: bool = False) -> None:
        if self.passed_over:
            return
        self.length += len(text)
        if self.length <= self.most_letters:
            self.texts.append(escape(text) if self.markup and not is_markup else text)

    def put(self, thing: object) -> None:
        line = json.dumps(thing)
        self.printed += len(line)
        if self.printed > self.most_bytes:
            raise Refused("size")
        sys.stdout.write(line + "\n")


def short(name: str) -> str:
    """Of `http://purl.org/dc/elements/1.1/ creator`: dc:creator"""
    namespace, _, local = name.rpartition(" ")
    if not namespace:
        return local
    if namespace.startswith(WORDPRESS):
        return ("excerpt:" if namespace.rstrip("/").endswith("excerpt") else "wp:") + local
    return PREFIXES.get(namespace, "other:") + local


def refuse(code: str) -> int:
    sys.stdout.write(json.dumps({"refused": code}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main([int(limit) for limit in sys.argv[1:]]))
