"""Graph stores: one Protocol, one implementation of it over LadybugDB and Neo4j, and the seam for others."""
