from .assigning import (
    assign_am_supervisor as assign_am_supervisor,
    assign_roles as assign_roles,
    assign_staff_duties as assign_staff_duties,
    transfer_administrator as transfer_administrator,
)
from .callers import caller_of as caller_of, limited_to as limited_to
from .contact_contracts import (
    Contact as Contact,
    ContactForm as ContactForm,
    ContactRef as ContactRef,
    UpdateContact as UpdateContact,
)
from .contacts import (
    contacts_shown as contacts_shown,
    create_customer_contact as create_customer_contact,
    delete_customer_contact as delete_customer_contact,
    update_customer_contact as update_customer_contact,
)
from .contracts import (
    AssignDuties as AssignDuties,
    AssignManagers as AssignManagers,
    AssignRoles as AssignRoles,
    ChangeSettings as ChangeSettings,
    CreateMember as CreateMember,
    CreateRole as CreateRole,
    CreateStaff as CreateStaff,
    InvitationRef as InvitationRef,
    InvitationState as InvitationState,
    InvitationToken as InvitationToken,
    InviteMember as InviteMember,
    Joined as Joined,
    MemberRef as MemberRef,
    MemberState as MemberState,
    Menus as Menus,
    MessageSettings as MessageSettings,
    OpenedInvitation as OpenedInvitation,
    ResetPassword as ResetPassword,
    RoleRef as RoleRef,
    Roles as Roles,
    RoleState as RoleState,
    Settings as Settings,
    TransferAdministrator as TransferAdministrator,
    UpdateMember as UpdateMember,
    UpdateOwnProfile as UpdateOwnProfile,
    UpdateRole as UpdateRole,
)
from .invitation import MemberInvited as MemberInvited, MemberJoined as MemberJoined
from .inviting import (
    accept_invitation as accept_invitation,
    invite_member as invite_member,
    open_invitation as open_invitation,
    withdraw_invitation as withdraw_invitation,
)
from .mail import send_member_invitation as send_member_invitation
from .manager import manager_key as manager_key, may_manage as may_manage, refuses_manager as refuses_manager
from .members import (
    create_org_member as create_org_member,
    create_staff_member as create_staff_member,
    delete_org_member as delete_org_member,
    reset_org_member_password as reset_org_member_password,
    update_org_member as update_org_member,
    update_own_profile as update_own_profile,
)
from .menu import list_permissions as list_permissions
from .organisation import (
    Organisation as Organisation,
    join_distributor as join_distributor,
    leave_distributor as leave_distributor,
    open_organisation as open_organisation,
    organisation_key as organisation_key,
)
from .role import CustomRole as CustomRole, grantable as grantable
from .roles import (
    create_role as create_role,
    delete_role as delete_role,
    get_role as get_role,
    list_roles as list_roles,
    update_role as update_role,
)
from .settings import change_settings as change_settings, get_settings as get_settings, update_message_settings as update_message_settings
from .views import (
    ACCOUNT_MANAGERS as ACCOUNT_MANAGERS,
    CONTACTS as CONTACTS,
    INVITATIONS as INVITATIONS,
    MEMBERS as MEMBERS,
    ROLE_MEMBERS as ROLE_MEMBERS,
    STAFF as STAFF,
)
