from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """A workbook that was brought into a register: whose, what came of it, and whether undone.

    `context` is the mark that history put on every row it wrote. Holds no cell of the file.
    """

    register = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    at = models.DateTimeField(_("imported at"), auto_now_add=True)
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="imports", blank=True)
    context = models.UUIDField(editable=False)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["register", "-id"], name="imports_of_a_register")]

    @staticmethod
    def wait_for(register: str) -> None:
        """Imports into a register, and what undoes them, go one after another: the second judges
        what the first wrote. Until the end of the transaction."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{register}"])

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
