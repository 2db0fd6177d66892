"""The county's administrative divisions, as published, and the party organizations they give.

County, township and village rows of a file become the county committee, township committees and
village branches; an organization's code is its division's code.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.actions.formrules import load_form_rules
from organizations.choices.tree import Kind, Level, Setting
from organizations.models import Organization, Village
from portal.errors import Refused
from portal.fields import normal

COLUMNS = ("code", "name", "parent_code", "level")
LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
KINDS = {
    Level.COUNTY: Kind.COUNTY_COMMITTEE,
    Level.TOWNSHIP: Kind.TOWNSHIP_COMMITTEE,
    Level.VILLAGE: Kind.BRANCH,
}
# What division names end in, longest first, and what the village is then called.
TAILS = {
    "社区居民委员会": "社区",
    "村民委员会": "村",
    "居民委员会": "社区",
    "村委会": "村",
    "居委会": "社区",
    "社区": "社区",
    "村": "村",
}
LONGEST = 50
NAMED = ("name", "short_name", "setting")


@dataclass(frozen=True)
class Division:
    row: int
    code: str
    name: str
    parent: str
    level: Level

    @property
    def short_name(self) -> str:
        return short_name(self.name) if self.level == Level.VILLAGE else self.name

    @property
    def name_of_organization(self) -> str:
        """What its party organization is called, as rosters write it."""
        if self.level == Level.COUNTY:
            return f"中共{self.name}委员会"
        return f"{self.name}党委" if self.level == Level.TOWNSHIP else branch_name(self.name)

    @property
    def setting(self) -> Setting:
        if self.level != Level.VILLAGE:
            return Setting.OFFICE
        is_community = self.short_name.endswith("社区")
        return Setting.COMMUNITY if is_community else Setting.VILLAGE


@dataclass
class Loaded:
    """What came of a file: organizations by outcome, new villages, villages it has no more."""

    new: int = 0
    changed: int = 0
    same: int = 0
    villages: int = 0
    absent: list[str] = field(default_factory=list)


def stem(village: str) -> tuple[str, str]:
    """("张溪", "社区") of "张溪居委会"; (the name, "") where it ends in none of the tails."""
    for tail, kind in TAILS.items():
        if village.endswith(tail) and len(village) > len(tail):
            return village.removesuffix(tail), kind
    return village, ""


def branch_name(village: str) -> str:
    """ "张溪居委会" → "张溪社区党支部", "梅城村民委员会" → "梅城村党支部"."""
    return "".join(stem(village)) + "党支部"


def short_name(village: str) -> str:
    """The village without its committee, and without saying twice what it is ("城南社区居委会")."""
    name, kind = stem(village)
    return name if name.endswith(kind) else name + kind


def decoded(content: bytes) -> str:
    """The text of a file, in UTF-8 or in the Chinese national encoding. Refused otherwise."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(_("The file is neither UTF-8 nor GB18030 text. Save it as CSV UTF-8."))


def wrong(row: int, column: str, sentence: str) -> Refused:
    place = _("Row %(row)d, column %(column)s") % {"row": row, "column": column}
    return Refused(f"{place}: {sentence}")


def read_divisions(content: bytes) -> list[Division]:
    """The rows of a divisions file, counties first. Refused where one of them is wrong."""
    lines = csv.reader(io.StringIO(decoded(content), newline=""))
    try:
        heads = [normal(head).lower() for head in next(lines, [])]
        if not any(heads):
            raise Refused(_("The file is empty."))
        for column in COLUMNS:
            if column not in heads:
                raise wrong(1, column, _("The column is missing."))
        places = [heads.index(column) for column in COLUMNS]
        rows = [divide(lines.line_num, line, places) for line in lines if any(map(str.strip, line))]
    except csv.Error:
        raise wrong(lines.line_num, "code", _("This is not a line of a CSV file.")) from None
    if not rows:
        raise Refused(_("The file has a head but no rows."))
    check_codes(rows)
    return sorted(rows, key=lambda division: LEVELS.index(division.level))


def divide(row: int, line: list[str], places: Iterable[int]) -> Division:
    code, name, parent, level = (normal(line[at]) if at < len(line) else "" for at in places)
    if not re.fullmatch(r"\d{2,12}", code):
        raise wrong(row, "code", _("A division code has 2 to 12 digits."))
    if not 0 < len(name) <= LONGEST:
        raise wrong(
            row, "name", _("The name must have 1 to %(most)d characters.") % {"most": LONGEST}
        )
    if level not in LEVELS:
        raise wrong(
            row,
            "level",
            _("“%(level)s” is not county, township or village.") % {"level": level[:20]},
        )
    return Division(row, code, name, parent, Level(level))


def check_codes(rows: list[Division]) -> None:
    first: dict[str, int] = {}
    for division in rows:
        if division.code in first:
            words = {"code": division.code, "first": first[division.code]}
            sentence = _("The code %(code)s stands in row %(first)d already.") % words
            raise wrong(division.row, "code", sentence)
        first[division.code] = division.row


@transaction.atomic
def load_divisions(content: bytes) -> Loaded:
    """Make or renew the organizations and villages of a divisions file; all of it or nothing.

    A second time nothing is new. A name or a parent that differs from the file is changed, unless
    the county itself has given the organization another name or hung it elsewhere in the township.
    Raises Refused, naming row and column. The number of queries does not grow with the file.
    """
    rows = read_divisions(content)
    codes = [row.code for row in rows]
    known = {
        org.code: org
        for org in Organization.objects.filter(code__in={*codes, *(row.parent for row in rows)})
    }
    old = Village.objects.select_related("organization").in_bulk(codes, field_name="code")
    known |= {code: village.organization for code, village in old.items()}
    check_parents(rows, known)
    loaded = Loaded()
    for level in LEVELS:
        write([row for row in rows if row.level == level], known, old, loaded)
    loaded.villages = write_villages(
        [row for row in rows if row.level == Level.VILLAGE], known, old
    )
    loaded.absent = absent(rows, known)
    for row in rows:
        if row.level == Level.COUNTY:
            load_form_rules(known[row.code])
    return loaded


def check_parents(rows: list[Division], known: Mapping[str, Organization]) -> None:
    levels = {code: Level(org.level) for code, org in known.items()}
    levels |= {row.code: row.level for row in rows}
    for row in rows:
        place = LEVELS.index(row.level)
        if place == 0 and row.parent not in levels:
            continue  # a county may name its prefecture
        if row.parent not in levels:
            words = {"code": row.parent[:20]}
            raise wrong(row.row, "parent_code", _("There is no division “%(code)s”.") % words)
        if levels[row.parent] != (above := LEVELS[place - 1]) or place == 0:
            words = {"code": row.parent, "level": str(above.label)}
            raise wrong(row.row, "parent_code", _("“%(code)s” is no %(level)s.") % words)


def write(
    rows: list[Division],
    known: dict[str, Organization],
    old: Mapping[str, Village],
    loaded: Loaded,
) -> None:
    """Write the organizations of one level; those above it have been written."""
    fresh = [made(row, known) for row in rows if row.code not in known]
    changed = [
        known[row.code]
        for row in rows
        if row.code in known and renewed(row, known, old.get(row.code))
    ]
    Organization.objects.bulk_create(fresh)
    Organization.objects.bulk_update(changed, [*NAMED, "parent", "changed_at"])
    known |= {org.code: org for org in fresh}
    loaded.new += len(fresh)
    loaded.changed += len(changed)
    loaded.same += len(rows) - len(fresh) - len(changed)


def made(row: Division, known: Mapping[str, Organization]) -> Organization:
    return Organization(
        code=row.code,
        name=row.name_of_organization,
        short_name=row.short_name,
        kind=KINDS[row.level],
        setting=row.setting,
        parent=known[row.parent] if row.level != Level.COUNTY else None,
    )


def renewed(row: Division, known: Mapping[str, Organization], village: Village | None) -> bool:
    """Bring an organization up to the file; says whether anything had to change."""
    organization = known[row.code]
    before = replace(row, name=village.name if village else organization.short_name)
    changes: dict[str, Any] = {}
    if organization.name == before.name_of_organization:
        changes = {"name": row.name_of_organization, "short_name": row.short_name}
        changes["setting"] = row.setting
    above = known[row.parent] if row.level != Level.COUNTY else None
    if above and str(above.pk) not in organization.path.split("/"):
        changes["parent"] = above
    changes = {key: value for key, value in changes.items() if getattr(organization, key) != value}
    for key, value in changes.items():
        setattr(organization, key, value)
    organization.changed_at = timezone.now()
    return bool(changes)


def write_villages(
    rows: list[Division], known: Mapping[str, Organization], old: Mapping[str, Village]
) -> int:
    """Write the villages themselves; returns how many are new."""
    fresh = [
        Village(code=row.code, name=row.name, organization=known[row.code])
        for row in rows
        if row.code not in old
    ]
    renamed = [row for row in rows if row.code in old and old[row.code].name != row.name]
    for row in renamed:
        old[row.code].name = row.name
        old[row.code].changed_at = timezone.now()
    Village.objects.bulk_create(fresh)
    Village.objects.bulk_update([old[row.code] for row in renamed], ["name", "changed_at"])
    return len(fresh)


def absent(rows: list[Division], known: Mapping[str, Organization]) -> list[str]:
    """The villages that the portal has and a file of their whole county has not."""
    counties = [known[row.code].pk for row in rows if row.level == Level.COUNTY]
    there = Village.objects.filter(
        organization__parent__parent__in=counties, organization__closed=None
    ).exclude(code__in=[row.code for row in rows])
    return list(there.values_list("name", flat=True))
