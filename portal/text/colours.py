"""The colours of a style sheet as numbers: which ones there are in each scheme, and how well two can be told apart.

schemes(css)["dark"]["ink"] == "#ece7dc"
contrast("#fff", "#000") == 21.0
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

Environment = Mapping[str, str]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE = re.compile(r"([^{};]*)([{};])")
FEATURE = re.compile(r"\(\s*([a-z-]+)\s*:\s*([^()]+?)\s*\)")
REFERENCE = re.compile(r"var\(\s*--([a-z0-9-]+)\s*\)")
HEX = re.compile(r"#(?:[0-9a-f]{3}){1,2}", re.IGNORECASE)
SCHEME, LIGHT = "prefers-color-scheme", "light"
# On paper, and where people have set colours of their own, the sheet's are not what is seen.
ELSEWHERE = re.compile(r"\bprint\b|forced-colors")
MOST_REFERENCES = 10


@dataclass(frozen=True)
class Rule:
    """The custom properties of one `:root`, and when they hold: any of these sets of media features."""

    when: tuple[Environment, ...]
    values: dict[str, str] = field(default_factory=dict)

    def holds_in(self, environment: Environment) -> bool:
        """Whether the properties count there."""
        return any(features.items() <= environment.items() for features in self.when)


def schemes(css: str) -> dict[str, dict[str, str]]:
    """The custom properties of `:root` in every combination of media features that the sheet asks for.

    Later rules win over earlier ones, as in a browser; `var(--other)` is filled in. The names are "light", "dark",
    "light, contrast: more" and so on. ValueError for a query with "not", which has no combination of its own.
    """
    rules = list(rules_of(COMMENT.sub("", css)))
    found = {}
    for environment in environments(rules):
        values: dict[str, str] = {}
        for rule in rules:
            if rule.holds_in(environment):
                values |= rule.values
        found[name_of(environment)] = {name: resolved(value, values) for name, value in values.items()}
    return found


def rules_of(css: str) -> Iterator[Rule]:
    """Every `:root` of a sheet without comments, in order."""
    preludes: list[str] = []
    rule: Rule | None = None
    for words, mark in PIECE.findall(css):
        if rule is not None and words.strip().startswith("--"):
            name, _colon, value = words.strip().partition(":")
            rule.values[name.removeprefix("--").strip()] = value.strip()
        if mark == "{":
            preludes.append(words.strip())
            if preludes[-1] == ":root" and not any(map(ELSEWHERE.search, preludes)):
                rule = Rule(alternatives(preludes[:-1]))
        elif mark == "}":
            preludes.pop()
            if rule is not None:
                yield rule
            rule = None


def alternatives(preludes: list[str]) -> tuple[Environment, ...]:
    """When all of these media queries, one inside another, hold."""
    each = [query.removeprefix("@media").split(",") for query in preludes if query.startswith("@media")]
    if any(re.search(r"\bnot\b", query) for queries in each for query in queries):
        raise ValueError(f"a media query with “not” cannot be read: {preludes}")
    return tuple(dict(FEATURE.findall(" ".join(together))) for together in product(*each))


def environments(rules: list[Rule]) -> Iterator[Environment]:
    """Every combination of the features that the rules ask for; the first is the sheet as it stands."""
    asked: dict[str, list[str]] = {SCHEME: [LIGHT]}
    for rule in rules:
        for features in rule.when:
            for feature, value in features.items():
                values = asked.setdefault(feature, [""])
                if value not in values:
                    values.append(value)
    for chosen in product(*asked.values()):
        yield {feature: value for feature, value in zip(asked, chosen, strict=True) if value}


def name_of(environment: Environment) -> str:
    """An environment in words."""
    others = (f"{name.removeprefix('prefers-')}: {value}" for name, value in environment.items() if name != SCHEME)
    return ", ".join([environment[SCHEME], *others])


def resolved(value: str, values: Mapping[str, str]) -> str:
    """A value that only names another property, as that one's value."""
    for _step in range(MOST_REFERENCES):
        named = REFERENCE.fullmatch(value)
        if named is None or named[1] not in values:
            return value
        value = values[named[1]]
    return value


def is_colour(value: str) -> bool:
    """Whether a value is a colour in hexadecimal, the only notation that is measured."""
    return HEX.fullmatch(value) is not None


def contrast(one: str, other: str) -> float:
    """How many times lighter the lighter of two colours is, 1 to 21. ValueError for what is not "#rgb" or "#rrggbb".

    WCAG 2.2, "contrast ratio": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is, from 0 for black to 1 for white.

    WCAG 2.2, "relative luminance": https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is no colour in hexadecimal")
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(share: float) -> float:
    """A share of one of the three colours of a screen, 0 to 1, as a share of light."""
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
