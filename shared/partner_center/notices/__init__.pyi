from .category import categories as categories
from .contracts import (
    AddRecipient as AddRecipient,
    AllRead as AllRead,
    DeliveryRef as DeliveryRef,
    DeliveryState as DeliveryState,
    ExtraRecipient as ExtraRecipient,
    MessageRead as MessageRead,
    MessageRef as MessageRef,
    ReadAll as ReadAll,
    RecipientRef as RecipientRef,
    Subscribe as Subscribe,
    Subscriptions as Subscriptions,
    SubscriptionState as SubscriptionState,
    UnreadCount as UnreadCount,
)
from .delivery import Delivery as Delivery, DeliveryDue as DeliveryDue, DeliveryStatus as DeliveryStatus, delivery_key as delivery_key
from .inbox import count_unread as count_unread, read_all_messages as read_all_messages, read_message as read_message
from .message import PortalMessage as PortalMessage, inbox_of as inbox_of
from .planning import plan_notices as plan_notices
from .sending import release_due_notices as release_due_notices, retry_delivery as retry_delivery, send_notice as send_notice
from .subscribing import (
    add_recipient as add_recipient,
    change_subscription as change_subscription,
    list_subscriptions as list_subscriptions,
    remove_recipient as remove_recipient,
)
from .template import Channel as Channel, events_told as events_told, every_template as every_template
from .views import MESSAGES as MESSAGES, OF_PARTNER as OF_PARTNER, OWN as OWN, UNSENT as UNSENT
