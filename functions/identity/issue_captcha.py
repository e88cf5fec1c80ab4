"""A picture of letters to be typed in, before something is opened (guide 10.6.3.2, 11.5.3.1)."""

from partner_center.identity import CaptchaShown, issue_captcha
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/captchas",
    confidential=True,
    guide=["10.6.3.2/open_dedicated_remittance_account", "11.5.3.1/open_dedicated_remittance_account"],
    status=201,
)
def app(caller: Caller, work: Work) -> CaptchaShown:
    return issue_captcha(caller, work)
