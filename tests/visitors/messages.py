"""Messages as readers send them."""

from hashlib import sha256
from itertools import count
from typing import Any

from portal.text.references import Ref
from portal.visitors import triage
from portal.visitors.feedback import Clear, Feedback

SPACER = Ref("procedure", "interspinous-spacer")
_NUMBERS = count()


def ticket(word: Any) -> str:
    """The ticket of one form."""
    return sha256(str(word).encode()).hexdigest()


TEXT = (7, ticket("a text"))


def sent(words: str = "What is a spacer?", clear: str = Clear.NO, ref: Ref = SPACER, **place: str) -> Feedback:
    """One message, sent today about a part of the treatment's page."""
    about = {"part": "what-it-can-cost", "heading": "What it can cost"} | place
    mark = ticket(next(_NUMBERS))
    triage.send(place=triage.Place("en", ref, **about), clear=clear, words=words, ticket=mark)
    return Feedback.objects.get(ticket=mark)
