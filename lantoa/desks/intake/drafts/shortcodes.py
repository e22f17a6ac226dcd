"""What WordPress puts into a text between square brackets, and what its plugins put into comments."""

import re

# Those that come with WordPress; of plugins one is known by its attributes or by its end.
_OWN = {"caption", "gallery", "audio", "video", "playlist", "embed", "wp_caption"}
# Each pattern ends at the next bracket of its kind, so that no text makes it look at the same letters again and again.
_CODE = re.compile(r"\[(?P<end>/?)(?P<name>[a-zA-Z][\w-]{1,39})(?P<rest>(?:\s[^\[\]]{0,2000})?)/?\]")
_ATTRIBUTE = re.compile(r"=[\"'“”\w]")
_CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\[\]]{0,2000}\]")
_CAPTION_END = re.compile(r"\[/(?:wp_)?caption\]")
_PICTURE = re.compile(r"<img\b[^<>]{0,20000}>", re.IGNORECASE)
# A block that a plugin draws when the page is read: nothing of it is in the text.
_DRAWN_LATER = re.compile(r"<!-- wp:([\w/-]{1,60})(?:\s[^<>]{0,4000})?/-->")


def without(html: str) -> tuple[str, list[str]]:
    """The text without them, captions kept beside their pictures. returns: also the names of what was taken out"""
    *captioned, last = _CAPTION_END.split(html)
    html = "".join([*map(_with_figure, captioned), last])
    ended = {found["name"] for found in _CODE.finditer(html) if found["end"]}
    names: dict[str, None] = dict.fromkeys(found[1] for found in _DRAWN_LATER.finditer(html))

    def judge(found: "re.Match[str]") -> str:
        name = found["name"]
        if name not in _OWN and name not in ended and not _ATTRIBUTE.search(found["rest"]):
            return found[0]  # [sic], [1], [ảnh minh họa]
        names.setdefault(name)
        return " "

    return _CODE.sub(judge, html), list(names)


def _with_figure(text: str) -> str:
    """What stands before the end of a caption: from its beginning on, a picture and the words beneath it."""
    parts = _CAPTION.split(text)
    if len(parts) == 1:
        return text
    before, inside = "".join(parts[:-1]), parts[-1]
    picture = _PICTURE.search(inside)
    if not picture:
        return before + inside
    words = inside.replace(picture[0], " ", 1)
    return f"{before}<figure>{picture[0]}<figcaption>{words}</figcaption></figure>"
