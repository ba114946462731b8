"""What to do about each refusal, in words for a clerk. One table for calls, one for sign-in."""

from __future__ import annotations

_CURES = {
    "quota": "Wait a minute and run the same command again; it goes on where it stopped.",
    "quota-zero": "Your Google Cloud project has this limit set to 0. Open APIs & Services, Quotas, and raise it.",
    "later": "Check the internet connection and run the same command again in a few minutes; it goes on where it stopped.",
    "google-down": "The fault is Google's, not yours. Run the same command again in a few minutes; it goes on where it stopped.",
    "refused": "Check the address ([google] root in config/office.toml or ANUBHAV_GOOGLE_ROOT). For a sandbox, start it: anubhav sandbox.",
    "proxy": "Ask the network's administrator to allow *.googleapis.com, and check HTTPS_PROXY.",
    "tls": "Check the clock of this computer; if it is right, ask the network's administrator whether a proxy opens secure connections.",
    "service-disabled": "Open {address}, press Enable, wait five minutes and run this again.",
    "scopes": "Run anubhav login again and leave every box on Google's page ticked.",
    "service-account-storage": "Create the form as a person: anubhav login. Then share form and sheet with the service account{account} for unattended pulls.",
    "storage-full": "Free some space in it (drive.google.com, Storage), or use another account: anubhav login.",
    "sharing": "Ask the Google Workspace administrator to allow sharing outside the organisation for this account, or use an account for which it is allowed: anubhav login.",
    "new": "Ask the Google Workspace administrator to switch on Drive and Forms for this account, or use another account: anubhav login.",
    "sheet-forbidden": 'Open the sheet in a browser, press Share, and give {account_or_login} the right to view. If Google Forms made it ("Create a new spreadsheet"), link the form to the sheet that anubhav made, or run anubhav login --existing-form.',
    "sheet-missing": 'Check that the sheet is not in the bin. If Google Forms made it ("Create a new spreadsheet"), link the form to the sheet that anubhav made, or run anubhav login --existing-form. If another account owns it, share it with {account_or_login}.',
    "form-forbidden": "Open the form in a browser, press Share, and add {account_or_login} as editor. Or run anubhav login with the account that owns it.",
    "form-missing": "Check that the form is not in the bin (Drive, Bin, Restore). If another account made it, run anubhav login with that account.",
    "missing": "Check that it is not in the bin, and that this login is the account that owns it.",
    "forbidden": "Run anubhav login with the account that owns the form, or ask its owner to share it with {account_or_login}.",
    "login": "Run: anubhav login.",
    "bug": "This is a mistake of anubhav, not yours. Run anubhav doctor and report what it says.",
}

_SEVEN_DAYS = (
    "If this comes back every seven days, the consent screen is in status Testing: in the Google Cloud console open "
    "Google Auth Platform, Audience, and press Publish app (or choose Internal), then log in once more."
)

_SIGN_IN = {
    "invalid_grant": ("the login has expired or was withdrawn.", f"Run: anubhav login. {_SEVEN_DAYS}"),
    "invalid_client": (
        "Google does not know the client file that this login was made with.",
        "Make a new client of type Desktop app (Google Cloud console, Clients), download its JSON, and run: anubhav login --client FILE.",
    ),
    "deleted_client": (
        "the client that this login was made with was deleted in the Google Cloud console.",
        "Make a new one of type Desktop app, download it, and run: anubhav login --client FILE.",
    ),
    "unauthorized_client": (
        "Google does not let this client or service account act as was asked.",
        "For domain-wide delegation a Workspace administrator must allow the scopes; otherwise run: anubhav login.",
    ),
    "invalid_scope": (
        "Google refuses the rights that this login asks for.",
        "Run: anubhav login, which asks for the rights that are needed and no others.",
    ),
    "access_denied": ("access was denied on Google's page.", "Run anubhav login again and press Allow (Continue)."),
    "admin_policy_enforced": (
        "the administrator of this Google account does not allow anubhav's client.",
        "Ask the Google Workspace administrator to trust the client's id, or use an account outside the organisation.",
    ),
}


def cure_for(topic: str, *, account: str = "", address: str = "") -> str:
    """What to do about a refusal of this topic."""
    return _CURES[topic].format(
        address=address or "the Google Cloud console, APIs & Services, Library",
        account=f" ({account})" if account else "",
        account_or_login=account or "the account you log in with",
    )


def explain_sign_in(code: str, said: str) -> tuple[str, str]:
    """What is wrong and what to do, for an OAuth error code or google-auth's own words."""
    if code in _SIGN_IN:
        return _SIGN_IN[code]
    for known, answer in _SIGN_IN.items():
        if said.startswith(known):
            return answer
    if "necessary fields need to refresh" in said:
        return ("the login is no longer valid and cannot be renewed.", "Run: anubhav login.")
    if "default credentials were not found" in said or "could not be automatically determined" in said.lower():
        return ("no login was found on this computer.", "Run: anubhav login.")
    return (f'Google does not accept this login: "{" ".join(said.split())[:200]}".', "Run: anubhav login.")
