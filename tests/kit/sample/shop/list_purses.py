"""The partner's purses."""

from tests.kit.sample.purse import PURSES

app = PURSES.get("/purses", detail="{purse_id}", allow="funds.read", guide=[])
