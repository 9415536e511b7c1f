"""Figure 2 of the paper for any store: instructions and responses as points of a plane, near where they are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemmata.schemas.errors import InputError, MissingExtraError
from stemmata.training.answers import Way, answers, own_responses
from stemmata.training.encoders import Encoder, Points
from stemmata.training.families import families
from stemmata.training.sampled import Sampled

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

KINDS = ("png", "svg", "pdf")
MOST = 1_500  # points of one colour

_FEWEST = 5
_INSTRUCTIONS = "Instructions"
_RESPONSES = "Responses"
# The paper's colours, which are told apart without red and green. What came first is grey, and small on top of others.
_STYLES: Mapping[str, tuple[str, str]] = {
    "original": ("#3d3d3d", "o"),
    "variant": ("#e07b1a", "^"),
    "Aug": ("#e07b1a", "^"),
    "Ref": ("#2a6fbb", "s"),
}
# What keeps the hour out of a picture, so that equal stores give equal files.
_UNDATED: Mapping[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
_WAYS: Mapping[str, Way] = {"Aug": "aug", "Ref": "ref"}
_ORDER = {
    _INSTRUCTIONS: ("original", "variant"),
    _RESPONSES: ("original", "Aug", "Ref"),
}


def checked(out: Path) -> str:
    """Return the kind of a picture by its ending.

    Raises:
        InputError: The ending is unknown.
        MissingExtraError: scikit-learn or matplotlib is not installed.
    """
    kind = out.suffix[1:].lower()
    if kind not in KINDS:
        raise InputError("is no picture that can be drawn", where=str(out), fix=f"end it with .{', .'.join(KINDS)}")
    try:
        import matplotlib  # noqa: F401
        import sklearn  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(f"a figure needs {error.name}", fix="pip install 'stemmata[plots]'") from None
    return kind


def figure(
    store: GraphStore, out: Path, encoder: Encoder, *, kind: str, seed: int = 0, most: int = MOST
) -> dict[str, int]:
    """Draw two panels, each a t-SNE of texts: instructions, original and varied; responses, original, Aug and Ref.

    Args:
        store: The store.
        out: The picture.
        encoder: Makes points of texts.
        kind: Of which kind the picture is, as `checked` has it.
        seed: Chooses among many texts, and where t-SNE begins.
        most: The most points of one colour.

    Returns:
        How many points there are of each colour.

    Raises:
        InputError: There is too little to draw.
    """
    texts = _texts(store, seed, most)
    panels = {}
    for panel, some in texts.items():
        if sum(map(len, some.values())) < _FEWEST:
            raise InputError(f"the store has too few {panel.lower()} for a figure", where=store.uri)
        panels[panel] = _flat(some, encoder, seed)
    _draw(panels, out, kind)
    return {f"{panel.lower()}, {name}": len(some) for panel, named in texts.items() for name, some in named.items()}


def _texts(store: GraphStore, seed: int, most: int) -> dict[str, dict[str, list[str]]]:
    kept = {panel: {name: Sampled(most, seed) for name in names} for panel, names in _ORDER.items()}
    for family in families(store):
        for key, graph in family.graphs.items():
            kept[_INSTRUCTIONS]["original" if key == family.id else "variant"].add(key, graph.text)
        for response in own_responses(family):
            kept[_RESPONSES]["original"].add(response.id, response.text)
        for name, way in _WAYS.items():
            for key, some in answers(family, way).items():
                for response in some if key != family.id else ():
                    kept[_RESPONSES][name].add(response.id, response.text)
    return {
        panel: {name: sampled.texts for name, sampled in named.items() if sampled.seen} for panel, named in kept.items()
    }


def _flat(texts: Mapping[str, Sequence[str]], encoder: Encoder, seed: int) -> dict[str, Points]:
    """Return the texts of one panel as points of a plane."""
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    points = encoder([text for some in texts.values() for text in some])
    perplexity = min(30.0, (len(points) - 1) / 3)
    # Each step is short: with more threads than free cores it took ten times as long, most of it waiting.
    with threadpool_limits(1):
        plane = TSNE(perplexity=perplexity, init="pca", random_state=seed, n_jobs=1).fit_transform(points)
    found: dict[str, Points] = {}
    start = 0
    for name, some in texts.items():
        found[name] = plane[start : start + len(some)]
        start += len(some)
    return found


def _draw(panels: Mapping[str, Mapping[str, Points]], out: Path, kind: str) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with matplotlib.rc_context({"svg.hashsalt": "stemmata", "font.size": 11, "svg.fonttype": "none"}):
        drawn, axes = pyplot.subplots(1, len(panels), figsize=(7 * len(panels), 6.2), layout="constrained")
        for axis, (panel, named) in zip(axes, panels.items(), strict=True):
            _panel(axis, panel, named)
        drawn.savefig(out, dpi=150, format=kind, metadata=_UNDATED[kind])
        pyplot.close(drawn)


def _panel(axis: Any, title: str, named: Mapping[str, Points]) -> None:
    total = sum(map(len, named.values()))
    size = max(6.0, min(36.0, 12_000 / max(1, total)))
    for name, points in named.items():
        colour, marker = _STYLES[name]
        first = name == "original"
        axis.scatter(
            points[:, 0], points[:, 1], s=size * (0.4 if first else 1), c=colour, marker=marker,
            label=f"{name} ({len(points)})", alpha=0.65, linewidths=0, zorder=3 if first else 2,
        )  # fmt: skip
    axis.set_title(f"{title} (t-SNE)")
    axis.set_xticks([])
    axis.set_yticks([])
    axis.set_aspect("equal", adjustable="datalim")
    axis.legend(loc="upper right", markerscale=max(1.0, (36 / size) ** 0.5), framealpha=0.9)
