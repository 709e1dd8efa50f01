"""Why a site was not written, and what has to be so before one can be."""

import errno
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class NotPublished(Exception):
    """What stood before stands on. The message says why, and what to do."""


def refuse_unready() -> None:
    """NotPublished where the settings would make pages that are not the readers' own."""
    if settings.DEBUG:
        raise NotPublished("DEBUG is on: pages would be those of a developer's machine. Set DEBUG=off, then try again.")
    if not settings.SITE_URL:
        raise NotPublished(
            "SITE_URL is not set, so nobody knows what the site is called. Set it to the site's own address, such as "
            "SITE_URL=https://portal.example, then try again."
        )
    name, _port = split_domain_port(urlsplit(settings.SITE_URL).netloc.lower())
    if not validate_host(name, settings.ALLOWED_HOSTS):
        raise NotPublished(f"The portal does not answer to {name}. Add it to ALLOWED_HOSTS, then try again.")


def in_words(error: OSError) -> str:
    """A fault of the disk for whoever has to mend it."""
    if error.errno in NO_ROOM:
        return "The disk is full. Make room, then run this again."
    return f"{error.filename or 'A file'} could not be written ({error.strerror}). Mend that, then run this again."
