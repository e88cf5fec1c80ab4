"""`make demo`: one month of a partner's business on a local cloud of its own, narrated call by call with the answers."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from infra.client import Person, Reply
from infra.deployed_stage import Deployed
from infra.local_cloud import processes
from infra.local_cloud.deploy import deploy
from infra.local_cloud.settings import Settings
from infra.story import SAMPLE, Story
from infra.test_run import free_port

LONGEST = 420  # characters of an answer that are shown


def main() -> None:
    """Deploy to a fresh local cloud, tell the story, sum it up, take the cloud down."""
    if not SAMPLE.exists():
        sys.exit(f"the demo reads the FOCUS sample from {SAMPLE}, which is not there")
    with tempfile.TemporaryDirectory(prefix="partner-center-demo-") as folder:
        settings = Settings(cloud_port=free_port(), front_port=free_port(), folder=Path(folder), schedules=False)
        try:
            processes.start(settings)
            deploy(settings)
            began = time.monotonic()
            story = Story(Deployed(settings, listener=narrate, say=print)).tell()
            summary(story)
            print(f"\nTold in {time.monotonic() - began:.0f} s on a local cloud of its own, which is gone now.")
        finally:
            processes.stop(settings)


_LAST: dict[str, str] = {}


def narrate(person: Person, method: str, path: str, body: Any, reply: Reply) -> None:
    """Print a call and its answer; the same look again while something is awaited is not repeated."""
    call = f"{person.name}: {method} {path}"
    if method == "GET" and _LAST.get("call") == call:
        return
    _LAST["call"] = call
    print(f"\n → {call}{'  ' + _short(_hidden(body)) if body else ''}")
    mark = "✓" if reply.status < 400 else "✗"
    replayed = "  (replayed)" if reply.headers.get("Idempotency-Replayed") else ""
    print(f" {mark} {reply.status}{replayed} {_short(_hidden(reply.body))}")


def _hidden(body: Any) -> Any:
    if isinstance(body, dict):
        return {
            name: "…" if name in {"password", "id_token", "refresh_token", "notice"} else _hidden(value) for name, value in body.items()
        }
    return body


def _short(body: Any) -> str:
    text = json.dumps(body, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def summary(story: Story) -> None:
    """What the month came to, beside what the file alone says."""
    found, expected = story.found, story.found["expected"]
    bill, balances = found["bill"], found["balances"]
    totals, sums = found["totals"], {name: bill[name] for name in ("consumption", "refund", "adjustment", "amount")}
    print("\n━━ The month in figures")
    print(f"   file, lines of mapped sub-accounts:  consumption {expected.consumption_shown} CNY (exact sum, rounded once)")
    print(f"   consumption summary:                 {totals['amount']['amount']}  paid {_plain(totals['by_payment_method'])}")
    print(f"   bill 2024-09 (resale only):          {_plain(sums)}")
    print(f"   incentives:                          {[item['incentive_amount']['amount'] for item in found['incentive_bills']['items']]}")
    print(f"   account balance:                     {balances['account_balance']['amount']}, explained by the top-up account's statement:")
    for entry in reversed(found["ledger"]["items"]):
        amount, balance = entry["amount"]["amount"], entry["balance"]["amount"]
        print(f"      {entry['occurred_at'][:19]}  {entry['movement']:<20} {amount:>10}  → {balance:>10}")


def _plain(amounts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value['amount']}" for name, value in amounts.items())


if __name__ == "__main__":
    main()
