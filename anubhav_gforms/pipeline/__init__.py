"""The story in reading order, one function a verb. Each takes values and a gateway, and gives back what happened.

stations.csv + config → form → links → posters        form.py, posters.py
responses → ledger → cube → grades → report           answers.py, grades.py, report.py

What a verb gives back is named here too, so that the command line needs no other room.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ..sentence import Sentence

if TYPE_CHECKING:
    from ..cases.case import ABOUT_SAID, DEED_SAID, ENDING_SAID, About, Case, CaseBook, Deed, Ending, owner_said, owners
    from ..cases.praise import Praised, letter_state
    from ..desk.shortcut import install_desk
    from ..forms.adopt import ANSWERS_FILE, Adoption, adopt_form, plan_adoption, sheet_id_of
    from ..forms.adopt_sheet import adopt_sheet, plan_sheet_adoption
    from ..forms.checks import Check, red
    from ..forms.linking import LinkingSteps, edit_address, sheet_address
    from ..forms.setup import Setup
    from ..forms.steps import Step
    from ..google import Google, Login
    from ..google.assumptions import AssumptionResult
    from ..grading.calibrate import Bands, calibrate
    from ..grading.explain import Explanation
    from ..grading.explain.second import SecondExplanation
    from ..grading.flags import Flag
    from ..grading.grades import Grades
    from ..links.registry import Registry, load_registry
    from ..nouns.channel import Channel
    from ..posters.printing.batches import Printed
    from ..posters.printing.job import PrintJob
    from ..posters.reading.proof import PageFault
    from ..posters.walls.audit import WallAudit
    from ..reports import Report, Verification
    from ..reports.effects import effect_said
    from ..reports.given import check_given
    from ..reports.messages import Audience
    from ..reports.terms import GRAVE_MATTERS, PILES
    from ..responses.changes import Change, Changes
    from ..responses.schema import CodeStatus
    from ..responses.watch import Look
    from .actions import add_action, list_actions, plan_action
    from .answer import looks_at, open_answer
    from .answers import alert_addresses, import_answers, imports, pull, response_bell, undo_import, watch
    from .bench import decide_bench, list_bench
    from .cases import (
        act_on_case,
        assign_case,
        close_case,
        note_case,
        open_case,
        reopen_case,
    )
    from .clock import office_day, week_of_month
    from .compared import ask_first, compared_at
    from .connection import connect, open_pages, root_of
    from .cube import bigquery_text, build_cube, export_cube, make_cube_key, merge_cubes
    from .custody import (
        backup,
        backup_place,
        book_heads,
        kept_passphrase,
        open_backup,
        plain_personal,
        restore,
        seal_personal,
    )
    from .deposit import deposit_heads, look_in_second_account
    from .desk import (
        OpenDesk,
        add_desk_account,
        desk_officers,
        entrance_of_open_desk,
        listen,
        open_desk,
        remove_desk_account,
        serve_desk,
    )
    from .explanation import explain, explanation_text, write_explanation
    from .flags import FLAG_RULES, decide_flag, find_flags, flag_evidence
    from .form import (
        count_links,
        deaths,
        doctor,
        find_tab,
        permit_live,
        refuse_deaths,
        send_test_answer,
        setup_forms,
        setup_json,
        setup_text,
        steps_to_link,
        thanks,
        try_assumptions,
    )
    from .gazette import (
        BookCheck,
        announce_new_bands,
        announced_figures,
        correct_gazette,
        list_gazette,
        show_gazette,
        verify_gazette,
    )
    from .grades import count_exactly, freeze_constants, grade, trusted_ledger
    from .keys import (
        KeyLine,
        backup_keys,
        move_secrets,
        posters_with,
        restore_keys,
        retire_key,
        rotate_key,
        secrets_here,
        show_keys,
    )
    from .ledger import (
        LedgerEvent,
        LedgerStats,
        export_ledger,
        export_to_lake,
        ledger_events,
        ledger_stats,
        recover_ledger,
        verify_ledger,
    )
    from .login import (
        account_of,
        sign_in,
        sign_out,
        use_default_login,
        use_impersonation,
        use_second_account,
        use_service_account,
    )
    from .made_again import verify_report
    from .matters import case_book, open_matters
    from .new_sheet import (
        NewSheet,
        SheetStep,
        archive_sheet,
        plan_new_sheet,
        steps_to_fresh_sheet,
        trim_fresh_sheet,
    )
    from .posters import audit_walls, check_posters, make_posters, preview_poster, revoke_posters, unrevoke_posters
    from .praise import WaitingPraise, confirm_praise, draft_letter, letter_given, praise_book, waiting_praise
    from .preview import page_heads, shown_form, write_pictures
    from .printed_code import prove_head
    from .quarantine import assign_station, list_quarantine, seems_personal
    from .report import check_publish_target, live_report, publish_report, write_report
    from .retention import cleaning_steps, finish_killed, kept_by_restore, purge, write_certificate
    from .rules import RuleCheck, check_score_rule, check_share_rule, satisfied
    from .schedule import EVEN, SYSTEMS, Schedule, install_schedule, plan_schedule, this_program, this_system
    from .texts import WaitingText, release_texts, take_back_text, waiting_texts
    from .time_stamps import look_at_stamps, stamped_at
    from .today import due_today

_FILES = {
    ".answer": "looks_at open_answer",
    ".actions": "add_action list_actions plan_action",
    ".answers": "alert_addresses import_answers imports pull response_bell undo_import watch",
    ".bench": "decide_bench list_bench",
    ".cases": "act_on_case assign_case close_case note_case open_case reopen_case",
    ".clock": "office_day week_of_month",
    ".compared": "ask_first compared_at",
    ".connection": "connect open_pages root_of",
    ".custody": "backup backup_place book_heads kept_passphrase open_backup plain_personal restore seal_personal",
    ".cube": "bigquery_text build_cube export_cube make_cube_key merge_cubes",
    ".deposit": "deposit_heads look_in_second_account",
    ".desk": "OpenDesk add_desk_account desk_officers entrance_of_open_desk listen open_desk remove_desk_account serve_desk",
    ".explanation": "explain explanation_text write_explanation",
    ".flags": "FLAG_RULES decide_flag find_flags flag_evidence",
    ".form": "count_links deaths doctor find_tab permit_live refuse_deaths send_test_answer setup_forms setup_json setup_text steps_to_link thanks try_assumptions",
    ".preview": "page_heads shown_form write_pictures",
    ".printed_code": "prove_head",
    ".gazette": "BookCheck announce_new_bands announced_figures correct_gazette list_gazette show_gazette verify_gazette",
    ".grades": "count_exactly freeze_constants grade trusted_ledger",
    ".keys": "KeyLine backup_keys move_secrets posters_with restore_keys retire_key rotate_key secrets_here show_keys",
    ".ledger": "LedgerEvent LedgerStats export_ledger export_to_lake ledger_events ledger_stats recover_ledger verify_ledger",
    ".login": "account_of sign_in sign_out use_default_login use_impersonation use_second_account use_service_account",
    ".made_again": "verify_report",
    ".matters": "case_book open_matters",
    ".new_sheet": "NewSheet SheetStep archive_sheet plan_new_sheet steps_to_fresh_sheet trim_fresh_sheet",
    ".posters": "audit_walls check_posters make_posters preview_poster revoke_posters unrevoke_posters",
    ".praise": "WaitingPraise confirm_praise draft_letter letter_given praise_book waiting_praise",
    ".quarantine": "assign_station list_quarantine seems_personal",
    ".report": "check_publish_target live_report publish_report write_report",
    ".retention": "cleaning_steps finish_killed kept_by_restore purge write_certificate",
    ".schedule": "EVEN SYSTEMS Schedule install_schedule plan_schedule this_program this_system",
    ".rules": "RuleCheck check_score_rule check_share_rule satisfied",
    "..cases.case": "ABOUT_SAID About Case CaseBook DEED_SAID Deed ENDING_SAID Ending owner_said owners",
    "..cases.praise": "Praised letter_state",
    ".texts": "WaitingText release_texts take_back_text waiting_texts",
    ".time_stamps": "look_at_stamps stamped_at",
    ".today": "due_today",
    "..desk.shortcut": "install_desk",
    "..forms.adopt": "ANSWERS_FILE Adoption adopt_form plan_adoption sheet_id_of",
    "..forms.adopt_sheet": "adopt_sheet plan_sheet_adoption",
    "..forms.checks": "Check red",
    "..forms.linking": "LinkingSteps edit_address sheet_address",
    "..forms.setup": "Setup",
    "..forms.steps": "Step",
    "..google": "Google Login",
    "..google.assumptions": "AssumptionResult",
    "..grading.calibrate": "Bands calibrate",
    "..grading.explain": "Explanation",
    "..grading.explain.second": "SecondExplanation",
    "..grading.flags": "Flag",
    "..grading.grades": "Grades",
    "..links.registry": "Registry load_registry",
    "..nouns.channel": "Channel",
    "..posters.printing.batches": "Printed",
    "..posters.printing.job": "PrintJob",
    "..posters.reading.proof": "PageFault",
    "..posters.walls.audit": "WallAudit",
    "..reports.given": "check_given",
    "..reports": "Report Verification",
    "..reports.effects": "effect_said",
    "..reports.messages": "Audience",
    "..reports.terms": "GRAVE_MATTERS PILES",
    "..responses.changes": "Change Changes",
    "..responses.schema": "CodeStatus",
    "..responses.watch": "Look",
}
"""Where each name stands, from here: file → its names."""
_HOMES = {name: file for file, names in _FILES.items() for name in names.split()}
__all__ = list(_HOMES)  # what the types know of them stands above


def __getattr__(name: str) -> object:
    """A verb or its result, loaded when first used: who pulls need not load what draws posters."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(Sentence("module {name__!r} has no attribute {name!r}", name__=__name__, name=name))
