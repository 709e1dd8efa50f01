"""Entry point for ASGI servers."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_asgi_application()

# After the application, because models are there only then; before the first reader.
from portal.checks import refuse_unreviewed  # noqa: E402

refuse_unreviewed()
