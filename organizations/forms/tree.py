from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.actions.formrules import rule_for
from organizations.choices.tree import JOINT, Kind, Setting
from organizations.models import Organization, Village
from portal.forms import RecordForm
from portal.models import fields_of


def hangs_from_something(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if (
        "parent" in values
        and not values["parent"]
        and values.get("kind") not in {None, Kind.COUNTY_COMMITTEE}
    ):
        yield (
            "parent",
            _("Only the county committee has no superior. Name the organization above this one."),
        )


def closes_after_it_is_established(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    established, closed = values.get("established"), values.get("closed")
    if established and closed and closed <= established:
        yield "closed", _("The day of closing must lie after the day it was established.")


def attends_within_the_due(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    due, present = values.get("election_due"), values.get("election_present")
    if due is not None and present is not None and present > due:
        yield "election_present", _("No more can attend than are due to attend.")


def term_ends_after_the_election(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    elected, ends = values.get("elected_on"), values.get("term_ends")
    if elected and ends and ends <= elected:
        yield "term_ends", _("The term must end after the day of the election.")


def election_reaches_its_quorum(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Over four fifths of those due must attend an election (domain 2.1)."""
    due, present = values.get("election_due"), values.get("election_present")
    if due and present is not None and present <= due and present * 5 <= due * 4:
        yield "election_present", _("An election needs more than four fifths of those due.")


def group_says_what_it_is_for(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if values.get("purpose") and values.get("kind") not in {None, Kind.PARTY_GROUP}:
        yield "purpose", _("Only party groups have such a purpose.")
    if values.get("leader") and values.get("kind") not in {None, Kind.PARTY_GROUP}:
        yield "leader", _("Only party groups have a leader; committees and branches have posts.")


def joint_forms_name_their_partners(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """003-01: villages jointly, village and enterprise, village and residence."""
    joint = values.get("setting") in JOINT or values.get("kind") == Kind.JOINT_BRANCH
    if joint and "partners" in values and not values["partners"]:
        yield "partners", _("Name the units that formed it jointly.")


def form_fits_its_rule(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Seats and units as the county's rules for forms of organization say."""
    rule = rule_for(values.get("kind") or "", values.get("setting") or "")
    if not rule:
        return
    seats, words = values.get("seats"), {"least": rule.least_seats, "most": rule.most_seats}
    if seats and rule.most_seats and seats > rule.most_seats:
        yield "seats", _("The rule for this form has at most %(most)d seats.") % words
    if seats and rule.least_seats and 1 < seats < rule.least_seats:
        yield "seats", _("The rule for this form has at least %(least)d seats.") % words
    units = len(re.findall(r"[^,，、;；]+", values.get("partners") or ""))
    if rule.most_units and units > rule.most_units:
        most = {"most": rule.most_units}
        yield "partners", _("A joint form normally takes in at most %(most)d units.") % most


class OrganizationForm(RecordForm):
    rules = (
        hangs_from_something,
        closes_after_it_is_established,
        attends_within_the_due,
        term_ends_after_the_election,
    )
    cautions = (
        election_reaches_its_quorum,
        group_says_what_it_is_for,
        joint_forms_name_their_partners,
        form_fits_its_rule,
    )
    synonyms = {
        "code": ("代码", "组织代码", "党组织代码", "编码", "组织编码", "党组织编码"),
        "name": ("名称", "党组织名称", "组织名称", "党支部名称", "支部名称"),
        "short_name": ("简称", "党组织简称"),
        "full_name": ("全称", "党组织全称"),
        "kind": ("类别", "党组织类别", "类型", "组织类别", "党组织类型"),
        "setting": ("设置", "设置类型", "依托单位类型", "设置形式"),
        "parent": ("上级党组织", "上级", "上级组织", "隶属", "上级党组织名称", "隶属关系"),
        "established": ("成立日期", "成立时间", "批准建立日期", "建立时间", "组建时间"),
        "closed": ("撤销日期", "撤销时间"),
        "formation": ("组建方式", "组建形式", "组建类型"),
        "partners": ("联建单位", "联合单位", "共建单位"),
        "unit_name": ("单位名称", "所在单位", "党组织所在单位"),
        "unit_type": ("单位性质", "单位类别", "党组织所在单位情况", "单位类型"),
        "mobile": ("流动党员党支部标识", "流动党员党组织", "是否流动党员党组织"),
        "gathers_at": ("务工地", "流入地", "党员集中地", "务工集中地"),
        "purpose": ("小组功能", "功能", "党小组类别", "功能类型"),
        "leader": ("组长", "党小组长", "小组长"),
        "phone": ("电话", "联系电话", "党组织联系电话", "办公电话"),
        "address": ("地址", "通讯地址", "办公地址", "党组织通讯地址"),
        "approved_on": ("批准日期", "批复日期", "批复时间", "批准建立党组织日期"),
        "approval_no": ("批准文号", "批复文号", "文号", "批文号"),
        "seats": ("委员职数", "班子职数", "应配委员数", "委员会职数"),
        "elected_on": ("换届日期", "换届时间", "选举日期", "本届选举日期", "最近换届时间"),
        "election_method": ("选举方式", "换届方式", "产生方式"),
        "election_due": ("应到人数", "应到会人数", "应参会人数"),
        "election_present": ("实到人数", "实到会人数", "实参会人数"),
        "term_years": ("届期", "任期年限", "任期"),
        "term_ends": ("届满日期", "届满时间", "任期届满日期", "到届时间"),
        "remarks": ("备注", "说明"),
    }
    words = {
        "kind": {"支部": "branch", "总支": "general_branch", "联合支部": "joint_branch"},
        "mobile": {"有": "true", "无": "false"},
    }
    groups = (
        (
            _("Form of organization"),
            ("formation", "partners", "mobile", "gathers_at", "purpose", "leader"),
        ),
        (_("Unit and address"), ("unit_name", "unit_type", "phone", "address")),
        (
            _("Approval"),
            ("established", "approved_on", "approval_no", "closed"),
        ),
        (
            _("Committee and term"),
            (
                "seats",
                "elected_on",
                "election_method",
                "election_due",
                "election_present",
                "term_years",
                "term_ends",
            ),
        ),
        (_("Remarks"), ("remarks",)),
    )
    examples = {"kind": (Kind.BRANCH, Kind.PARTY_GROUP), "setting": (Setting.VILLAGE,)}

    class Meta(RecordForm.Meta):
        model = Organization
        fields = [
            "code",
            "name",
            "short_name",
            "full_name",
            "kind",
            "setting",
            "parent",
            "formation",
            "partners",
            "mobile",
            "gathers_at",
            "purpose",
            "leader",
            "unit_name",
            "unit_type",
            "phone",
            "address",
            "established",
            "approved_on",
            "approval_no",
            "closed",
            "seats",
            "elected_on",
            "election_method",
            "election_due",
            "election_present",
            "term_years",
            "term_ends",
            "remarks",
        ]

    def clean_parent(self) -> Organization | None:
        parent: Organization | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise forms.ValidationError(_("An organization cannot hang below itself."))
        return parent


class VillageForm(RecordForm):
    synonyms = {
        "code": ("区划代码", "行政区划代码"),
        "name": ("村名", "行政村", "村名称"),
        "organization": ("党组织", "村党组织"),
        "population": ("人口", "总人口"),
        "border": ("边境村",),
        "difficult": ("难点村",),
        "poor": ("贫困村",),
        "central_task": ("中心村建设任务村",),
    }

    class Meta(RecordForm.Meta):
        model = Village
        fields = fields_of(Village)
