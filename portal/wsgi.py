import os

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# Nobody is served by a database that lacks its guards (safety T17).
wrong = [one for one in run_checks(tags=[Tags.database], databases=["default"]) if one.is_serious()]
connections.close_all()
if wrong:
    raise ImproperlyConfigured("\n".join(map(str, wrong)))
