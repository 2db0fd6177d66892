"""What the database itself keeps true of the tree, so that bulk writes and plain SQL cannot get
round it."""

from __future__ import annotations

import pgtrigger

from organizations.choices.tree import RURAL

rural = ", ".join(f"'{setting.value}'" for setting in RURAL)

# An organization's path and level follow from where it hangs. What is closed keeps its level: it
# hangs below its successor, and figures of earlier days count it as what it was.
placed = pgtrigger.Trigger(
    name="path_and_level",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("parent_id", "kind", "setting", "path", "level", "closed"),
    declare=[("above", "organizations_organization%ROWTYPE")],
    func=pgtrigger.Func(f"""
        IF NEW.parent_id IS NOT NULL THEN
            SELECT * INTO above FROM organizations_organization WHERE id = NEW.parent_id;
            IF above.path LIKE '%/' || NEW.id || '/%' THEN
                RAISE EXCEPTION 'an organization cannot hang below itself'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        NEW.path = coalesce(above.path, '/') || NEW.id || '/';
        NEW.level = CASE
            WHEN TG_OP = 'UPDATE' AND NEW.closed IS NOT NULL
                AND (OLD.kind, OLD.setting) = (NEW.kind, NEW.setting) THEN OLD.level
            WHEN NEW.kind = 'county_committee' THEN 'county'
            WHEN NEW.kind = 'township_committee' THEN 'township'
            WHEN above.level = 'township' AND NEW.setting IN ({rural})
                AND NEW.kind <> 'party_group' THEN 'village'
            ELSE 'branch' END;
        RETURN NEW;
    """),
)

# Whoever moves takes all below along.
moved = pgtrigger.Trigger(
    name="paths_below",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.path IS DISTINCT FROM NEW.path OR OLD.level IS DISTINCT FROM NEW.level"
    ),
    func="""
        UPDATE organizations_organization SET path = NEW.path || id || '/' WHERE parent_id = NEW.id;
        RETURN NULL;
    """,
)

# Where an organization hung, from when to when: a change of parent ends one placement and begins
# another. The day is today, or what an action set as `portal.day`.
today = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
day = f"coalesce(nullif(current_setting('portal.day', true), '')::date, {today})"

first_placed = pgtrigger.Trigger(
    name="placement_begins",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="fresh"),
    func="""
        INSERT INTO organizations_placement (organization_id, parent_id, created_at, changed_at)
        SELECT id, parent_id, now(), now() FROM fresh;
        RETURN NULL;
    """,
)


# Set by set, for thousands go along with a merger; nothing is written where nothing is to be, and
# no plan depends on how many there were the first time (`portal.history.fresh_plans`).
MOVED = """
            moved = ARRAY(SELECT id FROM (
                SELECT id, {place} FROM fresh EXCEPT SELECT id, {place} FROM past
            ) AS other);
            IF cardinality(moved) = 0 THEN
                RETURN NULL;
            END IF;
            mended = ARRAY(SELECT latest.id FROM {{meta.db_table}} own
                CROSS JOIN LATERAL (
                    SELECT * FROM {table} WHERE {owner} = own.id
                    ORDER BY until DESC NULLS FIRST, since DESC NULLS LAST LIMIT 1
                ) AS latest
                WHERE own.id = ANY(moved)
                    AND ({gone} OR latest.until IS NULL AND latest.since >= {day}));
            IF cardinality(mended) > 0 THEN
                UPDATE {table} AS held SET {place} = own.{place}, changed_at = now()
                    FROM {{meta.db_table}} own
                    WHERE held.id = ANY(mended) AND own.id = held.{owner};
                moved = ARRAY(
                    SELECT unnest(moved) EXCEPT SELECT {owner} FROM {table} WHERE id = ANY(mended)
                );
            END IF;
            IF cardinality(moved) > 0 THEN
                UPDATE {table} SET until = {day}, changed_at = now()
                    WHERE {owner} = ANY(moved) AND until IS NULL;
                INSERT INTO {table} ({owner}, {place}, since, created_at, changed_at)
                    SELECT id, {place}, {day}, now(), now()
                    FROM {{meta.db_table}} WHERE id = ANY(moved);
            END IF;
            RETURN NULL;
        """


def moves(name: str, table: str, owner: str, place: str, gone: str = "false") -> pgtrigger.Trigger:
    """Another `place` on rows ends their open intervals in `table` today and begins the next.

    A second change on the same day, or one dated before the open interval began, corrects it; a
    change on a row that is `gone` (SQL of `own`, the row) corrects its last interval: it does not
    come back by that.
    """
    words = {"table": table, "owner": owner, "place": place, "gone": gone, "day": day}
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(old="past", new="fresh"),
        declare=[("moved", "bigint[]"), ("mended", "bigint[]")],
        func=pgtrigger.Func(MOVED.format(**words)),
    )


hung_elsewhere = moves("placement_moves", "organizations_placement", "organization_id", "parent_id")
village_placed = pgtrigger.Trigger(
    name="village_placement_begins",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="fresh"),
    func="""
        INSERT INTO organizations_villageplacement
            (village_id, organization_id, created_at, changed_at)
        SELECT id, organization_id, now(), now() FROM fresh;
        RETURN NULL;
    """,
)
village_moves = moves(
    "village_placement_moves", "organizations_villageplacement", "village_id", "organization_id"
)

# When a term expires: as typed, or the election and the years of the term, which are the
# organization's own or those of the rule for its form in force on the day of the election.
expires = pgtrigger.Trigger(
    name="term_expires",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf(
        "kind", "setting", "elected_on", "term_years", "term_ends", "expires", "parent_id"
    ),
    declare=[("years", "integer"), ("above", "varchar")],
    func=pgtrigger.Func(f"""
        years = NEW.term_years;
        IF years IS NULL AND NEW.elected_on IS NOT NULL AND NEW.term_ends IS NULL THEN
            SELECT path INTO above FROM organizations_organization WHERE id = NEW.parent_id;
            SELECT rule.term_years INTO years FROM organizations_formrule rule
                JOIN organizations_organization owner ON owner.id = rule.organization_id
                WHERE coalesce(above, '/') || NEW.id || '/' LIKE owner.path || '%'
                    AND rule.kind = NEW.kind AND rule.term_years IS NOT NULL
                    AND (rule.ground = 'any' OR rule.ground = NEW.setting
                        OR rule.ground = 'rural' AND NEW.setting IN ({rural}))
                    AND rule.since <= NEW.elected_on
                    AND (rule.until IS NULL OR rule.until > NEW.elected_on)
                ORDER BY rule.ground = 'any', length(owner.path) DESC, rule.since DESC LIMIT 1;
        END IF;
        NEW.expires = coalesce(
            NEW.term_ends, (NEW.elected_on + make_interval(years => years))::date
        );
        RETURN NEW;
    """),
)

# Another rule, other ends of terms.
terms_anew = pgtrigger.Trigger(
    name="terms_anew",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    level=pgtrigger.Statement,
    func="""
        UPDATE organizations_organization SET expires = NULL
            WHERE elected_on IS NOT NULL AND term_years IS NULL AND term_ends IS NULL;
        RETURN NULL;
    """,
)
