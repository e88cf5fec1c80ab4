"""The page of product policies (10.7.1.1)."""

from __future__ import annotations

from datetime import datetime

from partner_center.incentives.contracts import ListProductPolicies, PolicyList, PolicyRow
from partner_center.incentives.policy import policies_at


def list_product_policies(request: ListProductPolicies, now: datetime) -> PolicyList:
    """The policy of each product category, now or at a past time (10.7.1.1/r1, r3), all or those of one policy (r2)."""
    at = request.as_of or now
    return PolicyList(
        as_of=at,
        items=[
            PolicyRow(
                product_category=policy.product_type,
                product_category_code=policy.code,
                association_type=policy.association_type,
                policy=policy.kind,
                name_zh=policy.name.zh,
                name_en=policy.name.en,
                rebate_ratio=policy.rebate_ratio,
                explanation_zh=policy.explanation.zh,
                explanation_en=policy.explanation.en,
                effective_from=policy.effective_from,
            )
            for policy in policies_at(at)
            if request.policy is None or policy.kind is request.policy
        ],
    )
