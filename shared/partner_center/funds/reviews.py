"""What the vendor decides about partners' money at the review desk."""

from partner_center.funds.remittances.claiming import CLAIM_REVIEW
from partner_center.funds.remittances.dedicated import PAYER_REVIEW
from partner_center.funds.withdrawal.reviewing import WITHDRAWAL_REVIEW

KINDS = (PAYER_REVIEW, CLAIM_REVIEW, WITHDRAWAL_REVIEW)
