"""A graph as a picture: SVG with no program or library, a page around it, and Graphviz's language."""

from __future__ import annotations

from stemmata.graphs.drawing_pages import to_dot as to_dot
from stemmata.graphs.drawing_pages import to_html as to_html
from stemmata.graphs.drawing_svg import to_svg as to_svg
