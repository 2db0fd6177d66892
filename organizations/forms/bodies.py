from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.choices.bodies import Formation
from organizations.models import Body, ServiceTeam, TeamVisit
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, no_more_than, not_in_future

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015 leaves out I, O, S, V and Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ENOUGH = 3  # full members with whom a body forms an organization (domain 2.1)


def credit_code_check(body: str) -> str:
    """The 18th sign for the first 17 of a unified social credit code (GB 32100-2015)."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in zip(WEIGHTS, body, strict=True))
    return SIGNS[-total % 31]


def credit_code_fits(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    code = values.get("code")
    if not code:
        return
    if not re.fullmatch(f"[{SIGNS}]{{18}}", code):
        yield "code", _("A unified credit code has 18 digits and capital letters.")
    elif credit_code_check(code[:17]) != code[17]:
        yield "code", _("The check sign of the unified credit code does not fit.")


def formation_needs_organization(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    named = values.get("party_organization", True)  # absent where what was typed is wrong
    if values.get("formation") and not named:
        yield "party_organization", _("Name the party organization that was formed.")


def should_form(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Three members and no organization: it may be that one should be formed (domain 2.13)."""
    enough = (values.get("members") or 0) >= ENOUGH
    if enough and not values.get("party_organization") and not values.get("should_have"):
        yield "should_have", _("It has three or more members and no party organization.")


class BodyForm(RecordForm):
    rules = (
        in_order(),
        not_in_future("since"),
        credit_code_fits,
        formation_needs_organization,
        no_more_than("members", "headcount", gettext_lazy("More members than people.")),
    )
    cautions = (should_form,)
    synonyms = {
        "organization": ("所在村", "所在党组织", "所属村", "村", "党组织"),
        "kind": ("类别", "组织类别", "类型"),
        "name": ("名称", "组织名称", "单位名称", "合作社名称", "企业名称", "协会名称"),
        "code": ("社会信用代码", "信用代码", "注册号"),
        "since": ("成立日期", "注册日期", "成立时间"),
        "until": ("注销日期", "撤销日期"),
        "industry": ("主营业务", "产业", "行业"),
        "head": ("法人代表", "负责人姓名", "理事长"),
        "headcount": ("从业人数", "职工人数", "成员数", "社员数"),
        "members": ("党员人数", "党员数"),
        "households": ("入社户数", "带动农户", "户数"),
        "led_by": ("领导它的党组织",),
        "founded_by_branch": ("支部领办", "是否支部领办"),
        "should_have": ("应建党组织", "应建"),
        "party_organization": ("已建党组织", "单位党组织", "党组织名称"),
        "formation": ("组建形式", "组建方式"),
        "instructor": ("党建指导员",),
        "note": ("备注",),
    }
    words = {
        "kind": {
            "村民委员会": "villagers_committee",
            "村委会": "villagers_committee",
            "村务监督委员会": "supervision",
            "监委会": "supervision",
            "团支部": "league",
            "妇联": "women",
            "民兵连": "militia",
            "村集体经济组织": "collective",
            "农民专业合作社": "cooperative",
            "合作社": "cooperative",
            "专业协会": "association",
            "协会": "association",
            "非公企业": "enterprise",
            "非公有制企业": "enterprise",
            "社会组织": "social",
            "红白理事会": "red_white",
        }
    }
    groups = (
        (gettext_lazy("Body"), ("organization", "kind", "name", "code", "since", "until")),
        (gettext_lazy("Size"), ("industry", "head", "headcount", "members", "households")),
        (
            gettext_lazy("Party organization"),
            (
                "led_by",
                "founded_by_branch",
                "should_have",
                "party_organization",
                "formation",
                "instructor",
                "note",
            ),
        ),
    )
    examples = {"formation": ("",)}

    class Meta(RecordForm.Meta):
        model = Body
        fields = fields_of(Body)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """A body with a party organization and no word on how: it has one of its own."""
        if values.get("party_organization") and "formation" in values and not values["formation"]:
            values["formation"] = Formation.OWN


class ServiceTeamForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("党组织", "所属乡镇", "所在村"),
        "kind": ("类别", "服务组类别"),
        "name": ("队伍名称", "服务队", "服务组名称", "名称"),
        "since": ("成立日期", "成立时间"),
        "until": ("撤销日期", "截止日期"),
        "captain": ("队长", "组长"),
        "captain_post": ("组长职务", "队长职务"),
        "members": ("成员", "成员名单"),
        "size": ("人数",),
        "area": ("服务区域", "包片村"),
        "duty": ("职责", "工作职责"),
        "party_group": ("所在党小组",),
    }
    groups = (
        (gettext_lazy("Team"), ("organization", "kind", "name", "party_group", "since", "until")),
        (
            gettext_lazy("Who and what for"),
            ("captain", "captain_post", "members", "size", "area", "duty"),
        ),
    )

    class Meta(RecordForm.Meta):
        model = ServiceTeam
        fields = [
            "organization",
            "kind",
            "name",
            "party_group",
            "since",
            "until",
            "captain",
            "captain_post",
            "members",
            "size",
            "area",
            "duty",
        ]


class TeamVisitForm(RecordForm):
    rules = (not_in_future("held_on"),)
    synonyms = {
        "team": ("服务队", "服务组"),
        "held_on": ("日期", "走访日期", "服务日期"),
        "village": ("村", "服务村"),
        "matter": ("事项", "服务事项", "走访事项"),
        "households": ("户数", "走访户数"),
        "present": ("参加人数",),
        "result": ("结果", "办理结果"),
        "settled": ("是否办结", "办结"),
    }

    class Meta(RecordForm.Meta):
        model = TeamVisit
        fields = fields_of(TeamVisit)
