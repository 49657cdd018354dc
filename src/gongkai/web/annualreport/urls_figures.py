"""Adding up and comparing."""

from django.urls import path

from gongkai.web.annualreport.views import adding, comparing

urlpatterns = [
    path("annual/figures/", adding.rollup, name="rollup"),
    path("annual/figures/units/", adding.units, name="rollup_units"),
    path("annual/figures/area-report/", adding.make_area_report, name="make_area_report"),
    path("annual/figures/compare/", comparing.years, name="figures_years"),
    path("annual/figures/compare/units/", comparing.units, name="figures_units"),
    path("annual/figures/indicators/", comparing.indicators, name="indicators"),
    path("annual/figures/unusual/", comparing.odd, name="unusual"),
    path("annual/figures/<int:id>/", adding.figures, name="figures"),
]
