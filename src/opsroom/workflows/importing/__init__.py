"""The parts of an import: keep the upload, read it in a child, judge rows, plan products; no door of its own."""
