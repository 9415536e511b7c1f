"""A trained pipeline in a folder: weights as safetensors, all else as JSON and text; nothing is ever unpickled.

The files: `config.cfg` (the components), `weights.safetensors` (16-bit weights, word vectors as bytes), `words.txt`
(the vectors' words), `components.json` (labels and sizes), `lemmas.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stemmata.parsing.english.lemmas import Lemmas
from stemmata.parsing.english.pipeline import build
from stemmata.parsing.english.tensors import read_tensors, write_tensors
from stemmata.parsing.english.vectors import put, squeeze, widen
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language


def pack(nlp: Language, lemmas: Lemmas, words: list[str], folder: Path) -> None:
    """Write a trained pipeline into a folder. Weights lose half of their bits.

    Args:
        nlp: The pipeline.
        lemmas: What its lemmatizer knows.
        words: The words of its vectors, in the order of their rows.
        folder: Is made where it is not there.
    """
    import numpy as np
    from thinc.api import Config

    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {}
    components: dict[str, dict[str, Any]] = {}
    pipe: Any
    for name, pipe in nlp.pipeline:
        if hasattr(pipe, "model"):
            sizes = []
            for number, node in enumerate(pipe.model.walk()):
                sizes.append({dim: node.get_dim(dim) for dim in node.dim_names if node.has_dim(dim)})
                for parameter in node.param_names:
                    array = node.ops.to_numpy(node.get_param(parameter))
                    arrays[f"{name}.{number}.{parameter}"] = array.astype(np.float16)
            components[name] = {"cfg": dict(pipe.cfg), "sizes": sizes}
        if name == "parser":
            components[name]["moves"] = pipe.moves.labels
    if words:
        table, scale = squeeze(np.asarray(nlp.vocab.vectors.data[: len(words)], dtype=np.float32))
        arrays |= {"vectors.table": table, "vectors.scale": scale}
    write_tensors(folder / "weights.safetensors", arrays, {"format": "stemmata/english", "version": "1"})
    Config({section: nlp.config[section] for section in ("nlp", "components")}).to_disk(folder / "config.cfg")
    (folder / "words.txt").write_text("".join(word + "\n" for word in words), encoding="utf-8", newline="\n")
    _write_json(folder / "components.json", components)
    _write_json(folder / "lemmas.json", {"irregular": lemmas.irregular, "endings": lemmas.endings})


def unpack(folder: Path) -> Language:
    """Read a pipeline that `pack` wrote.

    Raises:
        InputError: A file is missing or does not fit the others.
    """
    import numpy as np
    from thinc.api import use_ops

    arrays = read_tensors(folder / "weights.safetensors")
    try:
        components = json.loads((folder / "components.json").read_text(encoding="utf-8"))
        known = json.loads((folder / "lemmas.json").read_text(encoding="utf-8"))
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")[:-1]
        with use_ops("numpy"):  # its products do not depend on what else is in a batch, and so no result does
            nlp = build(folder / "config.cfg")
        if len(words) != len(arrays.get("vectors.table", ())):
            raise ValueError("there is not a vector for each word")
        if words:
            put(nlp.vocab, words, widen(arrays["vectors.table"], arrays["vectors.scale"]))
        pipe: Any
        for name, pipe in nlp.pipeline:
            if name == "lemmatizer":
                pipe.use(Lemmas(known["irregular"], known["endings"]))
                continue
            pipe.cfg.update(components[name]["cfg"])
            if name == "parser":
                pipe.moves.initialize_actions(components[name]["moves"])
            for label in getattr(pipe, "labels", ()):
                nlp.vocab.strings.add(label)
                if name == "morphologizer":
                    nlp.vocab.morphology.add(label)
                    nlp.vocab.morphology.add(pipe.cfg["labels_morph"][label])
            for number, (node, sizes) in enumerate(zip(pipe.model.walk(), components[name]["sizes"], strict=True)):
                for dim, size in sizes.items():
                    node.set_dim(dim, size, force=True)
                for parameter in node.param_names:
                    node.set_param(parameter, arrays[f"{name}.{number}.{parameter}"].astype(np.float32))
    except (OSError, AttributeError, KeyError, ValueError, TypeError) as error:
        raise InputError("the pipeline cannot be read", where=str(folder), fix="reinstall or train it again") from error
    return nlp


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=0)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
