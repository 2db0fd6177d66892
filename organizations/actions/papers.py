from typing import Any

from django.db import transaction

from organizations.models import OrganizationChange


@transaction.atomic
def correct_papers(change: OrganizationChange, *, by: Any, **papers: str) -> None:
    """Another approval number, document or note; what was done stays as it is."""
    for name, value in papers.items():
        setattr(change, name, value)
    change.save()
