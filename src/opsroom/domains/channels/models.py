"""Tables of channels: joined shops, their raw inbox, listings, file imports and what is told back to them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from opsroom.domains.channels.states import IMPORT, OUTGOING
from opsroom.kernel.records.constraints import state_check


class Channel(models.Model):
    """One account at one shop, marketplace or till; `go_live_at` is the day it began to trade here."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    code = models.TextField()  # "northbay-shopify"
    prefix = models.TextField()  # "SH", begins every order number of this channel
    name = models.TextField()
    connector = models.TextField()  # folder name of the connector: "shopify", "woocommerce", "csv_files"
    currency = models.CharField(max_length=3)
    timezone = models.TextField(db_default="UTC")
    go_live_at = models.DateTimeField(null=True)
    prices_include_tax = models.BooleanField(db_default=True)
    fulfilled_by = models.TextField(db_default="us")
    invoice_issuer = models.TextField(db_default="us")
    tax_remitter = models.TextField(db_default="us")
    active = models.BooleanField(db_default=True)
    # Beside an old tool: orders come in and do nothing from the one moment until the other.
    listens_since = models.DateTimeField(null=True)
    taken_over_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="channels_channel_code_once"),
            models.UniqueConstraint(fields=["company", "prefix"], name="channels_channel_prefix_once"),
            models.CheckConstraint(
                condition=models.Q(invoice_issuer__in=["us", "channel"]), name="channels_channel_issuer_known"
            ),
            models.CheckConstraint(
                condition=models.Q(tax_remitter__in=["us", "channel"]), name="channels_channel_remitter_known"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_over_at__isnull=True) | models.Q(listens_since__isnull=False),
                name="channels_channel_listened_first",
            ),
        ]


class Listing(models.Model):
    """A variant as the channel knows it, and the SKU it sells; keyed by the channel's own ids."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    external_product = models.TextField()
    external_variant = models.TextField()
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, related_name="listings")
    title = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_product", "external_variant"], name="channels_listing_once"
            )
        ]


class Import(models.Model):
    """One file on its way in: uploaded, checked row by row, committed, and undone while untouched."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, null=True)
    site_id = models.BigIntegerField(null=True)  # the site a stock file counts; the warehouse stands above
    format = models.TextField()
    mode = models.TextField()  # history | live
    state = models.TextField(db_default="uploaded")
    file_name = models.TextField()
    file_sha256 = models.TextField()
    file_bytes = models.BigIntegerField()
    file_key = models.TextField()  # our own name in the upload folder
    encoding = models.TextField(db_default="")
    mapping = models.JSONField(db_default={})
    template = models.ForeignKey(
        "channels.ImportMapping", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answers = models.JSONField(db_default={})  # what a person decided: quantity meaning, aliases
    problems = models.JSONField(db_default=[])  # of the file as a whole
    counts = models.JSONField(db_default={})
    effects = models.JSONField(db_default={})
    job_id = models.BigIntegerField(null=True)
    created_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_check(IMPORT, "state", "channels_import_state_known"),
            models.CheckConstraint(
                condition=models.Q(mode__in=["history", "live"]), name="channels_import_mode_known"
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="channels_import_latest")]


class ImportRow(models.Model):
    """One record of a file as staged: what it said, what is wrong, what it became, what it was before."""

    id = models.BigAutoField(primary_key=True)
    imported_in = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.IntegerField()  # record number, the resume point
    first_row = models.IntegerField()  # line in the file, for people
    row_numbers = models.JSONField(db_default=[])  # every line of the record
    kind = models.TextField()  # product | order | stock
    natural_key = models.TextField(db_default="")
    raw = models.JSONField(db_default={})
    value = models.JSONField(null=True)  # the port dataclass as JSON; null while an error stands
    problems = models.JSONField(db_default=[])
    verdict = models.TextField(
        db_default="ready"
    )  # error | question | ready | imported | skipped | undone | kept
    effect = models.TextField(db_default="")  # new | changed | same
    result_kind = models.TextField(db_default="")
    result_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    note = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported_in", "number"], name="channels_importrow_once"),
            models.CheckConstraint(
                condition=models.Q(
                    verdict__in=["error", "question", "ready", "imported", "skipped", "undone", "kept"]
                ),
                name="channels_importrow_verdict_known",
            ),
        ]
        indexes = [
            models.Index(fields=["imported_in", "verdict", "number"], name="channels_importrow_verdict"),
            models.Index(fields=["result_kind", "result_id"], name="channels_importrow_result"),
        ]


class HistoryLine(models.Model):
    """One line of an old order history as it stood in its file, and the rule that says what it is; never edited."""

    # An import is never deleted, and to ask for it again with each of a million lines costs as much as to write them.
    imported_in = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="history_lines", db_constraint=False, db_index=False
    )
    number = models.IntegerField()  # record number, the resume point
    row = models.IntegerField()  # line in the file, for people
    document = models.TextField()
    code = models.TextField()
    title = models.TextField()
    quantity = models.IntegerField()
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)
    placed_at = models.DateTimeField()
    customer = models.TextField()  # the old tool's number of the buyer, never a name
    country = models.TextField()
    rule = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported_in", "number"], name="channels_historyline_once")
        ]
        indexes = [models.Index(fields=["imported_in", "rule", "number"], name="channels_historyline_rule")]


class HistoryDocument(models.Model):
    """A document of such a file: what its lines are together, and the order it became."""

    imported_in = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="history_documents", db_index=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    document = models.TextField()
    content_md5 = models.TextField()  # of its lines: the same document again changes nothing
    placed_at = models.DateTimeField()
    customer = models.TextField()
    country = models.TextField()
    sells = models.BooleanField()  # holds a line that becomes one of an order
    line_count = models.IntegerField()
    first_number = models.IntegerField()  # of its lines, which nearly always stand together
    last_number = models.IntegerField()
    effect = models.TextField()  # new | changed | same
    # ready | waiting (a line of it needs a person) | imported | kept | undone
    verdict = models.TextField(db_default="ready")
    order_id = models.BigIntegerField(null=True)  # orders stand above channels
    note = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported_in", "document"], name="channels_historydocument_once"),
            models.CheckConstraint(
                condition=models.Q(effect__in=["new", "changed", "same"])
                & models.Q(verdict__in=["ready", "waiting", "imported", "kept", "undone"]),
                name="channels_historydocument_known",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "document"], name="channels_historydocument_again"),
            models.Index(fields=["imported_in", "verdict", "id"], name="channels_historydocument_next"),
        ]


class HistoryPair(models.Model):
    """Pieces of a sale that a later line took back, by line numbers of their imports."""

    imported_in = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="history_pairs", db_index=False
    )
    number = models.IntegerField()  # the cancellation's line
    sale_import_id = models.BigIntegerField()
    sale_number = models.IntegerField()
    quantity = models.IntegerField()
    rule = models.TextField()  # cancelled | returned
    applied = models.BooleanField(db_default=False)  # the order line of the sale was told

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["imported_in", "number", "sale_import_id", "sale_number"],
                name="channels_historypair_once",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) & models.Q(rule__in=["cancelled", "returned"]),
                name="channels_historypair_known",
            ),
        ]
        indexes = [models.Index(fields=["sale_import_id", "sale_number"], name="channels_historypair_sale")]


class ImportMapping(models.Model):
    """A mapping template: which column means which field, how such a file is written, what words in it mean."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    name = models.TextField()
    format = models.TextField()
    titles = models.JSONField(db_default=[])  # every column of the file it was made from
    mapping = models.JSONField()  # field -> title
    reading = models.JSONField(db_default={})  # encoding, delimiter, ...: what was told and not recognised
    words = models.JSONField(db_default={})  # field -> plain word of the file -> what it is read as
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    last_used_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="channels_importmapping_once")
        ]


class RawMessage(models.Model):
    """What an outside system sent, stored before anything is done with it; unique per delivery."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    delivery_key = models.TextField()
    topic = models.TextField()
    body = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "delivery_key"], name="channels_rawmessage_once")
        ]


class Outgoing(models.Model):
    """What a channel is to be told, once: a shipment with its tracking. Ids only, no person."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    key = models.TextField()
    kind = models.TextField()  # shipment | cancellation
    state = models.TextField(db_default="queued")
    payload = models.JSONField(db_default={})
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    note = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="channels_outgoing_once"),
            state_check(OUTGOING, "state", "channels_outgoing_state_known"),
        ]


class Comparison(models.Model):
    """What a channel said at one moment that it can still sell, to prove that we say the same; moves no stock."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    file_name = models.TextField()
    as_of = models.DateTimeField()  # orders placed later had not lowered the figures yet
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["channel", "-id"], name="channels_comparison_latest")]


class ToldFigure(models.Model):
    """One row of such a file. `sku` null: a code we do not know. `figure` null: the channel does not track it."""

    comparison = models.ForeignKey(
        Comparison, on_delete=models.CASCADE, related_name="figures", db_index=False
    )
    row = models.IntegerField()  # line in the file, for people
    code = models.TextField()
    title = models.TextField()
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, null=True, related_name="+")
    figure = models.IntegerField(null=True)  # a channel that oversold tells less than 0

    class Meta:
        indexes = [models.Index(fields=["comparison", "sku"], name="channels_toldfigure_sku")]


class ParallelDay(models.Model):
    """One comparison of a channel with the old tool's export, for one day; the newest of a day and kind counts."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    about = models.TextField()  # orders | stock
    day = models.DateField()
    file_name = models.TextField()
    compared = models.IntegerField()  # orders or SKUs that stand on both sides or on one
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about__in=["orders", "stock"]), name="channels_parallelday_about_known"
            )
        ]
        indexes = [models.Index(fields=["channel", "-day", "-id"], name="channels_parallelday_latest")]


class Difference(models.Model):
    """What the old tool and we say differently of one order or SKU. `fingerprint`: of what both say."""

    parallel_day = models.ForeignKey(
        ParallelDay, on_delete=models.CASCADE, related_name="differences", db_index=False
    )
    kind = models.TextField()  # only_there | only_here | total | lines | state | stock | stock_unknown
    key = models.TextField()  # the order's number, or the SKU's code
    rows = models.JSONField(db_default=[])  # lines of the old tool's file
    told = models.JSONField(
        null=True
    )  # what the old tool says: totals, states, pieces by code; never a person
    ours = models.JSONField(null=True)
    order_id = models.BigIntegerField(null=True)  # orders stand above channels
    sku = models.ForeignKey("catalog.Sku", on_delete=models.PROTECT, null=True, related_name="+")
    fingerprint = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["parallel_day", "kind", "id"], name="channels_difference_list")]


class Explanation(models.Model):
    """Why a difference is none to worry about; it holds as long as both sides say the same, day after day."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, db_index=False)
    fingerprint = models.TextField()
    reason = models.TextField()  # chosen, not typed
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "fingerprint"], name="channels_explanation_once")
        ]
