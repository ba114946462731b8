"""Which cause a refusal of Google's has, and what is said of it in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import ForbiddenError, GoogleError, NotFoundError, RefusedError, SignInError
from ..linear import linear
from ..sentence import Sentence
from .refusals import Refusal

FOREIGN = frozenset({"appNotAuthorizedToFile", "insufficientFilePermissions"})
"""Drive: the file is there, and this app, or this account, may not do this with it."""

POLICIES = frozenset({"SECURITY_POLICY_VIOLATED", "LOCATION_ORG_POLICY_VIOLATED", "TLS_ORG_POLICY_VIOLATED"})
"""A policy of the organisation whose Google Cloud project is used; the first by VPC Service Controls."""

_UNUSED = linear(r"(.{3,40}?) has not been used in project")
_REFUSED = Sentence("Google refused (HTTP {status}).{said}")


@dataclass(frozen=True)
class Cause:
    """Why Google refuses, by what its reply holds: all that is named here must hold."""

    topic: str  # its entry in the table of cures
    error: type[GoogleError]
    sentence: Sentence = _REFUSED
    statuses: tuple[int, ...] = ()
    reasons: frozenset[str] = frozenset()  # one of them, or the words
    words: str = ""
    subjects: tuple[str, ...] = ()
    also: Callable[[Refusal, str], bool] = lambda refusal, subject: True

    def fits(self, refusal: Refusal, subject: str) -> bool:
        if (self.statuses and refusal.status not in self.statuses) or (self.subjects and subject not in self.subjects):
            return False
        named = not self.reasons.isdisjoint(refusal.reasons) or (self.words and self.words in refusal.message)
        return bool(named or not (self.reasons or self.words)) and self.also(refusal, subject)


def _of_service_account(refusal: Refusal, _: str) -> bool:
    return refusal.message.startswith("Service Accounts do not have storage quota")


def _reason_unheard_of(refusal: Refusal, _: str) -> bool:
    return any(each.isupper() and not each.endswith("PERMISSION_DENIED") for each in refusal.reasons)


def _cannot_change(refusal: Refusal, subject: str) -> bool:
    return subject == "change" or refusal.status == 404 or not FOREIGN.isdisjoint(refusal.reasons)


_CAUSES = (
    Cause(
        "quota-project",
        ForbiddenError,
        Sentence("the login of gcloud on this computer names no Google Cloud project of yours."),
        reasons=frozenset({"USER_PROJECT_DENIED"}),
        words="requires a quota project",
    ),
    Cause(
        "service-disabled",
        ForbiddenError,
        Sentence("{refusal} is switched off in your Google Cloud project."),
        reasons=frozenset({"SERVICE_DISABLED", "accessNotConfigured"}),
    ),
    Cause(
        "project",
        ForbiddenError,
        Sentence("your Google Cloud project was suspended or deleted."),
        reasons=frozenset({"CONSUMER_SUSPENDED", "CONSUMER_INVALID", "GCP_SUSPENDED"}),
    ),
    Cause(
        "billing",
        ForbiddenError,
        Sentence("your Google Cloud project has no billing account, or a closed one."),
        reasons=frozenset({"BILLING_DISABLED"}),
    ),
    Cause(
        "terms",
        ForbiddenError,
        Sentence(
            "Google has switched this service off for the account or the project, as against its terms of use.{said}"
        ),
        reasons=frozenset({"TOS_VIOLATION"}),
    ),
    Cause(
        "perimeter",
        ForbiddenError,
        Sentence("the organisation that owns your Google Cloud project forbids this call.{said}"),
        reasons=POLICIES,
        words="prohibited by organization's policy",
    ),
    Cause(
        "org-restriction",
        ForbiddenError,
        Sentence("the network of this computer lets accounts of one organisation only through to Google."),
        reasons=frozenset({"ORG_RESTRICTION_VIOLATION", "ORG_RESTRICTION_HEADER_INVALID"}),
    ),
    Cause(
        "account-off",
        SignInError,
        Sentence("this Google account was suspended or deleted."),
        reasons=frozenset({"ACCOUNT_STATE_INVALID"}),
    ),
    Cause(
        "front-door",
        ForbiddenError,
        Sentence("Google turned this network away before it looked at the login."),
        statuses=(403,),
        also=lambda refusal, _: refusal.front,
    ),
    Cause("apps-forbidden", ForbiddenError, reasons=frozenset({"domainPolicy", "USER_BLOCKED_BY_ADMIN"})),
    Cause(
        "scopes",
        SignInError,
        Sentence("this login was not given all the rights that are needed."),
        reasons=frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}),
        words="insufficient authentication scopes",
    ),
    Cause(
        "service-account-storage",
        ForbiddenError,
        Sentence("a service account has no Drive storage and cannot own files."),
        reasons=frozenset({"storageQuotaExceeded"}),
        also=_of_service_account,
    ),
    Cause(
        "storage-full",
        ForbiddenError,
        Sentence("the Drive of this account is full."),
        reasons=frozenset({"storageQuotaExceeded"}),
    ),
    Cause("login", SignInError, Sentence("Google does not accept this login."), statuses=(401,)),
    Cause(
        "protected",
        ForbiddenError,
        Sentence("somebody protected this tab, or cells of it, against editing."),
        statuses=(400,),
        words="protected cell",
    ),
    Cause(
        "cells",
        RefusedError,
        Sentence("this spreadsheet is full: Google allows 10 million cells."),
        statuses=(400,),
        words="number of cells in the workbook above the limit",
    ),
    Cause(
        "office-file",
        RefusedError,
        Sentence("this is a file of Excel in Google Drive, not a Google spreadsheet."),
        statuses=(400,),
        words="is not supported for this document",
    ),
    Cause(
        "other-file",
        RefusedError,
        Sentence("this is a folder or another file of Google Drive, not a Google spreadsheet."),
        statuses=(400,),
        subjects=("spreadsheet",),
    ),
    Cause("unheard", ForbiddenError, statuses=(403,), also=_reason_unheard_of),
    Cause(
        "form-change",
        ForbiddenError,
        Sentence("this account may not change the form."),
        statuses=(403, 404),
        subjects=("change", "copy"),
        also=_cannot_change,
    ),
    Cause(
        "new",
        ForbiddenError,
        Sentence("this account may not make files in Google Drive.{said}"),
        statuses=(403,),
        subjects=("new", "copy"),
    ),
    Cause(
        "acting",
        SignInError,
        Sentence("the login of this computer may not act as the service account.{said}"),
        statuses=(400, 403, 404),
        subjects=("acting",),
    ),
    Cause(
        "sharing",
        ForbiddenError,
        Sentence("this account may not let people outside your organisation respond.{said}"),
        statuses=(400, 403),
        subjects=("sharing",),
    ),
    Cause(
        "bell-topic",
        ForbiddenError,
        Sentence("Google Forms cannot send messages to the topic of this subscription.{said}"),
        statuses=(400, 403, 404),
        subjects=("topic",),
    ),
    Cause(
        "sheet-forbidden",
        ForbiddenError,
        Sentence("this account may not open the response sheet."),
        statuses=(403,),
        subjects=("sheet", "spreadsheet"),
    ),
    Cause(
        "sheet-missing",
        NotFoundError,
        Sentence("there is no such spreadsheet, or this account cannot see it."),
        statuses=(404,),
        subjects=("sheet", "spreadsheet"),
    ),
    Cause(
        "form-forbidden",
        ForbiddenError,
        Sentence("this account is not an editor of the form."),
        statuses=(403,),
        subjects=("form",),
    ),
    Cause(
        "form-missing",
        NotFoundError,
        Sentence("there is no such form, or this account cannot see it."),
        statuses=(404,),
        subjects=("form",),
    ),
    Cause(
        "bell-forbidden",
        ForbiddenError,
        Sentence("this account may not listen to the Pub/Sub subscription."),
        statuses=(403,),
        subjects=("bell",),
    ),
    Cause(
        "bell-missing",
        NotFoundError,
        Sentence("there is no such Pub/Sub subscription."),
        statuses=(404,),
        subjects=("bell",),
    ),
    Cause("missing", NotFoundError, statuses=(404,)),
    Cause("forbidden", ForbiddenError, statuses=(403,)),
    Cause("bug", RefusedError),
)
"""In the order in which they are asked: the first that fits is the cause."""


def cause_of(refusal: Refusal, subject: str) -> Cause:
    """The cause of a refusal of a call about `subject`, as `understand` names them."""
    subject = subject or ("form" if "appNotAuthorizedToFile" in refusal.reasons else "")
    return next(cause for cause in _CAUSES if cause.fits(refusal, subject))


def said_of(cause: Cause, refusal: Refusal, said: str) -> Sentence:
    """What is said of a cause; `said` are Google's own words, as a sentence that follows."""
    return Sentence(cause.sentence, refusal=_api_name(refusal), status=refusal.status, said=said)


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
