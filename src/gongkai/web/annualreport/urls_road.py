"""A report on its way: reviewed, signed, published, handed in."""

from django.urls import path

from gongkai.web.annualreport.views import reviewing, road

urlpatterns = [
    path("annual/reviews/", reviewing.waiting, name="reviews"),
    path("annual/versions/<int:id>/", reviewing.version, name="version"),
    path("annual/versions/<int:id>/paper/", reviewing.on_paper, name="on_paper"),
    path("annual/<int:id>/progress/", road.progress, name="progress"),
    path("annual/<int:id>/submit/", road.submit, name="submit"),
    path("annual/<int:id>/recall/", road.recall, name="recall"),
    path("annual/<int:id>/publish/", road.publish, name="publish"),
    path("annual/<int:id>/hand-in/", road.hand_in, name="hand_in"),
    path("annual/<int:id>/hand-in/recall/", road.hand_recall, name="hand_recall"),
    path("annual/<int:id>/fragment/", road.fragment, name="fragment"),
    path("annual/<int:id>/published/<int:act>/<slug:name>/", road.published_file, name="published_file"),
    path("annual/<int:id>/compare/", road.compare, name="compare"),
]
