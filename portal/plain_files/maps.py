"""What a web server has to know besides the files: former addresses, and the headers that go with each."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.kinds.registry import KINDS
from portal.plain_files.addresses import LOST, NOT_HERE, PAGE, Sort, home_of
from portal.plain_files.refusing import NotPublished
from portal.views.comparing import COMPARED

# What a server says by itself, knows better, or tells of one file only.
OF_ONE_FILE = {
    *("Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Disposition"),
    *("ETag", "Last-Modified", "Expires", "Date", "Vary", "Link", "Set-Cookie", "Allow", "Retry-After"),
}
MOVED_FOR_GOOD, GONE = 301, 410


@dataclass
class Known:
    """What the portal has answered, gathered while pages are asked for."""

    moved: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    # For each sort of address its headers, without those that are of one file only.
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    def note_headers(self, sort: Sort, path: str, headers: Mapping[str, str]) -> None:
        """NotPublished where an address has other headers than the rest of its sort: no rule would tell them apart."""
        kept = {name: in_order(name, value) for name, value in sorted(headers.items()) if name not in OF_ONE_FILE}
        if self.headers.setdefault(sort.name, kept) != kept:
            raise NotPublished(
                f"{path} is answered with other headers than every other {sort.name}: {kept} instead of "
                f"{self.headers[sort.name]}. Tell whoever programs the portal."
            )


def in_order(name: str, value: str) -> str:
    """A header's value, the same in each process: the parts of a policy come in any order, and mean the same."""
    return "; ".join(sorted(value.split("; "))) if name == "Content-Security-Policy" else value


def write_maps(release: Path, known: Known, sorts: Iterable[Sort], languages: Iterable[str]) -> None:
    """All maps of a release: nginx/ for nginx, `_redirects` among the files, and both lists as JSON."""
    languages = list(languages)
    folder = release / "nginx"
    folder.mkdir()
    (folder / "maps.conf").write_text(_nginx_maps(known, list(sorts), languages), encoding="utf-8")
    (folder / "server.conf").write_text(_nginx_server(known), encoding="utf-8")
    moved = [{"from": old, "to": new, "status": MOVED_FOR_GOOD} for old, new in sorted(known.moved.items())]
    lists = {"redirects": moved, "gone": [{"from": old, "status": GONE} for old in sorted(known.gone)]}
    (release / "redirects.json").write_text(json.dumps(lists, indent=1), encoding="utf-8")
    patterns = [{"sort": each.name, "pattern": each.pattern} for each in (*sorts, PAGE)]
    told = [each | {"headers": known.headers[each["sort"]]} for each in patterns if each["sort"] in known.headers]
    (release / "headers.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    lines = [f"{old} {new} {MOVED_FOR_GOOD}\n" for old, new in sorted(known.moved.items())]
    (release / "site" / "_redirects").write_text("".join(lines), encoding="utf-8")


def quoted(text: str) -> str:
    """A string as nginx reads it. NotPublished for one that it would take for something else."""
    if "$" in text or "\n" in text:
        raise NotPublished(f"nginx cannot be given {text!r}. Tell whoever programs the portal.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _map(source: str, name: str, rows: Iterable[str]) -> str:
    # Asked anew after each step inside: the address of a page of errors is not that which was asked.
    return "".join([f"map {source} ${name} {{\n    volatile;\n", *(f"    {row};\n" for row in rows), "}\n"])


def variable(header: str) -> str:
    """The name of nginx's variable for a header."""
    return "portal_" + re.sub("[^a-z]", "_", header.lower())


def names_of(known: Known) -> list[str]:
    """Every header that any address has."""
    return sorted({name for headers in known.headers.values() for name in headers})


def _nginx_maps(known: Known, sorts: list[Sort], languages: list[str]) -> str:
    longest = max(map(len, (*known.moved, *known.gone, "")))
    entries = len(known.moved) + len(known.gone)
    parts = [
        f"map_hash_max_size {max(2048, 4 * entries)};\nmap_hash_bucket_size {128 if longest < 80 else 512};\n",
        _map("$uri", "portal_moved", [f"{quoted(old)} {quoted(new)}" for old, new in sorted(known.moved.items())]),
        _map("$uri", "portal_gone", ["default 0", *(f"{quoted(old)} 1" for old in sorted(known.gone))]),
    ]
    for name, page in (("lost", LOST), *((each, f"{NOT_HERE}{each}/index.html") for each in ("choices", "paper"))):
        rows = [f"{quoted(f'~^{home_of(code)}')} {quoted(home_of(code) + page)}" for code in languages[1:]]
        parts.append(_map("$uri", f"portal_at_{name}", [f"default {quoted(home_of(languages[0]) + page)}", *rows]))
    folders = "|".join(KINDS[kind].folder for kind in COMPARED)
    asked = f"~^.+:(?:/[a-z-]+)?/(?:{folders})/[^/]+/$"
    parts.append(_map('"$arg_choices:$uri"', "portal_chosen", ["default 0", f"{quoted_pattern(asked)} 1"]))
    for name in names_of(known):
        ordinary = known.headers.get(PAGE.name, {}).get(name, "")
        rows = [f"default {quoted(ordinary)}"]
        for sort in sorts:
            value = known.headers.get(sort.name, {}).get(name, "")
            if sort.name in known.headers and value != ordinary:
                rows.append(f"{quoted_pattern('~' + sort.pattern)} {quoted(value)}")
        parts.append(_map("$uri", variable(name), rows))
    return "\n".join(parts)


def quoted_pattern(pattern: str) -> str:
    """A regular expression as nginx reads it: it may end in "$", and a backslash stands for itself."""
    return f'"{pattern}"'


def _nginx_server(known: Known) -> str:
    headers = "".join(f"add_header {name} ${variable(name)} always;\n" for name in names_of(known))
    return f"""\
index index.html;
charset utf-8;
gzip_static on;
gzip_vary on;
absolute_redirect off;
{headers}
error_page 403 =404 $portal_at_lost;
error_page 404 $portal_at_lost;
error_page 410 ${{uri}}index.html;
if ($portal_moved) {{ return {MOVED_FOR_GOOD} $portal_moved; }}
if ($portal_gone) {{ return {GONE}; }}
if ($portal_chosen) {{ rewrite ^ $portal_at_choices last; }}
location / {{ try_files $uri $uri/ =404; }}
location ~ \\.pdf$ {{
    try_files $uri =404;
    error_page 404 $portal_at_paper;
}}
location ~ (?:/index\\.html|\\.gz|\\.br|/_redirects)$ {{ internal; }}
"""
