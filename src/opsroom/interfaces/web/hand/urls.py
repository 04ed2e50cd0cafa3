"""Addresses of orders taken by hand."""

from __future__ import annotations

from django.urls import path

from opsroom.interfaces.web.hand import acts, buyer, copying, goods, keeping, listing, quotes
from opsroom.interfaces.web.hand.page import draft_page

urlpatterns = [
    path("orders/new", buyer.new_order, name="orders-new"),
    path("orders/<int:order_id>/copy", copying.copy, name="order-copy"),
    path("orders/drafts", listing.draft_list, name="drafts"),
    path("orders/drafts/export", listing.export, name="drafts-export"),
    path("orders/drafts/<int:draft_id>", draft_page, name="draft"),
    path("orders/drafts/<int:draft_id>/find", goods.find, name="draft-find"),
    path("orders/drafts/<int:draft_id>/lines", goods.add, name="draft-add"),
    path("orders/drafts/<int:draft_id>/lines/<int:line_id>/price", goods.price, name="draft-price"),
    path("orders/drafts/<int:draft_id>/prices", goods.renew, name="draft-prices"),
    path("orders/drafts/<int:draft_id>/address", buyer.address, name="draft-address"),
    path("orders/drafts/<int:draft_id>/place", acts.place, name="draft-place"),
    path("orders/drafts/<int:draft_id>/keep", keeping.keep, name="draft-keep"),
    path("orders/drafts/<int:draft_id>/let-go", keeping.let_go, name="draft-let-go"),
    path("orders/drafts/<int:draft_id>/quote", quotes.quote, name="draft-quote"),
    path("orders/drafts/<int:draft_id>/quote/<int:revision>.pdf", quotes.paper, name="draft-paper"),
    path("orders/drafts/<int:draft_id>/renew", quotes.renew, name="draft-renew"),
    path("orders/drafts/<int:draft_id>/revise", quotes.revise, name="draft-revise"),
    path("orders/drafts/<int:draft_id>/withdraw", acts.withdraw, name="draft-withdraw"),
]
