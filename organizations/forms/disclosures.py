from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.forms.meetings import DUTY_FIELDS, DUTY_SYNONYMS
from organizations.models import Disclosure, DisclosureDuty
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, no_more_than, not_in_future


def published_after_it_ended(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Money that is made public before the month is over is a plan; noted."""
    published, until = values.get("published_on"), values.get("covers_until")
    if published and until and published < until:
        yield "covers_until", _("It was published before the period that it covers was over.")


def covers_something(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Without a period it does not count for any month or quarter."""
    if values.get("published_on") and not values.get("covers_until"):
        yield "covers_until", _("Without a period it counts for no month or quarter that is due.")


class DisclosureForm(RecordForm):
    rules = (
        not_in_future("published_on"),
        in_order("covers_from", "covers_until"),
        in_order("published_on", "shown_until"),
        no_more_than("answered", "opinions", gettext_lazy("More answered than were received.")),
    )
    cautions = (published_after_it_ended, covers_something)
    synonyms = {
        "organization": ("党组织", "公开单位", "村"),
        "kind": ("公开类别", "类别", "公开类型"),
        "subject": ("公开内容", "公开事项", "内容", "标题"),
        "channel": ("公开形式", "公开方式", "渠道"),
        "covers_from": ("所属期起", "起始日期"),
        "covers_until": ("所属期止", "截止日期"),
        "published_on": ("公开时间", "公开日期", "公布日期"),
        "shown_until": ("公开截止", "公示截止"),
        "opinions": ("收到意见", "意见数"),
        "answered": ("答复意见", "已答复"),
        "note": ("备注",),
    }

    class Meta(RecordForm.Meta):
        model = Disclosure
        fields = fields_of(Disclosure)


class DisclosureDutyForm(RecordForm):
    rules = (in_order(later=True),)
    synonyms = {**DUTY_SYNONYMS, "kind": ("公开类别", "类别")}

    class Meta(RecordForm.Meta):
        model = DisclosureDuty
        fields = [*DUTY_FIELDS]
