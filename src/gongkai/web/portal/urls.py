"""Addresses of the portal. Each fixed part stands at the front for the county, and under its unit for a unit."""

from django.urls import path

from gongkai.web.portal import converters  # noqa: F401 (makes `key` known)
from gongkai.web.portal.reports import views as reports
from gongkai.web.portal.views import (
    annual,
    annualfigures,
    exports,
    feeds,
    fixed,
    home,
    item,
    listing,
    searching,
    statistics,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", fixed.guide, name="guide"),
    path("institutions/", fixed.institutions, name="institutions"),
    path("items/", listing.listing, name="items"),
    path("annual-reports/", annual.index, name="annual"),
    path("annual-reports/collected/<uuid:id>/", annual.collected, name="annual_collected"),
    path("annual-reports/collected/<uuid:id>/original", annual.original, name="annual_original"),
    path("annual-reports/<key:id>/", annual.report, name="annual_report"),
    path("annual-reports/<key:id>/<key:act>/", annual.earlier, name="annual_earlier"),
    path("annual-reports/<key:id>/<key:act>/report.<slug:name>", annual.file, name="annual_file"),
    path("apply/", fixed.apply, name="apply"),
    path("units/<slug:slug>/", home.unit, name="unit_home"),
    path("units/<slug:slug>/guide/", fixed.guide, name="unit_guide"),
    path("units/<slug:slug>/institutions/", fixed.institutions, name="unit_institutions"),
    path("units/<slug:slug>/items/", listing.listing, name="unit_items"),
    path("units/<slug:slug>/annual-reports/", annual.index, name="unit_annual"),
    path("units/<slug:slug>/apply/", fixed.apply, name="unit_apply"),
    path("items/<key:id>/", item.item, name="item"),
    path("items/<key:id>/files/<uuid:file>", item.file, name="file"),
    path("search/", searching.searching, name="search"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("feed.xml", feeds.Latest.as_page(), name="feed"),
    path("units/<slug:slug>/feed.xml", feeds.OfUnit.as_page(), name="unit_feed"),
    path("catalogue/<key:id>/feed.xml", feeds.OfNode.as_page(), name="node_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-<key:number>.xml", feeds.sitemap_part, name="sitemap_part"),
    path("robots.txt", feeds.robots, name="robots"),
    path("annual-figures/", annualfigures.figures, name="annual_figures"),
    path("annual-figures/dictionary/", annualfigures.dictionary_page, name="annual_dictionary"),
    path("annual-figures/annual-reports.csv", annualfigures.data, {"kind": "csv"}, name="annual_csv"),
    path("annual-figures/annual-reports.json", annualfigures.data, {"kind": "json"}, name="annual_json"),
    path("annual-figures/annual-reports.parquet", annualfigures.data, {"kind": "parquet"}, name="annual_parquet"),
    path("register.csv", exports.register_csv, name="register_csv"),
    path("register.json", exports.register_json, name="register_json"),
    path("reports", reports.check, name="reports"),
]
