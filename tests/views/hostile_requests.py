"""What is sent to forms and should not be: values, fields, and whole requests that no browser makes."""

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.views.readers_forms import WORDS

ENCODED = "application/x-www-form-urlencoded"
HOSTILE = {
    "nothing": "",
    "nul": "\0",
    "a header": "x\r\nSet-Cookie: evil=1\r\n\r\n<script>alert(1)</script>",
    "markup": "'\"><img src=x onerror=alert(1)>{{ x }}{% x %}$(x)#[x]`",
    "a way out": "../../../../etc/passwd",
    "turned round": "\u202e\u2066\ufeff\u200b",
    "no characters": "\ufffe\uffff\U0010ffff",
    "heaps of marks": "a" + "\u0301" * 900,
    "no number": "9" * 5000,
    "far too long": "x" * 100_000,
}
STRANGE_FIELDS = {
    **{f"medicine-{number}-name": WORDS for number in (-1, 31, 10**30, "1e9", "0x1", "", "²", "\0")},
    **{f"question-{number}-words": WORDS for number in (-1, 31, 10**30)},
    "question-0-pick": "nowhere/nothing",
    "pick": ["", "\0", "a/b/c"],
    "want": ["../..", "\ud800"[:0]],
    "refused": "x",
    "is_final": "1",
    "TOTAL_FORMS": "-1",
    "form-TOTAL_FORMS": "1000000",
    "": "x",
    "a\r\nb: c": "x",
}
BROKEN = {
    "no boundary": ("multipart/form-data", b"x"),
    "an empty boundary": ("multipart/form-data; boundary=", b"x"),
    "a long boundary": (f"multipart/form-data; boundary={'x' * 500}", b"x"),
    "a strange boundary": ("multipart/form-data; boundary=\xe9\xff", b"x"),
    "no end": (MULTIPART_CONTENT, encode_multipart(BOUNDARY, {"want_own": WORDS})[:-20]),
    "no header": (MULTIPART_CONTENT, f"--{BOUNDARY}\r\n\r\n{WORDS}\r\n--{BOUNDARY}--".encode()),
    "wrong base64": (
        MULTIPART_CONTENT,
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="want_own"\r\nContent-Transfer-Encoding: base64'
        f"\r\n\r\n!!!{WORDS}\r\n--{BOUNDARY}--".encode(),
    ),
    "a long header": (MULTIPART_CONTENT, f"--{BOUNDARY}\r\nContent-Disposition: {'x' * 5000}\r\n\r\nx".encode()),
    "another charset": (f"{MULTIPART_CONTENT}; charset=utf-16", encode_multipart(BOUNDARY, {"want_own": WORDS})),
    "no charset that there is": (f"{MULTIPART_CONTENT}; charset=x-none", encode_multipart(BOUNDARY, {"do": "pdf"})),
    "addresses in another charset": (f"{ENCODED}; charset=utf-16", b"want_own=x"),
    "something else": ("application/json", b'{"want_own": "x"}'),
    "no kind": ("", b"want_own=x"),
    "a file": (
        MULTIPART_CONTENT,
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="want_own"; filename="{WORDS}\\0.exe"\r\n\r\nx\r\n'
        f"--{BOUNDARY}--".encode(),
    ),
}
