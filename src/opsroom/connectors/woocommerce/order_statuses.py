"""What WooCommerce's order statuses are called in other languages, as data; refuses one word for two statuses."""

from __future__ import annotations

from opsroom.ports.reading.mapping import plain

STATUSES: dict[str, str] = {
    plain(word): status
    for status, words in {
        "pending": (
            "pending payment", "Zahlung ausstehend", "Ausstehende Zahlung", "En attente de paiement",
            "Attente paiement", "Pendiente de pago", "Wachtend op betaling", "In afwachting van betaling",
            "In attesa di pagamento",
        ),
        "processing": (
            "In Bearbeitung", "En cours", "En cours de traitement", "Procesando", "En proceso", "In behandeling",
            "Bezig met verwerken", "Verwerken", "In lavorazione",
        ),
        "on-hold": (
            "In Wartestellung", "Wartend", "En attente", "En espera", "In de wacht", "In wacht", "In sospeso",
            "Sospeso", "In attesa",
        ),
        "completed": (
            "Abgeschlossen", "Fertiggestellt", "Terminée", "Terminé", "Completado", "Completada", "Afgerond",
            "Voltooid", "Completato", "Completata",
        ),
        "cancelled": (
            "canceled", "Storniert", "Annulée", "Annulé", "Cancelado", "Cancelada", "Geannuleerd", "Annullato",
            "Annullata", "Cancellato",
        ),
        "refunded": (
            "Rückerstattet", "Erstattet", "Remboursée", "Remboursé", "Reembolsado", "Reembolsada", "Terugbetaald",
            "Rimborsato", "Rimborsata",
        ),
        "failed": ("Fehlgeschlagen", "Échouée", "Échoué", "Échec", "Fallido", "Fallida", "Mislukt", "Fallito"),
        "checkout-draft": ("draft", "Entwurf", "Brouillon", "Borrador", "Concept", "Bozza"),
    }.items()
    for word in words
}  # fmt: skip
"""by the word as plain() leaves it"""
