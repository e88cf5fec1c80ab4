"""`make verify-audit [scope=partner/PT…]`: check the chains of the audit trail and name the first break of each.

Without AWS settings in the environment it checks the running local cloud; with them (`AWS_REGION` or `AWS_PROFILE`, and `TABLE_NAME`) the
table of that account, which needs to be read only. Exit code 0: every chain holds; 1: one does not; 2: there is nothing to check.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import timedelta

from infra.local_cloud.settings import Settings


def main() -> None:
    """Check one trail, or all that have a chain."""
    parser = argparse.ArgumentParser(description="Check the chains of the audit trail.")
    parser.add_argument("--scope", help="one trail: partner/<id>, customer/<id>, vendor …; all unless given")
    parser.add_argument("--grace", type=float, default=15, help="minutes that a record may wait for its seal (15)")
    asked = parser.parse_args()
    if not os.environ.get("TABLE_NAME"):
        settings = Settings.from_environment()
        if not settings.deployed():
            sys.exit("nothing is deployed: `make run` first, or name a table by TABLE_NAME and AWS_REGION")
        os.environ.update(settings.product_environment())
    sys.exit(check(asked.scope, timedelta(minutes=asked.grace)))


def check(scope: str | None, grace: timedelta) -> int:
    """Check and report; the exit code."""
    from partner_center.audit import scopes, verify_chain
    from partner_center.kernel import clock

    found = [scope] if scope else list(scopes())
    records = sealed = broken = 0
    for name in found:
        verdict = verify_chain(name, clock.now(), grace=grace)
        records, sealed = records + verdict.records, sealed + verdict.sealed
        if verdict.first_break:
            broken += 1
            print(f"{name}: BROKEN: {verdict.first_break}")
        else:
            print(f"{name}: holds; {verdict.sealed} of {verdict.records} records sealed, head {verdict.head[:16]}…")
    print(f"{len(found)} chains, {records} records, {sealed} sealed, {broken} broken")
    if not records and not sealed:
        return 2
    return 1 if broken else 0


if __name__ == "__main__":
    main()
