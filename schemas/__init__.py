"""The vocabulary: what an instruction, a node, an edge, a constraint, an edit, a response and a record are."""
