"""What each field of the tables of the catalog holds (P1); a field that is missing here fails the tests."""

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "catalog_product": table(
        public="handle title vendor product_type description_html tags image_url",
        internal="id company_id status created_at",
    ),
    "catalog_sku": table(
        public=("code title options weight_g length_mm width_mm height_mm hs_code origin_country image_url"),
        internal=(
            "id company_id product_id code_proposed kind tracked shippable is_kit active currency "
            "tax_class created_at"
        ),
        money="price cost",
    ),
    "catalog_skubarcode": table(
        public="code",
        internal="id company_id sku_id quantity",
    ),
    "catalog_skualias": table(
        internal="id company_id sku_id alias",
    ),
    "catalog_kitcomponent": table(
        internal="id kit_id component_id quantity",
    ),
}
