"""The rooms keep their order, each subpackage ships, and the heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("schemas", "graphs", "llm", "parsing", "refinement", "training", "cli")

# Which modules are about a heavy library, and so may import it when they are imported themselves.
ABOUT: dict[str, tuple[str, ...]] = {
    "torch": (
        "graphs/pyg.py",
        "parsing/neural/*",
        "refinement/agent/*",
        "refinement/discriminator*",
        "training/*",
    ),
    "torch_geometric": ("graphs/pyg.py", "parsing/neural/*", "refinement/discriminator*", "training/*"),
    "transformers": ("parsing/neural/*", "training/*"),
    "trl": ("training/*",),
    "datasets": ("training/*",),
    "neo4j": ("graphs/stores/neo4j*",),
    "openai": ("llm/*",),
    "sklearn": ("training/plots.py",),
    "matplotlib": ("training/plots.py",),
    "sentence_transformers": ("training/encoders.py",),
    "ray": ("*/ray_*", "*/engine_ray*"),
    "gymnasium": ("refinement/environment*", "refinement/agent/*"),
    "sb3_contrib": ("refinement/agent/*",),
    "stable_baselines3": ("refinement/agent/*",),
}


def modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of every room, with its path from the root."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree: ast.AST) -> Iterator[tuple[int, str, int]]:
    """Each import at any depth: its line, the dotted name, the number of leading dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "stemmata" else [module]
            yield from ((node.lineno, name, node.level) for name in names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value, 0


def at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported: not those in functions or under TYPE_CHECKING."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from at_import(node.orelse)
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        for name in ("body", "orelse", "finalbody"):
            yield from at_import(getattr(node, name, []))
        for handler in getattr(node, "handlers", []):
            yield from at_import(handler.body)


def wrong_imports(root: Path) -> list[str]:
    """Imports that point right, are relative, name a room without `stemmata.`, or go through the front door."""
    found = []
    for path, tree in modules(root):
        here = ROOMS.index(path.parts[0])
        for line, name, dots in imports(tree):
            parts = name.split(".")
            if dots:
                found.append(f"{path}:{line}: relative import")
            elif parts[0] in ROOMS:
                found.append(f"{path}:{line}: bare import of {parts[0]}")
            elif parts[0] == "stemmata" and parts[1:2] and parts[1] in ROOMS and ROOMS.index(parts[1]) > here:
                found.append(f"{path}:{line}: {path.parts[0]} imports {parts[1]}, which stands to its right")
            elif parts[0] == "stemmata" and parts[1:2] not in ([], ["__version__"]) and parts[1] not in ROOMS:
                found.append(f"{path}:{line}: takes {parts[1]} from stemmata, not from its module")
        for node in ast.walk(tree):
            name = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
            if name == "stemmata" and node.attr not in (*ROOMS, "__version__"):
                found.append(f"{path}:{node.lineno}: takes {node.attr} from stemmata, not from its module")
    for folder in ("tests", "benchmarks", "examples", "docs"):
        for file in sorted((root / folder).rglob("*.py")):
            for line, name, dots in imports(ast.parse(file.read_text(encoding="utf-8"))):
                if not dots and name.split(".")[0] in ROOMS:
                    found.append(f"{file.relative_to(root)}:{line}: bare import of {name.split('.')[0]}")
    return found


def misplaced_heavy_imports(root: Path) -> list[str]:
    """Heavy libraries imported when a module is imported that is not about them."""
    found = []
    for path, tree in modules(root):
        for statement in at_import(tree.body):
            for line, name, _ in imports(statement):
                library = name.split(".")[0]
                if library in ABOUT and not any(fnmatch(path.as_posix(), pattern) for pattern in ABOUT[library]):
                    found.append(f"{path}:{line}: imports {library} when it is imported")
    return found


def unlisted_packages(root: Path) -> list[str]:
    """Subpackages on disk that pyproject.toml does not ship, or that have no `__init__.py` or no link."""
    setuptools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    found = []
    for room in ROOMS:
        folders = sorted({path.parent for path in (root / room).rglob("*.py")})
        for folder in folders:
            package = ".".join(("stemmata", *folder.relative_to(root).parts))
            if package not in setuptools["packages"]:
                found.append(f"{package} is not in [tool.setuptools] packages")
            if not (folder / "__init__.py").is_file():
                found.append(f"{package} has no __init__.py")
        if folders:
            if setuptools["package-dir"].get(f"stemmata.{room}") != room:
                found.append(f"stemmata.{room} is not in [tool.setuptools.package-dir]")
            if (root / "src/stemmata" / room).resolve() != (root / room).resolve():
                found.append(f"src/stemmata/{room} does not lead to {room}")
    return found


def test_imports_are_absolute_and_point_left():
    assert wrong_imports(ROOT) == []


def test_heavy_libraries_are_imported_where_they_belong():
    assert misplaced_heavy_imports(ROOT) == []


def test_every_subpackage_ships():
    assert unlisted_packages(ROOT) == []


def test_the_rooms_are_there():
    assert sum(1 for _ in modules(ROOT)) > 20


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small project that keeps every rule."""
    files = {
        "schemas/__init__.py": "",
        "schemas/words.py": "import json\n",
        "graphs/__init__.py": "",
        "graphs/graph.py": "import stemmata\nfrom stemmata.schemas.words import json\nVERSION = stemmata.__version__\n",
        "graphs/pyg.py": "import torch\n",
        "cli/__init__.py": "",
        "cli/main.py": "def main():\n    import torch\n    from stemmata.graphs import graph\n",
        "pyproject.toml": "[tool.setuptools]\n"
        'packages = ["stemmata", "stemmata.schemas", "stemmata.graphs", "stemmata.cli"]\n'
        "[tool.setuptools.package-dir]\n"
        '"stemmata.schemas" = "schemas"\n"stemmata.graphs" = "graphs"\n"stemmata.cli" = "cli"\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "src/stemmata").mkdir(parents=True)
    for room in ("schemas", "graphs", "cli"):
        (tmp_path / "src/stemmata" / room).symlink_to(tmp_path / room)
    return tmp_path


def problems(root: Path) -> list[str]:
    return [*wrong_imports(root), *misplaced_heavy_imports(root), *unlisted_packages(root)]


def test_a_good_tree_passes(tree):
    assert problems(tree) == []


BROKEN = {
    "to the right": ("schemas/words.py", "from stemmata.graphs.graph import x", "schemas imports graphs"),
    "to the right, in a function": ("graphs/graph.py", "def f():\n    import stemmata.cli.main", "graphs imports cli"),
    "to the right, by name": ("graphs/graph.py", "import_module('stemmata.cli.main')", "graphs imports cli"),
    "to the right, for types": (
        "graphs/graph.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from stemmata.cli import main",
        "graphs imports cli",
    ),
    "to the right, a whole room": ("graphs/graph.py", "from stemmata import cli", "graphs imports cli"),
    "relative": ("graphs/graph.py", "from . import pyg", "relative import"),
    "relative, upwards": ("graphs/graph.py", "from ..schemas import words", "relative import"),
    "bare": ("graphs/graph.py", "import schemas.words", "bare import of schemas"),
    "bare, from": ("cli/main.py", "from graphs.graph import x", "bare import of graphs"),
    "bare, in a test": ("tests/test_x.py", "import graphs", "bare import of graphs"),
    "the front door": ("graphs/graph.py", "from stemmata import parse", "takes parse from stemmata"),
    "the front door, later": ("graphs/graph.py", "import stemmata\nstemmata.vary", "takes vary from stemmata"),
    "heavy": ("graphs/graph.py", "import torch.nn", "imports torch when it is imported"),
    "heavy, tried": ("cli/main.py", "try:\n    import neo4j\nexcept ImportError:\n    pass", "imports neo4j"),
    "heavy, in a class": ("cli/main.py", "class A:\n    from transformers import x", "imports transformers"),
    "a new subpackage": ("graphs/new/__init__.py", "", "stemmata.graphs.new is not in"),
    "a folder that is no package": ("graphs/new/thing.py", "", "stemmata.graphs.new has no __init__.py"),
    "a new room": ("training/__init__.py", "", "src/stemmata/training does not lead to training"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_tree_fails(tree, name):
    file, text, sentence = BROKEN[name]
    (tree / file).parent.mkdir(exist_ok=True)
    (tree / file).write_text(text, encoding="utf-8")
    assert any(sentence in problem for problem in problems(tree)), problems(tree)


@pytest.mark.parametrize(
    "code",
    [
        "import stemmata",
        "import stemmata.schemas.records, stemmata.graphs.graph, stemmata.graphs.outline",
    ],
)
def test_the_front_door_opens_fast(code):
    heavy = [*ABOUT, "spacy", "ladybug", "pyarrow"]
    script = f"import sys\n{code}\nprint(sorted(set({heavy!r}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert result.stdout.strip() == "[]"
