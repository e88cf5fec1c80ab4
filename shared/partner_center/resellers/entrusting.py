"""A reseller entrusts its distributor with its sales-expansion tasks, and takes that back whenever it likes (guide 19.9).

The entrustment is to one distributor: it stands in the relation, and a new relation begins without. The text is accepted with it.
"""

from __future__ import annotations

from partner_center.identity import TASK_ENTRUSTMENT, accept, document_standing_key, refuses_unticked
from partner_center.kernel.errors import NotFound
from partner_center.partners import partner_key
from partner_center.platform.agreement import withdraw
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work
from partner_center.resellers.contracts import CooperationState, Entrust
from partner_center.resellers.relation import TaskAuthorization, relation_key


def get_own_cooperation(caller: Caller, work: Work) -> CooperationState:
    """With which distributor the caller's reseller works, since when, and whether it entrusted it. Raises NotFound where with none."""
    distributor_id, reseller_id = _sides(caller)
    relation, distributor = work.look(relation_key(distributor_id, reseller_id), partner_key(distributor_id))
    if relation is None:
        raise NotFound("distributor")
    return CooperationState.of(relation, distributor)


def entrust_distributor(request: Entrust, caller: Caller, work: Work) -> CooperationState:
    """Entrust the distributor, ticking the version of the text in force (19.9/r1). Doing it again changes nothing.

    Raises Refused `agreement_not_ticked`, `agreement_version_not_in_force`; NotFound for a reseller without a distributor.
    """
    distributor_id, reseller_id = _sides(caller)
    document = TASK_ENTRUSTMENT.in_force(work.now)
    relation, distributor, standing = work.look(
        relation_key(distributor_id, reseller_id), partner_key(distributor_id), document_standing_key(document, caller)
    )
    if relation is None:
        raise NotFound("distributor")
    work.require(refuses_unticked(request.accepted, document), document.refuses_version(request.version))
    if standing is None or not standing.stands_for(document.version):
        accept(work, document, caller, standing)
    if relation.task_authorization is not TaskAuthorization.AUTHORIZED:
        relation.task_authorization = TaskAuthorization.AUTHORIZED
        work.change(relation)
    return CooperationState.of(relation, distributor)


def cancel_entrustment(caller: Caller, work: Work) -> CooperationState:
    """Take the entrustment back (19.9/r2). Doing it again changes nothing. Raises NotFound for a reseller without a distributor."""
    distributor_id, reseller_id = _sides(caller)
    document = TASK_ENTRUSTMENT.in_force(work.now)
    relation, distributor, standing = work.look(
        relation_key(distributor_id, reseller_id), partner_key(distributor_id), document_standing_key(document, caller)
    )
    if relation is None:
        raise NotFound("distributor")
    if standing is not None and standing.withdrawn_at is None:
        withdraw(work, document, standing)
    if relation.task_authorization is not TaskAuthorization.UNAUTHORIZED:
        relation.task_authorization = TaskAuthorization.UNAUTHORIZED
        work.change(relation)
    return CooperationState.of(relation, distributor)


def _sides(caller: Caller) -> tuple[str, str]:
    if caller.distributor_id is None:
        raise NotFound("distributor")
    return caller.distributor_id, caller.partner_id
