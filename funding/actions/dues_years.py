"""A year of Party dues is opened for all members at once: by one statement, however many."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from funding.models import DuesBand
from members.choices.standing import MEMBERS
from organizations.models import Organization
from portal.errors import Refused
from portal.history import fresh_plans

# Members of the year that have no row yet: payer and base as last year, else what the register
# knows of their work. Relief is decided anew every year. Who joined in the year owes from that
# month, who left owes until then.
OPEN = """
    INSERT INTO funding_duesbase (created_at, changed_at, person_id, organization_id, year, payer,
        base, due, from_month, to_month, relief, relief_why, approved_by, note)
    SELECT now(), now(), person.id, person.organization_id, %(year)s, kind.payer, last.base,
        CASE WHEN band.rate IS NOT NULL THEN coalesce(round(last.base * band.rate / 100, 2), 0)
             WHEN last.relief = '' AND last.payer = kind.payer
                  AND last.due BETWEEN band.least AND coalesce(band.most, band.least) THEN last.due
             ELSE coalesce(band.least, 0) END,
        joined.month, greatest(joined.month, gone.month), '', '', '', ''
    FROM members_person AS person
    JOIN organizations_organization AS place ON place.id = person.organization_id
    LEFT JOIN funding_duesbase AS last
        ON last.person_id = person.id AND last.year = %(year)s - 1
    CROSS JOIN LATERAL (SELECT coalesce(last.payer, CASE
        WHEN person.member_class = 'student' THEN 'student'
        WHEN person.member_class = 'retired' THEN 'pension'
        WHEN person.member_class IN ('employed', 'entrepreneur')
            AND place.setting NOT IN ('village', 'villages_joint') THEN 'salary'
        ELSE 'farmer' END) AS payer) AS kind
    CROSS JOIN LATERAL (SELECT CASE
        WHEN person.joined LIKE %(months)s THEN substr(person.joined, 6, 2)::int
        ELSE 1 END AS month) AS joined
    CROSS JOIN LATERAL (SELECT CASE
        WHEN person."left" LIKE %(months)s THEN substr(person."left", 6, 2)::int
        ELSE 12 END AS month) AS gone
    LEFT JOIN LATERAL (
        SELECT one.rate, one.least, one.most
        FROM funding_duesband AS one
        JOIN organizations_organization AS setter ON setter.id = one.organization_id
        WHERE one.payer = kind.payer AND starts_with(place.path, setter.path)
            AND one.since <= %(first)s AND (one.until IS NULL OR one.until > %(first)s)
            AND (one.over = 0 OR one.over < coalesce(last.base, 0))
            AND (one.up_to IS NULL OR one.up_to >= coalesce(last.base, 0))
        ORDER BY length(setter.path) DESC, one.since DESC, one.over DESC LIMIT 1
    ) AS band ON true
    WHERE person.standing = ANY(%(members)s) AND starts_with(place.path, %(place)s)
        AND (person.joined IS NULL OR left(person.joined, 4) <= %(named)s)
        AND (person."left" IS NULL OR left(person."left", 4) >= %(named)s)
        AND NOT EXISTS (SELECT FROM funding_duesbase AS there
            WHERE there.person_id = person.id AND there.year = %(year)s)
"""


@transaction.atomic
def open_dues_year(organization: Organization, *, year: int, by: Any) -> int:
    """What every member there owes in the year, where it is not said yet; how many were added.
    A second time adds those who joined since. Refused before there are rates."""
    first = date(year, 1, 1)
    if not DuesBand.objects.at(first).exists():
        raise Refused(
            _("No rates of Party dues are in force on 1 January %(year)s.") % {"year": year}
        )
    fresh_plans()
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN,
            {
                "year": year,
                "named": f"{year}",
                "months": f"{year}-__%",
                "first": first,
                "members": [str(one) for one in MEMBERS],
                "place": organization.path,
            },
        )
        return int(cursor.rowcount)
