"""The files of a cell that asks for attachments. What the cell says is their names: so it counts as
filled in, its history tells of them, and a grid draws them without asking."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from assessments.actions.reports.acts import locked_open, write_cells
from assessments.models import Report, ReportCell
from registers.attachments import attach_file, withdraw_file
from registers.models import Attachment


def files_of(cell: ReportCell) -> Any:
    """The files that hang from a cell, the oldest first."""
    return Attachment.of(cell).filter(withdrawn_at=None).order_by("pk")


@transaction.atomic
def add_file(cell: ReportCell, *, file: Any, by: Any) -> Attachment:
    """Keep an uploaded file with the cell. Raises Refused with the reason, naming the file."""
    held = locked_open(cell.report)
    kept = attach_file(cell, file=file, by=by)
    name_files(held, cell, by)
    return kept


@transaction.atomic
def take_file_off(cell: ReportCell, file: Attachment, *, why: str, by: Any) -> None:
    """Withdraw a file; it stays on disk, as the history names it."""
    held = locked_open(cell.report)
    withdraw_file(file, why=why, by=by)
    name_files(held, cell, by)


def name_files(held: Report, cell: ReportCell, by: Any) -> None:
    cell.raw = ", ".join(files_of(cell).values_list("name", flat=True))
    write_cells(held, [cell], by)
