"""Keep a note for the customer; its partner may do so while it operates on its behalf."""

from partner_center.platform.action import Action, Caller, Purpose, Work
from tests.kit.sample.purse import Note, Said


@Action.post("/notes", allow="coupons.use", agents=(Purpose.OPERATE,))
def app(request: Said, caller: Caller, work: Work) -> Said:
    note = work.get(Note.key(customer_id=caller.customer_id), or_none=True)
    if note is None or note.said != request.said:
        note = note or Note(customer_id=caller.customer_id)
        note.said = request.said
        work.keep(note)
    return request
