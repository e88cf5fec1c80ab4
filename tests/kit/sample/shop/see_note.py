"""See the customer's note; also its partner, while it acts on its behalf."""

from partner_center.platform.action import BOTH, Action, Caller, Work
from tests.kit.sample.purse import Note, NoteRef, Said


@Action.get("/notes/{note_id}", allow="coupons.use", agents=BOTH)
def app(request: NoteRef, caller: Caller, work: Work) -> Said:
    return Said(said=work.get(Note.key(customer_id=caller.customer_id)).said)
