"""A report's figures kept as they were handed in, and what has changed since."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from assessments.actions.reports.rows import Row
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportAct, ReportCopy, ReportItem

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that print or handwriting confuses
CODE = 12
Figures = dict[str, Any]


def keep_copy(report: Report, act: ReportAct, sheet: Sheet | None = None) -> ReportCopy:
    """Keep the report as it stands at an act, under a new verification code."""
    figures = figures_of(sheet or Sheet(report))
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE))
    kept: ReportCopy = ReportCopy.objects.create(
        report=report,
        act=act,
        round=report.round,
        code=code,
        figures=figures,
        digest=digest_of(figures),
        at=act.at,
    )
    return kept


def figures_of(sheet: Sheet) -> Figures:
    """Everything on the sheet by codes, with the names it had; computed items as shown."""
    report, period = sheet.report, sheet.report.period
    computed = sheet.computed()
    return {
        "report": {
            "organization": report.organization.code,
            "name": report.organization.name,
            "template": sheet.template.code,
            "title": sheet.template.name,
            "title_en": sheet.template.name_en,
            "year": period.year,
            "quarter": period.quarter,
        },
        "items": [item_line(item) for item in sheet.items],
        "rows": [
            {
                "id": row.organization.pk,
                "code": row.organization.code,
                "name": row.organization.short,
                "scope": str(row.scope),
                "cells": texts_of(row, sheet, computed),
            }
            for row in sheet.rows
        ],
    }


def item_line(item: ReportItem) -> dict[str, Any]:
    said = ("code", "name", "name_en", "kind", "unit", "unit_en")
    section = {"section": item.section.title, "section_en": item.section.title_en}
    return {name: str(getattr(item, name)) for name in said} | section | {"scope": str(item.scope)}


def texts_of(row: Row, sheet: Sheet, computed: dict[str, str]) -> dict[str, str]:
    """What stands in a row, by item code."""
    texts = {code: cell.raw for code, cell in row.cells.items()}
    for item in sheet.columns(row.scope):
        if item.computed:
            texts[item.code] = computed[f"{row.organization.pk}-{item.pk}"]
    return texts


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(kept: ReportCopy) -> bool:
    """Whether the stored figures are still those that were handed in."""
    return digest_of(kept.figures) == kept.digest


@dataclass(frozen=True)
class Difference:
    """A cell that says something else than when the report was last handed in."""

    cell: int
    row: str
    item: str
    before: str
    now: str


def last_copy(report: Report) -> ReportCopy | None:
    """What the county saw before what it sees, or will see, now."""
    copies = report.copies.filter(act__kind=ReportAct.Kind.SUBMITTED)
    handed_in = not report.writable
    rounds = report.round - 1 if handed_in else report.round
    found: ReportCopy | None = copies.filter(round__lte=rounds).order_by("pk").last()
    return found


def differences(report: Report, sheet: Sheet | None = None) -> list[Difference]:
    """What has changed since it was handed in the time before; nothing the first time."""
    kept = last_copy(report) if report.round else None
    if kept is None:
        return []
    sheet = sheet or Sheet(report)
    before = {(row["scope"], row["id"]): row["cells"] for row in kept.figures["rows"]}
    found = []
    for row in sheet.rows:
        was = before.get((str(row.scope), row.organization.pk), {})
        for item in sheet.columns(row.scope):
            cell = row.cells.get(item.code)
            if cell and cell.raw != was.get(item.code, ""):
                texts = (row.organization.short, item.label, was.get(item.code, ""), cell.raw)
                found.append(Difference(cell.pk, *texts))
    return found
