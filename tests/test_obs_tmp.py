import pytest
from tests import sweep
from tests.sweep import *
for n in ["account_login","account_logout","account_inactive","account_signup","account_reauthenticate","account_email","account_email_verification_sent","account_change_password","account_set_password","account_reset_password","account_confirm_login_code","account_reset_password_from_key_done","account_reset_password_done","mfa_index","mfa_authenticate","mfa_reauthenticate","mfa_activate_totp","mfa_deactivate_totp","mfa_view_recovery_codes","mfa_generate_recovery_codes","mfa_download_recovery_codes"]:
    sweep.TABLE[n]=Row("account")
sweep.TABLE["account_confirm_email"]=Row("account",{"key":"abc"})
sweep.TABLE["account_reset_password_from_key"]=Row("account",{"uidb36":"1","key":"abc-def"})
@pytest.mark.django_db
def test_x(cast):
    with demonstration():
        w=furnish(cast)
        out={}
        for v in visits(w,all_names()):
            out.setdefault(v.name,{}).setdefault(v.role,[]).append((v.result, "CH" if v.changed else "", v.response.get("Location","")))
        for n,d in out.items():
            print("==",n)
            last=None
            for r,x in d.items(): print("   ",r,x if x!=last else '"'); last=x
