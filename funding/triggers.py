"""What the database itself keeps true of the ledger: whatever SQL is sent (safety T16, T17)."""

from __future__ import annotations

import pgtrigger

# What a fingerprint is made of; `verify_ledger` works it out again from the same words.
SEALED = (
    "previous",
    "account_id",
    "number",
    "way",
    "day",
    "use_id",
    "amount",
    "total",
    "voucher",
    "counterparty",
    "handler",
    "note",
    "reverses_id",
    "act",
    "token",
    "entered_by_id",
    "extract(epoch FROM {row}entered_at)",
)


def fingerprint(row: str) -> str:
    """SQL for the fingerprint of the row called `row`: SHA-256 over a JSON list, in hexadecimal."""
    words = ", ".join(
        word.format(row=f"{row}.") if "{row}" in word else f"{row}.{word}" for word in SEALED
    )
    return f"encode(sha256(convert_to(jsonb_build_array({words})::text, 'UTF8')), 'hex')"


# pgtrigger's functions first ask, by the trigger's name, whether the session told them to stand
# aside (`SET pgtrigger.ignore`): these are found by no name, so that nobody can tell them to.
ALWAYS = ("tg_name", "name")

# Its plans go by the index and are made once. Made on an empty table they would read all of it for
# thousands of lines to follow; made anew for every line they cost more than the line itself.
entered = pgtrigger.Trigger(
    name="entered",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[
        ALWAYS,
        ("book", "funding_account%ROWTYPE"),
        ("last", "funding_entry%ROWTYPE"),
        ("wrong", "funding_entry%ROWTYPE"),
        ("lowest", "numeric"),
        ("newest", "date"),
    ],
    func=pgtrigger.Func(f"""
        SELECT * INTO book FROM funding_account WHERE id = NEW.account_id FOR UPDATE;
        IF extract(year FROM NEW.day) <> book.year THEN
            RAISE EXCEPTION 'an entry of another year'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_its_year';
        END IF;
        IF NEW.day <= book.closed_until THEN
            RAISE EXCEPTION 'the month is closed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_an_open_month';
        END IF;
        IF NEW.reverses_id IS NOT NULL THEN
            SELECT * INTO wrong FROM funding_entry WHERE id = NEW.reverses_id;
            IF wrong.account_id <> NEW.account_id OR wrong.amount <> -NEW.amount
                OR wrong.reverses_id IS NOT NULL OR wrong.use_id IS DISTINCT FROM NEW.use_id THEN
                RAISE EXCEPTION 'a reversal is the opposite of its entry'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_the_opposite';
            END IF;
        END IF;
        PERFORM set_config('enable_seqscan', 'off', true),
            set_config('plan_cache_mode', 'force_generic_plan', true);
        SELECT * INTO last FROM funding_entry
            WHERE account_id = NEW.account_id ORDER BY number DESC LIMIT 1;
        IF NEW.amount < 0 AND NOT book.overdraws THEN
            lowest = coalesce(last.total, 0);
            SELECT day INTO newest FROM funding_entry
                WHERE account_id = NEW.account_id ORDER BY day DESC, number DESC LIMIT 1;
            IF newest > NEW.day THEN
                SELECT least(lowest, min(lowest - later.amount)) INTO lowest FROM (
                    SELECT sum(sum(amount)) OVER (ORDER BY day DESC) AS amount FROM funding_entry
                    WHERE account_id = NEW.account_id AND day > NEW.day GROUP BY day
                ) AS later;
            END IF;
            IF lowest + NEW.amount < 0 THEN
                RAISE EXCEPTION 'more than the account holds'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'account_not_below_zero';
            END IF;
        END IF;
        PERFORM set_config('enable_seqscan', 'on', true),
            set_config('plan_cache_mode', 'auto', true);
        NEW.entered_by_id = coalesce(NEW.entered_by_id, (
            nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user'
        )::bigint);
        NEW.number = coalesce(last.number, 0) + 1;
        NEW.total = coalesce(last.total, 0) + NEW.amount;
        NEW.previous = coalesce(last.fingerprint, '');
        NEW.fingerprint = {fingerprint("NEW")};
        RETURN NEW;
    """),
)

kept = pgtrigger.Protect(
    name="kept", operation=pgtrigger.Update | pgtrigger.Delete, declare=[ALWAYS]
)

kept_whole = pgtrigger.Trigger(
    name="kept_whole",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    declare=[ALWAYS],
    func="RAISE EXCEPTION 'the ledger is never emptied' USING ERRCODE = 'check_violation';",
)

# What kind of account it is follows from its source; whose it is stays, once there are entries.
of_its_source = pgtrigger.Trigger(
    name="of_its_source",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("organization_id", "year", "source_id"),
    declare=[ALWAYS],
    func="""
        IF TG_OP = 'UPDATE' AND (OLD.organization_id, OLD.year, OLD.source_id)
                <> (NEW.organization_id, NEW.year, NEW.source_id)
                AND EXISTS (SELECT FROM funding_entry WHERE account_id = OLD.id) THEN
            RAISE EXCEPTION 'an account with entries stays what it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'account_stays_what_it_is';
        END IF;
        NEW.overdraws = (SELECT overdraws FROM funding_source WHERE id = NEW.source_id);
        RETURN NEW;
    """,
)

# Both ends of a transfer are entered in one transaction, or neither is.
paired = pgtrigger.Trigger(
    name="paired",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.act IS NOT NULL"),
    declare=[ALWAYS],
    func="""
        IF (SELECT count(*) <> 2 OR sum(amount) <> 0 OR count(DISTINCT account_id) <> 2
            FROM funding_entry WHERE act = NEW.act) THEN
            RAISE EXCEPTION 'a transfer leaves one account and reaches another'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'both_ends_of_a_transfer';
        END IF;
        RETURN NULL;
    """,
)

# What was sent off is not changed under the eyes of those who decide.
sent_off = pgtrigger.Trigger(
    name="sent_off",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.state NOT IN ('draft', 'returned')"),
    func="""
        IF (OLD.account_id, OLD.code, OLD.use_id, OLD.amount, OLD.payee, OLD.purpose, OLD.asked_on)
            <> (NEW.account_id, NEW.code, NEW.use_id, NEW.amount, NEW.payee, NEW.purpose,
                NEW.asked_on) THEN
            RAISE EXCEPTION 'an application that was sent off stays'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'application_stays';
        END IF;
        RETURN NEW;
    """,
)
