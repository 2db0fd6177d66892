"""Where somebody belongs is written on the person; since when and until when, the database keeps
beside it."""

import pgtrigger

from organizations.triggers import day, moves

said_day = "nullif(current_setting('portal.day', true), '')::date"

left_day = '(NEW."left" || substr(\'-01-01\', length(NEW."left") - 3))::date'

# A roster does not say since when its people have been in their branch: the beginning stays
# unknown. An action that takes somebody in says the day.
first_affiliated = pgtrigger.Trigger(
    name="affiliation_begins",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="fresh"),
    func=f"""
        INSERT INTO members_affiliation
            (person_id, organization_id, since, until, created_at, changed_at)
        SELECT id, organization_id, {said_day},
            ("left" || substr('-01-01', length("left") - 3))::date, now(), now() FROM fresh;
        RETURN NULL;
    """,
)

# Another organization on the person ends one affiliation and begins the next; leaving ends it, a
# correction reopens it, and an action that brings somebody back on a day begins the next.
affiliated_elsewhere = moves(
    "affiliation_moves",
    "members_affiliation",
    "person_id",
    "organization_id",
    gone='own."left" IS NOT NULL',
)

affiliation_ends = pgtrigger.Trigger(
    name="affiliation_ends",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("left"),
    condition=pgtrigger.Condition('OLD."left" IS DISTINCT FROM NEW."left"'),
    func=f"""
        IF NEW."left" IS NULL AND {said_day} IS NOT NULL THEN
            INSERT INTO members_affiliation
                (person_id, organization_id, since, created_at, changed_at)
            VALUES (NEW.id, NEW.organization_id, {day}, now(), now());
            RETURN NULL;
        END IF;
        UPDATE members_affiliation
            SET until = CASE WHEN NEW."left" IS NOT NULL THEN greatest(since, {left_day}) END,
                changed_at = now()
            WHERE id = (SELECT id FROM members_affiliation WHERE person_id = NEW.id
                        ORDER BY until DESC NULLS FIRST, since DESC NULLS LAST LIMIT 1);
        RETURN NULL;
    """,
)
