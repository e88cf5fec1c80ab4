"""What the vendor decides about partners' money at the review desk."""

from partner_center.funds.remittances.claiming import CLAIM_REVIEW
from partner_center.funds.remittances.dedicated import PAYER_REVIEW

KINDS = (PAYER_REVIEW, CLAIM_REVIEW)
