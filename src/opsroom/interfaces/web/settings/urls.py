"""Addresses of Settings: overview, company, sites with bins and labels, data health, jobs."""

from django.urls import path

from opsroom.interfaces.web.settings.bins import add_bins, labels
from opsroom.interfaces.web.settings.company import edit_company_page
from opsroom.interfaces.web.settings.data_map import data_map_export, data_map_page
from opsroom.interfaces.web.settings.demo import demo_page, remove, start_own
from opsroom.interfaces.web.settings.health import check_now, health_page
from opsroom.interfaces.web.settings.jobs import error_rows, job_list, steer
from opsroom.interfaces.web.settings.overview import overview
from opsroom.interfaces.web.settings.series import series_page
from opsroom.interfaces.web.settings.sites import new_site, site_list, site_page, sites_export

urlpatterns = [
    path("settings", overview, name="settings"),
    path("settings/company", edit_company_page, name="settings-company"),
    path("settings/sites", site_list, name="settings-sites"),
    path("settings/sites/export", sites_export, name="settings-sites-export"),
    path("settings/sites/new", new_site, name="settings-site-new"),
    path("settings/sites/<int:site_id>", site_page, name="settings-site"),
    path("settings/sites/<int:site_id>/bins", add_bins, name="settings-bins"),
    path("settings/sites/<int:site_id>/labels", labels, name="settings-labels"),
    path("settings/health", health_page, name="settings-health"),
    path("settings/health/check", check_now, name="settings-health-check"),
    path("settings/data-map", data_map_page, name="settings-data-map"),
    path("settings/data-map/export", data_map_export, name="settings-data-map-export"),
    path("settings/series", series_page, name="settings-series"),
    path("settings/demo", demo_page, name="settings-demo"),
    path("settings/demo/own-shop", start_own, name="settings-own-shop"),
    path("settings/demo/remove", remove, name="settings-demo-remove"),
    path("settings/jobs", job_list, name="settings-jobs"),
    path("settings/jobs/<int:job_id>/errors.csv", error_rows, name="settings-job-errors"),
    path("settings/jobs/<int:job_id>/<str:verb>", steer, name="settings-job"),
]
