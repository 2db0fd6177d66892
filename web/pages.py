"""The kit's own pages in the menu."""

from django.utils.translation import gettext_lazy as _

from portal import pages
from web.views.quality import VIEW

pages.link("quality", _("Data quality"), icon="check", perm=VIEW)
