"""Named queries: questions about a store, each in a `.cypher` file with a header that says what it answers."""
