from .account import CustomerAccount as CustomerAccount, customer_account_key as customer_account_key
from .agreement import get_association_notice as get_association_notice, sign_association_notice as sign_association_notice
from .associating import associate as associate, check_association_eligibility as check_association_eligibility
from .association import (
    Association as Association,
    AssociationStatus as AssociationStatus,
    AssociationType as AssociationType,
    association_key as association_key,
    refuses_unless_linked as refuses_unless_linked,
)
from .contacts import get_partner_contacts as get_partner_contacts
from .contracts import (
    AccountNames as AccountNames,
    AccountsByMobile as AccountsByMobile,
    AccountState as AccountState,
    AddReportEmail as AddReportEmail,
    ApplyForReview as ApplyForReview,
    AssignCustomers as AssignCustomers,
    Assigned as Assigned,
    AssignManager as AssignManager,
    Associate as Associate,
    AssociationOutcome as AssociationOutcome,
    CheckReportability as CheckReportability,
    Confirmed as Confirmed,
    ConfirmRegistration as ConfirmRegistration,
    CreateCustomLink as CreateCustomLink,
    Eligibility as Eligibility,
    GetGeneralLink as GetGeneralLink,
    InviteCustomer as InviteCustomer,
    InviteCustomers as InviteCustomers,
    Invited as Invited,
    Link as Link,
    LinkRef as LinkRef,
    ManagedCustomerRef as ManagedCustomerRef,
    ManagedCustomerRefs as ManagedCustomerRefs,
    NoticeState as NoticeState,
    OpenedInvitation as OpenedInvitation,
    PartnerContacts as PartnerContacts,
    QrCode as QrCode,
    RecordAccountFacts as RecordAccountFacts,
    RecordRef as RecordRef,
    Register as Register,
    Registered as Registered,
    Reportability as Reportability,
    ReportCustomer as ReportCustomer,
    ReportRef as ReportRef,
    ReportRefs as ReportRefs,
    ReportsDone as ReportsDone,
    ReportState as ReportState,
    SignNotice as SignNotice,
    TokenRef as TokenRef,
)
from .custom_links import (
    create_custom_invite_link as create_custom_invite_link,
    download_invite_qr_code as download_invite_qr_code,
    get_general_invite_link as get_general_invite_link,
)
from .events import (
    AssociationFailed as AssociationFailed,
    CustomerAssociated as CustomerAssociated,
    CustomerInvited as CustomerInvited,
    CustomerReported as CustomerReported,
)
from .facts import list_accounts_by_mobile as list_accounts_by_mobile, record_account_facts as record_account_facts
from .followed_accounts import follow_account as follow_account
from .inviting import (
    batch_invite_reported_customers as batch_invite_reported_customers,
    expire_invitations as expire_invitations,
    invite_reported_customer as invite_reported_customer,
    resend_invitation as resend_invitation,
)
from .mail import send_invitation_email as send_invitation_email
from .managers import (
    assign_account_manager as assign_account_manager,
    assign_customers_to_manager as assign_customers_to_manager,
    batch_assign_account_manager as batch_assign_account_manager,
    batch_take_back_customers as batch_take_back_customers,
    take_back_customer as take_back_customer,
)
from .registration import (
    confirm_registration as confirm_registration,
    open_invite_link as open_invite_link,
    register_by_invitation as register_by_invitation,
)
from .reporting import (
    add_report_email as add_report_email,
    batch_delete_customer_reports as batch_delete_customer_reports,
    check_customer_reportability as check_customer_reportability,
    delete_customer_report as delete_customer_report,
    expire_customer_reports as expire_customer_reports,
    report_customer as report_customer,
)
from .reviews import apply_manual_report_review as apply_manual_report_review
from .views import (
    ACCOUNT_MANAGERS as ACCOUNT_MANAGERS,
    ASSIGNABLE_CUSTOMERS as ASSIGNABLE_CUSTOMERS,
    CUSTOM_LINKS as CUSTOM_LINKS,
    CUSTOMERS as CUSTOMERS,
    EXPANSION_RECORDS as EXPANSION_RECORDS,
    MANAGER_CUSTOMERS as MANAGER_CUSTOMERS,
    MANAGER_HISTORY as MANAGER_HISTORY,
    REPORTS as REPORTS,
    SIGNED_AGREEMENTS as SIGNED_AGREEMENTS,
)
