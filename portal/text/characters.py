"""Characters that nobody types on purpose, and that could hide words or forge our own marks."""

import re
import unicodedata

from portal.text.faults import Fault

# Control characters but tab and newline; line separators that split lines unseen; marks that turn the
# reading direction; byte order marks; halves of characters; private use (our placeholders); non-characters.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
LINE_BREAKS = re.compile(r"\r\n?")
MOST_SHOWN = 20


def only_seen(text: str) -> str:
    """What a reader typed, in one shape: "\\n" for every line break, composed letters, and nothing that hides.

    "a\\r\\nb\\u202ec" is "a\\nbc". Blanks stay as they are.
    """
    return unicodedata.normalize("NFC", HIDDEN.sub("", LINE_BREAKS.sub("\n", text)))


def hidden_characters(text: str, first_line: int = 1) -> list[Fault]:
    """Faults for characters that cannot be seen; `first_line` is the number of the text's first line."""
    if not HIDDEN.search(text):
        return []
    found = [
        Fault(
            number,
            f"there is a character here that cannot be seen (U+{ord(match[0]):04X});"
            " delete it, and type the words again if they were pasted",
        )
        for number, line in enumerate(text.split("\n"), start=first_line)
        if (match := HIDDEN.search(line))
    ]
    return found[:MOST_SHOWN]
