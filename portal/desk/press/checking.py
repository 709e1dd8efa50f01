"""One document's text, read, judged and drawn: pure work that needs no database, so that any process can do it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.desk.press.crew import Keep
from portal.desk.press.sheets import obstacles
from portal.desk.press.spool import Place
from portal.desk.press.surroundings import Rooms, Seen, Surroundings, languages
from portal.kinds.form import ALIASES, DocumentForm
from portal.kinds.index import Index, Use
from portal.kinds.registry import KINDS
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText, Fault
from portal.text.plain import plain
from portal.text.readability import Grade, grade
from portal.text.references import Ref
from portal.text.render import Rendered, render


@dataclass(frozen=True)
class Drawn:
    """A text as its form and the renderer leave it. `uses` are the documents that it names by itself.

    `seen` is what of its surroundings went into it: while that is the same, it need not be drawn again. `plain` and
    `grade` are for kinds that patients read as pages.
    """

    fields: dict[str, Any]
    uses: tuple[Use, ...]
    rendered: Rendered
    seen: Seen
    plain: str
    grade: Grade | None


@dataclass(frozen=True)
class Sent:
    """A file on its way to be checked; `trusted` is the digest of a text that has been checked here before."""

    path: str
    language: str
    ref: Ref
    content: bytes
    trusted: str | None


@dataclass(frozen=True)
class Judged:
    """What became of it: faults, or its canonical text and what was drawn, both kept in a spool.

    Neither is kept of a trusted text. `aliases` are the former short names in it, each with its line.
    """

    sent: tuple[str, str, Ref]
    faults: tuple[Fault, ...] = ()
    digest: str = ""
    is_canonical: bool = True
    text: Place | None = None
    drawn: Place | None = None
    aliases: Mapping[str, int] = field(default_factory=dict)


def canonical(text: str, ref: Ref) -> str:
    """A text in canonical form. What a draft may say needs no other document, so none is asked for.

    Raises BadText with every fault that makes it unreadable.
    """
    return form_of(text, ref, Surroundings(languages()[0], Index())).as_text()


def form_of(text: str, ref: Ref, room: Surroundings) -> DocumentForm:
    """The form of a text, its body drawn in these surroundings. Raises BadText with every fault that it cannot take."""
    kind, parsed = KINDS[ref.kind], upgrade.lift(frontmatter.parse(text))
    outside = room.outside(explains=kind.is_page)
    form = kind.form.from_text(parsed, index=room.index, languages=languages(), outside=outside)
    if not form.is_valid():
        raise BadText(*form.faults())
    return form


def drawn(form: DocumentForm, ref: Ref, room: Surroundings) -> Drawn:
    """What projection needs of a valid form."""
    is_page = KINDS[ref.kind].is_page
    rendered = form.rendered or render("", form.outside)  # a kind without a body draws none
    words = plain(rendered) if is_page else ""
    return Drawn(
        fields=dict(form.as_fields()),
        uses=form.references(),
        rendered=rendered,
        seen=room.seen(rendered, explains=is_page),
        plain=words,
        grade=grade(words, room.phrases_of(rendered.terms)) if is_page else None,
    )


def judge(rooms: Rooms, keep: Keep, files: Iterable[Sent]) -> list[Judged]:
    """Check some files, each against the surroundings of its language."""
    return [_judged(file, rooms[file.language], keep) for file in files]


def _judged(file: Sent, room: Surroundings, keep: Keep) -> Judged:
    who = (file.path, file.language, file.ref)
    try:
        text = frontmatter.read(file.content)
        if frontmatter.digest(text) == file.trusted:
            return Judged(who, digest=file.trusted)
        form = form_of(text, file.ref, room)
        tidy = form.as_text()
        if found := [*form.obstacles(), *obstacles(form)]:
            raise BadText(*found)
    except BadText as bad:
        return Judged(who, bad.faults)
    return Judged(
        who,
        digest=frontmatter.digest(tidy),
        is_canonical=tidy == text,
        text=keep(tidy),
        drawn=keep(drawn(form, file.ref, room)),
        aliases={slug: form.line((ALIASES, number)) for number, slug in enumerate(form.value(ALIASES) or ())},
    )
