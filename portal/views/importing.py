from portal.views.page import Page
class ImportPage(Page):
    needs = "import"
class TemplatePage(Page):
    needs = "import"
class PreviewPage(Page):
    needs = "import"
