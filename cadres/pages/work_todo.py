"""What waits for those who look after posted cadres and their projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.filters.debriefings import DebriefingIssueFilter
from cadres.filters.postings import PostingFilter
from cadres.filters.projects import ProjectFilter
from cadres.models import DebriefingIssue, Posting, Project
from portal import pages
from portal.pages import Todo

SOON = 60  # days before a term ends


@pages.todo
def ending_postings(user: Any) -> Iterator[Todo]:
    """Terms of postings that end within sixty days, or have ended."""
    if not user.has_perm("cadres.end_posting"):
        return
    asked = f"ends_within={SOON}"
    if many := PostingFilter(asked, Posting.objects.for_user(user, "end")).qs.count():
        words = ngettext(
            "%(n)s posting ends within %(days)s days",
            "%(n)s postings end within %(days)s days",
            many,
        )
        url = f"{reverse('posting-list')}?{asked}"
        yield Todo(words % {"n": many, "days": SOON}, url, "open", _("Extend or end"))


@pages.todo
def missing_attendance(user: Any) -> Iterator[Todo]:
    if not user.has_perm("cadres.add_postingattendance"):
        return
    asked = "attendance_missing=true"
    rows = Posting.objects.for_user(user)
    if many := PostingFilter(asked, rows).qs.count():
        words = ngettext(
            "Last month's attendance of %(n)s posting is missing",
            "Last month's attendance of %(n)s postings is missing",
            many,
        )
        url = f"{reverse('posting-list')}?{asked}"
        yield Todo(words % {"n": many}, url, "behind", _("Record it"))


@pages.todo
def late_milestones(user: Any) -> Iterator[Todo]:
    if not user.has_perm("cadres.change_projectmilestone"):
        return
    asked = "milestone_late=true"
    if many := ProjectFilter(asked, Project.objects.for_user(user, "change")).qs.count():
        words = ngettext(
            "%(n)s project has an overdue milestone",
            "%(n)s projects have overdue milestones",
            many,
        )
        url = f"{reverse('project-list')}?{asked}"
        yield Todo(words % {"n": many}, url, "overdue", _("Look"))


@pages.todo
def late_issues(user: Any) -> Iterator[Todo]:
    """Points of reports that should have been put right by now."""
    if not user.has_perm("cadres.settle_debriefingissue"):
        return
    rows = DebriefingIssue.objects.for_user(user, "settle")
    if many := DebriefingIssueFilter("late=true", rows).qs.count():
        words = ngettext(
            "%(n)s point of a report is overdue", "%(n)s points of reports are overdue", many
        )
        url = f"{reverse('debriefingissue-list')}?late=true"
        yield Todo(words % {"n": many}, url, "overdue", _("Look"))
