"""Adding up and comparing."""

from django.urls import path

from gongkai.web.annualreport.views import adding, comparing

urlpatterns = [
    path("annual-reports/figures/", adding.rollup, name="rollup"),
    path("annual-reports/figures/units/", adding.units, name="rollup_units"),
    path("annual-reports/figures/area-report/", adding.make_area_report, name="make_area_report"),
    path("annual-reports/figures/compare/", comparing.years, name="figures_years"),
    path("annual-reports/figures/compare/units/", comparing.units, name="figures_units"),
    path("annual-reports/figures/indicators/", comparing.indicators, name="indicators"),
    path("annual-reports/figures/unusual/", comparing.odd, name="unusual"),
    path("annual-reports/figures/<int:id>/", adding.figures, name="figures"),
]
