"""The archive as a WSGI application: `gunicorn archive.wsgi`."""

import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup(set_prefix=False)

from archive import assets, urls  # noqa: E402, F401 - needs the settings; loaded before the first reader comes

# The static files are looked at once, when the application is made: so they are gathered before.
assets.gather()
application = get_wsgi_application()
