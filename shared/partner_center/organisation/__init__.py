"""Organisation: a partner's members, roles, contacts and settings, and who a caller is."""

from partner_center.organisation.organisation import Organisation, organisation_key

__all__ = ["Organisation", "organisation_key"]
