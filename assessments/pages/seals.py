from django.utils.translation import gettext_lazy as _

from assessments.filters.seals import SealFilter
from assessments.models import Seal
from assessments.tables.seals import SealTable
from portal import pages

pages.add(Seal, None, SealFilter, SealTable, group=_("Targets"), icon="lock", quiet=("plan",))
