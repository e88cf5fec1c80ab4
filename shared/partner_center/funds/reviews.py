"""The kinds of reviews of funds, for the review desk."""

from __future__ import annotations

from partner_center.funds.withdrawal.reviewing import WITHDRAWAL_REVIEW

KINDS = (WITHDRAWAL_REVIEW,)
