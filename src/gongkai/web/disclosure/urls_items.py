"""Items on their way to publication, and the catalogue."""

from django.urls import path

from gongkai.web.disclosure.views import catalogue, items, publication, reviews

urlpatterns = [
    path("items/", items.index, name="items"),
    path("items/new/", items.new, name="item_new"),
    path("items/batch/", publication.batch, name="items_batch"),
    path("items/<int:id>/", items.page, name="item"),
    path("items/<int:id>/edit/", items.edit, name="item_edit"),
    path("items/<int:id>/files/", items.attachments, name="item_files"),
    path("items/<int:id>/files/<int:file>/", items.attachment, name="item_file"),
    path("items/<int:id>/delete/", items.delete, name="item_delete"),
    path("items/<int:id>/restore/", items.restore, name="item_restore"),
    path("items/<int:id>/submit/", publication.submit, name="item_submit"),
    path("items/<int:id>/mask/", publication.mask, name="item_mask"),
    path("items/<int:id>/recall/", publication.recall, name="item_recall"),
    path("items/<int:id>/publish/", publication.publish, name="item_publish"),
    path("items/<int:id>/unschedule/", publication.unschedule, name="item_unschedule"),
    path("items/<int:id>/withdraw/", publication.withdraw, name="item_withdraw"),
    path("items/<int:id>/reassess/", publication.reassess, name="item_reassess"),
    path("reassessments/", publication.reassessments, name="reassessments"),
    path("reviews/", reviews.waiting, name="reviews"),
    path("reviews/<int:id>/", reviews.review, name="review"),
    path("reviews/<int:id>/paper/", reviews.paper, name="review_paper"),
    path("reviews/<int:id>/files/<uuid:file>", reviews.review_file, name="review_file"),
    path("referrals/", reviews.inbox, name="referrals"),
    path("referrals/<int:id>/", reviews.referral, name="referral"),
    path("referrals/<int:id>/files/<uuid:file>", reviews.referral_file, name="referral_file"),
    path("catalogue/", catalogue.tree, name="catalogue"),
    path("catalogue/new/", catalogue.new, name="catalogue_new"),
    path("catalogue/<int:id>/edit/", catalogue.edit, name="catalogue_edit"),
    path("catalogue/import/", catalogue.import_sheet, name="catalogue_import"),
    path("catalogue/import/<int:id>/", catalogue.import_preview, name="catalogue_import_preview"),
]
