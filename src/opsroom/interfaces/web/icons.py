"""The icons pages may use, by Lucide name; refuses a name that is not in the sprite."""

from __future__ import annotations

# Add a name here before using it: the sprite holds these and nothing else, the icon tag refuses any other.
ICONS: frozenset[str] = frozenset(
    {
        "activity", "archive", "arrow-down", "at-sign", "arrow-left", "arrow-right", "arrow-up", "arrow-up-down",
        "ban", "banknote", "barcode", "bell", "book-open", "box", "boxes", "building-2", "calendar",
        "camera", "chart-line", "check", "check-check", "chevron-down", "chevron-left", "chevron-right",
        "chevron-up", "circle-alert", "circle-check", "circle-minus", "circle-pause", "circle-play",
        "circle-plus", "circle-question-mark", "circle-x", "clipboard-check", "clipboard-list", "clock",
        "command", "copy", "corner-down-left", "credit-card", "database", "download", "ellipsis",
        "external-link", "eye", "eye-off", "file-down", "file-text", "file-up", "fingerprint-pattern", "flag",
        "folder", "funnel", "gauge", "gift", "git-compare", "globe", "grid-2x2", "hand", "hard-drive",
        "hash", "heart-pulse", "history", "house", "inbox", "info", "key", "key-round", "keyboard",
        "layers", "link", "list", "list-checks", "loader", "lock", "lock-open", "log-in", "log-out", "mail",
        "map-pin", "maximize", "menu", "message-square", "minus", "moon", "move", "package",
        "package-check", "package-open", "package-plus", "package-search", "package-x", "pause", "pencil",
        "percent", "phone", "play", "plug", "plus", "printer", "receipt", "refresh-cw", "rotate-ccw",
        "route", "save", "scale", "scan-barcode", "scan-line", "search", "send", "settings", "shield",
        "shield-check", "shopping-cart", "sliders-horizontal", "smartphone", "sparkles", "split",
        "square-check", "store", "sun", "sun-moon", "tag", "tags", "timer", "trash-2", "trending-down",
        "trending-up", "triangle-alert", "truck", "undo-2", "upload", "user-plus", "user-round",
        "user-round-check", "users", "volume-2", "wallet", "warehouse", "wifi", "wifi-off", "wrench", "x",
        "zap",
    }
)  # fmt: skip


def known(name: str) -> str:
    """The name itself; raises LookupError with the way out when the sprite does not hold it."""
    if name not in ICONS:
        raise LookupError(f"Icon {name!r} is not in the sprite. Add it to interfaces/web/icons.py.")
    return name
