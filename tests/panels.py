"""The panels of a record, which come a few at a time."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import pages


def parts_of(client, record, **asked):
    """Each part of the overview, as (HTML, how many queries it took)."""
    url = pages.get(record._meta.model_name).url("panels", record.pk)
    while url:
        with CaptureQueriesContext(connection) as queries:
            body = client.get(url, **asked).content.decode()
        yield body, len(queries)
        found = re.search(r'hx-get="([^"]*panels/\?from=\d+)"', body)
        url = found and found[1]


def panels_of(client, record, **asked):
    """All that the overview of a record says."""
    return "".join(body for body, _queries in parts_of(client, record, **asked))
