"""A document's text: YAML front matter between two lines of `---`, a blank line, then the Markdown body.

    ---
    format: 1
    title: Slipped disc
    ---

    Most people get better without an operation.

Canonical text survives `emit(parse(text))` byte for byte, so two equal documents have equal digests.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.text.characters import hidden_characters
from portal.text.faults import BadText, Fault
from portal.text.scalars import Value, written
from portal.text.yaml_reading import Path, read_fields

__all__ = ["Parsed", "Value", "digest", "emit", "parse", "read"]

LARGEST_FILE = 400_000  # bytes; many times the longest page, and still read in a moment
FENCE = "---"
TOO_LARGE = Fault(1, f"the text is larger than {LARGEST_FILE // 1000} kB; divide it into several documents")
NO_FENCE = "the text must begin with a line of three hyphens (---), then its fields; add that line"
NO_END = "the fields are not closed; add a line of three hyphens (---) after the last field"


@dataclass(frozen=True)
class Parsed:
    """A text taken apart.

    `lines` gives the file line (from 1) of every key and item by its path, such as ("arms", 0, "name", "en").
    `body_line` is the file line of the body's first line: line n of the body is `body_line + n - 1`.
    """

    fields: dict[str, Value]
    body: str
    lines: dict[Path, int]
    body_line: int

    def line_of(self, path: Path) -> int:
        """The file line of a key, or of the nearest thing that holds it, or 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(data: bytes) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, line ends of any system. BadText otherwise."""
    if len(data) > LARGEST_FILE:
        raise BadText(TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadText(Fault(line, "a letter here is not UTF-8; save the file again with UTF-8 encoding")) from error
    text = unix_lines(text)
    if faults := hidden_characters(text):
        raise BadText(*faults)
    return text


def unix_lines(text: str) -> str:
    """The text with "\\n" at the end of each line, as browsers and Windows do not send it."""
    return text.replace("\r\n", "\n")


def parse(text: str) -> Parsed:
    """Take a text apart; BadText holds every fault that could be found."""
    if len(text) > LARGEST_FILE or len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise BadText(TOO_LARGE)
    if faults := hidden_characters(text):
        raise BadText(*faults)
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise BadText(Fault(1, NO_FENCE))
    closing = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    if closing is None:
        raise BadText(Fault(len(lines), NO_END))
    fields, places = read_fields("".join(line + "\n" for line in lines[1:closing]), first_line=2)
    rest = lines[closing + 1 :]
    blank = next((at for at, line in enumerate(rest) if line.strip()), 0)
    return Parsed(fields, trimmed("\n".join(rest)), places, closing + 2 + blank)


def trimmed(body: str) -> str:
    """A body without blank lines before it and blanks after it."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", body).rstrip()


def emit(fields: Mapping[str, Value], body: str) -> str:
    """Canonical text of fields, in the order given, and a body. Empty fields are left out. BadText if unreadable."""
    lines = [FENCE, *mapping_lines(fields, 0), FENCE]
    if body := trimmed(unix_lines(body)):
        lines += ["", body]
    text = "\n".join(lines) + "\n"
    if faults := hidden_characters(text):
        raise BadText(*faults)
    return text


def is_empty(value: Value) -> bool:
    """Whether a value says nothing and is left out: blank text, no items, nothing, or false. Zero is kept."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    if isinstance(value, dict):
        return all(is_empty(item) for item in value.values())
    return value is None or value is False


def mapping_lines(fields: Mapping[str, Value], indent: int) -> Iterator[str]:
    """The lines of a mapping, each behind `indent` spaces."""
    for name, value in fields.items():
        if not is_empty(value):
            yield from value_lines(" " * indent + name + ":", value, indent + 2)


def value_lines(head: str, value: Value, indent: int) -> Iterator[str]:
    """A value behind its head (`name:` or `-`), on the same line when it is a scalar."""
    if isinstance(value, dict):
        yield head
        yield from mapping_lines(value, indent)
    elif isinstance(value, list):
        yield head
        yield from list_lines(value, indent)
    elif value is not None:
        yield f"{head} {written(unix_lines(value) if isinstance(value, str) else value, indent)}"


def list_lines(items: Sequence[Value], indent: int) -> Iterator[str]:
    """The items of a list; the first line of a row stands behind its hyphen."""
    for item in items:
        if is_empty(item):
            continue
        if isinstance(item, dict):
            first, *others = mapping_lines(item, indent + 2)
            yield " " * indent + "- " + first.lstrip(" ")
            yield from others
        else:
            yield from value_lines(" " * indent + "-", item, indent + 2)


def digest(text: str) -> str:
    """SHA-256 of the text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
