"""Which cause a refusal of Google's has, and what is said of it in a sentence."""

from __future__ import annotations

from ..errors import ForbiddenError, GoogleError, NotFoundError, RefusedError, SignInError
from ..linear import linear
from ..sentence import Sentence
from .refusals import Refusal

FOREIGN = frozenset({"appNotAuthorizedToFile", "insufficientFilePermissions"})
"""Drive: the file is there, and this app, or this account, may not do this with it."""

POLICIES = frozenset({"SECURITY_POLICY_VIOLATED", "LOCATION_ORG_POLICY_VIOLATED", "TLS_ORG_POLICY_VIOLATED"})
"""A policy of the organisation whose Google Cloud project is used; the first by VPC Service Controls."""

_UNUSED = linear(r"(.{3,40}?) has not been used in project")


def cause_of(refusal: Refusal, subject: str) -> tuple[str, type[GoogleError]]:
    """Which entry of the table of cures fits, and which error it is."""
    reasons, status = set(refusal.reasons), refusal.status
    if "USER_PROJECT_DENIED" in reasons or "requires a quota project" in refusal.message:
        return "quota-project", ForbiddenError
    if "SERVICE_DISABLED" in reasons or "accessNotConfigured" in reasons:
        return "service-disabled", ForbiddenError
    if reasons & {"CONSUMER_SUSPENDED", "CONSUMER_INVALID", "GCP_SUSPENDED"}:
        return "project", ForbiddenError
    if "BILLING_DISABLED" in reasons:
        return "billing", ForbiddenError
    if "TOS_VIOLATION" in reasons:
        return "terms", ForbiddenError
    if reasons & POLICIES or "prohibited by organization's policy" in refusal.message:
        return "perimeter", ForbiddenError
    if reasons & {"ORG_RESTRICTION_VIOLATION", "ORG_RESTRICTION_HEADER_INVALID"}:
        return "org-restriction", ForbiddenError
    if "ACCOUNT_STATE_INVALID" in reasons:
        return "account-off", SignInError
    if refusal.front and status == 403:
        return "front-door", ForbiddenError
    if reasons & {"domainPolicy", "USER_BLOCKED_BY_ADMIN"}:
        return "apps-forbidden", ForbiddenError
    if (
        reasons & {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}
        or "insufficient authentication scopes" in refusal.message
    ):
        return "scopes", SignInError
    if "storageQuotaExceeded" in reasons:
        owner = refusal.message.startswith("Service Accounts do not have storage quota")
        return "service-account-storage" if owner else "storage-full", ForbiddenError
    if status == 401:
        return "login", SignInError
    if status == 400 and "protected cell" in refusal.message:
        return "protected", ForbiddenError
    if status == 400 and "number of cells in the workbook above the limit" in refusal.message:
        return "cells", RefusedError
    if status == 400 and "is not supported for this document" in refusal.message:
        return "office-file", RefusedError
    if status == 400 and subject == "spreadsheet":
        return "other-file", RefusedError
    if status == 403 and any(each.isupper() and not each.endswith("PERMISSION_DENIED") for each in reasons):
        return "unheard", ForbiddenError
    if status in (403, 404) and (subject == "change" or (subject == "copy" and (status == 404 or reasons & FOREIGN))):
        return "form-change", ForbiddenError
    if status == 403 and subject in ("new", "copy"):
        return "new", ForbiddenError
    if status in (400, 403, 404) and subject == "acting":
        return subject, SignInError
    if status in (400, 403) and subject == "sharing":
        return subject, ForbiddenError
    if status in (400, 403, 404) and subject == "topic":
        return "bell-topic", ForbiddenError
    subject = subject or ("form" if "appNotAuthorizedToFile" in reasons else "")
    if status in (403, 404) and subject in ("sheet", "spreadsheet", "form", "bell"):
        subject = subject.removeprefix("spread")
        return (f"{subject}-forbidden", ForbiddenError) if status == 403 else (f"{subject}-missing", NotFoundError)
    if status == 404:
        return "missing", NotFoundError
    return ("forbidden", ForbiddenError) if status == 403 else ("bug", RefusedError)


def said_of(topic: str, refusal: Refusal, said: str) -> str:
    """What is said of a cause; `said` are Google's own words, as a sentence that follows."""
    sentences = {
        "service-disabled": Sentence(
            "{refusal} is switched off in your Google Cloud project.", refusal=_api_name(refusal)
        ),
        "quota-project": Sentence("the login of gcloud on this computer names no Google Cloud project of yours."),
        "project": Sentence("your Google Cloud project was suspended or deleted."),
        "billing": Sentence("your Google Cloud project has no billing account, or a closed one."),
        "terms": Sentence(
            "Google has switched this service off for the account or the project, as against its terms of use.{said}",
            said=said,
        ),
        "perimeter": Sentence(
            "the organisation that owns your Google Cloud project forbids this call.{said}", said=said
        ),
        "org-restriction": Sentence(
            "the network of this computer lets accounts of one organisation only through to Google."
        ),
        "account-off": Sentence("this Google account was suspended or deleted."),
        "front-door": Sentence("Google turned this network away before it looked at the login."),
        "office-file": Sentence("this is a file of Excel in Google Drive, not a Google spreadsheet."),
        "other-file": Sentence("this is a folder or another file of Google Drive, not a Google spreadsheet."),
        "scopes": Sentence("this login was not given all the rights that are needed."),
        "service-account-storage": Sentence("a service account has no Drive storage and cannot own files."),
        "storage-full": Sentence("the Drive of this account is full."),
        "acting": Sentence("the login of this computer may not act as the service account.{said}", said=said),
        "sharing": Sentence("this account may not let people outside your organisation respond.{said}", said=said),
        "new": Sentence("this account may not make files in Google Drive.{said}", said=said),
        "sheet-forbidden": Sentence("this account may not open the response sheet."),
        "cells": Sentence("this spreadsheet is full: Google allows 10 million cells."),
        "protected": Sentence("somebody protected this tab, or cells of it, against editing."),
        "sheet-missing": Sentence("there is no such spreadsheet, or this account cannot see it."),
        "form-forbidden": Sentence("this account is not an editor of the form."),
        "form-change": Sentence("this account may not change the form."),
        "form-missing": Sentence("there is no such form, or this account cannot see it."),
        "bell-forbidden": Sentence("this account may not listen to the Pub/Sub subscription."),
        "bell-missing": Sentence("there is no such Pub/Sub subscription."),
        "bell-topic": Sentence("Google Forms cannot send messages to the topic of this subscription.{said}", said=said),
        "login": Sentence("Google does not accept this login."),
    }
    return sentences.get(topic, Sentence("Google refused (HTTP {status}).{said}", status=refusal.status, said=said))


def _api_name(refusal: Refusal) -> str:
    metadata = refusal.metadata or {}
    service = metadata.get("serviceTitle") or metadata.get("service", "")
    known = {
        "forms": Sentence("the Google Forms API"),
        "sheets": Sentence("the Google Sheets API"),
        "drive": Sentence("the Google Drive API"),
    }
    said = _UNUSED.match(refusal.message)
    return known.get(service.split(".")[0]) or (Sentence("the {api}", api=said[1]) if said else Sentence("an API"))
