"""The graph itself: building, rendering back to text, diff, consistency, edits, exchange formats, drawing, stores."""
