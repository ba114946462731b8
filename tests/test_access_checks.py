"""Who may open and respond to the form, on every kind of form and account: the true cause, and only cures that can help."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from anubhav_gforms.forms.access_checks import check_access, check_email, check_published, check_readers, closed_page
from anubhav_gforms.forms.steps import Existing
from anubhav_gforms.google.form_json import read_form
from anubhav_gforms.nouns.google import Form, Permission

ANYONE = Permission("anyoneWithLink", "anyone", "reader", "published")
FORM = Form("1" * 44, "T", "T", "", "00000002", "https://x/viewform", "DO_NOT_COLLECT", True, True, "", ())
LEGACY = replace(FORM, published=None, accepting=None)
FORMS = {
    "published": FORM,
    "closed": replace(FORM, accepting=False),
    "unpublished": replace(FORM, published=False, accepting=False),
    "collects addresses": replace(FORM, email="VERIFIED"),
    "legacy": LEGACY,
}


def said_of(form: Form, permissions: tuple[Permission, ...], *, adopted: bool) -> dict[str, tuple[bool | None, str]]:
    existing = Existing(form=form, permissions=permissions)
    checks = (
        check_published(form, adopted=adopted),
        check_access(existing, adopted=adopted),
        check_email(form, adopted=adopted),
        closed_page("it asks for a sign-in", form, permissions, sign_in=True),
    )
    names = ("published", "open to anyone", "no e-mail", "public page")
    return {name: (check.ok, check.cure) for name, check in zip(names, checks, strict=True)}


@pytest.mark.parametrize(("name", "permissions"), list(product(FORMS, [(), (ANYONE,)])))
def test_a_cure_never_names_a_command_that_changes_nothing_here(name: str, permissions: tuple[Permission, ...]) -> None:
    for adopted in (True, False):
        said = said_of(FORMS[name], permissions, adopted=adopted)
        assert all(cure for ok, cure in said.values() if ok is False)
        named = [check for check, (_, cure) in said.items() if "Run: anubhav setup-forms" in cure]
        assert not named or not adopted, "setup-forms changes nothing on an adopted form"
        assert "published" not in named or name in ("closed", "unpublished")


def test_a_legacy_form_is_judged_by_its_page_alone() -> None:
    said = said_of(LEGACY, (), adopted=True)
    assert (said["published"][0], said["open to anyone"][0]) == (True, True)
    cure = said["public page"][1]
    assert "Publish" not in cure, "there is no such button on it"
    assert "accept responses" in cure


@pytest.mark.parametrize(
    ("form", "permissions", "words"),
    [
        (FORM, (ANYONE,), "administrator"),
        (FORM, (), "Anyone with the link"),
        (FORMS["unpublished"], (ANYONE,), "press Publish"),
        (FORMS["collects addresses"], (ANYONE,), "e-mail addresses are collected"),
        (LEGACY, (), "no sign-in"),
    ],
)
def test_what_a_sign_in_page_means_is_said(form: Form, permissions: tuple[Permission, ...], words: str) -> None:
    assert words in closed_page("it asks for a sign-in", form, permissions, sign_in=True).cure


@pytest.mark.parametrize(
    ("permission", "is_closed"),
    [
        (Permission("1", "user", "writer", ""), True),
        (Permission("2", "anyone", "reader", "published"), True),
        (Permission("3", "anyone", "reader", ""), False),
        (Permission("4", "anyone", "commenter", ""), False),
        (Permission("5", "domain", "reader", ""), False),
    ],
)
def test_the_response_sheet_is_open_to_who_was_invited_alone(permission: Permission, is_closed: bool) -> None:
    assert check_readers([permission]).ok is is_closed


def test_a_closed_page_of_a_published_form_is_no_matter_of_the_administrator() -> None:
    assert "administrator" not in closed_page("it is closed", FORM, (ANYONE,), sign_in=False).cure


@pytest.mark.parametrize(
    ("settings", "published"),
    [
        ({}, None),
        ({"publishSettings": {}}, False),
        ({"publishSettings": {"publishState": {}}}, False),
        ({"publishSettings": {"publishState": {"isPublished": True}}}, True),
    ],
)
def test_only_a_form_without_publish_settings_is_a_legacy_one(settings: dict, published: bool | None) -> None:
    assert read_form({"formId": "1", **settings}).published is published
