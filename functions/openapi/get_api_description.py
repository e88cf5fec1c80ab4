"""The description of the whole API as an OpenAPI 3.1 document."""

from partner_center.openapi import ApiDescription, api_description
from partner_center.platform.action import Action


@Action.get("/description", public=True)
def app() -> ApiDescription:
    return api_description()
