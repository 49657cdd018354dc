"""Files from units that do not use the platform."""

from django.urls import URLPattern, path

from gongkai.web.annualreport.views import collect_cells, collect_public, collecting

urlpatterns: list[URLPattern] = [
    path("annual/collect/", collecting.index, name="collect"),
    path("annual/collect/new/", collecting.new, name="collect_new"),
    path("annual/collect/<int:id>/", collecting.batch, name="collect_batch"),
    path("annual/collect/<int:id>/add/", collecting.add, name="collect_add"),
    path("annual/collect/<int:id>/again/", collecting.again, name="collect_again"),
    path("annual/collect/<int:id>/accept/", collecting.accept_all, name="collect_accept_all"),
    path("annual/collect/<int:id>/public/", collect_public.public, name="collect_public"),
    path("annual/collect/<int:id>/originals/", collect_public.offer_all, name="collect_offer_all"),
    path("annual/collect/<int:id>/export/", collecting.export, name="collect_export"),
    path("annual/collect/files/<int:id>/", collecting.file, name="collect_file"),
    path("annual/collect/files/<int:id>/unit/", collecting.unit, name="collect_unit"),
    path("annual/collect/files/<int:id>/accept/", collecting.accept, name="collect_accept"),
    path("annual/collect/files/<int:id>/aside/", collecting.aside, name="collect_aside"),
    path("annual/collect/files/<int:id>/reopen/", collecting.reopen, name="collect_reopen"),
    path("annual/collect/files/<int:id>/again/", collecting.file_again, name="collect_file_again"),
    path("annual/collect/files/<int:id>/download/", collecting.download, name="collect_download"),
    path("annual/collect/files/<int:id>/offer/", collect_public.offer, name="collect_offer"),
    path("annual/collect/files/<int:id>/withhold/", collect_public.withhold, name="collect_withhold"),
    path("annual/collect/files/<int:id>/cells/", collect_cells.cells, name="collect_cells"),
    path("annual/collect/files/<int:id>/cells/decide/", collect_cells.decide, name="collect_decide"),
    path("annual/collect/files/<int:id>/cells/rest/", collect_cells.rest, name="collect_rest"),
    path("annual/collect/files/<int:id>/pages/<int:number>/", collect_cells.picture, name="collect_picture"),
]
