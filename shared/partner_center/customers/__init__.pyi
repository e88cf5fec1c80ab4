from .account import (
    CustomerAccount as CustomerAccount,
    EnterpriseRole as EnterpriseRole,
    Freeze as Freeze,
    RealName as RealName,
    customer_account_key as customer_account_key,
    ids_by_account_name as ids_by_account_name,
)
from .activities.contracts import ActivityState as ActivityState, CreateActivityLink as CreateActivityLink, RecordActivity as RecordActivity
from .activities.links import create_activity_invite_link as create_activity_invite_link, record_invite_activity as record_invite_activity
from .activities.views import ACTIVITY_LINKS as ACTIVITY_LINKS, INVITE_ACTIVITIES as INVITE_ACTIVITIES
from .agency.acting import AGENCY as AGENCY
from .agency.contracts import (
    AcceptAuthorization as AcceptAuthorization,
    AuthorizationGranted as AuthorizationGranted,
    AuthorizationState as AuthorizationState,
    RejectAuthorization as RejectAuthorization,
    RequestAuthorization as RequestAuthorization,
    RevokeAuthorization as RevokeAuthorization,
    SessionEnded as SessionEnded,
    SessionStarted as SessionStarted,
    StartSession as StartSession,
)
from .agency.deciding import (
    accept_authorization as accept_authorization,
    reject_authorization as reject_authorization,
    revoke_authorization as revoke_authorization,
)
from .agency.ending import end_agency_with_association as end_agency_with_association
from .agency.requesting import request_authorization as request_authorization
from .agency.sessions import (
    close_idle_agency_sessions as close_idle_agency_sessions,
    end_agency_session as end_agency_session,
    start_operate_on_behalf as start_operate_on_behalf,
    start_order_on_behalf as start_order_on_behalf,
)
from .agency.views import (
    AGENCY_JOURNAL as AGENCY_JOURNAL,
    AGENCY_SESSIONS as AGENCY_SESSIONS,
    AUTHORIZATION_HISTORY as AUTHORIZATION_HISTORY,
    AUTHORIZATIONS as AUTHORIZATIONS,
    OWN_AGENCY_JOURNAL as OWN_AGENCY_JOURNAL,
    OWN_AGENCY_SESSIONS as OWN_AGENCY_SESSIONS,
    OWN_AUTHORIZATIONS as OWN_AUTHORIZATIONS,
)
from .agreement import get_association_notice as get_association_notice, sign_association_notice as sign_association_notice
from .alerts.contracts import (
    AlertHandling as AlertHandling,
    HandleChurnAlert as HandleChurnAlert,
    HandleResourceAlert as HandleResourceAlert,
    RecordAlerts as RecordAlerts,
    RecordedAlerts as RecordedAlerts,
)
from .alerts.events import AlertHandled as AlertHandled, AlertRaised as AlertRaised, UnassignedAlertRaised as UnassignedAlertRaised
from .alerts.feeding import record_customer_alerts as record_customer_alerts
from .alerts.following import move_alerts_to_manager as move_alerts_to_manager, withdraw_alerts_of_unlinked as withdraw_alerts_of_unlinked
from .alerts.handling import handle_churn_alert as handle_churn_alert, handle_resource_alert as handle_resource_alert
from .alerts.refreshing import refresh_alerts as refresh_alerts
from .alerts.views import ALERTS as ALERTS, ALERTS_TO_HANDLE as ALERTS_TO_HANDLE, CUSTOMER_ALERTS as CUSTOMER_ALERTS
from .applications.account_facts import AccountKnowledge as AccountKnowledge, KnowsOfAccounts as KnowsOfAccounts
from .applications.applying import (
    request_switch_type as request_switch_type,
    request_unbind as request_unbind,
    request_unlink as request_unlink,
)
from .applications.checking import check_unbind_account as check_unbind_account, run_account_check as run_account_check
from .applications.contracts import (
    AccountCheck as AccountCheck,
    ApplicationRef as ApplicationRef,
    ApplicationState as ApplicationState,
    CheckOwnAccount as CheckOwnAccount,
    FileByPartner as FileByPartner,
    HandleRequest as HandleRequest,
    OpenRequest as OpenRequest,
    PreReviewer as PreReviewer,
    RequestUnbind as RequestUnbind,
    RunAccountCheck as RunAccountCheck,
)
from .applications.deciding import (
    approve_customer_unlink as approve_customer_unlink,
    cancel_association_application as cancel_association_application,
    cancel_unbind_request as cancel_unbind_request,
    handle_partner_request as handle_partner_request,
    reject_customer_unlink as reject_customer_unlink,
)
from .applications.noting import note_association as note_association
from .applications.open_request import get_open_request as get_open_request
from .applications.pre_review import get_prereviewer_contact as get_prereviewer_contact
from .applications.views import (
    ASSOCIATION_RECORDS as ASSOCIATION_RECORDS,
    OPERATION_LOG as OPERATION_LOG,
    WAITING_APPLICATIONS as WAITING_APPLICATIONS,
)
from .associating import associate as associate, check_association_eligibility as check_association_eligibility
from .association import (
    Association as Association,
    AssociationStatus as AssociationStatus,
    AssociationType as AssociationType,
    association_key as association_key,
    refuses_unless_linked as refuses_unless_linked,
)
from .association_contracts import (
    Associate as Associate,
    AssociationOutcome as AssociationOutcome,
    Confirmed as Confirmed,
    ConfirmRegistration as ConfirmRegistration,
    Eligibility as Eligibility,
    NoticeState as NoticeState,
    OpenedInvitation as OpenedInvitation,
    Register as Register,
    Registered as Registered,
    SignNotice as SignNotice,
    TokenRef as TokenRef,
)
from .budget.commands import (
    add_budget_alert_recipient as add_budget_alert_recipient,
    get_customer_budget as get_customer_budget,
    remove_budget_alert_recipient as remove_budget_alert_recipient,
    set_customer_budget as set_customer_budget,
)
from .budget.contracts import (
    AddRecipient as AddRecipient,
    BudgetState as BudgetState,
    GetBudget as GetBudget,
    RecipientRef as RecipientRef,
    RecipientState as RecipientState,
    SetBudget as SetBudget,
)
from .budget.record import budget_alert_recipients as budget_alert_recipients
from .budget.usage import check_budget_usage as check_budget_usage
from .budget.views import BUDGET_RECIPIENTS as BUDGET_RECIPIENTS
from .contacts import get_partner_contacts as get_partner_contacts
from .contracts import (
    AccountNames as AccountNames,
    AccountsByMobile as AccountsByMobile,
    AccountState as AccountState,
    AssignCustomers as AssignCustomers,
    Assigned as Assigned,
    AssignManager as AssignManager,
    ManagedCustomerRef as ManagedCustomerRef,
    ManagedCustomerRefs as ManagedCustomerRefs,
    PartnerContacts as PartnerContacts,
    RecordAccountFacts as RecordAccountFacts,
    TransferCustomers as TransferCustomers,
    Transferred as Transferred,
)
from .custom_links import (
    create_custom_invite_link as create_custom_invite_link,
    download_invite_qr_code as download_invite_qr_code,
    get_general_invite_link as get_general_invite_link,
)
from .encyclopedia.company import (
    BasicInfo as BasicInfo,
    CloudInfo as CloudInfo,
    Development as Development,
    IntellectualProperty as IntellectualProperty,
)
from .encyclopedia.contracts import (
    CompanyHits as CompanyHits,
    CompanyRef as CompanyRef,
    EnterpriseProfile as EnterpriseProfile,
    GetEnterpriseProfile as GetEnterpriseProfile,
    ReportCompany as ReportCompany,
    SearchCompanies as SearchCompanies,
)
from .encyclopedia.lookup import (
    get_company_basic_info as get_company_basic_info,
    get_company_cloud_info as get_company_cloud_info,
    get_company_development as get_company_development,
    get_company_ip as get_company_ip,
    report_company_as_customer as report_company_as_customer,
    search_companies as search_companies,
)
from .encyclopedia.profile import get_enterprise_profile as get_enterprise_profile
from .encyclopedia.snapshot import (
    keep_enterprise_snapshot as keep_enterprise_snapshot,
    refresh_enterprise_snapshots as refresh_enterprise_snapshots,
)
from .enrolling import (
    EnrollPartner as EnrollPartner,
    enroll_gov_cloud_partner as enroll_gov_cloud_partner,
    enroll_gov_subsidy_partner as enroll_gov_subsidy_partner,
)
from .entered_earlier import record_entered_customers as record_entered_customers
from .events import (
    AccountClosed as AccountClosed,
    AccountManagerChanged as AccountManagerChanged,
    AssociationFailed as AssociationFailed,
    AssociationTypeSwitched as AssociationTypeSwitched,
    BudgetThresholdPassed as BudgetThresholdPassed,
    ContractingEntityChanged as ContractingEntityChanged,
    CustomerAssociated as CustomerAssociated,
    CustomerBecamePartner as CustomerBecamePartner,
    CustomerInvited as CustomerInvited,
    CustomerListed as CustomerListed,
    CustomerReported as CustomerReported,
    CustomerUnlinked as CustomerUnlinked,
    DirectCreditReclaimed as DirectCreditReclaimed,
    ManagerTransferDue as ManagerTransferDue,
)
from .facts import list_accounts_by_mobile as list_accounts_by_mobile, record_account_facts as record_account_facts
from .followed_accounts import follow_account as follow_account
from .guide import get_online_expansion_guide as get_online_expansion_guide, list_report_conditions as list_report_conditions
from .invitation_contracts import (
    AllInvitable as AllInvitable,
    AllResent as AllResent,
    CreateCustomLink as CreateCustomLink,
    EmailPreview as EmailPreview,
    GetGeneralLink as GetGeneralLink,
    InviteCustomer as InviteCustomer,
    InviteCustomers as InviteCustomers,
    Invited as Invited,
    Link as Link,
    LinkRef as LinkRef,
    PreviewEmail as PreviewEmail,
    QrCode as QrCode,
    RecordRef as RecordRef,
    RecordRefs as RecordRefs,
)
from .inviting import (
    batch_invite_reported_customers as batch_invite_reported_customers,
    batch_resend_invitations as batch_resend_invitations,
    check_invite_eligibility as check_invite_eligibility,
    expire_invitations as expire_invitations,
    invite_reported_customer as invite_reported_customer,
    resend_invitation as resend_invitation,
)
from .knowledge.contracts import Knowledge as Knowledge, ListKnowledge as ListKnowledge
from .knowledge.recommending import list_knowledge_recommendations as list_knowledge_recommendations
from .mail import preview_invitation_email as preview_invitation_email, send_invitation_email as send_invitation_email
from .managers import (
    assign_account_manager as assign_account_manager,
    assign_customers_to_manager as assign_customers_to_manager,
    batch_assign_account_manager as batch_assign_account_manager,
    batch_take_back_customers as batch_take_back_customers,
    take_back_customer as take_back_customer,
)
from .overview.balances import (
    FundsShown as FundsShown,
    show_funds as show_funds,
    show_pickup_coupons as show_pickup_coupons,
    show_vouchers as show_vouchers,
)
from .overview.consumption import keep_customer_consumption as keep_customer_consumption
from .overview.contracts import (
    CustomerDetail as CustomerDetail,
    CustomerOverview as CustomerOverview,
    FollowUpKept as FollowUpKept,
    GetCustomer as GetCustomer,
    GetOverview as GetOverview,
    InfoSubscription as InfoSubscription,
    MigrationKept as MigrationKept,
    RecordFollowUp as RecordFollowUp,
    RecordMigration as RecordMigration,
    SetTags as SetTags,
    SubscribeCustomerInfo as SubscribeCustomerInfo,
    Tags as Tags,
)
from .overview.detail import (
    get_customer_detail as get_customer_detail,
    get_customer_overview as get_customer_overview,
    set_customer_tags as set_customer_tags,
)
from .overview.listed import (
    ListedCustomer as ListedCustomer,
    follow_association as follow_association,
    listed_key as listed_key,
    newly_listed as newly_listed,
)
from .overview.marks import mark_customer as mark_customer
from .overview.notes import (
    get_customer_info_subscription as get_customer_info_subscription,
    record_batch_migration as record_batch_migration,
    record_key_account_follow_up as record_key_account_follow_up,
    subscribe_customer_info as subscribe_customer_info,
)
from .overview.pending import count_pending_alerts as count_pending_alerts
from .overview.renewals import keep_renewals as keep_renewals
from .overview.views import (
    ASSIGNABLE_CUSTOMERS as ASSIGNABLE_CUSTOMERS,
    BATCH_MIGRATIONS as BATCH_MIGRATIONS,
    CUSTOMERS as CUSTOMERS,
    DISTRIBUTOR_CUSTOMERS as DISTRIBUTOR_CUSTOMERS,
    ENTRUSTED_CUSTOMERS as ENTRUSTED_CUSTOMERS,
    FOLLOW_UPS as FOLLOW_UPS,
    MANAGER_CUSTOMERS as MANAGER_CUSTOMERS,
    NEW_CUSTOMERS as NEW_CUSTOMERS,
)
from .overview.widgets import bring_counter as bring_counter
from .qr.contracts import (
    AssociateByQr as AssociateByQr,
    RegisterByQr as RegisterByQr,
    ScannedInvitation as ScannedInvitation,
)
from .qr.phone import (
    associate_by_qr_code as associate_by_qr_code,
    register_by_qr_code as register_by_qr_code,
    scan_qr_code as scan_qr_code,
    show_image_code as show_image_code,
)
from .registration import (
    confirm_registration as confirm_registration,
    open_invite_link as open_invite_link,
    register_by_invitation as register_by_invitation,
)
from .report_contracts import (
    AddReportEmail as AddReportEmail,
    ApplyForReview as ApplyForReview,
    CheckReportability as CheckReportability,
    EnteredRows as EnteredRows,
    ExpansionGuide as ExpansionGuide,
    RecordEntered as RecordEntered,
    Reportability as Reportability,
    ReportConditions as ReportConditions,
    ReportCustomer as ReportCustomer,
    ReportRef as ReportRef,
    ReportRefs as ReportRefs,
    ReportsDone as ReportsDone,
    ReportState as ReportState,
)
from .reporting import (
    add_report_email as add_report_email,
    batch_delete_customer_reports as batch_delete_customer_reports,
    check_customer_reportability as check_customer_reportability,
    delete_customer_report as delete_customer_report,
    expire_customer_reports as expire_customer_reports,
    report_customer as report_customer,
)
from .resources.contracts import RecordedResources as RecordedResources, RecordResources as RecordResources
from .resources.events import ResourcesChanged as ResourcesChanged
from .resources.intake import take_in_resources as take_in_resources
from .resources.recording import record_customer_resources as record_customer_resources
from .resources.telling import tell_inventory as tell_inventory
from .resources.views import (
    ASSOCIATED_RESOURCES as ASSOCIATED_RESOURCES,
    INVENTORY_FILES as INVENTORY_FILES,
    MY_RESOURCES as MY_RESOURCES,
    ON_DEMAND_RESOURCES as ON_DEMAND_RESOURCES,
    SAVINGS_PLANS as SAVINGS_PLANS,
    SUBSCRIPTION_RESOURCES as SUBSCRIPTION_RESOURCES,
)
from .reviews import apply_manual_report_review as apply_manual_report_review
from .signing.contracts import AgreementsToSign as AgreementsToSign
from .signing.to_sign import list_agreements_to_sign as list_agreements_to_sign
from .transfer import move_customers as move_customers, transfer_customers as transfer_customers
from .views import (
    ACCOUNT_MANAGERS as ACCOUNT_MANAGERS,
    CUSTOM_LINKS as CUSTOM_LINKS,
    EXPANSION_RECORDS as EXPANSION_RECORDS,
    MANAGER_HISTORY as MANAGER_HISTORY,
    REPORTS as REPORTS,
    SIGNED_AGREEMENTS as SIGNED_AGREEMENTS,
)
