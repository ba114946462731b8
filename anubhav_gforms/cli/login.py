"""anubhav login: let Google know who works here, and say what this login can do."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..sentence import Sentence
from .modes import modes
from .options import FILE
from .show import say, with_campaign


@click.command("login")
@click.option("--client", type=FILE, help="The client file (JSON) from the Google Cloud console. Needed once.")
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@click.option("--service-account", type=FILE, metavar="FILE", help="Use a service account's key, for unattended pulls.")
@click.option("--impersonate", metavar="ADDRESS", help="Act as this service account through the default credentials.")
@click.option(
    "--default", "use_default", is_flag=True, help="Use the Application Default Credentials of this computer."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Local port for the sign-in reply (for SSH forwarding)."
)
@click.option(
    "--timeout",
    type=click.IntRange(10, 86_400),
    default=300,
    show_default=True,
    help="How long to wait for the sign-in page (seconds).",
)
@click.option(
    "--second-account",
    type=FILE,
    metavar="FILE",
    help="Keep the key of a second account, in whose sheet the heads of the books are deposited.",
)
@click.option("--existing-form", is_flag=True, help="Also ask to read forms and sheets that anubhav did not make.")
@click.option("--logout", is_flag=True, help="Sign out of this campaign's Google account.")
@modes({"--service-account": "", "--impersonate": "", "--default": "", "--second-account": "", "--logout": ""})
@with_campaign
def command(
    campaign: pipeline.Campaign,
    client: Path | None,
    no_browser: bool,
    service_account: Path | None,
    impersonate: str | None,
    use_default: bool,
    port: int,
    timeout: int,
    existing_form: bool,
    second_account: Path | None,
    logout: bool,
) -> None:
    """Log in to Google, once for each campaign.

    A person logs in through the browser and gives one right: to see and change the files that anubhav makes, and no
    others. The login is kept outside the campaign's folder, readable by you alone.

    \b
    Example:
      anubhav login --client client_secret.json
      anubhav login --no-browser
      anubhav login --service-account key.json
    """
    if second_account:
        second = pipeline.use_second_account(campaign, second_account)
        say("Kept in {source}", source=second.source)
        say(
            "Next: let that account share one spreadsheet with {account} as Editor, and write its address into [witness] heads_sheet in config/office.toml.",
            account=second.account,
        )
        return
    if logout:
        moved, revoked = pipeline.sign_out(campaign)
        for path in moved:
            say("Put aside: {path}.old", path=path)
        if not moved:
            say("There was no login.")
        if revoked:
            say("Google took the access back: these files open nothing any more.")
        elif revoked is False:
            say("Google could not be asked to take the access back. Do it at myaccount.google.com/connections")
        return
    if service_account:
        login = pipeline.use_service_account(campaign, service_account)
    elif impersonate:
        login = pipeline.use_impersonation(campaign, impersonate)
    elif use_default:
        login = pipeline.use_default_login(campaign)
    else:

        def announce(address: str) -> None:
            say(
                "Open this address in a browser on this computer:"
                if no_browser
                else "Your browser opens Google's page. If it does not, open:"
            )
            say("\n  {address}\n", address=address)
            say("Choose the office's account, leave every box ticked and press Continue.")

        login = pipeline.sign_in(
            campaign,
            announce,
            client=client,
            existing_form=existing_form,
            browser=not no_browser,
            port=port,
            timeout=float(timeout),
        )
    _tell(campaign, login)


def _tell(campaign: pipeline.Campaign, login: pipeline.Login) -> None:
    """Use the login once, so that a mistake shows now and not on the day of printing."""
    account = pipeline.account_of(campaign, login)
    say(
        "Logged in as {account} ({kind}).", account=account or Sentence("this account"), kind=Sentence(login.kind.value)
    )
    say("Kept in {source}", source=login.source)
    if login.ends:
        say(
            "Google ends this login on {day:%d.%m.%Y}, as the consent screen is in status Testing. So that it stays: in the Google Cloud console open Google Auth Platform, Audience, press Publish app, and log in once more.",
            day=login.ends.astimezone(campaign.zone),
        )
    if login.kind.creates:
        say("Next: anubhav doctor")
    else:
        say(
            "It can read and pull, not create. Share form and response sheet with {account}. Next: anubhav doctor",
            account=account,
        )
