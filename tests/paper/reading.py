"""Reads a PDF as software reads it to somebody: by its tags, in their order, without running lines and decoration."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from pypdf import PdfReader
from pypdf.generic import ContentStream

# Roles that stand in a line: no word ends with them.
INLINE = frozenset({"/Span", "/Strong", "/Em", "/Link", "/Code", "/Quote", "/Sub", "/Sup"})


@dataclass
class Tag:
    """One element of the structure: its role (such as "/H1"), its words for pictures, where it leads, its parts."""

    role: str
    alt: str | None
    address: str
    parts: "list[Tag | str]"

    def walk(self) -> "Iterator[Tag]":
        yield self
        for part in self.parts:
            if isinstance(part, Tag):
                yield from part.walk()

    def named(self, role: str) -> "list[Tag]":
        return [tag for tag in self.walk() if tag.role == role]

    @property
    def text(self) -> str:
        """All its words; a space around everything that does not stand in a line.

        What the web page does not spell out is left out: the marks of lists, addresses behind links, what is in
        pictures.
        """
        if self.role == "/Figure":
            return " "
        words = "".join(part if isinstance(part, str) else part.text for part in self.parts)
        said = words.replace("\u200b", "").strip()
        if self.role == "/Lbl" and (said == "•" or said.rstrip(".").isdigit()):
            return " "
        if self._is_its_own_address(said):
            return ""
        return words if self.role in INLINE else f" {words} "

    def _is_its_own_address(self, said: str) -> bool:
        return said.startswith("(") and bool(self.address) and self.address.endswith(said.removeprefix("(")[:-1])


def words(text: str) -> list[str]:
    """A text's words, in one way of writing accents, without places where a line may break."""
    return unicodedata.normalize("NFC", text).replace("\u200b", "").replace("\xad", "").split()


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def tagged(pdf: bytes) -> Tag:
    """The whole structure of a PDF, under its document element."""
    reader = opened(pdf)
    texts = {page.indirect_reference.idnum: _texts(page, reader) for page in reader.pages}
    [document] = _kids(reader.trailer["/Root"]["/StructTreeRoot"])
    return _tag(document.get_object(), texts, 0)


def words_of(pdf: bytes) -> list[str]:
    return words(tagged(pdf).text)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return kids if isinstance(kids, list) else [kids]


def _tag(element: Any, texts: dict[int, dict[int, str]], page: int) -> Tag:
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    address, parts = "", []
    for kid in (kid.get_object() for kid in _kids(element)):
        if isinstance(kid, int):
            parts.append(texts[page].get(kid, ""))
        elif kid.get("/Type") == "/MCR":
            parts.append(texts[kid.raw_get("/Pg").idnum if "/Pg" in kid else page].get(kid["/MCID"], ""))
        elif kid.get("/Type") == "/OBJR":
            address = kid["/Obj"].get("/A", {}).get("/URI", "")
        elif "/S" in kid:
            parts.append(_tag(kid, texts, page))
    return Tag(element["/S"], element.get("/Alt"), address, parts)


def _texts(page: Any, reader: PdfReader) -> dict[int, str]:
    """The text of each numbered run of a page's contents."""
    found: dict[int, str] = {}
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    inside: list[int | None] = []
    letters: dict[int, str] = {}
    contents = ContentStream(page.get_contents(), reader)
    # The library would else turn the numbers of glyphs into text by a rule for other fonts.
    for operands, operator in contents.operations:
        if operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            given = operands[1] if len(operands) > 1 else {}
            inside.append(given.get("/MCID"))
        elif operator == b"EMC":
            inside.pop()
        elif operator in (b"TJ", b"Tj"):
            number = next((number for number in reversed(inside) if number is not None), None)
            if number is not None:
                found[number] = found.get(number, "") + "".join(_said(operands[0], letters))
    return found


def _said(shown: Any, letters: dict[int, str]) -> Iterator[str]:
    for piece in shown if isinstance(shown, list) else [shown]:
        if hasattr(piece, "original_bytes"):
            codes = piece.original_bytes
            yield from (letters[codes[at] << 8 | codes[at + 1]] for at in range(0, len(codes), 2))


def _letters(font: Any) -> dict[int, str]:
    """What each glyph of a font says, from the table that the file itself gives for it."""
    found: dict[int, str] = {}
    lines = font["/ToUnicode"].get_data().decode("ascii").splitlines()
    for line in lines:
        hexes = [part.strip("<>") for part in line.split() if part.startswith("<") and part.endswith(">")]
        if line.startswith("<") and len(hexes) == 2:
            found[int(hexes[0], 16)] = bytes.fromhex(hexes[1]).decode("utf-16-be")
        elif line.startswith("<") and len(hexes) == 3:
            first, last, start = (int(number, 16) for number in hexes)
            found |= {code: chr(start + code - first) for code in range(first, last + 1)}
    return found


def said(answer: HttpResponse) -> str:
    """What an answer says to its reader; of a file to print all its words, and its title."""
    if answer.headers["Content-Type"] != "application/pdf":
        return answer.content.decode()
    return " ".join([opened(answer.content).metadata.title, *words_of(answer.content)])
