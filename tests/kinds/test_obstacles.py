"""What a draft may have and a published document may not: missing parts, unknown documents, one-sided figures."""

import pytest

from portal.kinds.index import Index, Use
from portal.kinds.registry import KINDS
from portal.text.frontmatter import parse
from portal.text.references import Ref
from tests.kinds.examples import EXAMPLES
from tests.kinds.filling import changed, first_view, from_browser, from_file, obstacles, sent_by_browser

UNKNOWN = "which does not exist; write it first or take it out"
DRAW = 'write "::: {0}" where it belongs, and ":::" on the next line'

# kind, text of the example, text in its place, line (counted from where that begins; None: line 1), message
STOPPING = [
    ("article", "title: Slipped disc\n", "", None,
     "title is needed: The name of the page in everyday words. Example: “Slipped disc”."),
    ("article", "  Most people", f"  {'word ' * 112}Most people", -1,
     "short_answer is 126 words long; shorten it to 120"),
    ("term", "Pain down the leg, from a nerve in the back.", "word " * 41, 0,
     "definition is 41 words long; shorten it to 40"),
    ("article", "guide:your-medicines", "guide:your-medicine", 0,
     "related names the guide “your-medicine”, which does not exist; did you mean “your-medicines”?"),
    ("procedure", "  - slipped-disc\n", "  - broken-leg\n", 0, f"treats names the condition “broken-leg”, {UNKNOWN}"),
    ("procedure", "harm_findings:\n  - peul-2008-harm\n", "", -2,
     ("benefit_findings stands without harm_findings; add what it can cost, or a finding of the shape not_counted"
     " that says who looked")),
    ("procedure", "    unit: weeks\n", "", -3, "recovery row 1: unit is needed: Days, weeks or months."),
    ("procedure", "    passage: what-you-gain", "    passage: what-you-lose", 0,
     "check_items row 1: no heading of the text is called “what-you-lose”; the headings are: what-you-gain"),
    ("procedure", "::: check leg-or-back", "::: check leg", 0,
     "the text asks for “leg”, which is not among check_items; choose one of: leg-or-back"),
    ("procedure", "::: summary\n:::\n", "", -4,
     f"the text does not show benefit_findings, harm_findings; {DRAW.format('summary')}"),
    ("procedure", "::: recovery\n:::\n", "", -7, f"the text does not show recovery; {DRAW.format('recovery')}"),
    ("article", "::: claims\n:::\n", "", -4, f"the text does not show claims; {DRAW.format('claims')}"),
    ("benefit", "::: summary\n:::\n", "::: summary\n:::\n\n::: summary\n:::\n", 3,
     '"::: summary" is here a second time; take one out'),
    ("condition", "[@peul-2008]\n", "[@peul-2008]\n\n::: summary\n:::\n", 2,
     '"::: summary" does not belong to a condition; take it out'),
    ("article", "[@peul-2008]\n", "[@peul-2008]\n\n::: recovery\n:::\n", 2,
     '"::: recovery" does not belong to an article; take it out'),
    ("decision", "::: check leg-or-back\n:::\n", "::: recovery\n:::\n", 0,
     '"::: recovery" does not belong to a decision; take it out'),
    ("benefit", "[@peul-2008]", "[@peul-2009]", 0,
     "the text names the source “peul-2009”, which does not exist; did you mean “peul-2008”?"),
    ("risk", "::: finding peul-2008-recovery", "::: finding other", 0,
     f"the text names the finding “other”, {UNKNOWN}"),
    ("risk", "::: figure disc\n:::\n", "::: figure disc\n:::\n\n::: figure disc\n:::\n", 3,
     '"::: figure disc" is here a second time; take one out'),
    ("risk", "::: figure disc", "::: figure vertebra", 0, f"the text names the picture “vertebra”, {UNKNOWN}"),
    ("risk", "::: card get-help-now", "::: card x", 0, f"the text names the card “x”, {UNKNOWN}"),
    ("guide", "(condition:slipped-disc)", "(condition:y#part)", 0, f"the text names the condition “y”, {UNKNOWN}"),
    ("decision", "  - microdiscectomy\n  - waiting\ncomparisons", "  - microdiscectomy\ncomparisons", -1,
     "at_first names 1 options; name 2 to 4"),
    ("decision", "    second: waiting", "    second: microdiscectomy", 0,
     "comparisons row 1 names “microdiscectomy” twice; name the other one"),
    ("decision", "    second_group: later", "    second_group: early", 0,
     "comparisons row 1 names “early” twice; name the other one"),
    ("decision", "    option: waiting\n    about: harm", "    option: waiting\n    about: unknown", -14,
     ("“waiting” has a gain without a harm; add what it can cost to comparisons, in_words, or a finding of the shape"
      " not_counted that says who looked")),
    ("decision", "condition: slipped-disc", "condition: other", 0, f"condition names the condition “other”, {UNKNOWN}"),
    ("card", "::: callout emergency\nCall {emergency_number}.\n:::\n", "", None,
     "the text of the page is missing; write it below the fields"),
    ("source", "missing: the second report\n", "", -1,
     "missing is needed with is_incomplete: say what could not be seen"),
    ("finding", "source: peul-2008", "source: peul-2007", 0,
     "source names the source “peul-2007”, which does not exist; did you mean “peul-2008”?"),
    ("picture", "  en: The disc presses on a nerve.", '  en: " "', -1,
     "caption is needed: One sentence below the picture."),
    ("kit", "stage: getting_ready\n", "", None,
     "stage is needed for questions: where the reader is on the way"),
    ("kit", "part: question", "part: want", 1, "stage is for questions only; leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "line", "message"), STOPPING, ids=[row[4][:60] for row in STOPPING])
def test_what_stops_publishing_is_named_with_its_line_and_the_mend(kind, old, new, line, message):
    begins = EXAMPLES[kind][: EXAMPLES[kind].index(old)].count("\n") + 1
    assert obstacles(changed(kind, old, new)) == [(1 if line is None else begins + line, message)]


def test_a_choice_that_is_none_of_the_options_is_named_wherever_it_stands():
    text = EXAMPLES["decision"].replace("options:\n  - microdiscectomy\n  - waiting\n", "options:\n  - waiting\n")
    found = [message for _line, message in obstacles(from_file("decision", text))]
    stranger = "names “microdiscectomy”, which is not among options; add it there or take it out"
    assert found == [f"{field} {stranger}" for field in ("at_first", "comparisons", "in_words")]


@pytest.mark.parametrize(("kind", "count"), [
    ("article", 3), ("condition", 4), ("procedure", 5), ("benefit", 8), ("risk", 4), ("guide", 5), ("decision", 5),
    ("source", 3), ("term", 2), ("picture", 5), ("card", 3), ("clinic", 0), ("finding", 8), ("kit", 3), ("search", 1),
])  # fmt: skip
def test_an_empty_draft_lacks_what_its_kind_needs(kind, count):
    assert len(obstacles(from_file(kind, "---\nformat: 1\n---\n"))) == count


def test_a_source_needs_a_place_where_it_can_be_found_or_to_say_that_it_is_incomplete():
    text = "---\nformat: 1\ntitle: A leaflet\ntype: web_page\n---\n"
    mend = "a source needs one of doi, pmid, pmcid, url; add one, or set is_incomplete and say what is missing"
    assert obstacles(from_file("source", text)) == [(1, mend)]
    for place in ('pmid: "1"', "doi: 10.1000/x", "pmcid: PMC1", "url: https://nice.org.uk"):
        assert obstacles(from_file("source", text.replace("web_page\n", f"web_page\n{place}\n"))) == []
    incomplete = text.replace("web_page\n", "web_page\nis_incomplete: true\nmissing: the year\n")
    assert obstacles(from_file("source", incomplete)) == []


def test_a_block_without_rows_has_nothing_to_show():
    rows = "recovery:\n  - id: driving\n    activity: Driving\n    range: 2-4\n    unit: weeks\n"
    words = '"::: recovery" has nothing to show here; fill in recovery, or take it out'
    assert [message for _line, message in obstacles(changed("procedure", rows, ""))] == [words]


def test_harms_alone_may_be_published():
    assert obstacles(changed("procedure", "benefit_findings:\n  - peul-2008-recovery\n", "")) == []


def test_the_main_language_is_needed_and_another_is_not_enough():
    text = EXAMPLES["picture"].replace("  en: A slipped disc", "  es: Una hernia")
    form = from_file("picture", text, languages=("en", "es"))
    assert obstacles(form) == [(4, "title has no text in English, the main language of this site; add it")]


def test_a_field_with_a_fault_is_not_judged_again():
    form = changed("procedure", "  - peul-2008-harm\n", "  - peul-2008-harm\n  - 7\n")
    assert len(form.faults()) == 1
    assert form.obstacles() == []


def test_in_the_admin_obstacles_use_the_words_on_the_screen():
    form = from_browser("term", {"title": "disc"})
    assert form.is_valid()
    assert [tuple(fault) for fault in form.obstacles()] == [
        (0, ("Meaning is needed: What it means, in at most 40 everyday words. Example: “Pain down the leg, from a nerve"
            " in the back.”"))
    ]  # fmt: skip


def test_without_a_known_document_every_reference_is_an_obstacle():
    form = KINDS["procedure"].form.from_text(parse(EXAMPLES["procedure"]), index=Index(), languages=("en",))
    named = [message.split("“")[1].split("”")[0] for _line, message in form.obstacles()]
    assert named == ["slipped-disc", "peul-2008-recovery", "peul-2008-harm", "your-medicines", "peul-2008"]


@pytest.mark.parametrize("kind", ["card", "term"])
@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("So it is [@peul-2008].", "source “peul-2008”"),
        ("::: card get-help-now\n:::", "card “get-help-now”"),
        ("::: finding peul-2008-recovery\n:::", "finding “peul-2008-recovery”"),
    ],
)
def test_what_is_shown_inside_other_pages_holds_nothing_that_needs_a_page(kind, words, named):
    form = changed(kind, "\n---\n", f"\n---\n\n{words}\n")
    assert [message for _line, message in form.obstacles()] == [
        f"{form.noun} is shown inside other pages, so it cannot hold the {named}; take it out"
    ]


def test_a_picture_without_its_drawing_is_not_published():
    form = changed("picture", "template: slipped-disc", "template: sliped-disc")
    assert obstacles(form) == [(3, "template: there is no drawing “sliped-disc”; choose one of: slipped-disc")]


USES = {
    "article": [
        ("relates", "benefit:less-bleeding"), ("relates", "guide:your-medicines"), ("includes", "source:peul-2008"),
    ],
    "procedure": [
        ("treats", "condition:slipped-disc"), ("includes", "finding:peul-2008-recovery"),
        ("includes", "finding:peul-2008-harm"), ("relates", "guide:your-medicines"), ("includes", "source:peul-2008"),
    ],
    "risk": [
        ("includes", "finding:peul-2008-harm"), ("relates", "procedure:microdiscectomy"),
        ("relates", "guide:your-medicines"), ("includes", "source:peul-2008"),
        ("includes", "finding:peul-2008-recovery"), ("includes", "picture:disc"), ("includes", "card:get-help-now"),
    ],
    "decision": [
        ("relates", "condition:slipped-disc"), ("relates", "procedure:microdiscectomy"),
        ("relates", "procedure:waiting"), ("includes", "finding:peul-2008-recovery"),
        ("includes", "finding:peul-2008-harm"), ("relates", "guide:your-medicines"), ("includes", "source:peul-2008"),
    ],
    "finding": [("includes", "source:peul-2008")],
    "clinic": [],
    "search": [],
}  # fmt: skip


@pytest.mark.parametrize("kind", USES)
def test_a_document_names_what_it_uses(kind):
    wanted = tuple(Use(how, Ref.parse(ref)) for how, ref in USES[kind])
    assert from_file(kind, EXAMPLES[kind]).references() == wanted
    assert from_browser(kind, sent_by_browser(first_view(kind, EXAMPLES[kind]))).references() == wanted
