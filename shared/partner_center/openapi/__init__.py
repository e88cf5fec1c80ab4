"""What partners' programs need of the API: first of all its description."""

from partner_center.openapi.description import ApiDescription, api_description

__all__ = ["ApiDescription", "api_description"]
