"""Each language finds its own documents, whatever its letters are."""

import pytest

from portal.search.asked import Scope
from portal.search.entries import Word
from portal.search.finding import find
from tests.search.conftest import Publish
from tests.search.library import LIBRARY, WORDS, found, guide, suggested

HERNIA = "/es/guides/hernia/"
DOCUMENTS = LIBRARY | {
    "es/guides/hernia.md": guide("Hernia discal", "Un disco aprieta un nervio. Las operaciones ayudan a veces."),
    "ja/guides/hernia.md": guide("椎間板ヘルニア", "足がしびれることがあります。"),
    "th/guides/hernia.md": guide("หมอนรองกระดูกทับเส้นประสาท", "ปวดขา"),
    "hi/guides/pain.md": guide("कमर दर्द", "चलने से आराम मिलता है।"),
    "he/guides/pain.md": guide("כאבי גב", "הליכה עוזרת."),
    "de/guides/pain.md": guide("Größere Rückenschmerzen", "Gehen hilft."),
}


@pytest.fixture
def library(publish: Publish, settings) -> None:
    settings.LANGUAGES = [(code, code) for code in ("en", "es", "ja", "th", "hi", "he", "de")]
    publish(DOCUMENTS)


@pytest.mark.parametrize(
    ("language", "question", "addresses"),
    [
        ("es", "hernias discales", [HERNIA]),
        ("es", "operacion", [HERNIA]),
        ("es", "nérvio", [HERNIA]),
        ("ja", "ヘルニア", ["/ja/guides/hernia/"]),
        ("ja", "椎間板", ["/ja/guides/hernia/"]),
        ("ja", "足", []),
        ("ja", "しび", ["/ja/guides/hernia/"]),
        ("ja", "しびれ", ["/ja/guides/hernia/"]),
        ("ja", "しびょれ", []),
        ("ja", "頭痛", []),
        ("th", "กระดูก", ["/th/guides/hernia/"]),
        ("th", "ปวดขา", ["/th/guides/hernia/"]),
        ("hi", "दर्द", ["/hi/guides/pain/"]),
        ("hi", "चलने", ["/hi/guides/pain/"]),
        ("hi", "दार", []),
        ("he", "גב", ["/he/guides/pain/"]),
        ("he", "כְּאֵבֵי", ["/he/guides/pain/"]),
        ("de", "grossere ruckenschmerzen", ["/de/guides/pain/"]),
        ("de", "größere rückenschmerzen", ["/de/guides/pain/"]),
        ("de", "GRÖSSERE", ["/de/guides/pain/"]),
    ],
)
def test_a_language_finds_its_own_words(library: None, language: str, question: str, addresses: list[str]) -> None:
    assert found(question, Scope(language)) == addresses


def test_documents_of_one_language_are_never_found_in_another(library: None) -> None:
    for language in ("es", "ja", "th", "hi", "he", "de", "fr", ""):
        assert find("slipped disc", Scope(language)).hits == ()
        assert suggested("slip", Scope(language)) == []
    for question in ("hernia discal", "椎間板", "कमर"):
        assert find(question, Scope("en")).hits == ()
    assert suggested("hern", Scope("es")) == [("Hernia discal", HERNIA)]


def test_a_slip_is_mended_by_words_of_its_own_language(library: None) -> None:
    assert (find("hermia", Scope("es")).meant, find("hermia", Scope("en")).meant) == ("hernia", "")
    assert find("slippde", Scope("es")).meant == ""


def test_search_words_hold_for_their_own_language(publish: Publish, settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    publish(DOCUMENTS_OF_TWO)
    assert find("quiero morir", Scope("es")).urgent == ("crisis_line",)
    assert find("want to die", Scope("es")).urgent == ()
    assert find("quiero morir", Scope("en")).urgent == ()


DOCUMENTS_OF_TWO = {path: text for path, text in DOCUMENTS.items() if path[:3] in ("en/", "es/", "all")} | {
    "es/search/words.md": WORDS.replace("want to die", "quiero morir"),
}


def test_words_are_counted_language_by_language(library: None) -> None:
    assert set(Word.objects.values_list("language", flat=True)) == {"en", "es", "ja", "th", "hi", "he", "de"}
    assert Word.objects.get(language="es", word="hernia").entries == 1
    assert not Word.objects.filter(language="en", word="hernia").exists()
