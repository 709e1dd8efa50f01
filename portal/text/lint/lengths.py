"""Rules about length: words, sentences, paragraphs and parts that a tired reader can take in."""

from portal.text.dialect import free_anchor
from portal.text.lint.sheet import Found, Rule, Sheet, warns
from portal.text.readability import WORD, grade, sentences

HARDEST, HARDEST_RAW = 8.0, 9.0
LONGEST_SENTENCE, MEAN_SENTENCE = 30, 15
MOST_SENTENCES = 3
LONGEST_PART = 280
# Three sentences in a row below this many words read as if they were chopped for the sake of a grade.
CHOPPED, IN_A_ROW = 7, 3
SHORT_ANSWER_GRADE = 8.0
LONGEST_FIRST_PART = 900
# Headings behind the first part, as anchors. In other languages the whole page counts.
LATER_PARTS = frozenset({"questions-to-ask", "all-the-numbers"})


@warns("AMA and NIH: sixth grade; PEMAT 3")
def the_page_reads_easily(sheet: Sheet) -> Found:
    """No page above grade 8 with explained words counted as short ones, nor above 9 by the bare formula."""
    if sheet.grade.explained > HARDEST or sheet.grade.raw > HARDEST_RAW:
        words = f"reading grade {sheet.grade.explained} (by the bare formula {sheet.grade.raw})"
        yield "", f"{words}; shorten sentences and words to {HARDEST} ({HARDEST_RAW}) or less"


@warns("PEMAT 3; CDC 7")
def the_short_answer_reads_easily(sheet: Sheet) -> Found:
    """What is read first reads no harder than the page may."""
    answer = str(sheet.fields.get("short_answer") or "")
    found = grade(answer, sheet.explained).explained
    if found > SHORT_ANSWER_GRADE:
        words = f"short_answer has reading grade {found}; shorten sentences and words"
        yield "short_answer", f"{words} to {SHORT_ANSWER_GRADE} or less"


@warns("NHS content style")
def sentences_are_short(sheet: Sheet) -> Found:
    """No sentence above 30 words, and 15 on average."""
    for passage in sheet.passages:
        for sentence in passage.sentences:
            if (count := len(WORD.findall(sentence))) > LONGEST_SENTENCE:
                yield passage.line, f"a sentence of {count} words (“{sentence[:50]}…”); make two of it"
    if sheet.grade.sentences and sheet.grade.words > MEAN_SENTENCE * sheet.grade.sentences:
        mean = sheet.grade.words / sheet.grade.sentences
        yield "", f"{mean:.1f} words in a sentence on average; shorten the longest ones to {MEAN_SENTENCE} on average"


@warns("PEMAT 8; CDC 9")
def paragraphs_are_short(sheet: Sheet) -> Found:
    """At most three sentences in a paragraph."""
    for passage in sheet.prose:
        if passage.sort == "paragraph" and (count := len(passage.sentences)) > MOST_SENTENCES:
            yield passage.line, f"a paragraph of {count} sentences; begin a new one after the third, or make a list"


@warns("PEMAT 9; CDC 9")
def parts_have_headings(sheet: Sheet) -> Found:
    """A heading at least every 250 words or so."""
    line = count = 0
    for passage in sheet.passages:
        if passage.sort == "heading":
            line, count = passage.line, 0
        before, count = count, count + len(WORD.findall(passage.words))
        if before <= LONGEST_PART < count:
            yield line or 1, f"more than {LONGEST_PART} words below this heading; set another one between"


@warns("PEMAT 1; CDC 2")
def the_first_part_is_short(sheet: Sheet) -> Found:
    """At most 900 words before the questions and the numbers, without advice on safety."""
    count = 0
    for passage in sheet.passages:
        if passage.sort == "heading" and free_anchor(passage.words, set()) in LATER_PARTS:
            return
        count += 0 if passage.is_safety else len(WORD.findall(passage.words))
        if count > LONGEST_FIRST_PART:
            words = f"more than {LONGEST_FIRST_PART} words by here"
            yield passage.line, f"{words}; move detail under “All the numbers”, or to a page of its own"
            return


@warns("this site: sentences still join ideas")
def ideas_are_joined(sheet: Sheet) -> Found:
    """Three very short sentences in a row, outside lists, sound chopped: because, so, but and if join them."""
    for passage in sheet.prose:
        if passage.sort != "paragraph" or passage.is_safety:
            continue
        run = 0
        for sentence in passage.sentences:
            run = run + 1 if len(WORD.findall(sentence)) < CHOPPED else 0
            if run == IN_A_ROW:
                yield passage.line, "three very short sentences in a row; join them with because, so, but or if"


@warns("CDC 1; PEMAT 1")
def the_summary_is_one_sentence_or_two(sheet: Sheet) -> Found:
    """Lists and search engines show a line or two."""
    if len(list(sentences(str(sheet.fields.get("summary") or "")))) > 2:
        yield "summary", "summary has more than two sentences; keep what the page is for"


RULES: tuple[Rule, ...] = (
    the_page_reads_easily,
    the_short_answer_reads_easily,
    sentences_are_short,
    paragraphs_are_short,
    parts_have_headings,
    the_first_part_is_short,
    ideas_are_joined,
    the_summary_is_one_sentence_or_two,
)
