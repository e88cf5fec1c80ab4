"""The certificate of the dedicated account (专属汇款账号证明文件): one page that a partner's bank or auditor reads."""

from __future__ import annotations

import base64
import io

from partner_center.funds.remittances.account import RemittanceAccount, bank_of, own_account
from partner_center.funds.remittances.bank import VendorBank
from partner_center.funds.remittances.contracts import RemittanceCertificate
from partner_center.kernel import clock
from partner_center.partners import Partner
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

FONT = "STSong-Light"  # of Adobe's Asian fonts, which readers of PDF bring along: nothing is embedded, the file stays small
LEFT, TOP, LINE, WIDTH = 72, 750, 44, 450  # points


def download_remittance_account_certificate(caller: Caller, work: Work) -> RemittanceCertificate:
    """A PDF with the account's details. Raises NotFound before the account is opened."""
    account, partner, _ = own_account(caller, work)
    content = _drawn(account, partner, bank_of(account, partner, work), clock.shown(work.now))
    return RemittanceCertificate(
        file_name=f"remittance-account-{account.account_no}.pdf",
        content_type="application/pdf",
        content=base64.b64encode(content).decode(),
    )


def _drawn(account: RemittanceAccount, partner: Partner, bank: VendorBank, issued_at: str) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    page = Canvas(file, pagesize=A4)
    page.setTitle("专属汇款账号证明")
    page.setFont(FONT, 18)
    page.drawString(LEFT, TOP, "专属汇款账号证明  Certificate of the dedicated remittance account")
    lines = [
        ("伙伴名称 Partner", partner.name),
        ("收款户名 Account holder", f"{bank.account_holder.zh}  {bank.account_holder.en}"),
        ("专属汇款账号 Account no.", account.account_no),
        ("开户银行 Bank", f"{bank.bank.zh}  {bank.bank.en}"),
        ("开户支行 Branch", f"{bank.branch.zh}  {bank.branch.en}"),
        ("联行号 Bank code", bank.bank_code),
        ("开通时间 Opened at", clock.shown(account.opened_at)),
    ]
    for number, (label, value) in enumerate(lines, start=1):
        page.setFont(FONT, 10)
        page.drawString(LEFT, TOP - number * LINE, label)
        page.setFont(FONT, min(12, 12 * WIDTH / pdfmetrics.stringWidth(value, FONT, 12)))  # a long name is set smaller
        page.drawString(LEFT, TOP - number * LINE - 16, value)
    page.setFont(FONT, 9)
    page.drawString(LEFT, TOP - (len(lines) + 1) * LINE, f"转入该账号的款项自动识别为上述伙伴的充值。 出具时间 Issued at {issued_at}")
    page.save()
    return file.getvalue()
