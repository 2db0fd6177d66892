"""Every address of the API. `web.urls` includes it by name, as it does the apps' own pages."""

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView

from api import attachments, jobs, records
from portal import pages

urlpatterns: list[URLPattern] = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("jobs/<int:pk>/", jobs.JobState.as_view(), name="api-job"),
    path("jobs/<int:pk>/file/", jobs.JobFile.as_view(), name="api-job-file"),
]
for one in pages.every():
    urlpatterns += [*records.register_urls(one), *attachments.urls_of(one)]
