from django.urls import path

from funding.views.dues import dues_publication, dues_receipt, dues_totals, extra_receipt
from funding.views.duesbook import DuesBookPage, DuesBookPreviewPage
from funding.views.duesgrid import DuesGridPage
from funding.views.entering import EnterPage, close_months_page
from funding.views.money import money_floors, money_late, money_sheets, money_table, prepare
from funding.views.pay import PayBankPage, PayPaperPage
from funding.views.sheets import SheetPaperPage
from funding.views.statements import PrintPage, StatementPage, WorkbookPage
from portal import pages

urlpatterns = [
    path(
        "funding/account/<int:pk>/statement/",
        StatementPage.as_view(pages=pages.get("account")),
        name="account-statement",
    ),
    path(
        "funding/account/<int:pk>/book/",
        PrintPage.as_view(pages=pages.get("account")),
        name="account-print-book",
    ),
    path(
        "funding/account/<int:pk>/workbook/",
        WorkbookPage.as_view(pages=pages.get("account")),
        name="account-workbook",
    ),
    path(
        "funding/account/<int:pk>/enter/",
        EnterPage.as_view(pages=pages.get("account")),
        name="account-enter",
    ),
    path("funding/close/", close_months_page, name="close-months"),
    path("funding/dues/totals/", dues_totals, name="dues-totals"),
    path(
        "funding/dues/<int:place>/<int:year>/<str:day>/<int:page>/",
        DuesGridPage.as_view(pages=pages.get("duespayment")),
        name="dues-grid",
    ),
    path(
        "funding/dues/workbook/<int:place>/<int:year>/",
        DuesBookPage.as_view(pages=pages.get("duespayment")),
        name="dues-book",
    ),
    path(
        "funding/dues/workbook/<int:place>/<int:year>/<int:job>/",
        DuesBookPreviewPage.as_view(pages=pages.get("duespayment")),
        name="dues-book-preview",
    ),
    path("funding/dues/receipt/<int:pk>/", dues_receipt, name="dues-receipt"),
    path("funding/dues/receipt/large/<int:pk>/", extra_receipt, name="extradues-receipt"),
    path(
        "funding/dues/published/<int:place>/<int:year>/", dues_publication, name="dues-publication"
    ),
    path("funding/money/", money_table, name="money-table"),
    path("funding/money/floors/", money_floors, name="money-floors"),
    path("funding/money/late/", money_late, name="money-late"),
    path("funding/money/sheets/", money_sheets, name="money-sheets"),
    path("funding/money/sheets/prepare/", prepare, name="money-sheets-prepare"),
    path(
        "funding/money/sheets/<int:pk>/paper/",
        SheetPaperPage.as_view(pages=pages.get("moneysheet")),
        name="moneysheet-paper",
    ),
    path(
        "funding/pay/<int:pk>/paper/",
        PayPaperPage.as_view(pages=pages.get("paysheet")),
        name="pay-paper",
    ),
    path(
        "funding/pay/<int:pk>/bank/",
        PayBankPage.as_view(pages=pages.get("paysheet")),
        name="pay-bank",
    ),
]
