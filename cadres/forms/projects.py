from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.forms.acting import text_field
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import Project, ProjectInspection, ProjectMilestone, ProjectSupport
from cadres.rules.projects import (
    PLANNED_FIRST,
    happened_after_the_plan,
    milestone_shows_what_was_done,
    project_state_fits,
)
from portal.forms import RecordForm, day_field
from portal.models import fields_of
from portal.rules import in_order, not_in_future

ABOUT = ("项目", "项目名称")


@usual
class ProjectForm(UsualForm):
    rules = (
        in_order(
            "since", "letter_on", "planned_end", "accepted_on", "until", sentence=PLANNED_FIRST
        ),
        project_state_fits,
        not_in_future("letter_on"),
    )
    synonyms = {
        "organization": PLACE,
        "title": ABOUT,
        "person": ("领办人", "项目负责人", "项目支书", *PERSON),
        "kind": ("项目类别", "项目类型"),
        "letter_on": ("责任状签订时间",),
        "investment": ("投资", "总投资"),
        "income": ("年收入", "年收益", "增收"),
        "households": ("带动户数",),
        "accepted_on": ("验收时间",),
        "score": ("验收得分",),
    }
    examples = {"state": ("planned",)}
    groups = (
        (_("Project"), ("organization", "title", "person", "kind", "since", "state")),
        (_("Letter of responsibility"), ("letter_on", "letter_no", "planned_end")),
        (_("What it brings"), ("investment", "income", "households")),
        (_("Acceptance"), ("accepted_on", "score", "until", "note")),
    )

    class Meta(RecordForm.Meta):
        model = Project
        fields = fields_of(Project)


class ProjectMilestoneForm(RecordForm):
    rules = (
        milestone_shows_what_was_done,
        happened_after_the_plan("due_on"),
        not_in_future("done_on"),
    )
    synonyms = {"project": ABOUT, "name": ("节点", "进度节点"), "due_on": ("计划完成时间",)}

    class Meta(RecordForm.Meta):
        model = ProjectMilestone
        fields = fields_of(ProjectMilestone)


class ProjectInspectionForm(RecordForm):
    rules = (happened_after_the_plan("inspected_on"), not_in_future("inspected_on"))
    synonyms = {"project": ABOUT, "inspected_on": ("检查时间",), "inspector": ("检查人",)}

    class Meta(RecordForm.Meta):
        model = ProjectInspection
        fields = fields_of(ProjectInspection)


class ProjectSupportForm(RecordForm):
    rules = (happened_after_the_plan("given_on"),)
    synonyms = {"project": ABOUT, "amount": ("金额", "扶持资金"), "policy": ("政策文件",)}

    class Meta(RecordForm.Meta):
        model = ProjectSupport
        fields = fields_of(ProjectSupport)


class SignForm(forms.Form):
    on = day_field(_("Signed on"))
    letter_no = text_field(_("Number of the letter"))
    planned_end = day_field(_("To be finished by"), initial=None)


class MilestoneForm(forms.Form):
    on = day_field(_("Done on"))
    evidence = text_field(_("What shows it"), 200, required=True)


class AcceptProjectForm(forms.Form):
    on = day_field(pgettext_lazy("project", "Accepted on"))
    score = forms.DecimalField(
        label=_("Score (0-100)"), min_value=0, max_value=100, decimal_places=2
    )
    income = forms.DecimalField(
        label=_("Yearly income (yuan)"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )


class FailForm(forms.Form):
    on = day_field(_("Given up on"))
    note = text_field(_("Reason"), 200, required=True)
