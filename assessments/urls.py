from django.urls import path

from assessments.views.assessment_paper import assessment_paper
from assessments.views.ballots import CountsPage, LinksPage, VotePage
from assessments.views.builder import indicator_builder
from assessments.views.consolidation import (
    consolidation,
    consolidation_item,
    consolidation_workbook,
)
from assessments.views.dashboard import (
    compute,
    dashboard,
    dashboard_reports,
    dashboard_todo,
    export,
    run_page,
)
from assessments.views.drawer import CellPage
from assessments.views.entries import EntryPage
from assessments.views.explain import changes_page, figure_page
from assessments.views.files import CellFilePage
from assessments.views.indicator import fill, indicator_alike, indicator_near, indicator_trend
from assessments.views.league import dashboard_below
from assessments.views.offline import DownloadPage, MarkedPage, OfflinePage, OfflinePreviewPage
from assessments.views.owing import matrix_page, matrix_workbook, owing_page, owing_registers
from assessments.views.paper import CopyPage, PaperPage
from assessments.views.planning import HandDownPage, LibraryPage
from assessments.views.ratingbooks import BookPage
from assessments.views.ratinggrid import RatingGridPage
from assessments.views.ratings import BoardPage, CasePage, PublishedPage
from assessments.views.reports import GridPage
from assessments.views.rounds import PartsPage, hand_over
from assessments.views.schemes import SchemeLibraryPage
from assessments.views.scorecards import CardPage, RankingPage, SelfPage
from assessments.views.seals import SealFiles, SealPage
from assessments.views.templates import TemplateBookPage, TemplateUploadPage, TrialPage
from portal import pages

urlpatterns = [
    path(
        "assessments/rating/<int:pk>/board/",
        BoardPage.as_view(pages=pages.get("ratinground")),
        name="rating-board",
    ),
    path(
        "assessments/rating/<int:pk>/grid/<int:place>/<int:page>/",
        RatingGridPage.as_view(pages=pages.get("ratinground")),
        name="rating-grid",
    ),
    path(
        "assessments/rating/<int:pk>/book/<int:place>/",
        BookPage.as_view(pages=pages.get("ratingcase")),
        name="rating-book",
    ),
    path(
        "assessments/rating/<int:pk>/published/",
        PublishedPage.as_view(pages=pages.get("ratinground")),
        name="rating-published",
    ),
    path(
        "assessments/rating/case/<int:pk>/",
        CasePage.as_view(pages=pages.get("ratingcase")),
        name="rating-case",
    ),
    path("dashboard/", dashboard, name="dashboard"),
    path("dashboard/reports/<int:year>/", dashboard_reports, name="dashboard-reports"),
    path("dashboard/todo/", dashboard_todo, name="dashboard-todo"),
    path("dashboard/<int:pk>/<str:organization>/below/", dashboard_below, name="dashboard-below"),
    path("assessments/plan/<int:pk>/compute/", compute, name="plan-compute"),
    path("assessments/plan/<int:pk>/quarters/", fill, name="plan-fill"),
    path("assessments/run/<int:pk>/board/", run_page, name="run-board"),
    path("assessments/run/<int:pk>/workbook/", export, name="run-workbook"),
    path("assessments/run/<int:pk>/paper/", assessment_paper, name="run-paper"),
    path("seal/<slug:code>/", SealPage.as_view(pages=pages.get("seal")), name="seal"),
    path("seal/<slug:code>/files/", SealFiles.as_view(pages=pages.get("seal")), name="seal-files"),
    path(
        "assessments/run/<int:pk>/figure/<str:indicator>/<str:organization>/",
        figure_page,
        name="figure",
    ),
    path(
        "assessments/run/<int:pk>/figure/<str:indicator>/<str:organization>/changes/",
        changes_page,
        name="figure-changes",
    ),
    path(
        "assessments/plans/library/",
        LibraryPage.as_view(pages=pages.get("plan")),
        name="plan-library",
    ),
    path(
        "assessments/plan/<int:pk>/hand-down/",
        HandDownPage.as_view(pages=pages.get("plan")),
        name="plan-hand-down",
    ),
    path(
        "assessments/schemes/library/",
        SchemeLibraryPage.as_view(pages=pages.get("ratingscheme")),
        name="scheme-library",
    ),
    path("assessments/indicators/build/", indicator_builder, name="indicator-builder"),
    path(
        "assessments/plan/<int:pk>/indicator/<str:code>/<str:organization>/",
        indicator_trend,
        name="indicator-trend",
    ),
    path(
        "assessments/plan/<int:pk>/indicator/<str:code>/<str:organization>/alike/",
        indicator_alike,
        name="indicator-alike",
    ),
    path(
        "assessments/plan/<int:pk>/indicator/<str:code>/<str:organization>/near/",
        indicator_near,
        name="indicator-near",
    ),
    path(
        "assessments/assessment/<int:pk>/ranking/",
        RankingPage.as_view(pages=pages.get("assessment")),
        name="assessment-ranking",
    ),
    path(
        "assessments/assessment/<int:pk>/entry/",
        EntryPage.as_view(pages=pages.get("assessment")),
        name="assessment-entry",
    ),
    path(
        "assessments/scorecard/<int:pk>/card/",
        CardPage.as_view(pages=pages.get("scorecard")),
        name="scorecard-page",
    ),
    path(
        "assessments/scorecard/<int:pk>/self/",
        SelfPage.as_view(pages=pages.get("scorecard")),
        name="scorecard-self",
    ),
    path("vote/", VotePage.as_view(), name="vote"),
    path(
        "assessments/poll/<int:pk>/links/",
        LinksPage.as_view(pages=pages.get("poll")),
        name="poll-links",
    ),
    path(
        "assessments/poll/<int:pk>/counts/",
        CountsPage.as_view(pages=pages.get("poll")),
        name="poll-counts",
    ),
    path("assessments/owing/", owing_page, name="owing"),
    path(
        "assessments/report/<int:pk>/paper/",
        PaperPage.as_view(pages=pages.get("report")),
        name="report-paper",
    ),
    path(
        "assessments/report/copies/<slug:code>/",
        CopyPage.as_view(pages=pages.get("report")),
        name="report-copy",
    ),
    path("assessments/figures/", consolidation, name="consolidation"),
    path("assessments/figures/workbook/", consolidation_workbook, name="consolidation-workbook"),
    path("assessments/figures/item/<slug:code>/", consolidation_item, name="consolidation-item"),
    path("assessments/owing/registers/", owing_registers, name="owing-registers"),
    path("assessments/matrix/", matrix_page, name="report-matrix"),
    path("assessments/matrix/workbook/", matrix_workbook, name="report-matrix-workbook"),
    path(
        "assessments/report/<int:pk>/parts/",
        PartsPage.as_view(pages=pages.get("report")),
        name="report-parts",
    ),
    path("assessments/part/<int:pk>/hand-over/", hand_over, name="part-hand-over"),
    path(
        "assessments/report/<int:pk>/grid/",
        GridPage.as_view(pages=pages.get("report")),
        name="report-grid",
    ),
    path(
        "assessments/report/<int:pk>/grid/<int:cell>/",
        CellPage.as_view(pages=pages.get("report")),
        name="report-cell",
    ),
    path(
        "assessments/report/<int:pk>/grid/<int:cell>/<int:file>/",
        CellFilePage.as_view(pages=pages.get("report")),
        name="report-file",
    ),
    path(
        "assessments/report/<int:pk>/offline/",
        OfflinePage.as_view(pages=pages.get("report")),
        name="report-offline",
    ),
    path(
        "assessments/report/<int:pk>/offline/workbook/",
        DownloadPage.as_view(pages=pages.get("report")),
        name="report-offline-workbook",
    ),
    path(
        "assessments/report/<int:pk>/offline/<int:job>/",
        OfflinePreviewPage.as_view(pages=pages.get("report")),
        name="report-offline-preview",
    ),
    path(
        "assessments/report/<int:pk>/offline/<int:job>/workbook/",
        MarkedPage.as_view(pages=pages.get("report")),
        name="report-offline-marked",
    ),
    path(
        "assessments/template/upload/",
        TemplateUploadPage.as_view(pages=pages.get("reporttemplate")),
        name="template-upload",
    ),
    path(
        "assessments/template/<int:pk>/try/",
        TrialPage.as_view(pages=pages.get("reporttemplate")),
        name="template-trial",
    ),
    path(
        "assessments/template/<int:pk>/workbook/",
        TemplateBookPage.as_view(pages=pages.get("reporttemplate")),
        name="template-workbook",
    ),
]
