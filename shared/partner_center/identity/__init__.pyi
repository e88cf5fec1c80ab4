from .account import Account as Account, RealNameKind as RealNameKind, RealNameStatus as RealNameStatus, account_key as account_key
from .captcha import (
    Captcha as Captcha,
    CaptchaShown as CaptchaShown,
    WithCaptcha as WithCaptcha,
    captcha_key as captcha_key,
    count_guess as count_guess,
    issue_captcha as issue_captcha,
    refuses_captcha as refuses_captcha,
)
from .changing_password import change_password as change_password, recover_password as recover_password, reset_password as reset_password
from .cloud import activate_cloud as activate_cloud
from .codes import (
    CheckVerificationCode as CheckVerificationCode,
    SendVerificationCode as SendVerificationCode,
    VerificationCodeSent as VerificationCodeSent,
    VerificationPassed as VerificationPassed,
    VerificationSettings as VerificationSettings,
    check_verification_code as check_verification_code,
    get_verification_settings as get_verification_settings,
    send_verification_code as send_verification_code,
)
from .contracts import (
    ActivateCloud as ActivateCloud,
    AnswerMfa as AnswerMfa,
    AnswerNewPassword as AnswerNewPassword,
    ChangePassword as ChangePassword,
    CloudActivated as CloudActivated,
    ConfirmMfa as ConfirmMfa,
    Ended as Ended,
    MfaSecret as MfaSecret,
    MfaState as MfaState,
    OwnSessions as OwnSessions,
    RealNameState as RealNameState,
    RecoverPassword as RecoverPassword,
    RefreshSession as RefreshSession,
    ResetPassword as ResetPassword,
    SessionProfile as SessionProfile,
    SessionRef as SessionRef,
    SignedIn as SignedIn,
    SignIn as SignIn,
    SignOut as SignOut,
    SubmitRealName as SubmitRealName,
    SwitchMfaOff as SwitchMfaOff,
    SwitchTenant as SwitchTenant,
    WithAccessToken as WithAccessToken,
)
from .documents import (
    ACCOUNT_PRIVACY_STATEMENT as ACCOUNT_PRIVACY_STATEMENT,
    ACCOUNT_USER_AGREEMENT as ACCOUNT_USER_AGREEMENT,
    CLOUD_USER_AGREEMENT as CLOUD_USER_AGREEMENT,
    CUSTOMER_AUTHORIZATION_LETTER as CUSTOMER_AUTHORIZATION_LETTER,
    ON_BEHALF_COMMITMENT as ON_BEHALF_COMMITMENT,
    PERSONAL_ACCOUNT_LINKING as PERSONAL_ACCOUNT_LINKING,
    RESELLER_INFORMATION_AUTHORIZATION as RESELLER_INFORMATION_AUTHORIZATION,
    SERVICE_PROVIDER_PERSONAL_INFORMATION as SERVICE_PROVIDER_PERSONAL_INFORMATION,
    TASK_ENTRUSTMENT as TASK_ENTRUSTMENT,
    AcceptanceState as AcceptanceState,
    AcceptDocument as AcceptDocument,
    DocumentList as DocumentList,
    DocumentRef as DocumentRef,
    DocumentShown as DocumentShown,
    DocumentText as DocumentText,
    accept as accept,
    accept_document as accept_document,
    document_standing_key as document_standing_key,
    get_document as get_document,
    get_document_text as get_document_text,
    list_documents as list_documents,
    refuses_unticked as refuses_unticked,
    withdraw_acceptance as withdraw_acceptance,
)
from .events import (
    AccountRegistered as AccountRegistered,
    CloudAccountActivated as CloudAccountActivated,
    RealNameVerified as RealNameVerified,
)
from .login_name import (
    NO_TENANT as NO_TENANT,
    LoginName as LoginName,
    TenantName as TenantName,
    login_name_key as login_name_key,
    login_names as login_names,
    pool_user_name as pool_user_name,
    tenant_name as tenant_name,
    tenant_name_key as tenant_name_key,
)
from .membership import VENDOR as VENDOR, Membership as Membership, MemberStatus as MemberStatus, membership_key as membership_key
from .passwords import (
    NewPassword as NewPassword,
    PasswordPolicy as PasswordPolicy,
    PasswordTwice as PasswordTwice,
    password_policy as password_policy,
)
from .person import Person as Person, memberships_of as memberships_of, person_of as person_of
from .pool_users import (
    create_pool_user as create_pool_user,
    disable_pool_user as disable_pool_user,
    enable_pool_user as enable_pool_user,
    reset_pool_password as reset_pool_password,
    sign_out_everywhere as sign_out_everywhere,
    switch_off_mfa as switch_off_mfa,
)
from .profile import get_session_profile as get_session_profile
from .real_name import RealNameVerification as RealNameVerification, get_real_name as get_real_name, verification_key as verification_key
from .registering import (
    Found as Found,
    account_keys as account_keys,
    confirm_account as confirm_account,
    open_account as open_account,
    refuses_account_name as refuses_account_name,
    register_account as register_account,
    send_registration_code as send_registration_code,
)
from .registration_contracts import (
    AccountName as AccountName,
    AccountOpened as AccountOpened,
    ConfirmAccount as ConfirmAccount,
    RegisterAccount as RegisterAccount,
    Registered as Registered,
    RegistrationRef as RegistrationRef,
)
from .second_factor import begin_mfa as begin_mfa, confirm_mfa as confirm_mfa, end_mfa as end_mfa
from .session import Session as Session, end_sessions as end_sessions, session_key as session_key
from .sessions import (
    end_other_sessions as end_other_sessions,
    end_session as end_session,
    list_sessions as list_sessions,
    refresh_session as refresh_session,
    sign_out as sign_out,
    switch_tenant as switch_tenant,
)
from .signing_in import answer_mfa as answer_mfa, answer_new_password as answer_new_password, sign_in as sign_in
from .submitting_real_name import submit_real_name as submit_real_name
from .users import User as User, confirm_sign_up as confirm_sign_up, find_user as find_user, sign_up as sign_up
from .views import ACCEPTANCES as ACCEPTANCES, REAL_NAMES as REAL_NAMES
