"""Django's PostgreSQL backend, which starts the embedded servers before it first connects."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from servers import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        embedded.start(settings.VAR)
        return super().get_new_connection(conn_params)
