"""Addresses of Customers: the list, one buyer, their terms, erasure."""

from django.urls import path

from opsroom.interfaces.web.customers.erasure import ask, decide, erase, erasures
from opsroom.interfaces.web.customers.export import customers_export
from opsroom.interfaces.web.customers.terms import terms
from opsroom.interfaces.web.customers.views import customer_list, customer_page

urlpatterns = [
    path("customers", customer_list, name="customers"),
    path("customers/export", customers_export, name="customers-export"),
    path("customers/erasures", erasures, name="customers-erasures"),
    path("customers/erasures/<int:approval_id>/decide", decide, name="customers-erasure-decide"),
    path("customers/<int:customer_id>", customer_page, name="customer"),
    path("customers/<int:customer_id>/ask-erasure", ask, name="customer-ask-erasure"),
    path("customers/<int:customer_id>/terms", terms, name="customer-terms"),
    path("customers/<int:customer_id>/erase", erase, name="customer-erase"),
]
