"""A long load does without indexes and references for a while: they come back, and hold."""

import pytest
from django.db import IntegrityError, connection, transaction

from operations.loading import at_once
from organizations.models import Organization
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db
KEPT = """
SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
UNION ALL SELECT indexdef FROM pg_indexes
"""


def kept():
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return sorted(line for (line,) in cursor.fetchall())


def test_what_was_there_is_there_again_and_what_refers_to_nothing_is_refused():
    before = kept()
    with at_once():
        made = OrganizationFactory()
        assert len(kept()) < len(before) - 500
    assert kept() == before
    assert Organization.objects.get() == made
    with pytest.raises(IntegrityError, match="parent_id"), transaction.atomic(), at_once():
        Organization.objects.filter(pk=made.pk).update(parent_id=10**9)
    assert kept() == before
