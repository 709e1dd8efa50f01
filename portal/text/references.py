"""How one document names another: `kind:slug`."""

import re
from typing import NamedTuple, Self

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 80

# Kinds that readers open as pages of their own. Their forms live a layer above; a link must be told from a
# dangerous scheme without asking them.
PAGE_KINDS = ("article", "condition", "procedure", "benefit", "risk", "guide", "decision")
# Kinds that have an address, so that words in a body may link to them.
LINKABLE = frozenset({*PAGE_KINDS, "term", "source"})


def is_slug(text: str) -> bool:
    """Whether the text can be the last part of an address: "slipped-disc", at most 80 characters."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None


class Ref(NamedTuple):
    """One document, by its kind and its slug; written `condition:slipped-disc`."""

    kind: str
    slug: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "condition:slipped-disc". ValueError (with the mend) when it is not kind, colon, slug."""
        kind, _, slug = text.partition(":")
        if not re.fullmatch(r"[a-z]{1,30}", kind) or not is_slug(slug):
            raise ValueError(
                f"“{text[:80]}” does not name a document; write its kind, a colon and its short name,"
                " such as condition:slipped-disc"
            )
        return cls(kind, slug)

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"
