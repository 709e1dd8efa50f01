"""What of a published row readers can find it by."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Findable:
    """Lines of words: what it is called, the title first; its headings; what it is about; its text; wrong spellings."""

    names: tuple[str, ...]
    heads: tuple[str, ...] = ()
    gist: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What it is about, in a sentence."""
        return self.gist[0] if self.gist else ""


def names_of(*names: str, codes: Iterable[str] = ()) -> tuple[str, ...]:
    """Names and codes, each once. Of a code its first part counts too: M54.30 is also found as M54.3 and M54."""
    fronts = [code[:length] for code in codes for length in range(len(code), len(code.partition(".")[0]) - 1, -1)]
    return tuple(dict.fromkeys(name for name in (*names, *(front.rstrip(".") for front in fronts)) if name))
