"""The records tables as a Django app; at start-up it proves every state machine in use and refuses an unsound one."""

from django.apps import AppConfig

from opsroom.kernel.records.constraints import prove_machines


class Config(AppConfig):
    name = "opsroom.kernel.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        prove_machines()
