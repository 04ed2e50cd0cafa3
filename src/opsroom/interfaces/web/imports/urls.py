"""Addresses of Import: every page under /import and every act on one import; no other place."""

from django.urls import path

from opsroom.interfaces.web.imports.acts import (
    answer,
    columns,
    commit,
    confirm,
    discard,
    job,
    keep,
    pause,
    resume,
    row,
    template,
    undo,
)
from opsroom.interfaces.web.imports.lines import lines
from opsroom.interfaces.web.imports.listing import import_list, imports_export, upload
from opsroom.interfaces.web.imports.move_in import move_in
from opsroom.interfaces.web.imports.show import error_file, show
from opsroom.interfaces.web.imports.template_pages import (
    add_template,
    delete_template,
    save_template_file,
    template_list,
    template_page,
)

urlpatterns = [
    path("import", import_list, name="imports"),
    path("import/move-in", move_in, name="move-in"),
    path("import/export", imports_export, name="imports-export"),
    path("import/upload", upload, name="import-upload"),
    path("import/templates", template_list, name="import-templates"),
    path("import/templates/add", add_template, name="import-template-add"),
    path("import/templates/<int:template_id>", template_page, name="import-template-page"),
    path("import/templates/<int:template_id>/delete", delete_template, name="import-template-delete"),
    path("import/templates/<int:template_id>/file.json", save_template_file, name="import-template-file"),
    path("import/<int:import_id>", show, name="import"),
    path("import/<int:import_id>/lines", lines, name="import-lines"),
    path("import/<int:import_id>/errors.csv", error_file, name="import-errors"),
    path("import/<int:import_id>/row/<int:number>", row, name="import-row"),
    path("import/<int:import_id>/confirm", confirm, name="import-confirm"),
    path("import/<int:import_id>/answer", answer, name="import-answer"),
    path("import/<int:import_id>/columns", columns, name="import-columns"),
    path("import/<int:import_id>/keep", keep, name="import-keep"),
    path("import/<int:import_id>/template", template, name="import-template"),
    path("import/<int:import_id>/commit", commit, name="import-commit"),
    path("import/<int:import_id>/undo", undo, name="import-undo"),
    path("import/<int:import_id>/discard", discard, name="import-discard"),
    path("import/<int:import_id>/job", job, name="import-job"),
    path("import/<int:import_id>/pause", pause, name="import-pause"),
    path("import/<int:import_id>/resume", resume, name="import-resume"),
]
