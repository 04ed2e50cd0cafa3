"""Addresses of Orders."""

from django.urls import path

from opsroom.interfaces.web.orders.bulk import bulk, undo
from opsroom.interfaces.web.orders.listing import order_list

urlpatterns = [
    path("orders", order_list, name="orders"),
    path("orders/bulk", bulk, name="orders-bulk"),
    path("orders/undo/<str:token>", undo, name="orders-undo"),
]
