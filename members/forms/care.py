from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from members.choices.care import HelpKind
from members.models import CareCase, Help, Pairing, Talk
from members.rules.care import (
    helps_somebody_else,
    money_says_how_much,
    names_whom_it_helps,
    pairing_fits,
)
from members.rules.spans import fill_name
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future

PERSON = ("姓名", "党员", "党员姓名", "身份证号")


class CareCaseForm(RecordForm):
    rules = (in_order(), not_in_future("since"))
    synonyms = {
        "person": PERSON,
        "need": ("困难类别", "类别", "关怀类别"),
        "since": ("列入日期", "开始日期"),
        "until": ("退出日期", "结束日期"),
        "situation": ("基本情况", "困难情况", "情况"),
        "contact": ("联系人", "帮扶联系人"),
    }

    class Meta(RecordForm.Meta):
        model = CareCase
        fields = fields_of(CareCase)


class PairingForm(RecordForm):
    rules = (in_order(), names_whom_it_helps, helps_somebody_else)
    synonyms = {
        "person": ("帮扶人", "结对党员", "党员", "党员姓名"),
        "helped": ("帮扶对象（在册人员）", "在册帮扶对象"),
        "helped_name": ("帮扶对象", "困难户", "困难群众", "户主姓名"),
        "reason": ("困难类别", "致困原因"),
        "since": ("结对日期", "开始日期"),
        "until": ("结束日期",),
        "goal": ("帮扶措施", "帮扶目标"),
        "result": ("帮扶成效", "成效"),
    }

    class Meta(RecordForm.Meta):
        model = Pairing
        fields = fields_of(Pairing)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        fill_name(values, "helped", "helped_name")


class HelpForm(RecordForm):
    rules = (
        not_in_future("given_on"),
        names_whom_it_helps,
        helps_somebody_else,
        money_says_how_much,
        pairing_fits,
    )
    synonyms = {
        "organization": ("党组织", "帮扶单位", "慰问单位"),
        "helper": ("帮扶人", "慰问人", "党员姓名"),
        "helped": ("在册帮扶对象", "慰问党员"),
        "helped_name": ("帮扶对象", "慰问对象", "困难户"),
        "pairing": ("结对",),
        "kind": ("帮扶方式", "方式", "类别"),
        "given_on": ("日期", "帮扶日期", "慰问日期"),
        "money": ("金额", "慰问金", "折合金额"),
        "occasion": ("时节", "慰问时节"),
        "note": ("备注",),
    }
    groups = (
        (_("Who helps whom"), ("organization", "helper", "helped", "helped_name", "pairing")),
        (_("What was given"), ("kind", "given_on", "money", "occasion", "note")),
    )
    examples = {"kind": (HelpKind.VISIT, HelpKind.GOODS), "helped_name": ...}

    class Meta(RecordForm.Meta):
        model = Help
        fields = fields_of(Help)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """Whom a pairing helps need not be named again."""
        fill_name(values, "helped", "helped_name")
        pairing = values.get("pairing")
        if pairing and "helped_name" in values and not values["helped_name"]:
            values["helped_name"] = pairing.helped_name


class TalkForm(RecordForm):
    rules = (not_in_future("held_on"),)
    synonyms = {
        "person": ("谈话对象", *PERSON),
        "held_on": ("谈话日期", "日期", "时间"),
        "talker": ("谈话人",),
        "kind": ("谈话类别", "类别"),
        "content": ("谈话内容", "内容"),
        "wishes": ("意见建议", "意见和建议"),
    }

    class Meta(RecordForm.Meta):
        model = Talk
        fields = fields_of(Talk)
