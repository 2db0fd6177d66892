from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from organizations.choices.tree import Kind
from organizations.models import Organization, Village
from portal.forms import RecordForm


def hangs_from_something(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if (
        "parent" in values
        and not values["parent"]
        and values.get("kind") not in {None, Kind.COUNTY_COMMITTEE}
    ):
        yield (
            "parent",
            _("Only the county committee has no superior. Name the organization above this one."),
        )


def closes_after_it_is_established(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    established, closed = values.get("established"), values.get("closed")
    if established and closed and closed <= established:
        yield "closed", _("The day of closing must lie after the day it was established.")


class OrganizationForm(RecordForm):
    rules = (hangs_from_something, closes_after_it_is_established)
    synonyms = {
        "code": ("代码", "组织代码", "党组织代码", "编码"),
        "name": ("名称", "党组织名称", "组织名称", "党支部名称"),
        "short_name": ("简称",),
        "full_name": ("全称", "党组织全称"),
        "kind": ("类别", "党组织类别", "类型"),
        "setting": ("设置", "设置类型", "依托单位类型"),
        "parent": ("上级党组织", "上级", "上级组织", "隶属"),
        "established": ("成立日期", "成立时间", "批准建立日期"),
        "closed": ("撤销日期", "撤销时间"),
    }

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
            "established",
            "closed",
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
        fields = [
            "code",
            "name",
            "organization",
            "population",
            "border",
            "difficult",
            "poor",
            "central_task",
        ]
