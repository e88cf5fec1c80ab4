"""Identity: who people are, signing in and signing up."""

from partner_center.identity import messages
from partner_center.identity.session import (
    RefreshSession,
    Session,
    SessionProfile,
    SignIn,
    get_session_profile,
    refresh_session,
    sign_in,
)
from partner_center.identity.users import User, confirm_sign_up, find_user, sign_up

__all__ = [
    "RefreshSession",
    "Session",
    "SessionProfile",
    "SignIn",
    "User",
    "confirm_sign_up",
    "find_user",
    "get_session_profile",
    "messages",
    "refresh_session",
    "sign_in",
    "sign_up",
]
