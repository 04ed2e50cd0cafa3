"""The kinds of event channels write beside changes of state; refuses names and messages: ids only."""

CHANNEL = "channels.channel"
IMPORT = "channels.import"
OUTGOING = "channels.outgoing"

CHANNEL_CREATED = "channels.channel.created"
CHANNEL_CHANGED = "channels.channel.changed"
COMPARED = "channels.channel.compared"
IMPORT_ANSWERED = "channels.import.answered"
IMPORT_ROW_FIXED = "channels.import.row_fixed"
IMPORT_FLAGS_ACCEPTED = "channels.import.flags_accepted"
