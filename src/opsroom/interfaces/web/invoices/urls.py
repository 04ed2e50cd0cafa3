"""Addresses of invoices; they are what Money shows until payouts and budgets have their pages."""

from django.urls import path

from opsroom.interfaces.web.invoices import views
from opsroom.interfaces.web.invoices.export import invoices_export
from opsroom.interfaces.web.invoices.opening import opening_list
from opsroom.interfaces.web.invoices.owed import owed_export, owed_list, owed_payment

urlpatterns = [
    path("money/export", invoices_export, name="money-export"),
    path("money", views.invoice_list, name="money"),
    path("money/opening", opening_list, name="opening-balances"),
    path("money/owed", owed_list, name="owed"),
    path("money/owed/export", owed_export, name="owed-export"),
    path("money/owed/<int:receivable_id>", owed_payment, name="owed-payment"),
    path("money/invoices/<int:invoice_id>", views.invoice_page, name="invoice"),
    path("invoices/<int:invoice_id>/pdf", views.invoice_pdf, name="invoice-pdf"),
    path("credit-notes/<int:credit_note_id>/pdf", views.credit_note_pdf, name="credit-note-pdf"),
]
