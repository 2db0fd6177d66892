"""Workbooks: read in a child process with limits, written as a stream without formulas."""

from workbooks.excel.reading import Book, Cell, Sheet, read, read_bytes
from workbooks.excel.table import write_table
from workbooks.excel.writing import Heading, Styles, write_cell, write_csv

__all__ = [
    "Book",
    "Cell",
    "Heading",
    "Sheet",
    "Styles",
    "read",
    "read_bytes",
    "write_cell",
    "write_csv",
    "write_table",
]
