from django.urls import path

from members.views.arrivals import ArrivalPage
from members.views.board import board_page
from members.views.flow import flow_page, flow_workbook, names_page
from members.views.roll import attendance_page
from members.views.rounds import round_page, rounds_page
from portal import pages

urlpatterns = [
    path("members/board/", board_page, name="member-board"),
    path("members/flow/", flow_page, name="member-flow"),
    path("members/flow/names/", names_page, name="member-flow-names"),
    path("members/flow/workbook/", flow_workbook, name="member-flow-workbook"),
    path(
        "members/arrival/",
        ArrivalPage.as_view(pages=pages.get("person")),
        name="member-arrival",
    ),
    path("members/appraisals/rounds/", rounds_page, name="appraisal-rounds"),
    path("members/appraisals/rounds/<int:pk>/<int:year>/", round_page, name="appraisal-round"),
    path("members/meetings/<int:pk>/attendance/", attendance_page, name="meeting-attendance"),
]
