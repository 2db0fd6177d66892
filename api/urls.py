"""Every address of the API. `web.urls` includes it by name, as it does the apps' own pages."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from api import attachments, jobs, records
from portal import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("jobs/<int:pk>/", jobs.JobState.as_view(), name="api-job"),
    path("jobs/<int:pk>/file/", jobs.JobFile.as_view(), name="api-job-file"),
]
for one in pages.every():
    below = [*records.register_urls(one), *attachments.urls_of(one)]
    urlpatterns.append(path(f"{one.name}/", include(below)))
