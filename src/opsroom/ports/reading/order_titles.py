"""More titles of order exports: marketplaces, other languages, and weak ones; refuses one title for two fields."""

from __future__ import annotations

MORE: dict[str, tuple[str, ...]] = {
    "order_number": (
        "Order name", "Amazon order id", "Bestell-Nr", "Bestellnr", "Auftragsnummer", "Auftrags-Nr", "Auftragsnr",
        "Auftrag", "Bestellung", "Belegnummer", "Numéro de commande", "N° de commande", "N° commande", "Commande",
        "Número de pedido", "Nº de pedido", "Pedido", "Bestelnummer", "Ordernummer", "Numero ordine",
        "Numero d'ordine", "Ordine",
    ),
    "placed_at": (
        "Order time", "Date created", "Date de création", "Sale date", "Date sold", "Order created", "Auftragsdatum",
        "Bestellt am", "Date de commande", "Date de la commande", "Fecha de pedido", "Fecha del pedido", "Fecha",
        "Besteldatum", "Orderdatum", "Data ordine", "Data dell'ordine", "Data",
    ),
    "currency": ("Devise", "Moneda", "Valuta"),
    "sku": (
        "Custom label", "Custom label (SKU)", "Seller SKU", "Merchant SKU", "Product SKU", "Artikel-Nr", "Artikelnr",
        "Art.-Nr", "Référence", "Référence produit", "UGS", "Referencia", "Artikelcode", "Codice articolo", "Codice",
    ),
    "title": (
        "Article name", "Bezeichnung", "Artikelbezeichnung", "Artikelname", "Produktname", "Produkt", "Produit",
        "Nom du produit", "Désignation", "Producto", "Nombre del producto", "Artículo", "Productnaam", "Prodotto",
        "Nome prodotto",
    ),
    "variant": ("Lineitem variant", "Variations", "Variation details", "Variante"),
    "quantity": (
        "Qty ordered", "Quantity purchased", "Quantity sold", "Stückzahl", "Quantité", "Qté", "Cantidad", "Aantal",
        "Quantità",
    ),
    "unit_price": (
        "Sold for", "Item cost", "Stückpreis", "VK-Preis", "Verkaufspreis", "Prix unitaire", "Prix",
        "Precio unitario", "Precio", "Stukprijs", "Prijs", "Prezzo unitario", "Prezzo",
    ),
    "line_total": ("Positionsbetrag", "Zeilensumme", "Total ligne", "Total línea"),
    "tax_rate": ("MwSt %", "MwSt-Satz", "Steuersatz", "USt", "Taux de TVA", "Taux TVA", "Tipo de IVA"),
    "shipping": (
        "Invoice shipping", "Shipping rate", "Shipping cost (inc tax)", "Order shipping", "Shipping and handling",
        "Shipping fee", "Shipping total", "Postage and packaging", "Versand", "Porto", "Frais de port",
        "Frais de livraison", "Gastos de envío", "Verzendkosten", "Spese di spedizione",
    ),
    "discount": ("Discount total", "Remise", "Descuento", "Korting", "Sconto"),
    "discount_code": ("Gutschein", "Gutscheincode", "Code promo", "Cupón"),
    "tax": (
        "Order sales tax", "Sales tax", "Tax total", "MwSt-Betrag", "Mehrwertsteuer", "Umsatzsteuer", "TVA", "IVA",
        "BTW",
    ),
    "subtotal": ("Subtotal (inc tax)", "Zwischensumme", "Sous-total", "Subtotaal", "Subtotale"),
    "total": (
        "Grand total (Purchased)", "Grand total (Base)", "Invoice amount", "Order total (inc tax)",
        "Order total amount", "Total amount", "Total paid", "Gesamtbetrag", "Gesamtsumme", "Gesamtpreis",
        "Rechnungsbetrag", "Endbetrag", "Total TTC", "Montant total", "Importe total", "Importe", "Totaal", "Totale",
    ),
    "email": (
        "Contact email", "E-mail address", "Buyer e-mail", "E-Mail-Adresse", "Courriel", "Adresse e-mail",
        "Correo electrónico", "E-mailadres",
    ),
    "customer_name": (
        "Full name", "Customer full name", "Kundenname", "Name des Kunden", "Nom du client", "Client", "Nom",
        "Nombre del cliente", "Cliente", "Klantnaam", "Klant", "Nome cliente",
    ),
    "first_name": ("Customer first name", "Vorname", "Prénom", "Voornaam"),
    "last_name": (
        "Customer last name", "Surname", "Nachname", "Nom de famille", "Apellidos", "Achternaam", "Cognome",
    ),
    "phone": ("Téléphone", "Teléfono", "Telefoon", "Telefono", "Buyer phone number"),
    "line1": ("Adresse", "Anschrift", "Adresse 1", "Rue", "Dirección", "Adres", "Straat", "Indirizzo", "Street 1"),
    "line2": ("Adresszusatz", "Adresse 2", "Complément d'adresse", "Street 2"),
    "postcode": ("Postleitzahl", "Code postal", "Código postal", "CAP"),
    "city": ("Wohnort", "Ville", "Ciudad", "Localidad", "Plaats", "Città"),
    "region": ("Bundesland", "Provincia", "Région", "Provincie"),
    "country": ("Pays", "País", "Paese"),
    "payment": ("Zahlungsstatus", "Statut du paiement", "Estado del pago", "Betaalstatus"),
    "payment_method": (
        "Payment name", "Payment method title", "Zahlungsmethode", "Zahlungsweise", "Mode de paiement",
        "Moyen de paiement", "Forma de pago", "Método de pago", "Betaalmethode", "Betaalwijze",
        "Metodo di pagamento",
    ),
    "paid_at": ("Paid on date", "Paid on", "Payments date", "Payment date", "Bezahlt am", "Zahlungsdatum"),
    "delivery_method": (
        "Dispatch name", "Ship method", "Ship service level", "Versandmethode", "Mode de livraison",
        "Método de envío", "Verzendmethode",
    ),
    "ship_by": ("Promise date", "Versand bis"),
    "deliver_by": ("Lieferdatum", "Liefertermin", "Date de livraison", "Fecha de entrega"),
    "shipped_status": (
        "Bestellstatus", "Auftragsstatus", "Versandstatus", "Statut", "Statut de la commande", "Estado",
        "Estado del pedido", "Stato",
    ),
    "shipped_at": ("Date shipped", "Shipped on date", "Shipped on", "Versanddatum", "Versendet am"),
    "tracking": ("Sendungsnummer", "Numéro de suivi", "Número de seguimiento"),
    "note": (
        "Note from customer", "Private notes", "Buyer note", "Customer message", "Anmerkung", "Kommentar",
        "Kundenkommentar", "Commentaire", "Notas",
    ),
    "source": ("Verkaufskanal", "Canal"),
    "refunded": ("Amount refunded", "Remboursé", "Reembolsado"),
    "personalisation": ("Custom text",),
}  # fmt: skip
WEAK: dict[str, tuple[str, ...]] = {
    "order_number": ("Name", "Reference", "Number"),
    "sku": ("Item number", "Item no", "Code"),
}
"""titles that may mean this, looked at after all others"""
