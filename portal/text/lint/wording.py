"""Rules about words: plain ones, gentle ones, no promises. Advice on safety is exempt, for there clear beats gentle."""

import re
from collections.abc import Iterator

from portal.text.lint.sheet import Found, Passage, Rule, Sheet, warns
from portal.text.phrases import folded, pattern_of

# For each word that frightens or blames what may be said in its place.
FRIGHTENING = {
    r"degenerat\w+": "changes that come with age",
    r"wear and tear": "changes that come with age",
    r"instabilit\w+|unstable": "moves more than it should",
    r"chronic": "long-lasting",
    r"acute": "new, or sudden",
    r"trapped": "pressed on",
    r"crumbl\w+": "changed",
    r"ruptur\w+": "pushed out",
    r"abnormal\w*": "what the scan shows",
    r"failed (?:back|surgery|operation)": "pain that lasts after surgery",
    r"dangerous spine|time bomb|slipped out of place": "what is really there",
}
PROMISES = (
    r"cure[sd]?|guarantee\w*|painless(?:ly)?|risk-free|without (?:any )?risk|miracle|permanent(?:ly)? (?:relief|cure)"
    r"|completely safe|100\s?% (?:safe|success)|always (?:works?|helps?|gets? better)"
    r"|never (?:comes? back|hurts?|fails?)"
)
# Words by whose endings everybody can tell that a doctor said them.
MEDICAL = re.compile(
    r"\b[a-z]*(?:ectomy|ectomies|otomy|otomies|plasty|plasties|osis|itis|pathy|pathies|algia|algesic\w*|oscopy"
    r"|oscopic|olysis|opathic|aemia|emia|oma|omas|orrhage|rraphy|paresis|esthesia|aesthesia|foramin\w+|epidural"
    r"|intradural|perineural|lumbar|thoracic|cervical|sacral|paraspinal|postoperative|preoperative|comorbidit\w+)\b",
    re.IGNORECASE,
)
EVERYDAY = frozenset({"diagnosis", "osteoporosis", "arthritis", "sympathy", "empathy", "apathy", "coma", "diploma"})
# What says that a word is being explained, or quoted because others use it.
QUOTING = re.compile(
    r"you may (?:see|hear|read)|doctors? (?:call|say)|called|also known|means?\b|the words? |[“\"(]", re.IGNORECASE
)
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|not\s+|also\s+|often\s+)*"
    r"(?!(?:tired|worried|used|based|needed|pleased|ashamed|interested|unsure|open|even|often|seven|ten|then)\b)"
    r"(?:\w{2,}ed|given|taken|done|made|seen|shown|known|held|kept|told|found|put|cut|left|meant|written|drawn|worn|torn)\b",
    re.IGNORECASE,
)
MOST_PASSIVE = 0.25


@warns("this site: words that harm; CDC 7")
def words_do_not_frighten(sheet: Sheet) -> Found:
    """Words that make people expect the worst are explained as what others say, or left out."""
    for passage in _styled(sheet):
        for sentence in passage.sentences:
            for word, better in FRIGHTENING.items():
                found = re.search(rf"\b(?:{word})\b", sentence, re.IGNORECASE)
                if found and not QUOTING.search(sentence):
                    yield (
                        passage.line,
                        f"“{found[0]}” frightens; say “{better}”, or explain it as a word people may see",
                    )


@warns("DISCERN 6")
def nothing_is_promised(sheet: Sheet) -> Found:
    """No outcome is promised."""
    pattern = re.compile(rf"\b(?:{PROMISES})(?!\w)", re.IGNORECASE)
    for passage in _styled(sheet):
        for sentence in passage.sentences:
            if (found := pattern.search(sentence)) and not re.search(
                r"\b(?:no|not|nobody|cannot|can't)\b", sentence, re.IGNORECASE
            ):
                yield passage.line, f"“{found[0]}” promises an outcome; say what may happen, and how often"
    for name, words in sheet.field_words():
        if found := pattern.search(words):
            yield name, f"{name}: “{found[0]}” promises an outcome; say what may happen"


@warns("PEMAT 3 and 4; CDC 7")
def medical_words_are_explained(sheet: Sheet) -> Found:
    """A medical word is in the glossary, or explained in its sentence, the first time it comes."""
    glossary = pattern_of(sheet.explained)
    known = set(re.findall(r"\w+", folded(str(sheet.fields.get("medical_name") or "")))) | EVERYDAY
    for passage in _styled(sheet):
        for sentence in passage.sentences:
            rest = glossary.sub("", sentence) if glossary else sentence
            for found in MEDICAL.finditer(rest):
                word = found[0].lower()
                if word not in known and not QUOTING.search(sentence):
                    yield (
                        passage.line,
                        f"“{found[0]}” is not explained; say it in everyday words, or add it to the glossary",
                    )
                known.add(word)


@warns("PEMAT 5; CDC 6")
def most_sentences_say_who_does_what(sheet: Sheet) -> Found:
    """At most a quarter of the sentences is in the passive voice."""
    every = [sentence for passage in sheet.prose for sentence in passage.sentences]
    passive = sum(bool(PASSIVE.search(sentence)) for sentence in every)
    if passive > MOST_PASSIVE * len(every):
        words = f"{passive} of {len(every)} sentences do not say who does what"
        yield "", f"{words}; turn some round: “the surgeon opens …”"


@warns("this site: names that people search for")
def people_can_find_it(sheet: Sheet) -> Found:
    """A page has the names that people use and the spellings that they type."""
    for name, what in (("lay_names", "names that people use"), ("misspellings", "spellings that people type")):
        if name in sheet.asked and not sheet.fields.get(name):
            yield name, f"{name} is empty; add {what}, so that a search finds this page"


def _styled(sheet: Sheet) -> Iterator[Passage]:
    return (passage for passage in sheet.prose if not passage.is_safety)


RULES: tuple[Rule, ...] = (
    words_do_not_frighten,
    nothing_is_promised,
    medical_words_are_explained,
    most_sentences_say_who_does_what,
    people_can_find_it,
)
