"""Notices: portal messages, e-mails and SMS of what happened, from declared templates, to whom a partner wants them told.

Areas tell events; a row of data/templates.json makes a notice of one. Nobody calls this area.
"""

from partner_center.notices import messages
from partner_center.notices.category import categories
from partner_center.notices.contracts import (
    AddRecipient,
    AllRead,
    DeliveryRef,
    DeliveryState,
    ExtraRecipient,
    MessageRead,
    MessageRef,
    ReadAll,
    RecipientRef,
    Subscribe,
    Subscriptions,
    SubscriptionState,
    UnreadCount,
)
from partner_center.notices.delivery import Delivery, DeliveryDue, DeliveryStatus, delivery_key
from partner_center.notices.inbox import count_unread, read_all_messages, read_message
from partner_center.notices.message import PortalMessage, inbox_of
from partner_center.notices.planning import plan_notices
from partner_center.notices.sending import release_due_notices, retry_delivery, send_notice
from partner_center.notices.subscribing import add_recipient, change_subscription, list_subscriptions, remove_recipient
from partner_center.notices.template import Channel, events_told, every_template
from partner_center.notices.views import MESSAGES, OF_PARTNER, OWN, UNSENT

__all__ = [
    "MESSAGES",
    "OF_PARTNER",
    "OWN",
    "UNSENT",
    "AddRecipient",
    "AllRead",
    "Channel",
    "Delivery",
    "DeliveryDue",
    "DeliveryRef",
    "DeliveryState",
    "DeliveryStatus",
    "ExtraRecipient",
    "MessageRead",
    "MessageRef",
    "PortalMessage",
    "ReadAll",
    "RecipientRef",
    "Subscribe",
    "SubscriptionState",
    "Subscriptions",
    "UnreadCount",
    "add_recipient",
    "categories",
    "change_subscription",
    "count_unread",
    "delivery_key",
    "events_told",
    "every_template",
    "inbox_of",
    "list_subscriptions",
    "messages",
    "plan_notices",
    "read_all_messages",
    "read_message",
    "release_due_notices",
    "remove_recipient",
    "retry_delivery",
    "send_notice",
]
