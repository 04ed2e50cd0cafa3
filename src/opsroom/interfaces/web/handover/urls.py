"""Addresses of the hand-over between shifts: the list, one note, writing one, taking it."""

from django.urls import path

from opsroom.interfaces.web.handover import notes, write

urlpatterns = [
    path("handover", notes.notes, name="handover"),
    path("handover/export", notes.notes_export, name="handover-export"),
    path("handover/new", write.new, name="handover-new"),
    path("handover/<int:note_id>", notes.note, name="handover-note"),
    path("handover/<int:note_id>/take", write.take, name="handover-take"),
    path("handover/<int:note_id>/withdraw", write.withdraw, name="handover-withdraw"),
]
