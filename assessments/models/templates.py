"""What reports ask for, as data: templates, their items, and the quarters in which they are due."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models.expressions import Check, Share, Sum, parse_check, parse_formula
from organizations.models import Organization
from portal.models import Record


def in_language(chinese: str, english: str) -> str:
    """What templates say in two languages; Chinese where no English was given."""
    return chinese if (get_language() or "zh").startswith("zh") else english or chinese


class ReportTemplate(Record):
    """The form of a periodic report, as data. A changed form is a new template with a new code, so
    that a report keeps the form it began with."""

    handed_down = True
    handles = ("code", "name")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    checks = models.TextField(
        _("checks"),
        blank=True,
        help_text=_("One a line, with the codes of items: “women <= members”."),
    )

    class Meta(Record.Meta):
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @cached_property
    def rules(self) -> list[Check]:
        return [parse_check(line) for line in self.checks.splitlines() if line.strip()]


class ReportItem(Record):
    """One figure that a report asks for: of every village, or of the township once."""

    class Scope(models.TextChoices):
        VILLAGE = "village", _("each village")
        TOWNSHIP = "township", _("the township")

    class Kind(models.TextChoices):
        INTEGER = "integer", _("whole number")
        DECIMAL = "decimal", _("number with decimals")
        PERCENT = "percent", _("per cent")
        YES_NO = "yes_no", _("yes or no")
        TEXT = "text", _("text")

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
    position = models.PositiveSmallIntegerField(_("position"))
    scope = models.CharField(_("asked of"), max_length=10, choices=Scope, default=Scope.VILLAGE)
    section = models.CharField(_("section"), max_length=60)
    section_en = models.CharField(_("section in English"), max_length=80, blank=True)
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
    basis = models.CharField(_("counted"), max_length=10, choices=Basis, default=Basis.AT)
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
    def section_label(self) -> str:
        return in_language(self.section, self.section_en)

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
        return self.kind not in {self.Kind.TEXT, self.Kind.PERCENT}


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
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
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
