"""Addresses of Stock: list, moves, one item and what is done to it."""

from django.urls import path

from opsroom.interfaces.web.stock.acts import act
from opsroom.interfaces.web.stock.aliases import add, remove
from opsroom.interfaces.web.stock.approvals import approvals, decide
from opsroom.interfaces.web.stock.item import item
from opsroom.interfaces.web.stock.listing import stock_list
from opsroom.interfaces.web.stock.moves import move_list

urlpatterns = [
    path("stock", stock_list, name="stock"),
    path("stock/moves", move_list, name="stock-moves"),
    path("stock/approvals", approvals, name="stock-approvals"),
    path("stock/approvals/<int:approval_id>", decide, name="stock-approval"),
    path("stock/<int:sku_id>", item, name="stock-item"),
    path("stock/<int:sku_id>/alias", add, name="stock-alias"),
    path("stock/<int:sku_id>/alias/<int:alias_id>/remove", remove, name="stock-alias-remove"),
    path("stock/<int:sku_id>/<str:kind>", act, name="stock-act"),
]
