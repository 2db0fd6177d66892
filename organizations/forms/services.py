from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organizations.actions.services import promised
from organizations.choices.services import CaseState, Outcome, Satisfaction
from organizations.models import ServiceAgent, ServiceCase, ServiceCounter, ServiceItem
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, not_in_future

ID_NUMBER = re.compile(r"\d{15}(?:\d{2}[\dXx])?")
TWICE = 2


def no_id_number(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """An applicant is a name: the register of cases keeps no ID numbers."""
    for name in ("applicant", "details", "answer"):
        if ID_NUMBER.search(values.get(name) or ""):
            yield name, _("Leave ID numbers out of this register.")


def state_fits_days(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    state = values.get("state")
    finished, outcome = values.get("finished_on"), values.get("outcome")
    if state == CaseState.FINISHED:
        if not finished:
            yield "finished_on", _("Say when it was finished.")
        if not outcome:
            yield "outcome", _("Say what came of it.")
    elif state and (finished or outcome):
        yield "state", _("It has an end but is not finished.")
    if state in {CaseState.ACCEPTED, CaseState.HANDED_ON} and not values.get("accepted_on"):
        yield "accepted_on", _("Say when it was accepted.")


def days_in_order(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    asked = values.get("asked_on")
    for name in ("accepted_on", "finished_on", "promised_by"):
        if asked and values.get(name) and values[name] < asked:
            yield name, _("It lies before %(day)s, when the case came in.") % {"day": asked}


def agent_serves_there(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    item = values.get("item")
    if values.get("agent") and item and not item.by_agent:
        yield "agent", _("Agents may not handle this item.")


def handled_too_often(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Settled the first or at the latest the second time (003-44)."""
    if (values.get("times_handled") or 0) > TWICE:
        yield "times_handled", _("It should be settled the second time at the latest.")


class ServiceCounterForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("党组织", "乡镇", "村"),
        "name": ("名称", "窗口名称", "代办点名称"),
        "kind": ("类型", "类别"),
        "office": ("站所", "单位", "部门"),
        "location": ("地点", "地址"),
        "open_on": ("开放日",),
        "opening": ("办公时间", "服务时间"),
        "duties": ("公开职责", "职责"),
        "phone": ("电话", "联系电话"),
        "since": ("设立日期", "启用日期"),
        "until": ("撤销日期",),
    }

    class Meta(RecordForm.Meta):
        model = ServiceCounter
        fields = fields_of(ServiceCounter)


class ServiceItemForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("党组织", "制定单位"),
        "code": ("编码", "事项编码"),
        "name": ("事项", "事项名称", "服务事项"),
        "topic": ("类别", "事项类别"),
        "office": ("站所", "承办单位", "部门"),
        "promised_days": ("承诺时限", "承诺工作日", "办结时限"),
        "by_agent": ("可代办", "是否代办"),
        "papers": ("所需材料", "申请材料"),
        "source": ("依据",),
    }

    class Meta(RecordForm.Meta):
        model = ServiceItem
        fields = fields_of(ServiceItem)


class ServiceAgentForm(RecordForm):
    rules = (in_order(),)
    synonyms = {
        "organization": ("党组织", "村", "所在村"),
        "name": ("姓名", "代办员"),
        "counter": ("代办点",),
        "post": ("职务",),
        "accountant": ("会计", "是否会计"),
        "phone": ("电话", "联系电话"),
        "since": ("任职日期", "开始日期"),
        "until": ("离任日期", "结束日期"),
    }

    class Meta(RecordForm.Meta):
        model = ServiceAgent
        fields = fields_of(ServiceAgent)


class ServiceCaseForm(RecordForm):
    rules = (
        not_in_future("asked_on", "accepted_on", "finished_on"),
        no_id_number,
        state_fits_days,
        days_in_order,
        agent_serves_there,
    )
    cautions = (handled_too_often,)
    synonyms = {
        "organization": ("党组织", "村", "受理单位"),
        "applicant": ("申请人", "群众姓名", "办事群众", "姓名"),
        "item": ("事项", "办理事项", "服务事项"),
        "details": ("事由", "具体内容"),
        "way": ("方式", "受理方式"),
        "counter": ("窗口", "受理窗口"),
        "agent": ("代办员",),
        "asked_on": ("申请日期", "来访日期", "时间"),
        "first_receiver": ("首问责任人", "首接人", "接待人"),
        "state": ("状态", "办理状态"),
        "accepted_on": ("受理日期", "受理时间"),
        "promised_by": ("承诺办结日期", "办结期限"),
        "finished_on": ("办结日期", "办结时间"),
        "times_handled": ("办理次数",),
        "outcome": ("办理结果", "结果"),
        "satisfaction": ("满意度", "群众评议"),
    }
    groups = (
        (
            pgettext_lazy("services", "Handling"),
            (
                *("state", "accepted_on", "promised_by", "handed_to", "finished_on"),
                *("times_handled", "outcome", "answer", "satisfaction"),
            ),
        ),
    )
    examples = {"state": (CaseState.ASKED,), "outcome": ("",), "satisfaction": ("",)}

    class Meta(RecordForm.Meta):
        model = ServiceCase
        fields = fields_of(ServiceCase)

    @classmethod
    def fill(cls, values: dict[str, Any]) -> None:
        """The promise follows from the item, unless another day was promised."""
        item, accepted = values.get("item"), values.get("accepted_on")
        if item and accepted and not values.get("promised_by"):
            values["promised_by"] = promised(item, accepted)


def today_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, initial=timezone.localdate)


class AcceptCaseForm(forms.Form):
    accepted_on = today_field(pgettext_lazy("services", "Accepted on"))


class HandOnForm(forms.Form):
    handed_to = forms.CharField(label=gettext_lazy("Handed on to"), max_length=80)


class FinishCaseForm(forms.Form):
    finished_on = today_field(gettext_lazy("Finished on"))
    outcome = forms.ChoiceField(label=pgettext_lazy("services", "Outcome"), choices=Outcome.choices)
    answer = forms.CharField(
        label=gettext_lazy("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("Satisfaction"),
        required=False,
        choices=[("", "---------"), *Satisfaction.choices],
    )


class ReopenForm(forms.Form):
    accepted_on = today_field(gettext_lazy("Taken up again on"))
    details = forms.CharField(label=gettext_lazy("Why again"), max_length=200)
