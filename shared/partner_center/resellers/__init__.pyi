from .accepting import (
    accept_distributor_invitation as accept_distributor_invitation,
    open_distributor_invitation as open_distributor_invitation,
)
from .contracts import (
    AcceptInvitation as AcceptInvitation,
    ApplicationState as ApplicationState,
    AssignManager as AssignManager,
    AssignManagerToSeveral as AssignManagerToSeveral,
    CooperationState as CooperationState,
    Entrust as Entrust,
    InvitationRef as InvitationRef,
    InvitationRefs as InvitationRefs,
    InvitationState as InvitationState,
    InvitationToken as InvitationToken,
    InviteReseller as InviteReseller,
    MailPreview as MailPreview,
    ManagerState as ManagerState,
    OpenedInvitation as OpenedInvitation,
    PendingApplications as PendingApplications,
    PreviewMail as PreviewMail,
    ResellerRef as ResellerRef,
    ResellerRefs as ResellerRefs,
    ReviewApplication as ReviewApplication,
    ReviewApplications as ReviewApplications,
)
from .entrusting import (
    cancel_entrustment as cancel_entrustment,
    entrust_distributor as entrust_distributor,
    get_own_cooperation as get_own_cooperation,
)
from .events import (
    CooperationApplied as CooperationApplied,
    CooperationBegan as CooperationBegan,
    CooperationDecided as CooperationDecided,
    CooperationEnded as CooperationEnded,
    InvitationAccepted as InvitationAccepted,
    ResellerInvited as ResellerInvited,
)
from .inviting import (
    batch_resend_reseller_invitations as batch_resend_reseller_invitations,
    expire_reseller_invitations as expire_reseller_invitations,
    invite_reseller as invite_reseller,
    preview_reseller_invitation_email as preview_reseller_invitation_email,
    resend_reseller_invitation as resend_reseller_invitation,
)
from .mail import send_reseller_invitation as send_reseller_invitation
from .managers import (
    assign_reseller_manager as assign_reseller_manager,
    batch_assign_reseller_manager as batch_assign_reseller_manager,
    batch_take_back_reseller_managers as batch_take_back_reseller_managers,
    take_back_reseller_manager as take_back_reseller_manager,
)
from .reaching import acting_for_reseller_once as acting_for_reseller_once
from .relation import (
    FormerRelation as FormerRelation,
    RelationStatus as RelationStatus,
    ResellerRelation as ResellerRelation,
    TaskAuthorization as TaskAuthorization,
    relation_key as relation_key,
)
from .reviewing import (
    batch_review_cooperation_applications as batch_review_cooperation_applications,
    count_pending_cooperation_applications as count_pending_cooperation_applications,
    create_cooperation_application as create_cooperation_application,
    review_cooperation_application as review_cooperation_application,
)
from .standing import follow_reseller as follow_reseller
from .views import (
    ACCOUNT_MANAGERS as ACCOUNT_MANAGERS,
    COOPERATION_APPLICATIONS as COOPERATION_APPLICATIONS,
    INVITATIONS as INVITATIONS,
    MANAGER_HISTORY as MANAGER_HISTORY,
    RESELLERS as RESELLERS,
)
