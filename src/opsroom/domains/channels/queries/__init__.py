"""Reads of channels: accounts, listings, imports and their rows; refuses rows of other companies."""

from __future__ import annotations

from opsroom.domains.channels.queries.accounts import (
    ChannelFacts,
    channel,
    channel_by_code,
    channels_of,
    listed_skus,
    listings_of,
    prefixes_of,
    skus_by_variant,
)
from opsroom.domains.channels.queries.imports import (
    ImportFacts,
    Mapping,
    RowFacts,
    chunk_of_rows,
    count_rows,
    find_same_file,
    import_of,
    imports_of,
    kept_rows,
    last_number,
    lock_import,
    mappings_of,
    row_of,
    row_page,
    rows_after,
    rows_before,
    tab_counts,
)
from opsroom.domains.channels.queries.outbox import OutgoingFacts, outgoing_of, raw_unprocessed

__all__ = [
    "ChannelFacts",
    "ImportFacts",
    "Mapping",
    "OutgoingFacts",
    "RowFacts",
    "channel",
    "channel_by_code",
    "channels_of",
    "chunk_of_rows",
    "count_rows",
    "find_same_file",
    "import_of",
    "imports_of", "kept_rows",
    "last_number",
    "listed_skus",
    "listings_of",
    "lock_import",
    "mappings_of",
    "outgoing_of",
    "prefixes_of",
    "raw_unprocessed",
    "row_of",
    "row_page",
    "rows_after", "rows_before",
    "skus_by_variant",
    "tab_counts",
]  # fmt: skip
