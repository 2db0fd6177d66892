from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import organizations.pages.tree  # noqa: F401 - its filter is extended below
from organizations.actions.services import accept_case, finish_case, hand_on_case, reopen_case
from organizations.choices.services import CaseState
from organizations.filters.having import HavingFacet
from organizations.filters.services import (
    ServiceAgentFilter,
    ServiceCaseFilter,
    ServiceCounterFilter,
    ServiceItemFilter,
)
from organizations.forms.services import (
    AcceptCaseForm,
    FinishCaseForm,
    HandOnForm,
    ReopenForm,
    ServiceAgentForm,
    ServiceCaseForm,
    ServiceCounterForm,
    ServiceItemForm,
)
from organizations.models import (
    Organization,
    ServiceAgent,
    ServiceCase,
    ServiceCounter,
    ServiceItem,
)
from organizations.tables.services import (
    ServiceAgentTable,
    ServiceCaseTable,
    ServiceCounterTable,
    ServiceItemTable,
)
from portal import pages

group = gettext_lazy("Service")

pages.add(
    ServiceCase,
    ServiceCaseForm,
    ServiceCaseFilter,
    ServiceCaseTable,
    group=group,
    icon="clipboard",
    actions=(
        pages.Action(
            accept_case,
            gettext_lazy("Accept"),
            form=AcceptCaseForm,
            perm="handle",
            many=True,
            offered=lambda case: case.state == CaseState.ASKED,
        ),
        pages.Action(
            hand_on_case,
            gettext_lazy("Hand on"),
            form=HandOnForm,
            perm="handle",
            many=True,
            offered=lambda case: case.state in {CaseState.ACCEPTED, CaseState.HANDED_ON},
        ),
        pages.Action(
            finish_case,
            gettext_lazy("Finish"),
            form=FinishCaseForm,
            perm="handle",
            many=True,
            offered=lambda case: case.state != CaseState.FINISHED,
        ),
        pages.Action(
            reopen_case,
            gettext_lazy("Take up again"),
            form=ReopenForm,
            perm="handle",
            offered=lambda case: case.state == CaseState.FINISHED,
        ),
    ),
)
pages.add(
    ServiceItem,
    ServiceItemForm,
    ServiceItemFilter,
    ServiceItemTable,
    group=group,
    icon="file",
    bulk=("topic", "promised_days", "by_agent", "until"),
    quiet=("organization",),
)
pages.add(
    ServiceCounter,
    ServiceCounterForm,
    ServiceCounterFilter,
    ServiceCounterTable,
    group=group,
    icon="village",
    bulk=("open_on", "opening", "until"),
)
pages.add(
    ServiceAgent,
    ServiceAgentForm,
    ServiceAgentFilter,
    ServiceAgentTable,
    group=group,
    icon="person",
    bulk=("until",),
)
pages.extend_filter(  # 004-14: one in every village
    Organization,
    "has_agent",
    HavingFacet(ServiceAgent, label=gettext_lazy("Has a service agent")),
)


@pages.todo
def cases_to_finish(user: Any) -> Iterator[pages.Todo]:
    """Cases over their promised day, as one line that opens the list."""
    scope = user.scope("organizations.handle_servicecase")
    if not scope:
        return
    late = Q(promised_by__lt=timezone.localdate()) & ~Q(state=CaseState.FINISHED)
    if n := ServiceCase.objects.filter(scope.q("organization")).filter(late).count():
        register = pages.get("servicecase")
        text = _("Service cases over the promised day: %(n)s") % {"n": n}
        query = urlencode({"overdue": "true"})
        yield pages.Todo(
            text, f"{register.url('list')}?{query}", status="overdue", verb=_("Open the list")
        )
