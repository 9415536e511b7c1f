"""Graph stores: one Protocol, the embedded LadybugDB behind it, and the seam for others."""
