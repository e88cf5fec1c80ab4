"""A picture of letters to be typed in on a phone (guide 13.1.3)."""

from partner_center.customers import show_image_code
from partner_center.identity import CaptchaShown
from partner_center.platform.action import Action, Work


@Action.post("/image-codes", public=True, confidential=True, guide=["13.1.3/register_and_associate_mobile"], status=201)
def app(work: Work) -> CaptchaShown:
    return show_image_code(work)
