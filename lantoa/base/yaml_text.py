"""YAML by the C library where PyYAML was built with it, ten times as quick; safe types only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def read(source: str | Path) -> Any:
    """The content of a text or of a file. raises: yaml.YAMLError"""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 both loaders are the safe ones


def events(text: str) -> Iterator[yaml.Event]:
    """What a text is made of, before anything is built of it. raises: yaml.YAMLError"""
    return iter(yaml.parse(text, Loader=_LOADER))


def written(content: Any) -> str:
    """For people: in the order given, without escapes."""
    return str(yaml.dump(content, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=120))
