from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Venue, VenueService, VenueUse
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future

WEST, EAST, SOUTH, NORTH = 73, 136, 3, 54  # the country, in degrees


def in_china(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Longitude and latitude are often swapped."""
    east, north = values.get("longitude"), values.get("latitude")
    if east is not None and not WEST <= east <= EAST:
        yield "longitude", _("The longitude lies between 73 and 136 degrees.")
    if north is not None and not SOUTH <= north <= NORTH:
        yield "latitude", _("The latitude lies between 3 and 54 degrees.")


def keeper_has_a_name(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("keeper_named") and not values.get("manager"):
        yield "manager", _("A person is in charge: give the name.")


class VenueForm(RecordForm):
    rules = (in_order("opened", "closed"), not_in_future("built"), in_china)
    cautions = (keeper_has_a_name,)
    synonyms = {
        "organization": ("所在村", "所属村", "村党组织", "村", "村名"),
        "name": ("场所名称", "活动场所名称", "阵地名称"),
        "kind": ("场所类别", "场所类型"),
        "address": ("详细地址", "位置"),
        "floor_area": ("建筑面积", "面积"),
        "yard_area": ("院落面积", "院子面积", "占地面积"),
        "rooms": ("间数", "房间"),
        "floors": ("楼层",),
        "windows": ("窗口数", "窗口"),
        "seats": ("容纳人数",),
        "built": ("建成时间", "建成年份"),
        "opened": ("启用时间", "投入使用日期"),
        "closed": ("停用时间",),
        "cost": ("投资", "建设投资", "总投资"),
        "funds": ("经费来源",),
        "repair": ("使用状况", "状况"),
        "fixed_place": ("固定场所",),
        "facilities": ("配套设施",),
        "keeper_named": ("专人管理",),
        "manager": ("管理人", "负责人"),
        "phone": ("电话",),
        "for_members": ("党员活动",),
        "for_deliberation": ("村民议事",),
        "for_service": ("便民服务",),
        "for_education": ("教育培训",),
        "for_culture": ("文化娱乐",),
        "style_unified": ("风格统一",),
        "sign_unified": ("标识统一",),
        "opening_days": ("开放日", "坐班时间"),
        "market_days": ("集日办公", "赶集日"),
        "note": ("说明",),
    }
    groups = (
        (
            gettext_lazy("Venue"),
            (
                "organization",
                "name",
                "kind",
                "address",
                "longitude",
                "latitude",
                "opened",
                "closed",
            ),
        ),
        (
            gettext_lazy("Building"),
            (
                "floor_area",
                "yard_area",
                "rooms",
                "floors",
                "windows",
                "seats",
                "built",
                "cost",
                "funds",
                "repair",
                "style_unified",
                "sign_unified",
            ),
        ),
        (
            gettext_lazy("Three conditions"),
            ("fixed_place", "facilities", "keeper_named", "manager", "phone"),
        ),
        (
            gettext_lazy("Five functions"),
            ("for_members", "for_deliberation", "for_service", "for_education", "for_culture"),
        ),
        (gettext_lazy("Open hours"), ("opening_days", "market_days", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Venue
        fields = fields_of(Venue)


class VenueServiceForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "venue": ("场所", "服务中心"),
        "item": ("项目", "事项"),
        "detail": ("具体事项", "内容"),
        "window": ("窗口",),
        "station": ("进驻站所", "单位"),
        "clerk": ("工作人员",),
        "days": ("时间",),
        "limit_days": ("承诺时限",),
        "served": ("办件量",),
        "since": ("进驻日期",),
        "until": ("撤出日期",),
    }
    groups = (
        (gettext_lazy("Service"), ("venue", "item", "detail", "window", "station", "clerk")),
        (gettext_lazy("When"), ("days", "limit_days", "served", "since", "until")),
    )

    class Meta(RecordForm.Meta):
        model = VenueService
        fields = fields_of(VenueService)


class VenueUseForm(RecordForm):
    rules = (not_in_future("held_on"),)
    synonyms = {
        "venue": ("场所", "活动室"),
        "held_on": ("活动日期", "时间"),
        "title": ("活动主题", "内容"),
        "present": ("人数",),
        "host": ("组织者",),
        "books": ("借阅",),
        "note": ("说明",),
    }

    class Meta(RecordForm.Meta):
        model = VenueUse
        fields = fields_of(VenueUse)
