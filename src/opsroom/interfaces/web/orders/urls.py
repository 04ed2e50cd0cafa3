"""Addresses of Orders: the list with its acts, the past year, one order with its acts, repairs."""

from django.urls import path

from opsroom.interfaces.web.orders import credit, desk, repair, ruled, views
from opsroom.interfaces.web.orders.bulk import bulk, undo
from opsroom.interfaces.web.orders.export import export
from opsroom.interfaces.web.orders.export_lines import export_lines
from opsroom.interfaces.web.orders.listing import order_list
from opsroom.interfaces.web.orders.page import order_page
from opsroom.interfaces.web.orders.year import year_page

urlpatterns = [
    path("orders", order_list, name="orders"),
    path("orders/year", year_page, name="orders-year"),
    path("orders/bulk", bulk, name="orders-bulk"),
    path("orders/undo/<str:token>", undo, name="orders-undo"),
    path("orders/fix-addresses", repair.fix_addresses, name="orders-fix-addresses"),
    path("orders/match-skus", repair.match_all, name="orders-match-skus"),
    path("orders/export", export, name="orders-export"),
    path("orders/lines/export", export_lines, name="orders-lines-export"),
    path("orders/views", views.views, name="orders-views"),
    path("orders/views/<int:view_id>/delete", views.remove, name="orders-view-delete"),
    path("orders/<int:order_id>", order_page, name="order"),
    path("orders/<int:order_id>/act", desk.act, name="order-act"),
    path("orders/<int:order_id>/hold", desk.hold, name="order-hold"),
    path("orders/<int:order_id>/release-hold", desk.unhold, name="order-release-hold"),
    path("orders/<int:order_id>/credit", credit.credit, name="order-credit"),
    path("orders/<int:order_id>/payment", credit.payment, name="order-payment"),
    path("orders/<int:order_id>/note", desk.note, name="order-note"),
    path("orders/<int:order_id>/tag", desk.tag, name="order-tag"),
    path("orders/<int:order_id>/cancel", desk.cancel, name="order-cancel"),
    path("orders/<int:order_id>/address", repair.address, name="order-address"),
    path("orders/<int:order_id>/rules", ruled.why, name="order-rules"),
    path("orders/<int:order_id>/match", repair.match, name="order-match"),
]
