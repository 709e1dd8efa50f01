"""The visit kit as a browser fills it in: read the form of a page, change some of it, press a button."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse
from django.test import Client

ADDRESS = "/visit-kit/"
Pairs = dict[str, list[str]]
QUESTIONS = """---
format: 1
title: Questions when surgery has been suggested
part: question
stage: surgery_suggested
position: 2
lines:
  - id: aim
    words: What is the aim?
    why: It tells you what it is for.
  - id: wait
    words: What if I wait?
---
"""
READY = QUESTIONS.replace("surgery_suggested", "getting_ready").replace("position: 2", "position: 1")
KIT = {
    "en/kit/questions.md": QUESTIONS,
    "en/kit/ready.md": READY,
    "en/kit/wants.md": """---
format: 1
title: What I want
part: want
lines:
  - id: plan
    words: I want a plan.
  - id: choices
    words: I want to hear my choices.
---
""",
}
FILLED = {
    "want": ["wants/choices"],
    "want_own": "To lift my grandson.\r\nAnd to dance.",
    "medicine-0-name": "Tablets",
    "medicine-0-dose": "10 mg",
    "medicine-1-name": "Drops",
    "question-0-pick": "questions/wait",
    "question-0-words": "",
    "question-1-pick": "",
    "question-1-words": "May my wife come?",
    "pick": ["questions/wait"],
}


def tree(answer: HttpResponse) -> Element:
    return html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)


def in_form(answer: HttpResponse) -> Pairs:
    """What the page's form would send, without the token."""
    form = next(form for form in tree(answer).iter("form") if form.get("method") == "post")
    found: Pairs = {}
    for box in form.iter():
        name = box.get("name")
        if box.tag == "textarea":
            found.setdefault(name, []).append((box.text or "").removeprefix("\n"))
        elif box.tag == "input" and (box.get("type") != "checkbox" or box.get("checked") is not None):
            found.setdefault(name, []).append(box.get("value", ""))
    found.pop("csrfmiddlewaretoken", None)
    return found


def press(client: Client, button: str, pairs: dict[str, Any]) -> HttpResponse:
    """Send a form with one of its buttons."""
    answer = client.post(ADDRESS, pairs | {"do": button})
    assert answer.status_code == 200
    return answer


def said(answer: HttpResponse) -> str:
    """What the page says has been done."""
    lines = [line for line in tree(answer).iter("p") if line.get("role") == "status"]
    assert len(lines) <= 1
    return " ".join("".join(lines[0].itertext()).split()) if lines else ""


def landing(answer: HttpResponse) -> str:
    """Where the page lands: "status", or what is pressed there."""
    [there] = [each for each in tree(answer).iter() if each.get("id") == "done"]
    return there.get("value") or there.get("role") or ""


def problems(answer: HttpResponse) -> list[str]:
    """The lines of the summary of errors."""
    found = [part for part in tree(answer).iter("section") if part.get("class") == "summary"]
    return ["".join(line.itertext()) for part in found for line in part.iter("li")]


def listed(answer: HttpResponse) -> list[str]:
    """The reader's questions, in order: names of the bank's, words of the reader's own."""
    pairs = in_form(answer)
    numbers = sorted(int(name.split("-")[1]) for name in pairs if name.endswith("-pick"))
    return [pairs[f"question-{n}-pick"][0] or pairs[f"question-{n}-words"][0] for n in numbers]


def headings(answer: HttpResponse) -> list[str]:
    return ["".join(each.itertext()) for each in tree(answer).find("body/main").iter() if each.tag in ("h1", "h2")]
