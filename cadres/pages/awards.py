from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.actions.awards import withdraw_award
from cadres.filters.awards import AwardFilter
from cadres.forms.awards import AwardForm, WithdrawForm
from cadres.models import Award
from cadres.tables.awards import AwardTable
from portal import pages

pages.add(
    Award,
    AwardForm,
    AwardFilter,
    AwardTable,
    group=_("Cadres"),
    icon="star",
    bulk=("granted_by", "document", "money"),
    actions=(
        pages.Action(
            withdraw_award,
            pgettext_lazy("award", "Withdraw"),
            WithdrawForm,
            offered=lambda award: award.withdrawn_on is None,
            danger=True,
        ),
    ),
)
