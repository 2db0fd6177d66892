from portal.views.page import Page
class ExportPage(Page):
    needs = "export"
