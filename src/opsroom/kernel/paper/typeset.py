"""Sets a PDF from one of our own templates and data; data never becomes source, nothing comes from the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any


def typeset(template: Path, data: Mapping[str, Any], at: datetime | None = None) -> bytes:
    """The PDF. `data` reaches the template as JSON text in `sys.inputs.data`; `at` is the document's own time stamp.

    The template may read its own folder and nothing else; packages are looked for in that folder, so an import of one
    from elsewhere fails instead of asking a server.
    """
    import typst  # lazy: heavy

    folder = template.parent
    found: bytes = typst.compile(
        str(template),
        root=str(folder),
        format="pdf",
        sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False)},
        package_path=str(folder),
        package_cache_path=str(folder),
        timestamp=at,
    )
    return found
