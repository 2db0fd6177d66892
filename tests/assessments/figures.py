"""Reports with known figures, accepted or not."""

from decimal import Decimal

from assessments.models import Report, ReportCell, ReportItem
from tests.assessments.reporting import YEAR, opened


def fill_in(county, quarter, figures, accepted=("3400", "3401"), year=YEAR):
    """Figures by village ("3400000") or township, item and text; the reports are then accepted."""
    period = opened(county, year, quarter)
    items = {item.code: item for item in ReportItem.objects.filter(template=period.template)}
    cells = ReportCell.objects.filter(report__period=period).select_related("organization", "item")
    for cell in cells:
        text = figures.get(cell.organization.code, {}).get(cell.item.code)
        if text is not None:
            words = cell.item.kind in ReportItem.WORDS
            cell.raw, cell.value = str(text), None if words else Decimal(str(text))
            cell.save()
    assert set().union(*figures.values()) <= set(items)
    reports = Report.objects.filter(period=period, organization__code__in=accepted)
    reports.update(state=Report.State.ACCEPTED)
    return period
