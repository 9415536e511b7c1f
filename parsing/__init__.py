"""Text to graph: blocks and sentences, clauses and their kinds, constraint families, a first semantic layer."""
