"""Files from units that do not use the platform."""

from django.urls import URLPattern, path

from gongkai.web.annualreport.views import collect_cells, collecting

urlpatterns: list[URLPattern] = [
    path("collect/", collecting.index, name="collect"),
    path("collect/new/", collecting.new, name="collect_new"),
    path("collect/<int:id>/", collecting.batch, name="collect_batch"),
    path("collect/<int:id>/add/", collecting.add, name="collect_add"),
    path("collect/<int:id>/again/", collecting.again, name="collect_again"),
    path("collect/<int:id>/accept/", collecting.accept_all, name="collect_accept_all"),
    path("collect/<int:id>/export/", collecting.export, name="collect_export"),
    path("collect/files/<int:id>/", collecting.file, name="collect_file"),
    path("collect/files/<int:id>/unit/", collecting.unit, name="collect_unit"),
    path("collect/files/<int:id>/accept/", collecting.accept, name="collect_accept"),
    path("collect/files/<int:id>/aside/", collecting.aside, name="collect_aside"),
    path("collect/files/<int:id>/reopen/", collecting.reopen, name="collect_reopen"),
    path("collect/files/<int:id>/again/", collecting.file_again, name="collect_file_again"),
    path("collect/files/<int:id>/download/", collecting.download, name="collect_download"),
    path("collect/files/<int:id>/cells/", collect_cells.cells, name="collect_cells"),
    path("collect/files/<int:id>/cells/decide/", collect_cells.decide, name="collect_decide"),
    path("collect/files/<int:id>/cells/rest/", collect_cells.rest, name="collect_rest"),
    path("collect/files/<int:id>/pages/<int:number>/", collect_cells.picture, name="collect_picture"),
]
