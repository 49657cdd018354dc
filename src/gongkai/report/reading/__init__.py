"""A file → Document (paragraphs and grids, each with its place) → Report."""
