"""The verbs of channels and imports as data; refuses none by itself, the matrix of access decides."""

VERBS = {
    "channels.view": "look at channels and listings",
    "channels.edit": "join and change channels, queue what they are told",
    "channels.take_over": "let channels listen only, take them over, step back",
    "channels.secrets": "enter the keys of channels",
    "imports.view": "look at imports and their rows",
    "imports.upload": "upload files, map columns, fix rows, answer questions",
    "imports.commit": "let rows into the books",
    "imports.undo": "take an import back",
}
