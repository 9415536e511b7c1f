"""Graphs that change: edit proposers, the gates that a variant must pass, and `vary` over both."""
