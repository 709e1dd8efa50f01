"""Words as they are searched for: folded, cut down to their stems, and found again in their text."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.text.tokens import LONGEST_WORD, STEMMERS, folded, spans, stem, stems, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\t", []),
        ("?!… — 😀", []),
        ("Slipped discs", ["slipped", "discs"]),
        ("can't can’t", ["cant", "cant"]),
        ("'quoted'", ["quoted"]),
        ("M51.26, m51.26.", ["m5126", "m5126"]),
        ("L4/L5 and L4-L5", ["l4", "l5", "and", "l4", "l5"]),
        ("3.5 mg", ["3", "5", "mg"]),
        ("end.Start", ["end", "start"]),
        ("snake_case", ["snake", "case"]),
        ("Café naïve ÅNGSTRÖM", ["cafe", "naive", "angstrom"]),
        ("cafe\u0301", ["cafe"]),
        ("Größe GRÖSSE", ["grosse", "grosse"]),
        ("ﬁne ² Ⅷ", ["fine", "2", "viii"]),
        ("ＦＵＬＬ", ["full"]),
        ("a\0b", ["a", "b"]),
        ("a\u200bb", ["a", "b"]),
        ("\ud800disc", ["disc"]),
        ("<b>disc</b>", ["b", "disc", "b"]),
        ("椎間板", ["椎間", "間板"]),
        ("椎", ["椎"]),
        ("L4椎間", ["l4椎間"]),
        ("ปวดขา", ["ปว", "วด", "ดข", "ขา"]),
        ("कमर दर्द", ["कमर", "दर्द"]),
        ("כְּאֵבִים", ["כאבים"]),
        ("أَلَم", ["الم"]),
        ("боль в спине", ["боль", "в", "спине"]),
    ],
)
def test_a_text_is_so_many_words(text, words):
    assert [token.word for token in tokens(text, "en")] == words


@pytest.mark.parametrize(
    ("language", "words", "wanted"),
    [
        ("en", "discs disc slipped slipping operations", "disc disc slip slip oper"),
        ("en-gb", "discs", "disc"),
        ("es", "hernias operaciones operacion", "herni oper oper"),
        ("de", "ruckenschmerzen", "ruckenschmerz"),
        ("ja", "discs", "discs"),
        ("", "discs", "discs"),
        ("xx", "discs", "discs"),
    ],
)
def test_stems_are_cut_by_the_rules_of_the_language(language, words, wanted):
    assert " ".join(stems(words, language)) == wanted


def test_every_named_stemmer_is_there():
    assert all(stem("zzz", code) for code in STEMMERS)


def test_a_word_is_cut_where_nobody_types_on():
    [token] = tokens("a" * 1000, "xx")
    assert (token.word, token.end) == ("a" * LONGEST_WORD, 1000)


def test_a_code_is_one_word_however_it_is_written():
    assert folded("M51.26") == folded("m5126") == "m5126"
    assert [token.word for token in tokens("M51.26abcde", "en")] == ["m51", "26abcde"]


@given(st.text(max_size=60))
@example("ヾ")
@example("がぎ゛")
def test_words_stand_in_order_where_they_say_and_hold_no_blank(text):
    found = tokens(text, "en")
    assert [token.start for token in found] == sorted(token.start for token in found)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert folded(text[token.start : token.end]) == token.word
        assert token.word
        assert token.stem
        assert not {" ", "\n", '"', "'", "*", ":", "&", "|"} & set(token.word + token.stem)


def test_threads_share_no_stemmer():
    words = ["operations", "walking", "slipped", "nerves"] * 300
    alone = [stem.__wrapped__(word, "en") for word in words]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda word: stem.__wrapped__(word, "en"), words)) == alone


@pytest.mark.parametrize(
    ("text", "meant", "found"),
    [
        ("Slipped discs, can’t", {"discs", "can’t"}, ["discs", "can’t"]),
        ("M51.26 or L5", {"M51.26", "L5"}, ["M51.26", "L5"]),
        # Pairs that share a sign: the first that is meant, and then what comes after it.
        ("椎間板", {"椎間", "間板"}, ["椎間"]),
        ("椎間板", {"間板"}, ["間板"]),
        ("板", {"板"}, ["板"]),
        ("椎間板", {"板"}, []),  # the last sign of a run is no word by itself
        ("椎間板ヘルニア", {"椎間", "ヘル", "ニア"}, ["椎間", "ヘル", "ニア"]),
        ("", {""}, []),
        ("disc", set(), []),
    ],
)
def test_words_that_are_meant_stand_where_they_stand(text, meant, found):
    assert [text[start:end] for start, end in spans(text, meant.__contains__)] == found


@given(st.text(max_size=60))
def test_where_every_word_is_meant_they_are_the_tokens_without_those_that_share_a_sign(text):
    apart, end = [], 0
    for token in tokens(text, "en"):
        if token.start >= end:
            apart.append((token.start, token.end))
            end = token.end
    assert list(spans(text, lambda word: bool(stem(folded(word), "en")))) == apart
