"""Screens of 年度报告 in the workbench.

urls_reports  a unit's own reports: compiled, written, checked
urls_road     reviewed, signed, published, handed in
urls_area     the office above: who must report, what came in
urls_collect  files from units that do not use the platform
urls_figures  adding up and comparing
"""

from gongkai.web.annualreport import urls_area, urls_collect, urls_figures, urls_reports, urls_road

app_name = "annualreport"
urlpatterns = [*urls_reports.urlpatterns, *urls_road.urlpatterns, *urls_area.urlpatterns, *urls_collect.urlpatterns, *urls_figures.urlpatterns]
