"""Addresses of Channels: the accounts, one account, what it is told, the proof before cut-over, the parallel run."""

from django.urls import path

from opsroom.interfaces.web.channels.accounts import channel_list, channel_page, channels_export, new_channel
from opsroom.interfaces.web.channels.cut_over import compare, cut_over
from opsroom.interfaces.web.channels.outgoing import again, take
from opsroom.interfaces.web.channels.parallel import (
    difference,
    export_day,
    parallel,
    parallel_day,
    take_over_page,
)
from opsroom.interfaces.web.channels.parallel_acts import compare_day, explain, listen, step_back, take_over

RUN = "channels/<int:channel_id>/parallel"

urlpatterns = [
    path("channels", channel_list, name="channels"),
    path("channels/export", channels_export, name="channels-export"),
    path("channels/new", new_channel, name="channel-new"),
    path("channels/<int:channel_id>", channel_page, name="channel"),
    path("channels/<int:channel_id>/cut-over", cut_over, name="channel-cut-over"),
    path("import/compare", compare, name="import-compare"),
    path("import/compare-day", compare_day, name="parallel-compare"),
    path(RUN, parallel, name="parallel"),
    path(f"{RUN}/listen", listen, name="parallel-listen"),
    path(f"{RUN}/take-over", take_over_page, name="parallel-take-over"),
    path(f"{RUN}/take-over/now", take_over, name="parallel-take-over-now"),
    path(f"{RUN}/back", step_back, name="parallel-back"),
    path(f"{RUN}/<int:day_id>", parallel_day, name="parallel-day"),
    path(f"{RUN}/<int:day_id>/export", export_day, name="parallel-export"),
    path(f"{RUN}/difference/<int:difference_id>", difference, name="parallel-difference"),
    path(f"{RUN}/difference/<int:difference_id>/explain", explain, name="parallel-explain"),
    path("channels/<int:channel_id>/confirmations", take, name="channel-confirmations"),
    path("channels/<int:channel_id>/confirmations/again", again, name="channel-confirmations-again"),
]
