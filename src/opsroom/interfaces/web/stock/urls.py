"""Addresses of Stock: list, moves, suppliers, one item and what is done to it."""

from django.urls import path

from opsroom.interfaces.web.stock.acts import act
from opsroom.interfaces.web.stock.aliases import add, remove
from opsroom.interfaces.web.stock.approvals import approvals, decide
from opsroom.interfaces.web.stock.bins import bin_list, bins_export
from opsroom.interfaces.web.stock.details import barcode_add, barcode_remove, details, undo_details
from opsroom.interfaces.web.stock.exports import moves_export, stock_export, suppliers_export
from opsroom.interfaces.web.stock.item import item
from opsroom.interfaces.web.stock.listing import stock_list
from opsroom.interfaces.web.stock.moves import move_list
from opsroom.interfaces.web.stock.purchase import (
    purchase_close,
    purchase_expected,
    purchase_page,
    purchase_reopen,
)
from opsroom.interfaces.web.stock.purchases import purchase_list, purchases_export
from opsroom.interfaces.web.stock.suppliers import (
    supplier_erase,
    supplier_form,
    supplier_list,
    supplier_page,
)

urlpatterns = [
    path("stock", stock_list, name="stock"),
    path("stock/export", stock_export, name="stock-export"),
    path("stock/bins", bin_list, name="stock-bins"),
    path("stock/bins/export", bins_export, name="stock-bins-export"),
    path("stock/moves/export", moves_export, name="stock-moves-export"),
    path("stock/suppliers/export", suppliers_export, name="suppliers-export"),
    path("stock/moves", move_list, name="stock-moves"),
    path("stock/approvals", approvals, name="stock-approvals"),
    path("stock/approvals/<int:approval_id>", decide, name="stock-approval"),
    path("stock/suppliers", supplier_list, name="suppliers"),
    path("stock/suppliers/new", supplier_form, name="supplier-new"),
    path("stock/suppliers/<int:supplier_id>", supplier_page, name="supplier"),
    path("stock/suppliers/<int:supplier_id>/edit", supplier_form, name="supplier-edit"),
    path("stock/suppliers/<int:supplier_id>/erase-contact", supplier_erase, name="supplier-erase"),
    path("stock/purchases", purchase_list, name="purchases"),
    path("stock/purchases/export", purchases_export, name="purchases-export"),
    path("stock/purchases/<int:order_id>", purchase_page, name="purchase"),
    path("stock/purchases/<int:order_id>/expected", purchase_expected, name="purchase-expected"),
    path("stock/purchases/<int:order_id>/close", purchase_close, name="purchase-close"),
    path("stock/purchases/<int:order_id>/reopen", purchase_reopen, name="purchase-reopen"),
    path("stock/<int:sku_id>", item, name="stock-item"),
    path("stock/<int:sku_id>/alias", add, name="stock-alias"),
    path("stock/<int:sku_id>/alias/<int:alias_id>/remove", remove, name="stock-alias-remove"),
    path("stock/<int:sku_id>/details", details, name="stock-details"),
    path("stock/<int:sku_id>/details/undo", undo_details, name="stock-details-undo"),
    path("stock/<int:sku_id>/barcode", barcode_add, name="stock-barcode"),
    path("stock/<int:sku_id>/barcode/remove", barcode_remove, name="stock-barcode-remove"),
    path("stock/<int:sku_id>/<str:kind>", act, name="stock-act"),
]
