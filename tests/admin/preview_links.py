"""Making a preview link as the form on the desk does it."""

import re

from portal.admin.addresses import screen
from tests.admin.forms import form_in


def made(client, found, **changed):
    """Make a link as the form sends it; returns the answer and the path of the link, "" where none was made."""
    address = screen(found, "sharing")
    sent = form_in(client.get(address), "sharing") | {"note": "Dr Example", "action": "make"} | changed
    answer = client.post(address, sent)
    link = re.search(r'value="http://testserver(/preview/[^"]+)"', answer.content.decode())
    return answer, link.group(1) if link else ""
