"""Readers' own words, and what they find."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search.asked import Scope
from portal.search.finding import find
from tests.search.conftest import Publish
from tests.search.library import EN, LIBRARY, condition, found, guide, suggested

DISC, SCIATICA, DRIVING = "/conditions/slipped-disc/", "/conditions/sciatica/", "/guides/driving/"
CAFE, WOUND, WORD = "/guides/breathing/", "/guides/wounds/", "/glossary/#term-laminectomy"
HERE, THERE, ANYWHERE = "/guides/sick-pay-here/", "/guides/sick-pay-there/", "/guides/sick-pay/"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("slipped disc", DISC),
        ("SLIPPED DISC", DISC),
        ("disc slipped", DISC),
        ("trapped nerve", DISC),
        ("lumbar herniation", DISC),
        ("sliptdisk", DISC),
        ("will it shrink by itself", DISC),
        ("M54.30", DISC),
        ("m54.3", DISC),
        ("M54", DISC),
        ("m5430", DISC),
        ("slipped discs", DISC),
        ("drive cars", DRIVING),
        ("insurers", DRIVING),
        ("laminectomies", WORD),
        ("laminectomy", WORD),
        ("roof", WORD),
        ("breathing cafe", CAFE),
        ("BREATHING CAFÉ", CAFE),
        ("cafe\u0301", CAFE),
        ("naive", CAFE),
        ("angstrom", CAFE),
        ("incision", WOUND),
        ("wound", WOUND),
        ("please tell me about the incision", WOUND),
        ("leg pain", SCIATICA),
    ],
)
def test_what_readers_say_comes_first(library: object, question: str, first: str) -> None:
    answer = find(question, EN)
    assert (answer.hits[0].address, answer.meant) == (first, "")


@pytest.mark.parametrize(
    "question", ["", "   ", "?!…", "\u200f\u200e", "zzyzx quuxly", "knee replacement", "my teeth", "tooth fairy dust"]
)
def test_nothing_is_found_for_no_question_and_for_other_matters(library: object, question: str) -> None:
    assert find(question, EN) == find("", EN)


def test_another_matter_is_named_word_by_word_and_hides_nothing_else(library: object) -> None:
    assert found("knee") == [SCIATICA]
    assert find("replacement knee", EN).hits == ()
    assert found("burns below the knee") == [SCIATICA]


def test_a_hit_shows_title_kind_and_the_passage_with_what_was_asked_for_marked(library: object) -> None:
    [hit] = find("shrinking discs", EN).hits
    assert hit.kind == "condition"
    assert [(piece.text, piece.is_marked) for piece in hit.title] == [("Slipped ", False), ("disc", True)]
    marked = [piece.text for piece in hit.passage if piece.is_marked]
    assert marked == ["disc", "discs", "shrink"]
    assert "".join(piece.text for piece in hit.passage) == (
        "A soft disc can press on a nerve. Most discs shrink with time."
    )


def test_a_word_that_says_nothing_is_not_marked_for_being_in_a_phrase(publish: Publish) -> None:
    words = LIBRARY["en/search/words.md"].replace(
        "words: incision, cut, wound", "words: incision, cut, under the knife"
    )
    publish(
        LIBRARY | {"en/search/words.md": words, "en/guides/knife.md": guide("The cut", "Keep the cut under gauze.")}
    )
    [hit, *_more] = [hit for hit in find("incision", EN).hits if hit.address == "/guides/knife/"]
    assert [piece.text for piece in (*hit.title, *hit.passage) if piece.is_marked] == ["cut", "cut", "under"]


@pytest.mark.parametrize(
    ("question", "meant", "first"),
    [
        ("sliped disc", "slipped disc", DISC),
        ("slipped dics", "slipped disc", DISC),
        ("sciatcia", "sciatica", SCIATICA),
        ("Lamniectomy?", "laminectomy?", WORD),
        ("insuerr", "insurer", DRIVING),
    ],
)
def test_a_slip_is_mended_and_said_where_nothing_holds_the_word(
    library: object, question: str, meant: str, first: str
) -> None:
    answer = find(question, EN)
    assert (answer.meant, answer.hits[0].address) == (meant, first)


def test_a_word_that_somebody_has_written_is_never_mended(publish: Publish) -> None:
    publish(LIBRARY | {"en/guides/dice.md": guide("Slippod", "An odd word.")})
    answer = find("slippod", EN)
    assert ([hit.address for hit in answer.hits], answer.meant) == (["/guides/dice/"], "")


def test_a_wrong_spelling_is_found_but_no_word_is_mended_into_it(library: object) -> None:
    assert found("sliptdisk") == [DISC]
    assert find("sliptdisc", EN).meant != "sliptdisk"


@pytest.mark.parametrize("question", ["dic", "nrv", "M54.31", "M55", "12345", "l4l6", "x1sc"])
def test_short_words_figures_and_codes_are_meant_as_they_are(library: object, question: str) -> None:
    assert find(question, EN) == find("", EN)


def test_a_word_that_says_nothing_is_found_if_it_is_all_that_was_asked(publish: Publish) -> None:
    publish(LIBRARY | {"en/guides/please.md": guide("Saying please", "Be polite.")})
    assert found("please") == ["/guides/please/"]
    assert DISC in found("please slipped disc")
    assert "/guides/please/" not in found("please slipped disc")


@pytest.mark.parametrize(
    ("question", "urgent"),
    [
        ("I cannot pee", ("every_page",)),
        ("can't pee", ("every_page",)),
        ("can’t pee", ("every_page",)),
        ("bladder trouble", ("every_page",)),
        ("blader truoble", ("every_page",)),
        ("BLADDER TROUBLES", ("every_page",)),
        ("cannot pee with a catheter", ()),
        ("pee", ()),
        ("cannot drive", ()),
        ("I have fever after my operation", ("after_treatment",)),
        ("operation after fever", ("after_treatment",)),
        ("fever", ()),
        ("I want to die", ("crisis_line",)),
        ("overdoes", ("crisis_line",)),
        ("overdose, and I cannot pee", ("every_page", "crisis_line")),
        ("my teeth, and I cannot pee", ("every_page",)),
    ],
)
def test_an_emergency_is_heard_whatever_else_is_found(library: object, question: str, urgent: tuple[str, ...]) -> None:
    assert find(question, EN).urgent == urgent


def test_words_of_an_emergency_are_those_of_the_newest_publication(publish: Publish) -> None:
    publish(LIBRARY)
    assert find("hiccups", EN).urgent == ()
    publish(LIBRARY | {"en/search/words.md": LIBRARY["en/search/words.md"].replace("overdose", "overdose, hiccups")})
    assert find("hiccups", EN).urgent == ("crisis_line",)
    publish({path: text for path, text in LIBRARY.items() if "/search/" not in path})
    assert find("I want to die", EN).urgent == ()


def test_without_search_words_there_is_still_a_search(publish: Publish) -> None:
    publish({path: text for path, text in LIBRARY.items() if "/search/" not in path})
    assert found("slipped disc")[0] == DISC
    assert found("trapped nerves")[0] == DISC


def test_a_scope_keeps_other_kinds_and_other_stages_out(library: object) -> None:
    assert found("nerve", Scope("en", ("condition",), country="GB")) == sorted(
        [DISC, SCIATICA], key=found("nerve").index
    )
    assert found("nerves", Scope("en", ("term",), country="GB")) == [WORD]
    assert found("nerve", Scope("en", ("risk",), country="GB")) == []
    assert found("sick pay", Scope("en", stage="surgery_suggested", country="GB")) == [ANYWHERE]
    assert found("driving", Scope("en", stage="surgery_suggested", country="GB")) == []
    assert found("slipped disc", Scope("en", ("condition",), "recovering", "GB")) == [DISC]
    assert found("driving", Scope("en", ("condition",), "recovering", "GB")) == [DRIVING]


@pytest.mark.parametrize(
    ("country", "addresses"),
    [("GB", {HERE, ANYWHERE}), ("IE", {THERE, ANYWHERE}), ("FR", {ANYWHERE}), ("", {ANYWHERE})],
)
def test_rules_of_another_country_are_never_found(library: object, country: str, addresses: set[str]) -> None:
    assert set(found("sick pay", Scope("en", country=country))) == addresses
    named = suggested("sick p", Scope("en", country=country))
    assert {address for _title, address in named} == addresses


def test_titles_are_suggested_while_a_word_is_typed(library: object) -> None:
    assert suggested("sli", EN) == [("Slipped disc", DISC)]
    assert suggested("slipped di", EN) == [("Slipped disc", DISC)]
    assert suggested("trapped n", EN) == [("Slipped disc", DISC)]
    assert suggested("m54", EN) == [("Slipped disc", DISC)]
    assert suggested("caf", EN) == [("Breathing café", CAFE)]
    assert suggested("insur", EN) == []
    assert suggested("zzz", EN) == suggested("", EN) == suggested("…", EN) == []
    assert 2 < len(suggested("s", EN)) <= 8


def test_titles_that_begin_as_typed_are_suggested_before_other_names(publish: Publish) -> None:
    other = condition("Spondylolisthesis", lay_names=["slipped bone", "slip of a bone"])
    publish(LIBRARY | {"en/conditions/a-spondylolisthesis.md": other})
    assert [title for title, _address in suggested("slip", EN)] == ["Slipped disc", "Spondylolisthesis"]


def test_a_whole_word_is_suggested_in_any_of_its_forms(library: object) -> None:
    assert suggested("slipped discs", EN) == [("Slipped disc", DISC)]


def test_where_no_passage_answers_the_summary_is_shown(library: object) -> None:
    hit = find("siatica", EN).hits[0]
    assert "".join(piece.text for piece in hit.passage) == "Burning from a nerve."


def test_three_of_everything_cost_no_query_more_than_one(publish: Publish) -> None:
    counts = []
    for number in (1, 3):
        publish({f"en/guides/g-{at}.md": guide(f"Walking {at}", "Walk slowly uphill.") for at in range(number)})
        for question in ("walking", "walk uphill", "wallking", "slowly"):
            with CaptureQueriesContext(connection) as counted:
                assert len(found(question)) == number
            counts.append((number, question, len(counted)))
        with CaptureQueriesContext(connection) as counted:
            assert len(suggested("walk", EN)) == number
        counts.append((number, "…", len(counted)))
    assert [count for number, _question, count in counts if number == 1] == [
        count for number, _question, count in counts if number == 3
    ]
    assert max(count for _number, _question, count in counts) <= 10


def test_at_most_ten_are_found(publish: Publish) -> None:
    publish({f"en/guides/g-{at}.md": guide(f"Walking {at}") for at in range(12)})
    assert len(found("walking")) == 10
