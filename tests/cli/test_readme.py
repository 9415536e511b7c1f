from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from stemmata.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_it_opens_with_two_commands_that_each_make_their_environment():
    run, test = blocks("sh")[:2]
    for command in (run, test):
        assert command.count("\n") == 1
        assert command.startswith("python3 -m venv ")
    assert "stemmata run examples/instructions.jsonl -o out" in run
    assert test.endswith("/bin/pytest\n")


def test_every_command_in_it_exists_and_every_command_is_in_it():
    known = {one.name for one in main.app.registered_commands}
    named = set(re.findall(r"^(?:\$ )?stemmata (\w+)", README, re.MULTILINE))
    assert named <= known
    assert [name for name in known if f"`{name}`" not in README and name not in named | {"run"}] == []


def test_every_folder_is_explained():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    folders = {name.split("/")[0] for name in listed.splitlines() if "/" in name and not name.startswith(".")}
    assert [folder for folder in sorted(folders) if not re.search(rf"^{folder}/", README, re.MULTILINE)] == []


def test_its_python_runs(tmp_path):
    (code,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("['Do not use any commas']\n")
    assert "1 comma, the first at 4" in done.stdout


def test_what_it_says_the_first_command_leaves_is_what_it_leaves(stemmata, tmp_path):
    shown = re.findall(r"^```\n(records .*?)^```", README, re.MULTILINE | re.DOTALL)
    said = stemmata("run", ROOT / "examples" / "instructions.jsonl", "-o", tmp_path / "out", "--workers", 1)
    assert said.err.replace(str(tmp_path / "out"), "out").strip() == "".join(shown).strip()
