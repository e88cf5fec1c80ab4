"""Show one masked field of one record in full (guide 10.4)."""

from partner_center.exports import RevealedField, RevealField, reveal_masked_field
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/reveals", guide=["10.4/reveal_masked_field", "10.6.3.6/reveal_masked_field", "11.1.3/reveal_masked_field"], confidential=True
)
def app(request: RevealField, caller: Caller, work: Work) -> RevealedField:
    return reveal_masked_field(request, caller, work)
