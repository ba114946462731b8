"""What to do about each refusal, in words for a clerk. One table for calls, one for sign-in."""

from __future__ import annotations

from ..sentence import Sentence

_CURES = {
    "quota": Sentence("Wait a minute and run the same command again; it goes on where it stopped."),
    "quota-zero": Sentence(
        "Your Google Cloud project has this limit set to 0. Open APIs & Services, Quotas, and raise it."
    ),
    "quota-day": Sentence(
        "Google counts this limit by the day, which begins in India at 12:30 or 13:30. Run the same command again after that; it goes on where it stopped."
    ),
    "quota-project": Sentence(
        "Run: gcloud auth application-default set-quota-project PROJECT, with a project of yours in which the Forms, Sheets and Drive APIs are enabled."
    ),
    "later": Sentence(
        "Check the internet connection and run the same command again in a few minutes; it goes on where it stopped."
    ),
    "google-down": Sentence(
        "The fault is Google's, not yours. Run the same command again in a few minutes; it goes on where it stopped."
    ),
    "refused": Sentence(
        "Check the address ([google] root in config/office.toml or ANUBHAV_GOOGLE_ROOT). For a sandbox, start it: anubhav sandbox."
    ),
    "proxy": Sentence(
        "Ask the network's administrator to let *.googleapis.com, accounts.google.com and docs.google.com through, and check HTTPS_PROXY."
    ),
    "proxy-login": Sentence(
        "Write them into HTTPS_PROXY, as http://NAME:PASSWORD@HOST:PORT, or ask the network's administrator to let *.googleapis.com, accounts.google.com and docs.google.com through without them."
    ),
    "portal": Sentence(
        "Open any page in a browser of this computer: the network may ask you to sign in to it. If it does not, ask its administrator to let *.googleapis.com, accounts.google.com and docs.google.com through."
    ),
    "robot": Sentence(
        "Wait some hours, or use another network, such as a phone's hotspot. If it comes back, ask the network's administrator what else sends so much to Google from the same address."
    ),
    "front-door": Sentence(
        "Open forms.google.com in a browser of this computer. If that is refused too, use another network, such as a phone's hotspot, and tell the network's administrator; if not, run the same command again in an hour."
    ),
    "tls": Sentence(
        "Check the clock of this computer; if it is right, a proxy opens secure connections: ask the network's administrator to leave *.googleapis.com, accounts.google.com and docs.google.com closed, or for the proxy's certificate, whose file REQUESTS_CA_BUNDLE must name."
    ),
    "service-disabled": Sentence("Open {address}, press Enable, wait five minutes and run this again."),
    "project": Sentence(
        "Open the Google Cloud console: it tells why, and how to appeal or to restore the project. A new project would not see the form and the sheet that this one made."
    ),
    "billing": Sentence(
        "In the Google Cloud console open Billing and link an open billing account to this project. Only Pub/Sub needs one: without it anubhav watch goes on by the clock."
    ),
    "terms": Sentence(
        "Log in to this account in a browser and open the Google Cloud console: one of them tells why and how to appeal. A new account or project would not see the form and the sheet that this one made."
    ),
    "perimeter": Sentence(
        "Show Google's words to whoever administers Google Cloud at that organisation (VPC Service Controls, organisation policies), or use a client of a project without such a rule: anubhav login --client FILE."
    ),
    "org-restriction": Sentence(
        "Ask the network's administrator to let the organisation of your Google Cloud project through as well (the header X-Goog-Allowed-Resources), or use another network."
    ),
    "account-off": Sentence(
        "Log in to this account in a browser: Google tells there why, and how to appeal or restore it; at an office its Google Workspace administrator can. Its form and sheet are lost to it until then."
    ),
    "unheard": Sentence(
        "Show Google's words to whoever administers Google Workspace or Google Cloud at your office; anubhav has no better advice for them."
    ),
    "office-file": Sentence(
        "Open it in a browser, press File, Save as Google Sheets, and give the address of the new spreadsheet."
    ),
    "other-file": Sentence("Give the address of a Google spreadsheet, as the browser shows it."),
    "scopes": Sentence("Run anubhav login again and leave every box on Google's page ticked."),
    "service-account-storage": Sentence(
        "Create the form as a person: anubhav login. Then share form and sheet with the service account{account} for unattended pulls."
    ),
    "storage-full": Sentence(
        "Free some space in it (drive.google.com, Storage), or use another account: anubhav login."
    ),
    "acting": Sentence(
        "In the Google Cloud console open IAM, Service Accounts, this account, Permissions, and give the login of gcloud the role Service Account Token Creator; it works after some minutes."
    ),
    "sharing": Sentence(
        "Ask the Google Workspace administrator to allow sharing outside the organisation for this account, or use an account for which it is allowed: anubhav login."
    ),
    "new": Sentence(
        "Ask the Google Workspace administrator to switch on Drive and Forms for this account, or use another account: anubhav login."
    ),
    "sheet-forbidden": Sentence(
        'Open the sheet in a browser, press Share, and give {account_or_login} the right to view. If another account or Google Forms made it ("Create a new spreadsheet"), run anubhav login --existing-form as well, or link the form to the sheet that anubhav made.'
    ),
    "cells": Sentence(
        "Delete tabs, rows and columns of it that nobody needs (empty ones count as well), or use another spreadsheet."
    ),
    "protected": Sentence(
        "Open the sheet in a browser, Data, Protect sheets and ranges, and let {account_or_login} edit this tab."
    ),
    "sheet-missing": Sentence(
        'Check that the sheet is not in the bin. If another account owns it, share it with {account_or_login}. If another account or Google Forms made it ("Create a new spreadsheet"), run anubhav login --existing-form as well, or link the form to the sheet that anubhav made.'
    ),
    "form-forbidden": Sentence(
        "Open the form in a browser, press Share, and add {account_or_login} as editor. If another account made the form, run anubhav login --existing-form as well: otherwise a person's login sees only what it made itself."
    ),
    "form-change": Sentence(
        "If another account made the form, change it by hand in Google Forms, in the words of config/, and run anubhav setup-forms; or run anubhav login with that account."
    ),
    "form-missing": Sentence(
        "Check that the form is not in the bin (Drive, Bin, Restore). If another account made it, share it with {account_or_login} as editor and run anubhav login --existing-form; or run anubhav login with that account."
    ),
    "missing": Sentence("Check that it is not in the bin, and that this login is the account that owns it."),
    "bell-forbidden": Sentence(
        "In the Google Cloud console open Pub/Sub, Subscriptions, this subscription, and give {account_or_login} the roles Pub/Sub Subscriber and Pub/Sub Viewer."
    ),
    "bell-missing": Sentence(
        "Compare [google] subscription in config/office.toml with Pub/Sub, Subscriptions, in the Google Cloud console."
    ),
    "bell-topic": Sentence(
        "In the Google Cloud console open Pub/Sub, Topics. The topic must be there, in the project that anubhav's client belongs to, and forms-notifications@system.gserviceaccount.com must have the role Pub/Sub Publisher for it."
    ),
    "bell-elsewhere": Sentence(
        "A project has one watch of a form's responses. Write a subscription of that topic into config/office.toml, or stop what keeps that watch: it ends within seven days."
    ),
    "forbidden": Sentence(
        "Run anubhav login with the account that owns the form, or ask its owner to share it with {account_or_login}."
    ),
    "login": Sentence("Run: anubhav login."),
    "bug": Sentence("This is a mistake of anubhav, not yours. Run anubhav doctor and report what it says."),
}
_CURES["apps-forbidden"] = _CURES["new"]

NO_LOGIN = Sentence("no login was found on this computer.")

_SIGN_IN = {
    "invalid_grant": (
        Sentence("the login has expired or was withdrawn."),
        Sentence(
            "Run: anubhav login. If this comes back every seven days, the consent screen is in status Testing: in the Google Cloud console open Google Auth Platform, Audience, and press Publish app (or choose Internal), then log in once more."
        ),
    ),
    "invalid_client": (
        Sentence("Google does not know the client file that this login was made with."),
        Sentence(
            "Make a new client of type Desktop app (Google Cloud console, Clients), download its JSON, and run: anubhav login --client FILE."
        ),
    ),
    "disabled_client": (
        Sentence("the client that this login was made with was switched off."),
        Sentence(
            "Switch it on again in the Google Cloud console (Clients), or make a new one of type Desktop app, download it, and run: anubhav login --client FILE."
        ),
    ),
    "deleted_client": (
        Sentence("the client that this login was made with was deleted in the Google Cloud console."),
        Sentence("Make a new one of type Desktop app, download it, and run: anubhav login --client FILE."),
    ),
    "unauthorized_client": (
        Sentence("Google does not let this client or service account act as was asked."),
        Sentence(
            "For domain-wide delegation a Workspace administrator must allow the scopes; otherwise run: anubhav login."
        ),
    ),
    "invalid_scope": (
        Sentence("Google refuses the rights that this login asks for."),
        Sentence("Run: anubhav login, which asks for the rights that are needed and no others."),
    ),
    "access_denied": (
        Sentence("access was denied on Google's page."),
        Sentence("Run anubhav login again and press Allow (Continue)."),
    ),
    "session over": (
        Sentence("the organisation of this account wants its people to sign in again after some hours."),
        Sentence(
            "Run: anubhav login. For pulls that go on by themselves ask the Google Workspace administrator to trust anubhav's client and to exempt trusted apps (Security, Google Cloud session control), or use a service account: anubhav login --service-account FILE."
        ),
    ),
    "clock": (
        Sentence("the clock of this computer is wrong."),
        Sentence("Switch on automatic time in the system's settings: logins fail and days are miscounted."),
    ),
    "key gone": (
        Sentence("this key of the service account, or the account itself, was deleted or switched off."),
        Sentence(
            "Make a new key (Google Cloud console, IAM, Service Accounts, Keys, Add key, JSON), and run: anubhav login --service-account FILE."
        ),
    ),
    "admin_policy_enforced": (
        Sentence("the administrator of this Google account does not allow anubhav's client."),
        Sentence(
            "Ask the Google Workspace administrator to trust the client's id, or use an account outside the organisation."
        ),
    ),
    "org_internal": (
        Sentence("the client belongs to another organisation, which lets in its own accounts only."),
        Sentence(
            "Log in with an account of that organisation; or in its project in the Google Cloud console open Google Auth Platform, Audience, and choose External."
        ),
    ),
    "policy_enforced": (
        Sentence("this Google account is under Advanced Protection, which lets in no client like anubhav's."),
        Sentence("Use an account that is not enrolled in it: anubhav login."),
    ),
    "device forbidden": (
        Sentence("the organisation of this account lets it in only from certain computers or networks."),
        Sentence(
            "Ask the Google Workspace administrator (Security, Context-Aware Access) to allow this computer, or work from one that is."
        ),
    ),
    "account off": (Sentence("this Google account was suspended or deleted."), _CURES["account-off"]),
}

_SAID = {
    "Reauthentication is needed": "session over",
    "reauth related error": "session over",
    "Account restricted": "device forbidden",
    "Requested client not authorized": "unauthorized_client",
    "account has been deleted": "account off",
    "account has been disabled": "account off",
    "account has been suspended": "account off",
    "reasonable timeframe": "clock",
    "Invalid JWT Signature": "key gone",
    "account not found": "key gone",
    "Robot is disabled": "key gone",
}
"""Why a grant is invalid, by Google's words or, for the first, google-auth's."""


def cure_for(topic: str, *, account: str = "", address: str = "") -> str:
    """What to do about a refusal of this topic."""
    return Sentence(
        _CURES[topic],
        address=address or Sentence("the Google Cloud console, APIs & Services, Library"),
        account=f" ({account})" if account else "",
        account_or_login=account or Sentence("the account you log in with"),
    )


def explain_sign_in(code: str, said: str) -> tuple[str, str]:
    """What is wrong and what to do, for an OAuth error code or google-auth's own words."""
    code = next((why for words, why in _SAID.items() if words in said), code)
    if code in _SIGN_IN:
        return _SIGN_IN[code]
    for known, failure in _SIGN_IN.items():
        if said.startswith(known):
            return failure
    if "necessary fields need to refresh" in said:
        return (Sentence("the login is no longer valid and cannot be renewed."), Sentence("Run: anubhav login."))
    if "default credentials were not found" in said or "could not be automatically determined" in said.lower():
        return NO_LOGIN, Sentence("Run: anubhav login.")
    return (
        Sentence('Google does not accept this login: "{listed}".', listed=" ".join(said.split())[:200]),
        "Run: anubhav login.",
    )
