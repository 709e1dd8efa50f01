"""How large and how tangled a body may be, checked before Markdown runs: 20,000 brackets would cost it 44 seconds."""

import re
from collections.abc import Iterator

from portal.text.characters import hidden_characters
from portal.text.faults import Fault

LARGEST_BODY = 200_000  # bytes
MOST_LINES = 4_000
LONGEST_LINE = 2_000  # characters
LONGEST_PARAGRAPH = 10_000  # characters in lines without a blank one between
MOST_BRACKETS = 50  # "[" in a paragraph, a list item or a table row
MOST_BRACKETS_IN_ALL = 2_000
MOST_MARKS = 400  # "*", "_" and "`" in lines without a blank one between
MOST_MARKS_IN_ALL = 6_000
MOST_COLUMNS = 12
DEEPEST = 12  # lists and quotes inside each other

MARKS = "*_`"
PREFIX = re.compile(r"[ \t]*(?:>|[-*+](?=[ \t])|[0-9]+\.(?=[ \t]))")
OWN_PARAGRAPH = re.compile(r"[ \t>]*(?:[-*+][ \t]|[0-9]+\.[ \t]|\|)")


def check(body: str) -> list[Fault]:
    """Everything in a body that is over a limit, or cannot be seen; lines are counted from 1."""
    if len(body) > LARGEST_BODY or len(body.encode("utf-8", "surrogatepass")) > LARGEST_BODY:
        return [Fault(1, f"the body is larger than {LARGEST_BODY // 1000} kB; divide it into several pages")]
    lines = body.split("\n")
    if len(lines) > MOST_LINES:
        return [Fault(MOST_LINES, f"there are more than {MOST_LINES} lines; divide the text into several pages")]
    faults = hidden_characters(body)
    for number, line in enumerate(lines, start=1):
        faults += (Fault(number, message) for message in line_troubles(line))
    for first, paragraph in paragraphs(lines):
        faults += paragraph_faults(first, paragraph)
    if body.count("[") > MOST_BRACKETS_IN_ALL:
        faults.append(Fault(1, f"there are more than {MOST_BRACKETS_IN_ALL} “[” in this text; divide it"))
    if sum(map(body.count, MARKS)) > MOST_MARKS_IN_ALL:
        faults.append(Fault(1, f"there are more than {MOST_MARKS_IN_ALL} “*”, “_” and “`” in this text; divide it"))
    return faults


def line_troubles(line: str) -> Iterator[str]:
    """What is too much about one line."""
    if len(line) > LONGEST_LINE:
        yield f"this line is longer than {LONGEST_LINE} characters; start a new paragraph somewhere in it"
    elif depth(line) > DEEPEST:
        yield f"lists or quotes are more than {DEEPEST} deep here; write them flatter"
    elif line.count("|") > MOST_COLUMNS + 1:
        yield f"a table has at most {MOST_COLUMNS} columns; make two tables of it"


def depth(line: str) -> int:
    """How many lists and quotes a line is inside of, at most; four spaces of indent count as one."""
    position = levels = 0
    while match := PREFIX.match(line, position):
        position = match.end()
        levels += 1
    # The one space behind a “>” is no indent.
    indent = len(line[: len(line) - len(line.lstrip(" \t>"))].expandtabs(4).replace("> ", ">").replace(">", ""))
    return levels + indent // 4


def paragraphs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without a blank one or a `:::` between, each with the number of its first line."""
    run: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip() and not line.startswith(":::"):
            run.append(line)
        elif run:
            yield number - len(run), run
            run = []


def paragraph_faults(first: int, lines: list[str]) -> Iterator[Fault]:
    """What is too much in a run of lines that begins at line `first`."""
    if sum(map(len, lines)) > LONGEST_PARAGRAPH:
        yield Fault(first, f"this paragraph is longer than {LONGEST_PARAGRAPH} characters; put blank lines into it")
    if sum(line.count(mark) for line in lines for mark in MARKS) > MOST_MARKS:
        yield Fault(first, f"more than {MOST_MARKS} “*”, “_” and “`” are in this paragraph; put blank lines into it")
    # Items and rows are read one by one, but only where the run begins with one: a list cannot break into a paragraph.
    is_divided = OWN_PARAGRAPH.match(lines[0]) is not None
    brackets, start = 0, first
    for number, line in enumerate(lines, start=first):
        if is_divided and OWN_PARAGRAPH.match(line):
            brackets, start = 0, number
        brackets += line.count("[")
        if brackets > MOST_BRACKETS:
            yield Fault(start, f"more than {MOST_BRACKETS} “[” are in this paragraph; divide it")
            return
