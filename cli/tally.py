"""What a run counts as it goes: the report, and the table at its end."""

from __future__ import annotations

from collections.abc import Mapping

from stemmata.cli.harvest import Harvest
from stemmata.schemas.vocabulary import INVALID, LACKING

GROUPS = (
    "records",
    "failures",
    "nodes",
    "edges",
    "constraints",
    "variants",
    "variants by relation",
    "variants by operation",
    "refused by gate",
    "responses",
    "judgements",
)
RECORDS = ("read", "graphs", "duplicates", "failed")
# A model's answer that a node cannot be changed, and an instruction that a filter sorts out, are no failures of the
# work: they are counted, and the record is done.
FILTERED = f"filter: {LACKING}"
EXPECTED = frozenset({FILTERED, f"vary: {INVALID}"})
_ACCEPTED = "accepted"


class Tally:
    """Counts by group and name; they can be noted and taken up again.

    Args:
        counts: Counts to go on from.
    """

    def __init__(self, counts: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self.counts: dict[str, dict[str, int]] = {group: dict(names) for group, names in (counts or {}).items()}

    def add(self, group: str, name: str, count: int = 1) -> None:
        """Add to one count."""
        names = self.counts.setdefault(group, {})
        names[name] = names.get(name, 0) + count

    def record(self, harvest: Harvest) -> None:
        """Count all that came of one record."""
        self.add("records", "read")
        if harvest.graph is not None:
            self.add("records", "graphs")
            self.add("records", "duplicates", 0 if harvest.job.vary else 1)
        reasons = [f"{failed.stage}: {failed.reason}" for failed in harvest.failures]
        for reason in reasons:
            self.add("failures", reason)
        if not EXPECTED.issuperset(reasons):
            self.add("records", "failed")
        if FILTERED in reasons:
            self.add("records", "filtered")
        if harvest.graph is not None and harvest.job.vary:
            for node in harvest.graph.nodes:
                self.add("nodes", node.kind.value)
                if node.constraint is not None:
                    self.add("constraints", node.constraint.id)
            for edge in harvest.graph.edges:
                self.add("edges", edge.kind.value)
        for variant, _ in harvest.outcomes:
            self.add("variants", variant.status)
            if variant.status == _ACCEPTED:
                self.add("variants by relation", variant.edit.relation)
                self.add("variants by operation", variant.edit.op)
            else:
                self.add("refused by gate", variant.gate or "unknown")
        for response in harvest.responses:
            self.add("responses", f"{response.mode} {'passed' if response.passed else 'failed'}")
        for judgement in harvest.judgements:
            self.add("judgements", {True: "passed", False: "failed", None: "undecided"}[judgement.passed])

    def of(self, group: str, name: str) -> int:
        """Return one count."""
        return self.counts.get(group, {}).get(name, 0)

    def sorted(self) -> dict[str, dict[str, int]]:
        """Return the groups in order of the work, and in each the most frequent name first."""
        order = {group: rank for rank, group in enumerate(GROUPS)}
        found = {
            group: dict(sorted(names.items(), key=lambda item: (-item[1], item[0])))
            for group, names in sorted(self.counts.items(), key=lambda item: order[item[0]])
        }
        filtered = {"filtered": self.of("records", "filtered")} if self.of("records", "filtered") else {}
        return {**found, "records": {name: self.of("records", name) for name in RECORDS} | filtered}
