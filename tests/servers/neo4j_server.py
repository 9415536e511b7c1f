"""A real Neo4j server for tests: its jars from Maven, its engine in a process of its own, on loopback.

As a program, `python tests/servers/neo4j_server.py`, it starts one, prints how to reach it, and stops at end of input.
"""

from __future__ import annotations

import fcntl
import os
import re
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
VERSION = os.environ.get("STEMMATA_NEO4J_VERSION", "5.26.30")
START_SECONDS = 180.0

# Quick to start, and small beside everything else that a test run has in memory.
_JVM = ("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")


class UnavailableError(Exception):
    """Why no server can be had here."""


@dataclass
class Neo4jServer:
    """A running server.

    Attributes:
        uri: Its address.
        user: Its user.
        password: That user's password.
        process: The process, where this one started it.
        home: Where its data is.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    process: subprocess.Popen[str] | None = None
    home: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What to set for Stemmata to reach it."""
        return {"NEO4J_URI": self.uri, "NEO4J_USERNAME": self.user, "NEO4J_PASSWORD": self.password}

    def empty(self, version: str | None = None) -> None:
        """Remove everything from the database, but a note of this version, which saves making indexes again.

        Raises:
            AssertionError: The database holds what no test has left there.
        """
        import neo4j

        here = {"database_": os.environ.get("NEO4J_DATABASE")}
        with neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password)) as driver:
            if not driver.execute_query("MATCH (n:StemmataTests) RETURN n", **here).records:
                held = driver.execute_query("MATCH (n) RETURN count(n)", **here).records[0][0]
                assert held == 0, f"the database at {self.uri} is not empty, and tests would delete what it holds"
                driver.execute_query("CREATE (:StemmataTests)", **here)
            noted = driver.execute_query("MATCH (m:Meta {id: 'schema'}) RETURN m.text", **here).records
            kept = "n:StemmataTests OR n:Meta" if [row[0] for row in noted] == [version] else "n:StemmataTests"
            driver.execute_query(f"MATCH (n) WHERE NOT ({kept}) DETACH DELETE n", **here)

    def kill(self) -> None:
        """End it as a crash would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        """End it at once, and remove its data."""
        if self.process is None:
            return
        assert self.process.stdin is not None and self.process.stdout is not None
        self.kill()
        self.process.stdin.close()
        self.process.stdout.close()
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)


def server_of_environment() -> Neo4jServer | None:
    """Return the server that NEO4J_URI names, if it names one. Tests empty its database."""
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        return None
    return Neo4jServer(uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))


def start(
    version: str = VERSION,
    *,
    jvm: tuple[str, ...] = _JVM,
    home: Path | None = None,
    largest: int | None = None,
    plugins: tuple[str, ...] = (),
) -> Neo4jServer:
    """Start a server on a free port.

    Args:
        version: Which Neo4j.
        jvm: Options of the Java machine.
        home: Where its data goes; a new temporary folder, removed when it stops, unless said.
        largest: To how many bytes its files may grow, as on a disk that is full.
        plugins: Jars to load procedures from, as Maven names them.

    Raises:
        UnavailableError: Java, Maven or the network is missing, or the server does not start.
    """
    java, jars = _java(version), _jars(version)
    folder = _plugins(version, plugins) if plugins else None
    place = home or Path(tempfile.mkdtemp(prefix="stemmata-neo4j-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    password = secrets.token_urlsafe(12)
    # What procedures need of the engine is found on the class path alone, procedures in their folder alone.
    classes = f"{jars}/*:{folder}/*" if folder else f"{jars}/*"
    command = [str(java), *jvm, "-cp", classes, str(HERE / "Neo4jServer.java"), str(place), str(port)]
    if folder:
        command.append(str(folder))
    with (place / "stderr.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "NEO4J_PASSWORD": password},
        )
    if largest is not None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest, largest))
    server = Neo4jServer(f"bolt://127.0.0.1:{port}", "neo4j", password, process, place if home is None else None)
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        said = (place / "stderr.log").read_text(encoding="utf-8").strip().splitlines()
        process.kill()
        server.stop()
        raise UnavailableError(f"Neo4j {version} did not start: {said[-1] if said else 'it said nothing'}")
    return server


def _jars(version: str) -> Path:
    """Return the folder of a version's jars."""
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    return _fetched(f"neo4j-{version}", version, [goal])


def _plugins(version: str, coordinates: tuple[str, ...]) -> Path:
    """Return the folder of some jars, without what they depend on."""
    name = "+".join(one.partition(":")[2].replace(":", "-") for one in coordinates)
    return _fetched(name, version, [["dependency:copy", f"-Dartifact={one}"] for one in coordinates])


def _fetched(name: str, version: str, goals: list[list[str]]) -> Path:
    """Return a folder of jars, fetched by Maven where it is not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stemmata-tests"
    jars = cache / name
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.is_dir():
            part = jars.with_name(f"{name}.part")
            shutil.rmtree(part, ignore_errors=True)
            for goal in goals:
                _fetch(name, [f"-Dneo4j.version={version}", *goal], part)
            part.rename(jars)
    return jars


def _fetch(name: str, goal: list[str], folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise UnavailableError(f"mvn is not on the path, which would fetch {name}")
    done = subprocess.run(
        [maven, "-q", "-B", "-f", str(HERE / "pom.xml"), *goal, f"-DoutputDirectory={folder}"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=600,
    )
    if done.returncode:
        said = next((line for line in done.stdout.splitlines() if "ERROR" in line), "no reason was given")
        raise UnavailableError(f"Maven cannot fetch {name}: {said}")


def _java(version: str) -> Path:
    """Return a `java` that a version of Neo4j runs on: of those that are new enough the oldest."""
    least = 17 if version.startswith("5.") else 21
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    on_path = shutil.which("java")
    found = [home / "bin" / "java" for home in homes] + ([Path(on_path).resolve()] if on_path else [])
    fit = [(release, path) for path in found if path.exists() and (release := _release(path)) >= least]
    if not fit:
        raise UnavailableError(f"Neo4j {version} needs Java {least} or newer, and none is in JAVA_HOME or /usr/lib/jvm")
    return min(fit, key=lambda pair: pair[0])[1]


def _release(java: Path) -> int:
    told = java.parent.parent / "release"
    text = told.read_text(encoding="utf-8") if told.exists() else ""
    if not text:
        text = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'(?:JAVA_VERSION=|version )"(\d+)', text)
    return int(found[1]) if found and (java.parent / "javac").exists() else 0


def serve() -> Iterator[Neo4jServer]:
    """Yield the server of the environment, or a new one that stops afterwards.

    Raises:
        UnavailableError: None can be had.
    """
    given = server_of_environment()
    if given is not None:
        yield given
        return
    server = start()
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    began = time.monotonic()
    running = start(sys.argv[1] if len(sys.argv) > 1 else VERSION, jvm=("-Xmx2g",))
    print("\n".join(f"export {name}={value}" for name, value in running.environment.items()), flush=True)
    print(f"started in {time.monotonic() - began:.1f} s; end the input to stop it", file=sys.stderr)
    sys.stdin.read()
    running.stop()
