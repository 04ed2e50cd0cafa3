"""Addresses of Channels: the accounts, one account, what it is told, the proof before cut-over."""

from django.urls import path

from opsroom.interfaces.web.channels.accounts import channel_list, channel_page, channels_export, new_channel
from opsroom.interfaces.web.channels.cut_over import compare, cut_over
from opsroom.interfaces.web.channels.outgoing import again, take

urlpatterns = [
    path("channels", channel_list, name="channels"),
    path("channels/export", channels_export, name="channels-export"),
    path("channels/new", new_channel, name="channel-new"),
    path("channels/<int:channel_id>", channel_page, name="channel"),
    path("channels/<int:channel_id>/cut-over", cut_over, name="channel-cut-over"),
    path("import/compare", compare, name="import-compare"),
    path("channels/<int:channel_id>/confirmations", take, name="channel-confirmations"),
    path("channels/<int:channel_id>/confirmations/again", again, name="channel-confirmations-again"),
]
