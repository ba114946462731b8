"""What a command loads before it answers: beginning must cost little, and nothing that only others need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pandas",
    "numpy",
    "pyarrow",
    "scipy",
    "gspread",
    "googleapiclient",
    "google.auth",
    "reportlab",
    "pydantic",
    "rich",
    "starlette",
    "requests",
    "babel",
)


def test_help_loads_nothing_heavy():
    code = f"import atexit, sys; sys.argv = ['anubhav', '--help']; from anubhav_gforms.cli import main; atexit.register(lambda: print([m for m in {HEAVY!r} if m in sys.modules])); main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_a_report_that_asks_nobody_loads_no_client_of_google():
    """Beginning is a tenth of what a report costs; what only other commands need is no part of it."""
    verbs = ("check_given", "trusted_ledger", "ask_first", "grade", "write_report", "compared_at", "deposit_heads")
    unasked = ("googleapiclient", "google.auth", "gspread", "requests", "scipy.stats")
    code = f"import sys; from anubhav_gforms import pipeline; [getattr(pipeline, verb) for verb in {verbs!r}]; print([m for m in {unasked!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip() == "[]"


def test_a_campaign_and_the_command_that_sets_it_up_load_no_tables_and_no_fonts():
    """Every command reads the campaign; the office's own texts, dashes and quotes among them, need no font to be judged."""
    code = f"import sys; from pathlib import Path; from anubhav_gforms.campaign import load_campaign; from anubhav_gforms.cli import setup_forms; load_campaign(Path({str(Path(__file__).parents[1])!r})); print([m for m in ('pandas', 'pyarrow', 'reportlab', 'uharfbuzz') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip() == "[]"


def test_setting_a_form_up_loads_no_tables_and_nothing_of_backups():
    """The ledger is opened to see what was pulled; what doctor and a fresh sheet need beside it, no other run waits for."""
    verbs = ("connect", "setup_forms", "left_half_way", "find_tab", "send_test_response", "count_links")
    unasked = ("pandas", "pyrage", "apprise")
    code = f"import sys; from anubhav_gforms import pipeline; [getattr(pipeline, verb) for verb in {verbs!r}]; print([m for m in {unasked!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip() == "[]"


def test_printing_posters_loads_nothing_that_reads_walls():
    code = "import sys; from anubhav_gforms import pipeline; pipeline.make_posters; print([m for m in ('scipy', 'jinja2', 'pi_heif') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip() == "[]"
