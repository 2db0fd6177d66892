"""The portal's settings, with servers and a data directory of the tests' own.

The process that pytest begins in makes the directory; xdist's workers inherit its name, share the
servers and take a Redis database each.
"""

import atexit
import os
import shutil
import tempfile
import time

from servers.embedded import redis_url, start
from servers.embedded.place import free, place

for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_PRODUCTION", "PORTAL_STATIC"):
    os.environ.pop(name, None)

if "PORTAL_TESTS_VAR" not in os.environ:
    os.environ["PORTAL_TESTS_VAR"] = tempfile.mkdtemp(prefix="portal-tests-")
    os.environ["PORTAL_DURABLE"] = "0"

    def leave() -> None:
        """Delete the directory once the servers have stopped; atexit has released them by then."""
        here = place(os.environ["PORTAL_TESTS_VAR"])
        deadline = time.monotonic() + 20
        while not free(here.lock("users"), 2) and time.monotonic() < deadline:
            time.sleep(0.05)
        shutil.rmtree(here.var, ignore_errors=True)

    atexit.register(leave)

os.environ["PORTAL_VAR"] = os.environ["PORTAL_TESTS_VAR"]
start(os.environ["PORTAL_VAR"])

from portal.settings import *  # noqa: E402, F403 - the variables above come first

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url(os.environ["PORTAL_VAR"], 2 + WORKER),
    }
}
# Tables are made from the models, in seconds; tests/operations/test_demo.py runs the migrations.
PGTRIGGER_INSTALL_ON_MIGRATE = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
# Thousands of tests ask for what is forbidden: nobody reads a traceback of each.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
