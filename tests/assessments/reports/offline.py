"""A report's workbook as a township fills it in."""

import io

import openpyxl

from assessments.actions.reports.offline_merging import Comparison
from assessments.actions.reports.offline_reading import read_offline
from assessments.actions.reports.offline_writing import write_offline
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report
from workbooks import excel

CODES, FIRST = 3, 7  # rows of a sheet, as Excel counts them


FIGURE = 5  # the column of the township's figures


VILLAGES, TOWNSHIP = "Villages", "Township"


class Workbook:
    """A downloaded workbook in the hands of somebody with a spreadsheet program."""

    def __init__(self, report, given=None):
        self.report = Report.objects.get(pk=report.pk)
        self.book = openpyxl.load_workbook(io.BytesIO(body(self.report, given)))

    def find(self, code, row=0):
        """The cell of an item, in the row'th row of villages."""
        across = {one.value: one.column for one in self.book[VILLAGES][CODES]}
        if code in across:
            return self.book[VILLAGES].cell(FIRST + row, across[code])
        down = {one.value: one.row for one in self.book[TOWNSHIP]["A"]}
        return self.book[TOWNSHIP].cell(down[code], FIGURE)

    def fill(self, row=0, **values):
        for code, value in values.items():
            self.find(code, row).value = value
        return self

    def saved(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def compared(self, report=None):
        sheet = Sheet(Report.objects.get(pk=(report or self.report).pk))
        return Comparison(sheet, read_offline(sheet, excel.read_bytes(self.saved(), "季报.xlsx")))

    def said(self):
        """What is said of the workbook and of its wrong entries, by place."""
        comparison = self.compared()
        found = [(one.sheet, one.label, one.message) for one in comparison.reading.findings]
        return found + [(c.found.sheet, c.found.address, c.fault) for c in comparison.wrong]


def body(report, given=None):
    out = io.BytesIO()
    write_offline(out, Sheet(report), given)
    return out.getvalue()
