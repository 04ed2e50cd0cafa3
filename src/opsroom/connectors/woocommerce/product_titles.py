"""WooCommerce's product titles as shops in other languages export them, as data; refuses one title for two fields."""

from __future__ import annotations

TRANSLATED: dict[str, tuple[str, ...]] = {
    "type": ("Typ", "Tipo", "Rodzaj"),
    "sku": ("Artikelnummer", "UGS", "COD", "REF", "Code SKU"),
    "barcode": (
        "GTIN, UPC, EAN oder ISBN", "GTIN, UPC, EAN ou ISBN", "GTIN, UPC, EAN o ISBN", "GTIN, UPC, EAN of ISBN",
        "GTIN, UPC, EAN lub ISBN",
    ),
    "title": ("Nom", "Nombre", "Naam", "Nome", "Nazwa"),
    "published": ("Veröffentlicht", "Publié", "Publicado", "Gepubliceerd", "Pubblicato", "Opublikowano"),
    "short_description": (
        "Kurzbeschreibung", "Description courte", "Descripción corta", "Korte beschrijving", "Breve descrizione",
        "Descrição curta", "Krótki opis",
    ),
    "body_html": ("Beschreibung", "Descripción", "Beschrijving", "Descrizione", "Descrição", "Opis"),
    "tax_status": (
        "Steuerstatus", "État de la TVA", "Estado del impuesto", "Btw status", "Belastingstatus",
        "Stato delle imposte", "Status do imposto", "Status podatku",
    ),
    "tax_class": (
        "Steuerklasse", "Classe de TVA", "Clase de impuesto", "Belastingklasse", "Aliquota di imposta",
        "Classe de imposto", "Klasa podatkowa",
    ),
    "in_stock": (
        "Vorrätig?", "En stock ?", "¿Existencias?", "¿En inventario?", "Op voorraad?", "In stock?", "Em estoque?",
        "W magazynie?",
    ),
    "quantity": ("Lager", "Bestand", "Inventario", "Voorraad", "Magazzino", "Estoque", "Zapasy"),
    "low_stock": (
        "Geringe Lagermenge", "Montant de stock faible", "Cantidad de bajo inventario", "Lage voorraad",
        "Quantità bassa in magazzino", "Quantidade baixa de estoque",
    ),
    "backorders": (
        "Lieferrückstande erlaubt?", "Lieferrückstände erlaubt?",
        "Autoriser les commandes de produits en rupture ?", "¿Permitir reservas de productos agotados?",
        "Nabestellingen toestaan?", "Abilita gli ordini arretrati?", "São permitidas encomendas?",
    ),
    "sale_price": (
        "Angebotspreis", "Tarif promo", "Prix promo", "Precio rebajado", "Actieprijs", "Aanbiedingsprijs",
        "Prezzo in offerta", "Preço promocional", "Cena promocyjna",
    ),
    "sale_from": (
        "Datum, an dem Angebotspreis beginnt", "Date de début de promo", "Día en que empieza el precio rebajado",
        "Datum actieprijs start", "Data di inizio prezzo in offerta",
    ),
    "sale_to": (
        "Datum, an dem Angebotspreis endet", "Date de fin de promo", "Día en que termina el precio rebajado",
        "Datum actieprijs einde", "Data di fine prezzo in offerta",
    ),
    "regular_price": (
        "Regulärer Preis", "Tarif régulier", "Prix régulier", "Precio normal", "Reguliere prijs",
        "Prezzo di listino", "Preço normal", "Preço", "Cena regularna", "Cena",
    ),
    "categories": ("Kategorien", "Catégories", "Categorías", "Categorieën", "Categorie", "Categorias", "Kategorie"),
    "tags": ("Schlagwörter", "Étiquettes", "Etiquetas", "Tag", "Tagi"),
    "brands": ("Marken", "Marques", "Marcas", "Merken", "Marchi", "Brand", "Marki"),
    "shipping_class": (
        "Versandklasse", "Classe d'expédition", "Classe de livraison", "Clase de envío", "Verzendklasse",
        "Classe di spedizione", "Classe de entrega", "Klasa wysyłkowa",
    ),
    "images": ("Bilder", "Imágenes", "Afbeeldingen", "Immagine", "Immagini", "Imagens", "Obrazki"),
    "parent": (
        "Übergeordnetes Produkt", "Übergeordnet", "Parente", "Superior", "Hoofd", "Genitore", "Ascendente",
        "Nadrzędny",
    ),
    "grouped": (
        "Gruppierte Produkte", "Produits groupés", "Groupe de produits", "Productos agrupados",
        "Gegroepeerde producten", "Prodotti raggruppati", "Grupo de produtos",
    ),
    "external_url": ("Externe URL", "URL externe", "URL externa", "URL esterno", "Zewnętrzny adres URL"),
    "position": ("Posición", "Positie", "Posizione", "Posição", "Pozycja"),
}  # fmt: skip
MEASURES: dict[str, tuple[str, ...]] = {
    "weight": ("Weight", "Gewicht", "Poids", "Peso", "Waga"),
    "length": ("Length", "Länge", "Longueur", "Longitud", "Lengte", "Lunghezza", "Comprimento", "Długość"),
    "width": (
        "Width",
        "Breite",
        "Largeur",
        "Anchura",
        "Ancho",
        "Breedte",
        "Larghezza",
        "Largura",
        "Szerokość",
    ),
    "height": ("Height", "Höhe", "Hauteur", "Altura", "Hoogte", "Altezza", "Wysokość"),
}
"""words before the unit in brackets"""
ATTRIBUTE_NAMES = (
    "Attribut {n} Name", "Nom de l'attribut {n}", "Nombre del atributo {n}", "Naam eigenschap {n}",
    "Naam kenmerk {n}", "Attribuut {n} naam", "Nome dell'attributo {n}", "Nome attributo {n}", "Nome do atributo {n}",
    "Nazwa atrybutu {n}",
)  # fmt: skip
ATTRIBUTE_VALUES = (
    "Attribut {n} Wert(e)", "Valeur(s) de l'attribut {n}", "Valor(es) del atributo {n}", "Waarde(n) eigenschap {n}",
    "Waarde(n) kenmerk {n}", "Attribuut {n} waarde(n)", "Valore dell'attributo {n}", "Valori dell'attributo {n}",
    "Valori attributo {n}", "Valor(es) do atributo {n}", "Valores do atributo {n}", "Wartości atrybutu {n}",
)  # fmt: skip
