"""Verbs for stories about withdrawals: top-up flows of any age, applications, the review, and what the bank tells."""

from __future__ import annotations

import itertools
import os
from datetime import datetime
from typing import Any

from moto.backends import get_backend

from partner_center.funds import FundAccount, TopUp, TopUpChannel, credit_flow
from partner_center.funds.top_up import top_up_key
from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.reviewing import WITHDRAWAL_REVIEW
from partner_center.funds.withdrawal.settling import Result, settle_payout
from partner_center.funds.withdrawal.withdrawal import Withdrawal, WithdrawalPayout, payout_keys, withdrawal_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.sensitive import Sensitive
from partner_center.platform.table import Key
from tests.kit import codes, reviews
from tests.kit.funds import Desk, _raw as as_raw, amount, as_system
from tests.kit.world import Answer, partner_user

ENTITY = "Partner P1"  # the verified entity of the partner account
CARD = {"bank": "中国工商银行", "bank_location": "北京市", "branch": "海淀支行", "bank_account_no": "6222020200112233445"}
_FLOWS = itertools.count()


def now_at(key: Key[Any]) -> Any:
    """What lies there now."""
    return key.record.get(key.partition, key.sort, consistent_read=True)


def a_flow(
    value: str,
    channel: str = "dedicated_account",
    *,
    at: datetime | str | None = None,
    partner: str = "P1",
    payer: str | None = ENTITY,
    payment_no: str | None = None,
    has_promotion: bool = False,
    account: str | None = None,
    no: str | None = None,
) -> str:
    """A top-up that arrived by a channel; answers its flow number."""
    no = no or f"FLOW{next(_FLOWS):04d}"
    arrived = clock.instant(at) if isinstance(at, str) else at or clock.now()
    online = channel in {"alipay", "wechat_pay", "union_pay", "personal_banking", "corporate_banking"}

    def credit(work: Any) -> None:
        credit_flow(
            work,
            partner_id=partner,
            channel=TopUpChannel(channel),
            external_flow_no=no,
            amount=Money.of(value),
            arrived_at=arrived,
            payer_name=payer,
            payer_account=account,
            payment_no=payment_no or (f"PAY{no}" if online else None),
            has_promotion=has_promotion,
        )

    as_system(partner, credit)
    return no


def flow_now(channel: str, no: str) -> TopUp:
    """A flow as it is."""
    found: TopUp = now_at(top_up_key(TopUpChannel(channel), no))
    return found


def top_up_account(partner: str = "P1") -> FundAccount:
    """The partner's top-up account as it is."""
    found: FundAccount = now_at(FundAccount.key(partner_id=partner, account_type="top_up"))
    return found


def withdrawal_now(no: str, partner: str = "P1") -> Withdrawal:
    """An application as it is."""
    found: Withdrawal = now_at(withdrawal_key(partner, no))
    return found


def payouts_now(no: str, partner: str = "P1") -> list[WithdrawalPayout]:
    """The payments of an application as they are."""
    return [now_at(key) for key in payout_keys(withdrawal_now(no, partner))]


def set_partner(partner_id: str = "P1", **facts: Any) -> None:
    """The partner is otherwise."""
    partner: Partner = now_at(partner_key(partner_id))
    for name, value in facts.items():
        setattr(partner, name, value)
    partner.save()


class WithdrawalWindow(Desk):
    """The desk, with what is done there about withdrawals. Each application brings a pass for its code."""

    def as_user(self, partner: str = "P1") -> Caller:
        """Who applies."""
        return partner_user(partner)

    def applies(
        self,
        path: str,
        body: dict[str, Any],
        partner: str = "P1",
        key: str | None = None,
        query: str = "",
        given: dict[str, str] | None = None,
    ) -> Answer:
        """An application with a code."""
        caller = self.as_user(partner)
        given = given or codes.a_pass(caller, Sensitive.WITHDRAW)
        return self.call(caller, "POST", f"/funds/withdrawals/{path}{query}", body, key, headers=given)

    def by_original_route(self, value: str, flows: list[tuple[str, str, str]] | None = None, **more: Any) -> Answer:
        """By the original route; flows are (channel, number, amount)."""
        return self.applies("original-route", {"amount": value, **_named(flows)}, **more)

    def to_card(self, value: str, holder: str = ENTITY, flows: list[tuple[str, str, str]] | None = None, **more: Any) -> Answer:
        """To a bank card."""
        return self.applies("bank-card", {"amount": value, "account_holder": holder, **CARD, **_named(flows)}, **more)

    def of_rebates(self, value: str, holder: str = ENTITY, **more: Any) -> Answer:
        """Incentive rebates."""
        return self.applies("incentive-rebate", {"amount": value, "account_holder": holder, **CARD}, **more)

    def branch(self, channel: str, no: str, partner: str = "P1") -> Answer:
        """The branch of the account that a flow came from."""
        body = {"channel": channel, "external_flow_no": no, "bank": "中国工商银行", "bank_location": "北京市", "branch": "海淀支行"}
        return self.world.call(self.as_user(partner), "PUT", "/funds/bank-branches", body)

    def card_only(self, channel: str, no: str, value: str, partner: str = "P1") -> Answer:
        """Not by the original route."""
        body = {"channel": channel, "external_flow_no": no, "amount": value}
        return self.world.call(self.as_user(partner), "POST", "/funds/withdrawal-flows/card-only", body)

    def withdrawable(self, partner: str = "P1") -> dict[str, Any]:
        """What may be withdrawn."""
        seen = self.world.call(self.as_user(partner), "GET", "/funds/withdrawable-amounts").ok()
        return {name: f"{amount(value).amount.normalize():f}" if isinstance(value, dict) else value for name, value in seen.items()}

    def decide(self, no: str, decision: str = "approved", partner: str = "P1") -> Answer:
        """Vendor finance decides."""
        return reviews.decide(self.world, WITHDRAWAL_REVIEW, no, partner, decision=decision)

    def seen(self, no: str, partner: str = "P1") -> Answer:
        """The partner looks at an application."""
        return self.world.call(self.as_user(partner), "GET", f"/funds/withdrawals/{no}")

    def tab(self, name: str, partner: str = "P1") -> list[dict[str, Any]]:
        """A tab of the records."""
        rows: list[dict[str, Any]] = self.world.call(self.as_user(partner), "GET", f"/funds/withdrawals/{name}").ok()["items"]
        return rows

    def approved(self, answer: Answer) -> str:
        """An application that was made and approved: its number."""
        no: str = answer.ok()["withdrawal_no"]
        self.decide(no).ok()
        return no


def records_of(*kinds: type[Any]) -> list[list[Any]]:
    """Every record of each kind, straight from the mock: a Scan through its HTTP layer is far slower."""
    found: dict[str, list[Any]] = {str(kind.kind.get_discriminator(kind)): [] for kind in kinds}
    known = dict(zip(found, kinds, strict=True))
    for regions in get_backend("dynamodb").values():
        for item in regions[os.environ["AWS_REGION"]].get_table(os.environ["TABLE_NAME"]).all_items():
            name = item.attrs["kind"].value
            if name in known:
                found[name].append(known[name].from_raw_data({key: as_raw(value) for key, value in item.attrs.items()}))
    return list(found.values())


def told(payout_no: str, outcome: str, value: str | None = None, token: str | None = None, partner: str = "P1") -> Any:
    """What a consumer does with a result."""
    result = Result(payout_no, PayoutOutcome(outcome), Money.of(value) if value else None, clock.now(), "卡号有误")
    return as_system(partner, lambda work: settle_payout(result, work), token)


def _named(flows: list[tuple[str, str, str]] | None) -> dict[str, Any]:
    return {} if flows is None else {"flows": [{"channel": c, "external_flow_no": n, "amount": a} for c, n, a in flows]}
