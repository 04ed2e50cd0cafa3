"""Addresses of Fulfil: the floor, waves, the pages for scanning, papers and labels."""

from django.urls import path

from opsroom.interfaces.web.fulfil import commands, floor, pack, papers, pick, wave

urlpatterns = [
    path("fulfil", floor.floor, name="fulfil"),
    path("fulfil/commands", commands.card, name="fulfil-commands"),
    path("fulfil/scan", floor.scan, name="fulfil-scan"),
    path("fulfil/hand-over", floor.hand_over, name="hand-over"),
    path("fulfil/waves/<int:wave_id>", wave.wave, name="wave"),
    path("fulfil/waves/<int:wave_id>/papers", papers.papers, name="wave-papers"),
    path("fulfil/waves/<int:wave_id>/carrier.csv", papers.carrier_file, name="wave-carrier-file"),
    path("fulfil/waves/<int:wave_id>/tracking", wave.tracking, name="wave-tracking"),
    path("fulfil/waves/<int:wave_id>/ship", wave.ship, name="wave-ship"),
    path("fulfil/waves/<int:wave_id>/take-over", wave.take_over, name="wave-take-over"),
    path("fulfil/take-back/<int:order_id>", wave.take_back, name="take-back"),
    path("fulfil/pick/<int:wave_id>", pick.page, name="pick"),
    path("fulfil/pick/<int:wave_id>/scan", pick.scan, name="pick-scan"),
    path("fulfil/pick/<int:wave_id>/stop", pick.stop, name="pick-stop"),
    path("fulfil/pack/<int:sending_id>", pack.page, name="pack"),
    path("fulfil/pack/<int:sending_id>/scan", pack.scan, name="pack-scan"),
    path("fulfil/parcels/<int:parcel_id>/label.<str:kind>", papers.label, name="label"),
    path("fulfil/parcels/<int:parcel_id>/void", pack.void, name="label-void"),
]
