"""Addresses of Talk: the comments of a thing, one comment, where one was called."""

from django.urls import path

from opsroom.interfaces.web.talk import mentions, views

urlpatterns = [
    path("talk/<str:word>/<int:subject_id>", views.talk_page, name="talk"),
    path("talk/comment/<int:comment_id>/edit", views.edit, name="talk-edit"),
    path("talk/comment/<int:comment_id>/strike", views.strike, name="talk-strike"),
    path("mentions", mentions.mentions, name="mentions"),
    path("mentions/told", mentions.told, name="mentions-told"),
    path("mentions/read", mentions.read, name="mentions-read"),
]
