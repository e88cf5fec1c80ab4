"""The phone's way into an association (13.1.3): where it differs from the link's (13.1.2).

The notice is a step of its own only for resale (r1); activating a new account asks for one consent that names the notice in every mode,
the 《伙伴关联条款》 and the personal data, and beside it for a separate one to marketing, which nobody needs to give (r2). So whoever
associates an activated account in consultative mode has signed no notice, and may sign it later (13.11). A used invitation is called a
used code. OPEN: the text of the 《伙伴关联条款》 is not printed; which mobiles beside mainland ones may register is not said: none, for we
send no text messages elsewhere. The code from the text message is checked as in the link's way; association follows at once (r3).
"""

from __future__ import annotations

from partner_center.customers.agreement import notice_in_force, notice_text, refuses_notice
from partner_center.customers.associating import accept, load_acceptance, refuses_missing_consent
from partner_center.customers.association import AssociationType
from partner_center.customers.association_contracts import AssociationOutcome, Outcome, Registered, TokenRef
from partner_center.customers.consequences import consequences_of
from partner_center.customers.invited import load_invitation
from partner_center.customers.link import link_by_token
from partner_center.customers.qr.contracts import AssociateByQr, RegisterByQr, ScannedInvitation
from partner_center.customers.registration import begin_registration, refuses_mobile
from partner_center.customers.terms import PACKAGE
from partner_center.identity import CaptchaShown, captcha_key, count_guess, issue_captcha, refuses_captcha
from partner_center.kernel import ids
from partner_center.platform.agreement import Agreement, Signatory, sign, standing_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.table import Flag, Instant, Key, Place, Record, Text
from partner_center.platform.work import Work

TERMS = Agreement("association_terms", PACKAGE, "association_terms")
USED = "code_used"


class MarketingConsent(Record, kind="marketing_consent"):
    """That a customer welcomes offers, advertisements and news; there is none of a customer who never said so."""

    PLACE = Place("customer/{customer_id}", "marketing_consent")

    customer_id = Text()
    given = Flag(default=False)
    given_at = Instant()


def marketing_key(customer_id: str) -> Key[MarketingConsent]:
    """The address of a customer's consent to marketing."""
    return MarketingConsent.key(customer_id=customer_id)


def show_image_code(work: Work) -> CaptchaShown:
    """The picture that a phone asks for before a text message goes out (图形验证码). OPEN: the guide shows only that there is one."""
    return issue_captcha(work.caller, work)


def scan_qr_code(request: TokenRef, work: Work) -> ScannedInvitation:
    """What the phone shows. Raises NotFound; Refused as the link does, a used invitation as `code_used`."""
    link = link_by_token(work, request.token)
    invitation = load_invitation(work, link)
    work.require(*invitation.refuses(work.now, USED))
    resale = link.association_type is AssociationType.RESALE
    return ScannedInvitation(
        partner_name=invitation.partner.name,
        association_type=link.association_type,
        mobile=masked(invitation.record.mobile) if invitation.record else None,
        expires_at=invitation.expires_at,
        notice=notice_text(notice_in_force(link.association_type, work.now)) if resale else None,
        terms=notice_text(TERMS.in_force(work.now)),
        consequences=consequences_of(link.association_type, work.now),
    )


def register_by_qr_code(request: RegisterByQr, work: Work) -> Registered:
    """Sign up on the phone; a code goes to the mobile. The picture is used up by it.

    Raises Refused `captcha_wrong` and what registering by a link raises.
    """
    link = link_by_token(work, request.token)
    counted = count_guess(request.captcha_id, work.now)
    (captcha,) = work.look(captcha_key(request.captcha_id))
    invitation = load_invitation(work, link)
    resale = link.association_type is AssociationType.RESALE
    work.require(*invitation.refuses(work.now, USED))
    work.require(
        refuses_captcha(captcha if counted else None, request.captcha_text, work.caller, work.now, "13.1.3/r3"),
        refuses_notice(request.notice_accepted, "13.1.3/r1") if resale else None,
        refuses_mobile(invitation.record, request.mobile),
    )
    work.remove(captcha)
    name = f"hw{ids.secret_token()[:12].lower()}"
    return begin_registration(work, link, name, request.password, request.mobile, None)


def associate_by_qr_code(request: AssociateByQr, caller: Caller, work: Work) -> AssociationOutcome:
    """Accept on the phone, activating the cloud first where that is still to be done (13.1.3/r3). Raises what `associate` does."""
    acceptance = load_acceptance(work, request.token, caller.customer_id)
    resale = acceptance.link.association_type is AssociationType.RESALE
    activates = acceptance.account.activated_at is None
    consents = [
        refuses_notice(request.notice_accepted, "13.1.3/r1") if resale and not activates else None,
        refuses_missing_consent(acceptance.account, request.consent_accepted),
    ]
    outcome = accept(work, acceptance, consents, used=USED, signs_notice=resale or activates)
    if outcome.outcome is Outcome.ASSOCIATED:
        _keep_consents(work, request, caller.customer_id, outcome.partner_id, activates=activates)
    return outcome


def _keep_consents(work: Work, request: AssociateByQr, customer_id: str, partner_id: str, *, activates: bool) -> None:
    standing, marketing = work.look(standing_key(Signatory.CUSTOMER, customer_id, TERMS.code), marketing_key(customer_id))
    if activates:
        sign(work, TERMS.in_force(work.now), customer_id, standing, partner_id=partner_id, customer_id=customer_id)
    if request.marketing_accepted:
        consent = marketing or MarketingConsent(customer_id=customer_id)
        consent.given, consent.given_at = True, work.now
        work.keep(consent)
