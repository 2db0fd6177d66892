from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.actions.checks import accept_filing, file_post, return_filing
from cadres.actions.posts import extend_post, hand_post, remove_post, transfer_post
from cadres.choices.checks import FilingState
from cadres.filters.posts import (
    CadreRuleFilter,
    PostFilingFilter,
    PostFilter,
    ResponsibilityFilter,
    SeatRuleFilter,
)
from cadres.forms.acting import (
    AcceptForm,
    ExtendForm,
    FileForm,
    HandForm,
    RemoveForm,
    ReturnFilingForm,
    TransferForm,
)
from cadres.forms.posts import (
    CadreRuleForm,
    PostFilingForm,
    PostForm,
    ResponsibilityForm,
    SeatRuleForm,
)
from cadres.models import CadreRule, Post, PostFiling, Responsibility, SeatRule
from cadres.tables.posts import (
    CadreRuleTable,
    PostFilingTable,
    PostTable,
    ResponsibilityTable,
    SeatRuleTable,
)
from portal import pages

cadres = _("Cadres")


def still_held(post: Post) -> bool:
    return post.until is None


def waits(filing: PostFiling) -> bool:
    return filing.state == FilingState.SUBMITTED


pages.add(
    Post,
    PostForm,
    PostFilter,
    PostTable,
    group=cadres,
    icon="user",
    bulk=("workload", "chosen", "source", "term_ends", "approved_by", "approval_no"),
    actions=(
        pages.Action(hand_post, _("Hand over"), HandForm, perm="appoint", offered=still_held),
        pages.Action(
            transfer_post,
            pgettext_lazy("posts", "Transfer"),
            TransferForm,
            perm="appoint",
            offered=still_held,
        ),
        pages.Action(
            extend_post,
            _("Extend the term"),
            ExtendForm,
            perm="appoint",
            many=True,
            offered=still_held,
        ),
        pages.Action(file_post, _("File it"), FileForm, perm="change", many=True),
        pages.Action(
            remove_post,
            _("End the post"),
            RemoveForm,
            many=True,
            offered=still_held,
            danger=True,
        ),
    ),
)
pages.add(
    PostFiling,
    PostFilingForm,
    PostFilingFilter,
    PostFilingTable,
    group=cadres,
    icon="file",
    actions=(
        pages.Action(accept_filing, _("File"), AcceptForm, perm="review", many=True, offered=waits),
        pages.Action(return_filing, _("Send back"), ReturnFilingForm, perm="review", offered=waits),
    ),
)
pages.add(
    Responsibility,
    ResponsibilityForm,
    ResponsibilityFilter,
    ResponsibilityTable,
    group=cadres,
    icon="flag",
)
pages.add(
    SeatRule,
    SeatRuleForm,
    SeatRuleFilter,
    SeatRuleTable,
    group=cadres,
    menu=False,
    quiet=("organization",),
)
pages.add(
    CadreRule,
    CadreRuleForm,
    CadreRuleFilter,
    CadreRuleTable,
    group=cadres,
    icon="ruler",
    quiet=("organization",),
)
