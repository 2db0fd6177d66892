"""People named by lines of text, as somebody pastes them from a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from members.models import Person
from portal.fields import ID_LENGTH, hide, normal

MOST_LINES = 2000


@dataclass
class Matched:
    """The persons that lines name, each once, and what is the matter with the other lines."""

    persons: list[Person] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def match_lines(text: str, rows: Any) -> Matched:
    """Each line names somebody of `rows`: "#12", an ID number, or a name, with the organization
    behind it where several have that name. Three queries, however many lines."""
    lines = [normal(line) for line in text.splitlines()]
    named = [(place + 1, line) for place, line in enumerate(lines) if line]
    known = known_by(rows, [line for _place, line in named])
    found = Matched()
    for place, line in named[:MOST_LINES]:
        people = narrowed(known[first_word(line)], line)
        if len(people) == 1:
            found.persons.append(people[0])
        else:
            found.problems.append(problem(place, line, len(people)))
    if len(named) > MOST_LINES:
        found.problems.append(_("At most %(most)s lines at a time.") % {"most": MOST_LINES})
    found.persons = list(dict.fromkeys(found.persons))
    return found


def first_word(line: str) -> str:
    return re.split(r"[\s,，、;；]+", line, maxsplit=1)[0].upper()


def known_by(rows: Any, lines: Iterable[str]) -> dict[str, list[Person]]:
    """The persons of `rows` by the words that lines begin with."""
    words = {first_word(line) for line in lines}
    numbers = [int(word[1:]) for word in words if re.fullmatch(r"#\d{1,12}", word)]
    cards = [word for word in words if len(word) == ID_LENGTH]
    known: dict[str, list[Person]] = defaultdict(list)
    people = rows.select_related("organization")
    for person in people.filter(pk__in=numbers):
        known[f"#{person.pk}"].append(person)
    for person in people.filter(id_number__in=cards):
        known[person.id_number].append(person)
    for person in people.filter(name__in=words - set(cards), left=None):
        known[person.name.upper()].append(person)
    return known


def narrowed(people: list[Person], line: str) -> list[Person]:
    """Of several of one name, the one whose organization the line names."""
    rest = line[len(first_word(line)) :].strip(" ,，、;；\t")
    if len(people) < 2 or not rest:  # noqa: PLR2004 - one is enough, or there is nothing to go by
        return people
    return [one for one in people if rest in {one.organization.name, one.organization.code}]


def problem(place: int, line: str, many: int) -> str:
    shown = hide(line)[:40]
    if many:
        sentence = _("Line %(place)s: %(many)s persons are called “%(line)s”. Add the branch.")
    else:
        sentence = _("Line %(place)s: nobody you may enter is called “%(line)s”.")
    return sentence % {"place": place, "line": shown, "many": many}
