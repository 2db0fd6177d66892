"""What keeps the figures of a sealed period from being written, whoever writes and however."""

from __future__ import annotations

from typing import Any

import pgtrigger

VALUES = """
    IF EXISTS (SELECT 1 FROM touched JOIN assessments_seal seal ON seal.run_id = touched.run_id) THEN
        RAISE EXCEPTION 'values of a sealed run cannot be written'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""  # noqa: E501
RUN = """
    IF EXISTS (SELECT 1 FROM assessments_seal WHERE run_id = OLD.id) THEN
        RAISE EXCEPTION 'a sealed run cannot be changed or deleted'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


def closing(operation: Any, **rows: str) -> pgtrigger.Trigger:
    """Refuse to write values of sealed runs: one look for a whole statement."""
    return pgtrigger.Trigger(
        name=f"sealed_{str(operation).lower()}",
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**rows),
        func=VALUES,
    )


SEALED_VALUES = [
    closing(pgtrigger.Insert, new="touched"),
    closing(pgtrigger.Update, old="touched"),
    closing(pgtrigger.Delete, old="touched"),
]
SEALED_RUN = [
    pgtrigger.Trigger(
        name="sealed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=RUN,
    )
]
