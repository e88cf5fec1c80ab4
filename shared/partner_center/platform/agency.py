"""Acting as a customer: the agency session, on which every call and command of an agent depends, and the journal of what agents did.

    app = VOUCHERS.get("/vouchers", allow="coupons.use", agents=BOTH, guide=[…])       # an agent may look at this page
    @Action.post("/orders", allow=…, agents=(Purpose.ORDER,), …)                       # and order here while it acts for ordering

The identity of an agent is the customer's, and its rights are what the customer wrote into its letter (19.5/r3-r7), so a function that
declares nothing is closed to it, whatever the customer itself may do there. What decides for the customer (consents, authorizations, the
association, passwords, codes) can never declare it. Nor do functions that order goods of the marketplace (12.3.1.7/r1; 10.4.1.8 OPEN: for
every type of partner): an agent finds them closed like all others.

A session ends with 切换角色, with the customer's authorization, with the association, after a time without use, and after its longest
duration. The authorizer looks at it on every call; a command looks again in its own reading and relies on it in its transaction, so of a
command and a revocation that race, one is decided anew. What an agent's command does stands in the journal in that same transaction; what
it looked at, before the answer leaves. Customer, partner, and the distributor of a reseller read the journal. OPEN in 10.4.1.9: the audit
trail carries both identities too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.caller import Agent, Caller, Purpose
from partner_center.platform.guard import NotAdmitted
from partner_center.platform.table import Choice, Data, Instant, Key, Place, Record, Text, Texts, Whole

if TYPE_CHECKING:
    from partner_center.platform.work import Origin, Work

BOTH = (Purpose.ORDER, Purpose.OPERATE)  # one authorization covers both alike (19.5)
TOUCHED_AFTER = timedelta(minutes=1)  # how exactly the last use of a session is kept: not every call of a page need write it


class AgencyEnd(Labelled):
    """Why an agency session is over."""

    SWITCHED_BACK = "switched_back", "切换角色", "Switched back"
    REVOKED = "revoked", "客户取消授权", "The customer ended the authorization"
    UNLINKED = "unlinked", "解除关联", "Unlinked"
    TYPE_SWITCHED = "type_switched", "切换关联类型", "The association type was switched"
    IDLE = "idle", "长时间未操作", "Not used for a time"
    LONGEST = "longest", "达到最长时间", "Reached its longest duration"


class AgencySession(Record, kind="agency_session"):
    """One time in which a partner's user acts as a customer. `sign_in` is the sign-in session that may use it, no other one."""

    PLACE = Place("agency_session/{partner_id}", "{agency_session_id}")
    OWNER = Place("customer/{customer_id}/agency_session", "{agency_session_id}")
    DUE = Place("agency_session_end", "{due_at}")
    SECRET = ("sign_in",)

    partner_id = Text()
    customer_id = Text()
    agency_session_id = Text()
    authorization_id = Text()
    purpose = Choice(Purpose)
    user_id = Text()
    user_name = Text(null=True)
    sign_in = Text()
    started_at = Instant()
    last_used_at = Instant()
    idle_s = Whole()  # seconds without use after which it is over
    ends_by = Instant()  # the latest it may last
    ended_at = Instant(null=True)
    end_reason = Choice(AgencyEnd, null=True)

    @property
    def due_at(self) -> datetime | None:
        """When it is over unless it is used again; None once it has ended."""
        return None if self.ended_at is not None else min(self.last_used_at + timedelta(seconds=int(self.idle_s)), self.ends_by)

    def is_open_at(self, now: datetime) -> bool:
        """Whether somebody may act in it; a forgotten one is over before the job has written its end."""
        return self.due_at is not None and now < self.due_at

    def touch(self, work: Work) -> None:
        """It is used now."""
        if work.now - self.last_used_at >= TOUCHED_AFTER:
            self.last_used_at = work.now
            work.change(self)


class JournalAct(Labelled):
    """What an entry of the journal tells of."""

    STARTED = "started", "开始代客操作", "Session started"
    ENDED = "ended", "结束代客操作", "Session ended"
    VIEWED = "viewed", "查看", "Viewed"
    DONE = "done", "操作", "Done"
    REFUSED = "refused", "被拒绝", "Refused"


class AgencyEntry(Record, kind="agency_journal"):
    """One act of an agent, for all who may know of it. Append-only.

    `asked` holds the ids that the call named, `touched` the records that it changed.
    """

    PLACE = Place("agency_journal/{partner_id}", "{at}/{entry_id}")
    OWNER = Place("customer/{customer_id}/agency_journal", "{at}/{entry_id}")

    partner_id = Text()
    customer_id = Text()
    entry_id = Text()
    at = Instant()
    act = Choice(JournalAct)
    action = Text()  # area.function
    purpose = Choice(Purpose)
    agency_session_id = Text()
    user_id = Text()
    user_name = Text(null=True)
    codes = Texts()  # of the refusals
    asked = Data(null=True)
    touched = Texts()  # voucher/CP…
    end_reason = Choice(AgencyEnd, null=True)
    correlation_id = Text()
    source = Text(null=True)

    @classmethod
    def of_call(
        cls,
        caller: Caller,
        act: JournalAct,
        origin: Origin,
        at: datetime,
        *,
        entry_id: str | None = None,
        asked: dict[str, str] | None = None,
        codes: Sequence[str] = (),
        touched: Sequence[str] = (),
    ) -> AgencyEntry:
        """What an agent's call did, looked at, or was refused."""
        agent = agent_of(caller)
        return cls(
            partner_id=agent.partner_id,
            customer_id=caller.customer_id,
            entry_id=entry_id or ids.new_id("AJ", at),
            at=at,
            act=act,
            action=origin.action,
            purpose=agent.purpose,
            agency_session_id=agent.agency_session_id,
            user_id=agent.user_id,
            user_name=agent.name or None,
            codes=list(codes),
            asked=asked or None,
            touched=list(dict.fromkeys(touched)),
            correlation_id=origin.correlation_id,
            source=origin.source,
        )

    @classmethod
    def of_session(cls, session: AgencySession, act: JournalAct, work: Work) -> AgencyEntry:
        """That a session started or ended, whoever ended it."""
        return cls(
            partner_id=session.partner_id,
            customer_id=session.customer_id,
            entry_id=ids.new_id("AJ", work.now),
            at=work.now,
            act=act,
            action=work.origin.action,
            purpose=session.purpose,
            agency_session_id=session.agency_session_id,
            user_id=session.user_id,
            user_name=session.user_name,
            end_reason=session.end_reason,
            correlation_id=work.origin.correlation_id,
            source=work.origin.source,
        )


def agent_of(caller: Caller) -> Agent:
    """Who really acts; for callers that are agents."""
    assert caller.agent is not None
    return caller.agent


def agency_session_key(partner_id: str, agency_session_id: str) -> Key[AgencySession]:
    """The address of an agency session."""
    return AgencySession.key(partner_id=partner_id, agency_session_id=agency_session_id)


def refuses_agent(caller: Caller, agents: Sequence[Purpose]) -> Refusal | None:
    """An agent reaches only what is declared open for its purpose (10.4.1.8/r4, 19.5/r3)."""
    if caller.agent is None or caller.agent.purpose in agents:
        return None
    return Refusal.because("not_for_agents", "10.4.1.8/r4", way_out="switch_back", purpose=caller.agent.purpose)


@dataclass(frozen=True)
class AgencyGuard:
    """Lets an agent's call through while its agency session lives; `until_commit` holds a command to that to its end."""

    agent: Agent
    until_commit: bool = True

    def key(self, caller: Caller) -> Key[AgencySession]:
        """The session in which the caller acts."""
        return agency_session_key(self.agent.partner_id, self.agent.agency_session_id)

    def check(self, found: Record | None, work: Work) -> None:
        """Raises NotAdmitted `agency_session_ended`."""
        if not isinstance(found, AgencySession) or not found.is_open_at(work.now):
            raise NotAdmitted(Refusal.because("agency_session_ended", "10.4.1.8/r3", way_out="switch_back"))
        if self.until_commit:
            work.rely_on(found)
        found.touch(work)


def close_session(work: Work, session: AgencySession, reason: AgencyEnd) -> bool:
    """End a session that was read in this work and note it in the journal; False where it had ended already."""
    if session.ended_at is not None:
        return False
    session.ended_at, session.end_reason = work.now, reason
    work.change(session)
    work.add(AgencyEntry.of_session(session, JournalAct.ENDED, work))
    return True


def write_view(caller: Caller, origin: Origin, asked: dict[str, str]) -> None:
    """Note what an agent looked at, before it gets to see it. Raises NotAdmitted where its session has ended; Unavailable."""
    from partner_center.platform.work import Work, carry_out

    def note(work: Work) -> None:
        work.refuse_repetition()
        work.add(AgencyEntry.of_call(caller, JournalAct.VIEWED, origin, work.now, asked=asked))

    guard = AgencyGuard(agent_of(caller), until_commit=False)
    carry_out(lambda: Work(caller, clock.now(), origin, audited=False, journalled=False, guards=(guard,)), note)


def write_refusal(caller: Caller, origin: Origin, asked: dict[str, str], codes: Sequence[str]) -> None:
    """Note what an agent was refused. Raises Unavailable."""
    from partner_center.platform.work import Work, carry_out

    def note(work: Work) -> None:
        work.add(AgencyEntry.of_call(caller, JournalAct.REFUSED, origin, work.now, asked=asked, codes=codes))

    carry_out(lambda: Work(caller, clock.now(), origin, audited=False, journalled=False), note)
