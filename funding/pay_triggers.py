"""What the database itself keeps true of pay sheets and dues, whatever SQL is sent."""

from __future__ import annotations

import pgtrigger

# A line belongs to its sheet's month, adds up, and changes only while the sheet is being made.
reckoned = pgtrigger.Trigger(
    name="reckoned",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("held", "funding_paysheet%ROWTYPE")],
    func="""
        SELECT * INTO held FROM funding_paysheet
            WHERE id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.sheet_id ELSE NEW.sheet_id END)
            FOR KEY SHARE;
        IF held.state NOT IN ('draft', 'returned')
            OR TG_OP = 'UPDATE' AND NEW.sheet_id <> OLD.sheet_id THEN
            RAISE EXCEPTION 'the lines of a pay sheet that was handed in stay as they are'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'line_of_an_open_sheet';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        NEW.month = held.month;
        NEW.performance = round(NEW.full_score * NEW.score / 100, 2);
        NEW.total = NEW.basic + NEW.performance + NEW.reward + NEW.subsidy + NEW.allowance
            - NEW.deduction + NEW.adjustment;
        RETURN NEW;
    """,
)


def resting(when: str, columns: str, constraint: str) -> pgtrigger.Trigger:
    """These columns of a row do not change any more once `when` is true of it."""
    old, new = (", ".join(f"{row}.{one}" for one in columns.split()) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="resting",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
        IF ({when}) AND ({old}) IS DISTINCT FROM ({new}) THEN
            RAISE EXCEPTION 'this was decided on and stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';
        END IF;
        RETURN NEW;
    """,
    )


sheet_rests = resting(
    "OLD.state NOT IN ('draft', 'returned')",
    "organization_id kind month source_id reward_source_id made_by_id",
    "sheet_that_was_handed_in",
)
reward_rests = resting(
    "OLD.state <> 'proposed'",
    "organization_id year person_id income percent amount pay_month proposed_by_id",
    "reward_that_was_decided",
)
# Until its entry of the ledger is reversed.
ENTERED = (
    "OLD.entry_id IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM funding_entry WHERE reverses_id = OLD.entry_id)"
)
extra_rests = resting(
    ENTERED,
    "person_id organization_id amount paid_on entry_id",
    "extra_dues_in_the_ledger",
)
payment_rests = resting(
    ENTERED,
    "person_id organization_id year month amount paid_on entry_id",
    "dues_in_the_ledger",
)
