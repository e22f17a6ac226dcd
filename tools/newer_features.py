"""What browsers of January 2023 do not know, for tests/base/test_old_browsers.py.

`python tools/newer_features.py data.json > tests/base/newer_features.txt`, where data.json is that of MDN's
browser-compat-data (CC0). A line is a kind, a name, and the versions of Chrome and of Safari on iOS that brought it
("-": none so far).
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Chrome 109 is the last one of Windows 7 and 8.1; every browser inside another app on an iPhone is Safari.
NEWEST = {"chrome": (109,), "safari_ios": (16, 3)}
_NEVER = (9999,)
# Interfaces of the browser that office scripts speak to.
_SPOKEN_TO = re.compile(
    "(Window|Document|Element|HTML.*|Node|(Submit|Toggle|Input|UI|Keyboard|Pointer)?Event(Target)?|.*Observer|Abort.*|URL.*|"
    "Navigator|Clipboard.*|Caches?|CacheStorage|Response|Request|Headers|FormData|Blob|File|CSS|Selection|Range|History|"
    "Storage|Crypto|ShadowRoot|Canvas.*|PublicKey.*|Credential.*|DOM.*)$"
)

Versions = dict[str, tuple[int, ...]]


def main(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    print(f"# browser-compat-data {data['__meta']['version']}: newer than Chrome 109 or Safari 16.3 on iOS")
    found = {**_of_styles(data["css"]), **_of_markup(data["html"]), **_of_scripts(data["javascript"], data["api"])}
    for name, since in sorted(found.items()):
        if _is_newer(since) and set(since.values()) != {_NEVER}:
            print(name, *(_written(since[browser]) for browser in NEWEST))


def _of_styles(css: Any) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    kinds = {"at-rules": "at-rule", "selectors": "selector", "properties": "property"}
    for path, since in _walk(css):
        group, name = path[0], path[-1]
        if group in kinds and len(path) == 2:
            found[f"{kinds[group]} {name}"] = since
        elif (
            group == "properties" and len(path) == 3 and "_" not in name and not _is_newer(found[f"property {path[1]}"])
        ):
            found[f"value {path[1]}:{name}"] = since
        elif group == "types" and path[1] == "length" and len(path) == 3:
            found[f"unit {name}"] = since
        elif group == "types" and len(path) in {2, 3} and "_" not in name:
            found[f"function {name}"] = since
    return found


def _of_markup(html: Any) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    for path, since in _walk(html):
        if path[0] == "elements" and len(path) == 2:
            found[f"element {path[1]}"] = since
        elif path[0] == "elements" and len(path) == 3 and "_" not in path[2]:
            found[f"attribute {path[1]}:{path[2]}"] = since
        elif path[0] == "global_attributes" and len(path) == 2 and "_" not in path[1]:
            found[f"attribute *:{path[1]}"] = since
    return found


def _of_scripts(javascript: Any, api: Any) -> dict[str, Versions]:
    """A member counts only if no older interface has one of the same name: text does not tell them apart."""
    found: dict[str, Versions] = {}
    members: dict[str, list[Versions]] = defaultdict(list)
    spoken_to: set[str] = set()
    for path, since in [*_walk(javascript["builtins"]), *_walk(api)]:
        is_spoken_to = path[0] in javascript["builtins"] or _SPOKEN_TO.match(path[0])
        if len(path) == 1 and is_spoken_to:
            found[f"global {path[0]}"] = since
        elif len(path) == 2 and path[1].isidentifier():
            name = path[1].removesuffix("_static")
            members[name].append(since)
            if is_spoken_to and "_" not in name:
                spoken_to.add(name)
                if path[0] in javascript["builtins"] or path[1].endswith("_static"):
                    found[f"static {path[0]}.{name}"] = since
    for name in spoken_to:
        found[f"member {name}"] = {browser: min(each[browser] for each in members[name]) for browser in NEWEST}
    # Said once: what is found by its name needs no class before it.
    newer = {name for name, since in found.items() if _is_newer(since)}
    return {
        name: since
        for name, since in found.items()
        if not (name.startswith("static ") and f"member {name.rpartition('.')[2]}" in newer)
    }


def _is_newer(since: Versions) -> bool:
    return any(since[browser] > newest for browser, newest in NEWEST.items())


def _walk(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Versions]]:
    """What holds others comes before them."""
    if path and "__compat" in node:
        support = node["__compat"]["support"]
        yield path, {browser: _since(support.get(browser, [])) for browser in NEWEST}
    for name, inner in node.items():
        if name != "__compat" and isinstance(inner, dict):
            yield from _walk(inner, (*path, name))


def _since(stated: Any) -> tuple[int, ...]:
    """The first version that has it under its own name, for everybody."""
    rows = stated if isinstance(stated, list) else [stated]
    plain = [row for row in rows if not row.keys() & {"flags", "prefix", "alternative_name"}]
    return min((_version(row["version_added"]) for row in plain), default=_NEVER)


def _version(stated: Any) -> tuple[int, ...]:
    if stated in {None, False, "preview"}:
        return _NEVER
    return (0,) if stated is True else tuple(int(part) for part in stated.lstrip("≤").split("."))


def _written(version: tuple[int, ...]) -> str:
    return "-" if version == _NEVER else ".".join(map(str, version))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
