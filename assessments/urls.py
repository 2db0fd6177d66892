from django.urls import path

from assessments.views.dashboard import compute, dashboard, export, run_page
from assessments.views.reports import GridPage, owing_page
from portal import pages

urlpatterns = [
    path("dashboard/", dashboard, name="dashboard"),
    path("assessments/plan/<int:pk>/compute/", compute, name="plan-compute"),
    path("assessments/run/<int:pk>/board/", run_page, name="run-board"),
    path("assessments/run/<int:pk>/workbook/", export, name="run-workbook"),
    path("assessments/owing/", owing_page, name="owing"),
    path(
        "assessments/report/<int:pk>/grid/",
        GridPage.as_view(pages=pages.get("report")),
        name="report-grid",
    ),
]
