"""The few types front matter knows, and how one scalar of them is written: YAML 1.2 core, made stricter."""

import re
from decimal import Decimal
from typing import TypeAlias

Scalar: TypeAlias = "str | int | bool | Decimal | None"
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"

WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# Longer runs of digits, a leading zero or a plus sign are telephone numbers and codes, so they stay text.
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

# Anything another YAML reader might take for a number, a switch or nothing is quoted when written.
DOUBTFUL = re.compile(
    r"[-+]?[0-9][0-9_,]*|[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|0[xob][0-9a-fA-F_]+|[-+]?\.(?:inf|nan)|~|null|true|false|yes|no|on|off|y|n",
    re.IGNORECASE,
)
OPENING_SIGNS = frozenset("-?:,[]{}#&*!|>'\"%@`=")


def scalar_of(text: str) -> Scalar:
    """The value of an unquoted word: true, false, nothing, a whole number, a Decimal, else the text itself."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def is_plain(text: str) -> bool:
    """Whether a text reads back as itself without quotes, here and in any other YAML reader."""
    return (
        text == text.strip()
        and text[0] not in OPENING_SIGNS
        and not text.startswith("...")
        and not re.search(r"[\n\t]|: | #|:$", text)
        and not DOUBTFUL.fullmatch(text)
    )


def is_block(text: str) -> bool:
    """Whether a text of several lines reads back as itself when written as an indented block."""
    lines = text.removesuffix("\n").split("\n")
    return (
        len(lines) > 1
        and "\t" not in text
        and not lines[0].startswith(" ")
        and bool(lines[0] and lines[-1])
        and all(line.strip() or not line for line in lines)
    )


def written(value: str | int | Decimal, indent: int) -> str:
    """One scalar as canonical YAML; `indent` is the number of spaces before the lines of a block."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if is_block(value):
        head = "|" if value.endswith("\n") else "|-"
        return "\n".join([head, *(line and " " * indent + line for line in value.removesuffix("\n").split("\n"))])
    return value if is_plain(value) else quoted(value)


def quoted(text: str) -> str:
    """A text as JSON and YAML both quote it. Hidden characters stay bare, so that they are found and refused."""
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, escape)
    return f'"{text}"'
