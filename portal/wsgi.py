"""Entry point for WSGI servers: `gunicorn portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# After the application, because models are there only then; before the first reader.
from portal.checks import refuse_unreviewed  # noqa: E402

refuse_unreviewed()
