"""The office above: who must report, what came in."""

from django.urls import path

from gongkai.web.annualreport.views import board, duties, examining

urlpatterns = [
    path("annual/area/", board.board, name="board"),
    path("annual/area/remind/", board.remind, name="remind"),
    path("annual/area/problems/", board.problems, name="problems"),
    path("annual/area/feedback/", board.feedback_all, name="feedback_all"),
    path("annual/area/feedback/<int:id>/", board.feedback, name="feedback"),
    path("annual/area/duties/", duties.index, name="duties"),
    path("annual/area/duties/propose/", duties.propose, name="propose"),
    path("annual/area/duties/add/", duties.add, name="duty_add"),
    path("annual/area/duties/<int:id>/exempt/", duties.exempt, name="exempt"),
    path("annual/area/days/<slug:group>/", duties.deadline, name="deadline"),
    path("annual/<int:id>/examine/", examining.examine, name="examine"),
]
