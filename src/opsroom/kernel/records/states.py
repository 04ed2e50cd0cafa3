"""How long jobs and claims move from state to state; refuses anything not in these tables."""

from __future__ import annotations

from opsroom.kernel.values.states import Machine, step

JOB = Machine(
    name="records.job",
    initial={"queued", "running"},
    final={"done", "cancelled"},
    steps={
        "begin": step("queued", "running"),
        "take_over": step("running", "running"),
        "pause": step({"queued", "running"}, "paused"),
        "resume": step("paused", "queued"),
        "finish": step("running", "done"),
        "fail": step({"queued", "running"}, "failed"),
        "retry": step("failed", "queued"),
        "cancel": step({"queued", "running", "paused", "failed"}, "cancelled"),
    },
)

TOLD = "told"  # the way of events that happened elsewhere, before the program came

CLAIM = Machine(
    name="records.claim",
    initial={"claimed"},
    final={"done"},
    steps={
        "resolve": step({"claimed", "unknown"}, "done"),
        "fail": step({"claimed", "unknown"}, "failed"),
        "lose_track": step("claimed", "unknown"),
        "claim_again": step("failed", "claimed"),
    },
)
