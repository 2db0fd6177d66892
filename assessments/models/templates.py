"""What reports ask for, as data: templates, their items, and the quarters in which they are due."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.expressions import Check, Share, Sum, parse_check, parse_formula
from organizations.models import Organization
from organizations.models.naming import in_language
from portal.models import Record
from portal.workflow import Flow


class ReportTemplate(Record):
    """One version of a report's form, as data. Versions of a form share `form`; a report keeps the
    version it began with."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")

    flow = Flow(
        (State.DRAFT, State.ISSUED),
        (State.ISSUED, State.WITHDRAWN),
        (State.WITHDRAWN, State.ISSUED),
    )

    handed_down = True
    handles = ("code", "name")

    form = models.SlugField(
        _("form"), max_length=36, help_text=_("The same for all versions of a form.")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    since = models.DateField(
        _("holds from"),
        null=True,
        blank=True,
        help_text=_("Quarters that begin on this day or later use this version."),
    )
    due_days = models.PositiveSmallIntegerField(
        _("due so many days after the quarter"), default=10, validators=[MaxValueValidator(366)]
    )
    closes_days = models.PositiveSmallIntegerField(
        _("closed so many days after the quarter"),
        default=60,
        validators=[MaxValueValidator(366)],
        help_text=_("When the quarters of a year are set up; each quarter may have other days."),
    )
    note = models.TextField(_("how to fill it in"), blank=True)
    note_en = models.TextField(_("how to fill it in, in English"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        ordering = ["form", "-version"]
        permissions = [("issue_reporttemplate", "Can issue and withdraw report templates")]
        constraints = [
            models.UniqueConstraint(name="one_version_of_a_form", fields=["form", "version"]),
            models.CheckConstraint(
                name="closed_when_due_or_later",
                condition=Q(closes_days__gte=F("due_days")),
                violation_error_message=_("A report is closed on the day it is due, or later."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def explanation(self) -> str:
        return in_language(self.note, self.note_en)


class ReportSection(Record):
    """A part of a template: items asked of the township once, of each of its villages, or of each
    of its branches."""

    class Scope(models.TextChoices):
        TOWNSHIP = "township", _("the township")
        VILLAGE = "village", _("each village")
        BRANCH = "branch", _("each branch")

    scope_path = "template__organization"
    handed_down = True
    key = ("template", "position")
    handles = ("pk",)

    template = models.ForeignKey(
        ReportTemplate, models.PROTECT, related_name="sections", verbose_name=_("report template")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    scope = models.CharField(_("asked of"), max_length=10, choices=Scope, default=Scope.VILLAGE)
    title = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    help_en = models.CharField(_("explanation in English"), max_length=400, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("section of a report")
        verbose_name_plural = _("sections of reports")
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(
                name="one_section_per_position", fields=["template", "position"]
            )
        ]

    def __str__(self) -> str:
        return self.label

    def handle(self) -> str:
        return f"#{self.pk}"

    @property
    def label(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def explanation(self) -> str:
        return in_language(self.help, self.help_en)


class ReportItem(Record):
    """One figure or word that a section asks for."""

    class Kind(models.TextChoices):
        INTEGER = "integer", _("whole number")
        DECIMAL = "decimal", _("number with decimals")
        PERCENT = "percent", _("per cent")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of a list")
        DATE = "date", _("day")
        TEXT = "text", _("text")
        FILE = "file", _("attachment")

    WORDS = frozenset({Kind.TEXT, Kind.DATE, Kind.FILE})  # no figure behind them

    class Basis(models.TextChoices):
        AT = "at", _("on the last day")
        BEFORE = "before", _("on the day before the first")
        DURING = "during", _("within the period")

    class Over(models.TextChoices):
        SUM = "sum", _("quarters are added")
        LAST = "last", _("the last quarter counts")

    scope_path = "template__organization"
    handed_down = True
    key = ("template", "code")

    template = models.ForeignKey(
        ReportTemplate, models.PROTECT, related_name="items", verbose_name=_("report template")
    )
    section = models.ForeignKey(
        ReportSection, models.PROTECT, related_name="items", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.INTEGER)
    required = models.BooleanField(_("must be filled in"), default=True)
    minimum = models.DecimalField(
        _("at least"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("at most"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    choices = models.TextField(
        _("choices"),
        blank=True,
        help_text=_("One a line: “Chinese | English”. The first counts 1, the second 2 ..."),
    )
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    help_en = models.CharField(_("explanation in English"), max_length=400, blank=True)
    formula = models.CharField(
        _("computed as"),
        max_length=200,
        blank=True,
        help_text=_("“a + b - c”, or “a / b” for per cent. A computed item is not typed."),
    )
    register = models.CharField(_("filled from register"), max_length=40, blank=True)
    query = models.CharField(_("filter of the register"), max_length=300, blank=True)
    basis = models.CharField(
        pgettext_lazy("report item", "counted"), max_length=10, choices=Basis, default=Basis.AT
    )
    carried = models.CharField(_("carried from last quarter's item"), max_length=40, blank=True)
    locked = models.BooleanField(_("cannot be changed by hand"), default=False)
    over = models.CharField(_("over a year"), max_length=10, choices=Over, default=Over.SUM)

    class Meta(Record.Meta):
        verbose_name = _("report item")
        verbose_name_plural = _("report items")
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(name="one_item_per_code", fields=["template", "code"]),
            models.CheckConstraint(
                name="item_range_is_the_right_way_round",
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def scope(self) -> str:
        """Of whom it is asked: its section's."""
        return self.section.scope

    @property
    def section_label(self) -> str:
        return self.section.label

    @cached_property
    def spellings(self) -> list[tuple[str, str]]:
        """What can be chosen, as (Chinese, English); what an option counts is its place, from 1."""
        lines = [line.partition("|") for line in self.choices.splitlines() if line.strip()]
        return [(chinese.strip(), english.strip()) for chinese, _bar, english in lines]

    @property
    def options(self) -> list[str]:
        """The words to choose from, as stored."""
        return [chinese for chinese, _english in self.spellings]

    @property
    def option_labels(self) -> list[str]:
        """The same in the reader's language."""
        return [in_language(*spelling) for spelling in self.spellings]

    @property
    def unit_label(self) -> str:
        return in_language(self.unit, self.unit_en)

    @property
    def explanation(self) -> str:
        return in_language(self.help, self.help_en)

    @cached_property
    def computed(self) -> Sum | Share | None:
        return parse_formula(self.formula) if self.formula else None

    @property
    def typed(self) -> bool:
        return not self.formula and not self.locked

    @property
    def counted(self) -> bool:
        """Whether figures of several rows can be added."""
        return self.kind not in {*self.WORDS, self.Kind.PERCENT, self.Kind.CHOICE}


class ReportCheck(Record):
    """What must hold between figures: within a row, between rows, against last quarter, against
    the registers. An error stops submitting; a warning is answered with a reason."""

    class Severity(models.TextChoices):
        ERROR = "error", _("error")
        WARNING = "warning", _("warning")

    scope_path = "template__organization"
    handed_down = True
    key = ("template", "code")
    handles = ("pk",)

    template = models.ForeignKey(
        ReportTemplate, models.PROTECT, related_name="checks", verbose_name=_("report template")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=40)
    expression = models.CharField(
        _("must hold"),
        max_length=300,
        help_text=_(
            "With the codes of items: “women <= members”, “end >= 0.5 * last.end”,"
            " “town_total = sum(members)”, “members = known.members”."
        ),
    )
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity, default=Severity.ERROR
    )
    says = models.CharField(_("what is said"), max_length=200, blank=True)
    says_en = models.CharField(_("what is said in English"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("check of a report")
        verbose_name_plural = _("checks of reports")
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(name="one_check_per_code", fields=["template", "code"])
        ]

    def __str__(self) -> str:
        return self.said or self.expression

    @property
    def said(self) -> str:
        return in_language(self.says, self.says_en)

    @cached_property
    def parsed(self) -> Check:
        return parse_check(self.expression)


class ReportPeriod(Record):
    """A quarter in which a template is to be filled in, with its days."""

    scope_path = "template__organization"
    handed_down = True
    key = ("template", "year", "quarter")
    handles = ("pk",)

    template = models.ForeignKey(
        ReportTemplate, models.PROTECT, related_name="periods", verbose_name=_("report template")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), choices=[(1, _("Q1")), (2, _("Q2")), (3, _("Q3")), (4, _("Q4"))]
    )
    first = models.DateField(pgettext_lazy("period", "first day"))
    last = models.DateField(pgettext_lazy("period", "last day"))
    opens = models.DateField(_("opens"))
    due = models.DateField(_("due"))
    closes = models.DateField(_("closes"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("report period")
        verbose_name_plural = _("report periods")
        ordering = ["-year", "-quarter", "template"]
        constraints = [
            models.UniqueConstraint(
                name="one_period_per_quarter", fields=["template", "year", "quarter"]
            ),
            models.CheckConstraint(
                name="report_period_days_in_order",
                condition=Q(first__lte=F("last"), opens__lte=F("due"))
                & (Q(closes=None) | Q(closes__gte=F("due"))),
            ),
        ]

    def __str__(self) -> str:
        return _("%(template)s, %(year)s Q%(quarter)s") % {
            "template": self.template,
            "year": self.year,
            "quarter": self.quarter,
        }

    def handle(self) -> str:
        return f"#{self.pk}"

    @property
    def before(self) -> tuple[int, int]:
        """Year and number of the quarter before."""
        return (self.year, self.quarter - 1) if self.quarter > 1 else (self.year - 1, 4)


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter."""
    first = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
    return first, following - timedelta(days=1)
