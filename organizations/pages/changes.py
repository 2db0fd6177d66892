"""The verbs of the tree, and the register of what was done with them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.actions import changes as do
from organizations.actions import previewing as preview
from organizations.actions.papers import correct_papers
from organizations.actions.undoing import undo_change
from organizations.choices.tree import Kind
from organizations.filters.changes import (
    ChangeLineFilter,
    FormRuleFilter,
    OrganizationChangeFilter,
)
from organizations.forms.changes import (
    RESTRUCTURE,
    CloseForm,
    EstablishForm,
    FormRuleForm,
    MergeForm,
    MoveForm,
    PapersForm,
    RenameForm,
    SplitForm,
    UndoForm,
    UpgradeForm,
)
from organizations.models import ChangeLine, FormRule, OrganizationChange
from organizations.tables.changes import (
    ChangeLineTable,
    FormRuleTable,
    OrganizationChangeTable,
)
from portal import pages


def stands(organization: Any) -> bool:
    return organization.closed is None


def hangs(organization: Any) -> bool:
    return organization.closed is None and organization.parent_id is not None


def may_have_below(organization: Any) -> bool:
    return organization.closed is None and organization.kind != Kind.PARTY_GROUP


def action(verb: Any, label: Any, form: Any, **options: Any) -> pages.Action:
    return pages.Action(verb, label, form=form, perm=RESTRUCTURE, **options)


actions = (
    action(
        do.establish_organization,
        _("Establish below"),
        EstablishForm,
        offered=may_have_below,
        preview=preview.preview_establish,
    ),
    action(do.rename_organization, _("Rename"), RenameForm, offered=stands),
    action(
        do.upgrade_organization,
        _("Change the form"),
        UpgradeForm,
        offered=hangs,
        preview=preview.preview_upgrade,
    ),
    action(
        do.move_organization,
        _("Move in the tree"),
        MoveForm,
        many=True,
        offered=hangs,
        preview=preview.preview_move,
    ),
    action(
        do.merge_organization,
        _("Merge into another"),
        MergeForm,
        many=True,
        offered=hangs,
        preview=preview.preview_merge,
        danger=True,
    ),
    action(
        do.split_organization,
        _("Split"),
        SplitForm,
        offered=hangs,
        preview=preview.preview_split,
    ),
    action(
        do.close_organization,
        _("Close the organization"),
        CloseForm,
        offered=hangs,
        preview=preview.preview_close,
        danger=True,
    ),
)

organizations = _("Organizations")

pages.add(
    OrganizationChange,
    None,
    OrganizationChangeFilter,
    OrganizationChangeTable,
    group=organizations,
    icon="clock",
    actions=(
        pages.Action(
            undo_change,
            _("Undo the change"),
            form=UndoForm,
            offered=lambda change: change.undone_on is None,
            danger=True,
        ),
        pages.Action(correct_papers, _("Correct the papers"), form=PapersForm, perm="change"),
    ),
)
pages.add(ChangeLine, None, ChangeLineFilter, ChangeLineTable, group=organizations, menu=False)
pages.add(FormRule, FormRuleForm, FormRuleFilter, FormRuleTable, group=organizations, icon="ruler")
