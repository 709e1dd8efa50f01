"""Which letters can be printed, and what is printed for those that cannot.

The fonts come from packages, so that a page looks the same on every machine. Each family that is installed as a
`fontpkg-...` package is used; the first one sets the text, the others lend the letters that it lacks.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from fontTools.ttLib import TTFont
from typst import Fonts

FAMILY = "Noto Sans"
# So many letters that no line could end among them, and then one more.
TOO_LONG = re.compile(r"[^\s/-]{36}(?=[^\s/-])")
BREAK_HERE = "\u200b"


@dataclass(frozen=True)
class Letters:
    """The fonts there are: their families, the first one leading; and the characters that one of them has."""

    fonts: Fonts
    families: tuple[str, ...]
    characters: frozenset[int]


@lru_cache(maxsize=1)
def letters() -> Letters:
    """The installed fonts, read once in a process."""
    modules = [family.load() for family in entry_points(group="fontpkg.family")]
    folders = [Path(module.ROOT, "files") for module in modules]
    files = sorted(path for folder in folders for path in folder.glob("*.[ot]tf"))
    others = sorted({module.FAMILY for module in modules} - {FAMILY})
    return Letters(
        Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(map(str, folders))),
        (FAMILY, *others),
        frozenset(code for path in files for code in _characters(path)),
    )


def _characters(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def printable(text: str) -> str:
    """The text with every character that no font has written out by its name: "😀" is "[grinning face]".

    A page must come out whatever somebody typed. Marks that nobody sees are left out.
    """
    composed = unicodedata.normalize("NFC", text)
    if all(ord(character) in letters().characters for character in composed):
        return composed
    return "".join(map(_spelled, composed))


def _spelled(character: str) -> str:
    if ord(character) in letters().characters:
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"):
        return ""
    if character.isspace():
        return " "
    return f"[{unicodedata.name(character, 'sign').lower()}]"


def breakable(text: str) -> str:
    """The text with places to end a line in words that are longer than a line may be."""
    return TOO_LONG.sub(lambda found: found[0] + BREAK_HERE, text)
