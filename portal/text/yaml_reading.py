"""Front matter from YAML to plain values, with the line of every key; what could mislead is refused."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from portal.text.characters import HIDDEN
from portal.text.faults import BadText, Fault
from portal.text.scalars import Scalar, Value, scalar_of

Path: TypeAlias = tuple[str | int, ...]
DEEPEST = 6
KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
BLOCK_HEAD = re.compile(r"[|>][-+]?\s*")

UNREADABLE = (
    "this line cannot be read; check that lines of one list start at the same column, that spaces and no"
    " tabs indent them, and that a text with a colon or a quotation mark stands in double quotes"
)
COLON = "a colon followed by a space is inside this text; put the whole text in double quotes"
NO_FLOW = "lists in [..] or {..} are not taken; write each item on a line of its own after “  - ”"
NO_ANCHOR = "“&” and “*” names are not taken; write the text out, or put it in double quotes"
NO_TAG = "“!” marks are not taken; leave the mark out, or put the text in double quotes"
NO_COMMENT = "notes after “#” are not kept; delete the note, or put the text in double quotes"
NO_KEY = "a name of a field is small letters, digits and “_”, then a colon; correct the name"
TOO_DEEP = "lists inside lists go too deep here; write them flatter"
NO_FIELDS = "front matter is a list of fields, each a name, a colon and a value, such as “title: Back pain”"
ONE_ONLY = "there must be one list of fields only; delete what follows it, and lines of “...” or “%”"


class FieldLoader(yaml.CSafeLoader):
    """One mapping, read event by event; every fault is kept, so that a writer sees all of them at once."""

    def __init__(self, text: str, first_line: int) -> None:
        super().__init__(text)
        self.first_line = first_line
        self.faults: list[Fault] = []
        self.lines: dict[Path, int] = {}
        self.spans: list[tuple[int, int]] = []
        self.text_lines = text.split("\n")

    def fault(self, event: Any, message: str) -> None:
        """Keep a fault at the place where the event begins."""
        self.faults.append(Fault(self.first_line + event.start_mark.line, message))

    def next(self) -> Any:
        """The next event; untyped, because the stubs let every part of one be absent."""
        return self.get_event()

    def fields(self) -> dict[str, Value]:
        """The whole front matter; what was wrong with it is in `faults`. YAMLError when it cannot be read."""
        self.get_event()
        if self.check_event(yaml.StreamEndEvent):
            return {}
        opening = self.next()
        if opening.explicit or opening.version or opening.tags:
            self.fault(opening, ONE_ONLY)
        event = self.next()
        if not isinstance(event, yaml.MappingStartEvent):
            self.fault(event, NO_FIELDS)
            return {}
        fields = self.mapping(event, ())
        closing = self.next()
        if closing.explicit or not self.check_event(yaml.StreamEndEvent):
            self.fault(closing, ONE_ONLY)
        return fields

    def value(self, event: Any, path: Path) -> Value:
        """The value that begins with this event, of any type."""
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, NO_ANCHOR)
            return None
        if event.anchor is not None:
            self.fault(event, NO_ANCHOR)
        if event.tag is not None:
            self.fault(event, NO_TAG)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if len(path) >= DEEPEST:
            raise BadText(*self.faults, Fault(self.first_line + event.start_mark.line, TOO_DEEP))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, path)
        return self.mapping(event, path)

    def keep_span(self, event: Any) -> None:
        """Remember where a scalar stands; a “#” anywhere else begins a comment."""
        self.spans.append((event.start_mark.index, event.end_mark.index))

    def scalar(self, event: Any) -> Scalar:
        """A quoted text as it is, an unquoted one by its look."""
        self.keep_span(event)
        if HIDDEN.search(event.value):
            self.fault(event, "this text holds a character that cannot be seen; delete it")
        if event.style in ("|", ">"):
            head = self.text_lines[event.start_mark.line][event.start_mark.column :]
            if not BLOCK_HEAD.fullmatch(head):
                self.fault(event, "only “|”, “|-”, “>” or “>-” may stand here; start the text on the next line")
        text: str = event.value
        return scalar_of(text) if event.style in (None, "") else text

    def sequence(self, start: Any, path: Path) -> list[Value]:
        """A list; [] is the only one taken in brackets."""
        items: list[Value] = []
        self.refuse_flow(start, yaml.SequenceEndEvent)
        while not self.check_event(yaml.SequenceEndEvent):
            event = self.next()
            here = (*path, len(items))
            self.lines[here] = self.first_line + event.start_mark.line
            if isinstance(event, yaml.SequenceStartEvent):
                self.fault(event, "a list cannot be an item of a list; write the items one below the other")
            items.append(self.value(event, here))
        self.get_event()
        return items

    def mapping(self, start: Any, path: Path) -> dict[str, Value]:
        """Names with their values; a name that comes twice is a fault."""
        fields: dict[str, Value] = {}
        self.refuse_flow(start, yaml.MappingEndEvent)
        while not self.check_event(yaml.MappingEndEvent):
            event = self.next()
            name = self.name(event)
            here = (*path, name)
            if name in fields:
                self.fault(event, f"“{name}” is here twice; keep one of them")
            else:
                self.lines[here] = self.first_line + event.start_mark.line
            fields[name] = self.value(self.get_event(), here)
        self.get_event()
        return fields

    def name(self, event: Any) -> str:
        """The name of a field; reading stops where a list or a mapping stands in its place."""
        if not isinstance(event, yaml.ScalarEvent):
            raise BadText(*self.faults, Fault(self.first_line + event.start_mark.line, NO_KEY))
        if event.anchor is not None or event.tag is not None or not KEY.fullmatch(event.value):
            self.fault(event, NO_KEY)
        self.keep_span(event)
        return str(event.value)

    def refuse_flow(self, start: Any, end: type[yaml.Event]) -> None:
        """Stop at [..] and {..} that hold something; reading on would only repeat the fault."""
        if start.flow_style and not self.check_event(end):
            raise BadText(*self.faults, Fault(self.first_line + start.start_mark.line, NO_FLOW))


def comments(text: str, spans: list[tuple[int, int]]) -> Iterator[int]:
    """The lines (from 0) with a “#” outside names and values; `spans` are the places of those."""
    position = 0
    for start, end in [*spans, (len(text), len(text))]:
        for match in re.finditer(r"(?:(?<=\s)|^)#", text[position:start]):
            yield text.count("\n", 0, position + match.start())
        position = max(position, end)


def read_fields(text: str, first_line: int) -> tuple[dict[str, Value], dict[Path, int]]:
    """The fields of a front matter and the file line of each key and item.

    `first_line` is the file's line number of the text's first line. BadText with all faults found.
    """
    loader = FieldLoader(text, first_line)
    try:
        fields = loader.fields()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = COLON if "mapping values" in str(error) else UNREADABLE
        raise BadText(*loader.faults, Fault(first_line + (mark.line if mark else 0), message)) from error
    finally:
        loader.dispose()
    loader.faults += [Fault(first_line + line, NO_COMMENT) for line in comments(text, loader.spans)]
    if loader.faults:
        raise BadText(*loader.faults)
    return fields, loader.lines
