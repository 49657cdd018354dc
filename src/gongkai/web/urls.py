"""Every address of the site.

/            the portal (portal/urls.py), open to all
/apply/…     the form of an application, its receipt, its progress (applications/urls_public.py), open to all
/workbench/  the workbench (工作台), for staff who are signed in
/account/    sign-in, password, second factor, sessions (organs/urls_account.py)
/files/      uploaded files, each through the gate
/api/        the interface for other systems
/health      whether the site works, for the machine that watches it
"""

from django.urls import include, path

from gongkai.web import api

urlpatterns = [
    path("", include("gongkai.web.common.urls")),
    path("account/", include("gongkai.web.organs.urls_account")),
    path("workbench/", include("gongkai.web.organs.urls")),
    path("workbench/", include("gongkai.web.disclosure.urls")),
    path("workbench/", include("gongkai.web.applications.urls")),
    path("workbench/", include("gongkai.web.annualreport.urls")),
    path("api/v1/", api.urls()),
    path("", include("gongkai.web.applications.urls_public")),
    path("", include("gongkai.web.portal.urls")),
]
handler403 = "gongkai.web.common.views.forbidden"
handler404 = "gongkai.web.common.views.not_found"
handler429 = "gongkai.web.common.views.too_many"
handler500 = "gongkai.web.common.views.broken"
