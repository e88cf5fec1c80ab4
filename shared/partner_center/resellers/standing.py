"""What the vendor decides about a reseller, and what becomes of its relation (guide 11.1.3, 0.5/r6: leaving happens outside the portal).

Admitted with a distributor: the relation begins. Exiting, delisted, back again: the relation follows. A distributor's own standing
changes no relation; a delisted one's resellers win no customers (partners.refuses_expansion). Events come late and out of order, so that
what counts is how the reseller stands in the records when one comes.
"""

from __future__ import annotations

from partner_center.kernel.permissions import PartnerType
from partner_center.organisation import organisation_key
from partner_center.partners import PartnerAdmitted, PartnerStandingChanged, Standing, partner_key
from partner_center.platform.reach import reseller_of_key
from partner_center.platform.work import Work
from partner_center.resellers.managers import close_assignment
from partner_center.resellers.relation import RelationStatus, end, load_parties, new_relation, relation_key, tell_begin

STATUS_OF = {
    Standing.ACTIVE: RelationStatus.ACTIVE,
    Standing.EXITING: RelationStatus.EXITING,
    Standing.DELISTED: RelationStatus.ENDED,
}


def follow_reseller(event: PartnerAdmitted | PartnerStandingChanged, work: Work) -> None:
    """Bring the relation of a reseller in step with its organisation and its standing."""
    if event.partner_type is not PartnerType.RESELLER:
        return
    reseller, organisation = work.look(partner_key(event.partner_id), organisation_key(event.partner_id))
    if reseller is None or organisation is None or organisation.distributor_id is None:
        return
    distributor_id = organisation.distributor_id
    parties, (known, reach) = load_parties(
        work,
        distributor_id,
        event.partner_id,
        relation_key(distributor_id, event.partner_id),
        reseller_of_key(distributor_id, event.partner_id),
    )
    work.rely_on(reseller, organisation)
    relation = known or new_relation(parties, reach.since if reach else work.now)
    status = STATUS_OF[reseller.standing]
    if status is RelationStatus.ENDED:
        close_assignment(work, relation)
        end(work, relation, organisation, reach)
        return
    if relation.status is not status:
        relation.status = status
        work.change(relation)
    if known is None:
        tell_begin(work, parties, relation)
