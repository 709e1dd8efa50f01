"""What must be known for the examples to be published."""

from portal.kinds.index import Index

KNOWN = Index(
    {
        "article": frozenset({"home"}),
        "condition": frozenset({"slipped-disc"}),
        "procedure": frozenset({"microdiscectomy", "waiting"}),
        "benefit": frozenset({"less-bleeding"}),
        "guide": frozenset({"your-medicines"}),
        "finding": frozenset({"peul-2008-recovery", "peul-2008-harm"}),
        "source": frozenset({"peul-2008"}),
        "picture": frozenset({"disc"}),
        "card": frozenset({"get-help-now"}),
        "drawing": frozenset({"slipped-disc"}),
    }
)
