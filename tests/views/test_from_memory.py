"""Real pages from memory: the same as Django's own, nothing private among them, and new as soon as somebody looked."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signing import Signer
from django.db import OperationalError
from django.test import Client

from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.ready import watch as watching
from portal.ready.layer import FromMemory
from portal.ready.watch import LONGEST_BLIND
from portal.serving import in_front_of
from portal.shelf.counter import Counter
from portal.shelf.treatments import Procedure
from tests.ready.asking import Got, get
from tests.views.conftest import SITE, Publish
from tests.views.test_frame import ADDRESSES
from tests.views.test_pages import SPACER

# Made anew for what is kept, or not there without it.
OWN = {"ETag", "Content-Encoding", "Content-Length"}
RISK = "en/risks/another-operation.md"
