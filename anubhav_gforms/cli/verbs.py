"""The verbs of the command line, in the order of the story, and the sections of its help."""

from __future__ import annotations

from ..sentence import Sentence

# verb: (file under cli/, what it does). The function in the file is called `command`. In the order of the story.
VERBS = {
    "start": ("start", "Ask eight questions and make a campaign that works."),
    "init": ("init", "Make a campaign folder to start from."),
    "demo": ("demo", "Show the whole loop on the sandbox, in about a minute."),
    "login": ("login", "Log in to Google, once for each campaign."),
    "setup-forms": ("setup_forms", "Make the form, its response sheet and one signed link per station."),
    "form": ("form", "Show the form as a phone does, in both languages."),
    "posters": ("posters", "Make the posters; every code is read back before it is written."),
    "keys": ("keys", "Show, back up, restore, rotate or retire the signing keys."),
    "audit": ("audit", "Read photos of walls: which poster hangs where, what is worn or pasted over."),
    "pull": ("pull", "Fetch new responses into the ledger."),
    "import": ("import_", "Take responses collected elsewhere from a CSV."),
    "watch": ("watch", "Pull on a schedule and alert the office at once."),
    "schedule": ("schedule", "Let this machine pull by itself: systemd, cron, Windows."),
    "quarantine": ("quarantine", "List responses without a valid code; give one a station by hand."),
    "bench": ("bench", "Decide where form and sheet disagree; until then what was sent first counts."),
    "ledger": ("ledger", "Check, export and describe the ledger of all responses."),
    "backup": ("backup", "Put everything that cannot be made again into one sealed file."),
    "restore": ("restore", "Bring a backup back; never an older state over a newer one."),
    "purge": ("purge", "Remove names and numbers that are older than promised."),
    "report": ("report", "Grade stations and districts for a week and write the report."),
    "release": ("release", "Let a citizen's text go to the SP after a person has read it; see what waits."),
    "explain": ("explain", "Show how a station's grade came about, step by step."),
    "flags": ("flags", "List what is odd about responses; record what an officer decided."),
    "cases": ("cases", "Follow every grave matter to its end: owner, day, steps, outcome."),
    "praise": ("praise", "Follow praise that names somebody until a letter is in their hands."),
    "answer": ("answer", "Open one response; who looked is written down."),
    "actions": ("actions", "Note what was done because citizens asked for it; see whether it helped."),
    "gazette": ("gazette", "Show and check what was announced; correct it, or announce new bands."),
    "rule-check": ("rule_check", "Say whether a reward or notice rule would punish luck."),
    "calibrate": ("calibrate", "Propose letters and bands from the scores of a trial quarter."),
    "cube": ("cube", "Export counts, or merge those of several districts."),
    "today": ("today", "Show what is due this week, each line with the command that does it."),
    "doctor": ("doctor", "Check everything on one page: green, or red with what to do."),
    "desk": ("desk", "Show what comes in live in a browser; accounts for the office."),
    "sandbox": ("sandbox", "Run a practice server that stands in for Google, on this machine."),
    "visitors": ("visitors", "Let seeded citizens respond to the form on a sandbox."),
    "completion": ("completion", "Print what makes a shell complete commands by the Tab key."),
}

RENAMED = {"dashboard": "desk"}
"""What a verb was called → what it is called."""

GROUPS = {
    Sentence("Once"): ("start", "init", "login", "setup-forms", "form", "posters", "keys", "schedule", "completion"),
    Sentence("Every week"): (
        "today",
        "pull",
        "watch",
        "bench",
        "cases",
        "report",
        "flags",
        "actions",
        "desk",
        "doctor",
    ),
    Sentence("When asked"): (),
    Sentence("Trying it out"): ("demo", "sandbox", "visitors"),
}
"""The sections of the help, in their order; what no other one names is there when somebody asks."""

ELSEWHERE = {"start", "init", "demo", "sandbox", "completion"}
"""Those that work on no campaign that is there."""
