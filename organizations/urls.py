"""The hand-made pages of the organizations' registers."""

from django.urls import path

from organizations.views.meetings import disclosure_board, meeting_board
from organizations.views.missing import MissingPage
from organizations.views.tree import AboutPage, BranchPage, TreePage
from portal import pages

organization = pages.get("organization")

urlpatterns = [
    path("organizations/tree/", TreePage.as_view(pages=organization), name="tree"),
    path(
        "organizations/tree/<int:pk>/", BranchPage.as_view(pages=organization), name="tree-branch"
    ),
    path(
        "organizations/tree/<int:pk>/about/",
        AboutPage.as_view(pages=organization),
        name="tree-about",
    ),
    path(
        "organizations/organization/<int:pk>/missing/",
        MissingPage.as_view(pages=organization),
        name="organization-missing",
    ),
    path("organizations/meetings/board/", meeting_board, name="meeting-board"),
    path("organizations/disclosures/board/", disclosure_board, name="disclosure-board"),
]
