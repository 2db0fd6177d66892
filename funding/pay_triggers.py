"""What the database itself keeps true of pay sheets."""

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
