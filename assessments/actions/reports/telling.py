"""Who is told of what happens to reports: townships, villages, and the county's reviewers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.actions.reports.reach import FILL
from assessments.models import Report, ReportAct
from organizations.models import Grant, Organization
from web.messages import News, tell
from web.templatetags.portal import day

SUBMIT, REVIEW = "assessments.submit_report", "assessments.review_report"
Act = ReportAct.Kind
SAID = {
    Act.OPENED: gettext_lazy("%(report)s is open. It is due on %(due)s."),
    Act.SUBMITTED: gettext_lazy("%(report)s was submitted."),
    Act.WITHDRAWN: gettext_lazy("%(report)s was taken back by its township."),
    Act.RETURNED: gettext_lazy("%(report)s was returned, due on %(due)s: %(reason)s"),
    Act.ACCEPTED: gettext_lazy("%(report)s was accepted."),
    Act.REOPENED: gettext_lazy("%(report)s was reopened, due on %(due)s: %(reason)s"),
    Act.EXTENDED: gettext_lazy("%(report)s is now due on %(due)s: %(reason)s"),
    Act.ASKED: gettext_lazy("Please fill in your village's part of %(report)s."),
    Act.HANDED: gettext_lazy("A village has handed over its part of %(report)s."),
    Act.SENT_BACK: gettext_lazy("Your village's part of %(report)s is to be put right: %(reason)s"),
}
TO_COUNTY = {Act.SUBMITTED, Act.WITHDRAWN}


class Holders:
    """Who holds a permission, and where; asked once for any number of organizations."""

    def __init__(self, perm: str, *, but: tuple[str, ...] = ()) -> None:
        left_out = {user.pk for other in but for _path, user in lines_of(other)}
        self.lines = [line for line in lines_of(perm) if line[1].pk not in left_out]

    def over(self, place: Organization) -> list[Any]:
        return [user for path, user in self.lines if place.path.startswith(path)]


def lines_of(perm: str) -> list[tuple[str, Any]]:
    label, code = perm.split(".")
    grants = Grant.objects.filter(
        user__is_active=True,
        role__permissions__codename=code,
        role__permissions__content_type__app_label=label,
    )
    return [
        (grant.organization.path, grant.user)
        for grant in grants.select_related("user", "organization")
    ]


def townships() -> Holders:
    """Who hands reports in and reviews none: the county's administrators need not be told."""
    return Holders(SUBMIT, but=(REVIEW,))


def villages() -> Holders:
    return Holders(FILL, but=(SUBMIT, REVIEW))


def tell_act(act: ReportAct, report: Report, place: Organization | None = None) -> None:
    """Tell those whom an act concerns: the county what townships do, townships what the county
    does, villages (`place`) what their township asks of them."""
    kind = Act(act.kind)
    if kind in TO_COUNTY:
        users = Holders(REVIEW).over(report.organization)
    elif place and kind != Act.HANDED:
        users = villages().over(place)
    else:
        users = townships().over(report.organization)
    said = sentence(report, SAID[kind], act.reason)
    tell([News(users, f"report:{report.pk}:{act.pk}", said, address(report))], by=act.by)


def tell_asked(act: ReportAct, report: Report, places: Iterable[Organization]) -> None:
    holders, said = villages(), sentence(report, SAID[Act.ASKED])
    users = [user for place in places for user in holders.over(place)]
    tell([News(users, f"report:{report.pk}:{act.pk}", said, address(report))], by=act.by)


def tell_opened(reports: Iterable[Report]) -> None:
    holders = townships()
    tell(
        News(
            holders.over(report.organization),
            f"report:{report.pk}:opened",
            sentence(report, SAID[Act.OPENED]),
            address(report),
        )
        for report in reports
    )


def tell_due(reports: Iterable[Report], *, by: Any = None) -> None:
    """How many days are left, or how many it is late; at most once a day for each report."""
    holders = townships()
    tell(
        (
            News(
                holders.over(report.organization),
                f"report:{report.pk}:due",
                due_sentence(report),
                address(report),
            )
            for report in reports
        ),
        by=by,
    )


def sentence(report: Report, words: Any, reason: str = "") -> Callable[[], str]:
    return lambda: str(words) % {"report": report, "due": day(report.due), "reason": reason}


def due_sentence(report: Report) -> Callable[[], str]:
    def said() -> str:
        left = report.days_left
        if left < 0:
            words = ngettext(
                "%(report)s is %(n)s day late. It was due on %(due)s.",
                "%(report)s is %(n)s days late. It was due on %(due)s.",
                -left,
            )
        elif left:
            words = ngettext(
                "%(report)s is due on %(due)s: %(n)s day left.",
                "%(report)s is due on %(due)s: %(n)s days left.",
                left,
            )
        else:
            words = _("%(report)s is due today.")
        return words % {"report": report, "n": abs(left), "due": day(report.due)}

    return said


def address(report: Report) -> str:
    return report.get_absolute_url()
