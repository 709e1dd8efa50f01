"""Entry point for WSGI servers: `gunicorn portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django = get_wsgi_application()

# Models are there only after the application.
from portal.serving import before_serving, in_front_of  # noqa: E402

before_serving()
application = in_front_of(django)
