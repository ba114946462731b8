"""Three feedback forms of Indian police forces, rebuilt from the questions that were published about them.

Their own pages and what they demand are not known: here every question but the free text is demanded, as such forms do.
"""

from __future__ import annotations

from typing import Any

Item = dict[str, Any]


def _ask(title: str, required: bool = True, **kind: Any) -> Item:
    return {"title": title, "questionItem": {"question": {"required": required, **kind}}}


def _choice(title: str, *options: str) -> Item:
    return _ask(title, choiceQuestion={"type": "RADIO", "options": [{"value": each} for each in options]})


def _rate(title: str) -> Item:
    return _ask(title, scaleQuestion={"low": 1, "high": 5, "lowLabel": "Poor", "highLabel": "Excellent"})


def _stars(title: str) -> Item:
    return _ask(title, ratingQuestion={"iconType": "STAR", "ratingScaleLevel": 5})


def _text(title: str, *, long: bool = False) -> Item:
    return _ask(title, not long, textQuestion={"paragraph": True} if long else {})


SOURCES = {
    "Telangana": "Telangana police, QR in every station: The Hans India, Deccan Chronicle",
    "Bengaluru": "Lokaspandana, Bengaluru South-East: South First, Deccan Herald, Business Today",
    "Gurugram": "Gurugram police: NDTV",
}
"""Where the questions of each were reported; the words and the order are ours."""
PUBLIC: dict[str, list[Item]] = {
    "Telangana": [
        _text("Mobile number"),
        _text("E-mail"),
        _ask("Date of visit", dateQuestion={"includeYear": True}),
        _choice("Purpose of visit", "Petition", "FIR", "E-challan", "Passport", "Other"),
        _rate("Behaviour of the staff"),
        _rate("Facilities at the police station"),
        _text("Your feedback, up to 100 words", long=True),
    ],
    "Bengaluru": [
        _rate("Waiting time"),
        _text("Officer whom you met"),
        _rate("How were you treated?"),
        _rate("Time taken to resolve your matter"),
        _rate("Information given to you"),
        _text("Grievances", long=True),
    ],
    "Gurugram": [
        _stars("Your experience"),
        _text("Name"),
        _text("Mobile number"),
        _ask("Date of complaint", dateQuestion={"includeYear": True}),
        _choice("Type of complaint", "Theft", "Fraud", "Quarrel", "Traffic", "Other"),
        _text("Officer"),
        _stars("Cleanliness"),
        _choice("Was staff present?", "Yes", "No"),
        _choice("Were you helped?", "Yes", "No"),
        _choice("Was it resolved?", "Yes", "No"),
    ],
}
