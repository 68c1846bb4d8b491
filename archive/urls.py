"""The addresses of the archive: the desk, the signs of health; the public pages come last."""

from django.contrib import admin
from django.urls import include, path

from archive import health, home

handler403 = "archive.errors.refused"
handler500 = "archive.errors.server_error"

admin.autodiscover()

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("robots.txt", home.robots),
    path("", home.home),
    path("", include("documents.reading.urls")),
]
