"""The seals behind the stream: once each whatever happens, and a check that names what somebody did to the trail."""

import random
from datetime import timedelta

import pytest
from moto.backends import get_backend

from partner_center.audit import BreakKind, scopes, verify_chain
from partner_center.audit.chain import AuditChain, AuditSeal, ChainHead
from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor
from partner_center.platform.audit import AuditRecord, Level, record_deed
from partner_center.platform.caller import Caller
from partner_center.platform.table import DUE, every
from tests.kit import faults
from tests.kit.audit import images, stream_event, trail
from tests.kit.world import Context, functions

SEALER = "audit.seal_audit_trail"
P1, P2 = (Caller(f"U{n}", Actor.PARTNER, partner=f"P{n}") for n in (1, 2))


def deeds(count=5, caller=P1, start=0):
    """Some deeds of a partner, a second apart."""
    for number in range(start, start + count):
        record_deed(caller, f"sample.deed_{number}", correlation_id="c", at=clock.now() + timedelta(seconds=number))


def seals(scope="partner/P1"):
    return sorted(every(AuditSeal, AuditSeal.partition(scope=scope), begins="seal/"), key=lambda seal: seal.number)


def stored_in_the_mock(record):
    """The table's own place of a record, past every condition: what an administrator of the cloud can get at."""
    (table,) = get_backend("dynamodb")["123456789012"]["cn-north-1"].tables.values()
    partition = next(items for key, items in table.items.items() if key.value == record.pk)
    return partition, next(key for key in partition if key.value == record.sk)


def item(record):
    partition, key = stored_in_the_mock(record)
    return partition[key]


def take_away(record):
    partition, key = stored_in_the_mock(record)
    del partition[key]


def check(scope="partner/P1", later=timedelta(hours=1)):
    return verify_chain(scope, clock.now() + later)


def test_every_record_gets_one_seal_and_the_chain_holds(world, stream):
    deeds()
    stream.settle()
    verdict = check()
    assert (verdict.records, verdict.sealed, verdict.first_break) == (5, 5, None)
    assert [seal.number for seal in seals()] == [1, 2, 3, 4, 5]
    assert verdict.head == seals()[-1].hash


@pytest.mark.parametrize("seed", range(5))
def test_repeated_and_reordered_deliveries_seal_once(world, stream, seed):
    deeds(4)
    deeds(3, P2)
    chance = random.Random(seed)
    everything = images() * 3
    chance.shuffle(everything)
    while everything:
        cut = chance.randint(1, len(everything))
        stream.deliver(everything[:cut])
        everything = everything[cut:]
    assert (check().sealed, check("partner/P2").sealed) == (4, 3)
    assert check().first_break is None
    assert check("partner/P2").first_break is None
    assert sorted(scopes()) == ["partner/P1", "partner/P2"]


def test_two_that_seal_at_the_same_time_make_one_chain(world, stream):
    deeds(6)
    early, late = images()[:3], images()[3:]
    with faults.watching(before=faults.before_first_commit(lambda: stream.deliver(late))):
        assert stream.deliver(early) == {"batchItemFailures": []}
    assert (check().sealed, check().first_break) == (6, None)


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_killed_anywhere_the_next_delivery_goes_on(world, stream, writes):
    deeds(120)
    deeds(2, P2)
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        stream.deliver(images())
    stream.deliver(images())
    assert (check().sealed, check("partner/P2").sealed, check().first_break) == (120, 2, None)


def test_a_trail_that_fails_does_not_stop_the_others_and_comes_again(world, stream, monkeypatch):
    deeds(2)
    deeds(2, P2)
    from partner_center.audit import sealing

    real = sealing.seal
    monkeypatch.setattr(sealing, "seal", lambda scope, part, work: 1 / 0 if scope == "partner/P1" else real(scope, part, work))
    assert stream.deliver(images()) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert (check().sealed, check("partner/P2").sealed) == (0, 2)
    monkeypatch.setattr(sealing, "seal", real)
    stream.deliver(images())
    assert (check().sealed, check("partner/P2").sealed) == (2, 2)


def test_a_seal_leaves_no_trace_of_its_own(world, stream):
    deeds(2)
    stream.settle()
    assert len(list(AuditRecord.scan())) == 2


def test_what_is_no_insert_of_an_audit_record_is_left_alone(world):
    deeds(1)
    event = stream_event(images())
    event["Records"][0]["eventName"] = "MODIFY"
    functions()[SEALER](event, Context())
    assert seals() == []


def broken(kind, position=None, number=None):
    found = check().first_break
    assert found is not None
    assert (found.kind, found.position, found.number) == (kind, position, number)
    return True


def test_an_altered_record_is_named(world, stream):
    deeds()
    stream.settle()
    victim = trail("partner/P1")[2]
    item(victim).attrs["user_id"].value = "somebody-else"
    assert broken(BreakKind.ALTERED_RECORD, victim.sk, 3)


def test_a_missing_record_is_named(world, stream):
    deeds()
    stream.settle()
    victim = trail("partner/P1")[1]
    take_away(victim)
    assert broken(BreakKind.MISSING_RECORD, victim.sk, 2)


def test_a_missing_seal_is_named(world, stream):
    deeds()
    stream.settle()
    take_away(seals()[3])
    assert broken(BreakKind.MISSING_SEAL, None, 4)


def test_a_missing_last_seal_is_named(world, stream):
    deeds()
    stream.settle()
    take_away(seals()[-1])
    assert broken(BreakKind.MISSING_SEAL, None, 5)


@pytest.mark.parametrize(("field", "number"), [("hash", 2), ("previous", 3), ("hash", 5)])
def test_a_changed_seal_is_named(world, stream, field, number):
    deeds()
    stream.settle()
    victim = seals()[number - 1]
    item(victim).attrs[field].value = "f" * 64
    assert broken(BreakKind.CHANGED_SEAL, victim.position, number)


def test_a_changed_head_is_named(world, stream):
    deeds()
    stream.settle()
    head = next(iter(every(ChainHead, ChainHead.partition(scope="partner/P1"), begins="head")))
    item(head).attrs["number"].value = "4"
    assert broken(BreakKind.CHANGED_SEAL, None, 4)


def test_the_record_and_its_seal_renewed_together_break_the_next_seal(world, stream):
    from partner_center.audit.chain import digest_of, hash_after

    deeds()
    stream.settle()
    record, seal = trail("partner/P1")[1], seals()[1]
    item(record).attrs["action"].value = "sample.nothing"
    image = next(image for image in images() if image["sk"]["S"] == record.sk)
    item(seal).attrs["hash"].value = hash_after(seal.previous, digest_of(image))
    assert broken(BreakKind.CHANGED_SEAL, seals()[2].position, 3)


def test_a_record_slipped_in_past_the_stream_is_named_when_its_time_is_over(world, stream):
    deeds(3)
    stream.settle()
    deeds(1, start=3)
    slipped = trail("partner/P1")[-1]
    assert check(later=timedelta(minutes=1)).first_break is None
    assert broken(BreakKind.UNSEALED_RECORD, slipped.sk)


def test_the_nightly_check_remembers_reports_and_looks_again_tomorrow(world, stream):
    deeds(2)
    stream.settle()
    report = world.run_job("audit.verify_audit_chains", "2024-09-03T03:20:00+08:00")
    assert (report["done"], report["failed"]) == (1, [])
    (chain,) = every(AuditChain, "audit_chain_check", index=DUE)
    assert (chain.broken, chain.checked_number, clock.shown(chain.check_at)[:10]) == (None, 2, "2024/09/04")
    assert world.run_job("audit.verify_audit_chains", "2024-09-03T03:30:00+08:00")["done"] == 0


def test_the_nightly_check_makes_a_broken_chain_an_incident(world, stream):
    deeds(2)
    stream.settle()
    item(trail("partner/P1")[0]).attrs["action"].value = "sample.nothing"
    world.run_job("audit.verify_audit_chains", "2024-09-03T03:20:00+08:00")
    (chain,) = every(AuditChain, "audit_chain_check", index=DUE)
    assert "altered_record" in chain.broken
    (incident,) = trail("system/audit.verify_audit_chains")
    assert (incident.level, incident.note["scope"]) == (Level.INCIDENT, "partner/P1")
