"""The story in reading order, one function a verb. Each takes values and a gateway, and gives back what happened.

stations.csv + config → form → links → posters        form.py, posters.py
responses → ledger → cube → grades → report           responses.py, grades.py, report.py

What a verb gives back is named here too, so that the command line needs no other room.
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ..sentence import Sentence

if TYPE_CHECKING:
    from ..as_typed import typed_line
    from ..campaign import Campaign
    from ..cases.case import ABOUT_SAID, DEED_SAID, ENDING_SAID, About, Case, CaseBook, Deed, Ending, owner_said
    from ..cases.praise import Praised, days_said, lapsed_said, letter_state
    from ..desk.roles import ROLE_NAMES
    from ..desk.shortcut import install_desk
    from ..forms.adopt import ANSWERS_FILE, Adoption, adopt_form, plan_adoption, sheet_id_of
    from ..forms.adopt_sheet import adopt_sheet, plan_sheet_adoption
    from ..forms.checks import Check, red, red_for
    from ..forms.linking import LinkingSteps, edit_address, sheet_address
    from ..forms.setup import Setup
    from ..forms.steps import Step
    from ..google import Google, Login
    from ..google.assumptions import AssumptionResult
    from ..grading.archive import Decision
    from ..grading.calibrate import Bands, calibrate
    from ..grading.columns import letters_of
    from ..grading.cube.exchange import CubeFile
    from ..grading.cube.seal import key_command
    from ..grading.explain import Explanation
    from ..grading.explain.second import SecondExplanation
    from ..grading.flags import Flag
    from ..grading.grades import Grades
    from ..links.registry import Registry, load_registry
    from ..nouns.channel import Channel
    from ..nouns.moments import same_clock
    from ..posters.printing.batches import Printed
    from ..posters.printing.job import PrintJob, asked_places
    from ..posters.reading.proof import PageFault
    from ..posters.walls.audit import WallAudit
    from ..reports import Report, Verification
    from ..reports.announced import corrected_value
    from ..reports.digits import tenth_said
    from ..reports.effects import effect_said
    from ..reports.given import check_given
    from ..reports.messages import Audience
    from ..reports.phrases import LAPSED
    from ..reports.terms import CORRECTABLE, GRAVE_MATTERS, LEFT_OUT, PILES, inputs_said
    from ..responses.alerts.watch import Look
    from ..responses.ledger.changes import Change, Changes, answer_said, column_title
    from ..responses.ledger.columns import CODE_REASON, SUBMITTED_AT, CodeStatus
    from ..responses.ledger.sweeps import CURE, Sweep, sweeps_apart
    from .actions import add_action, list_actions, plan_action
    from .alerting import alert_addresses, response_bell, watch
    from .bench import check_bench, decide_bench, list_bench, list_together
    from .cases import act_on_case, assign_case, case_owner, close_case, note_case, open_case, reopen_case
    from .checks import doctor, permit_live, try_assumptions
    from .clock import office_day, week_asked, week_of_month
    from .compared import ask_first, compared_at
    from .connection import connect, open_pages, root_of
    from .cube import bigquery_text, build_cube, export_cube, make_cube_key, merge_cubes
    from .custody import (
        backup,
        backup_place,
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
        listen_beside,
        open_desk,
        remove_desk_account,
        serve_desk,
    )
    from .explanation import explain, explanation_text, write_explanation
    from .flags import (
        FLAG_RULES,
        FOLLOWED,
        decide_flag,
        decisions_beside,
        find_flags,
        fitting,
        flag_decisions,
        flag_evidence,
        taken_together,
    )
    from .form import count_links, find_tab, left_half_way, send_test_response, setup_forms, untried
    from .gazette import (
        BookCheck,
        announce_new_bands,
        announced_figures,
        announced_otherwise,
        correct_gazette,
        corrections_of,
        has_lapsed,
        lapsed_corrections,
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
        refuse_wrong_clock,
        verify_ledger,
    )
    from .live import live_report
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
    from .matters import case_book, cases_of_import, open_matters
    from .new_sheet import NewSheet, SheetStep, archive_sheet, plan_new_sheet, steps_to_fresh_sheet, trim_fresh_sheet
    from .opened import looks_at, open_response
    from .posters import make_posters, preview_poster, revoke_posters, unrevoke_posters
    from .praise import WaitingPraise, confirm_praise, draft_letter, letter_given, praise_book, waiting_praise
    from .preview import page_heads, shown_form, write_pictures
    from .printed_code import prove_head
    from .publish import check_publish_target, publish_report
    from .quarantine import assign_station, list_quarantine, seems_personal
    from .report import write_report
    from .responses import import_responses, imports, pull, undo_import
    from .retention import cleaning_steps, finish_killed, kept_by_restore, purge, write_certificate
    from .rules import RuleCheck, check_score_rule, check_share_rule, satisfied
    from .schedule import (
        EVEN,
        SYSTEMS,
        Schedule,
        install_schedule,
        plan_schedule,
        this_program,
        this_system,
    )
    from .texts import WaitingText, release_texts, take_back_text, waiting_texts
    from .time_stamps import look_at_stamps, stamped_at
    from .today import due_today
    from .true_quality import rank_correlation
    from .walls import audit_walls, check_posters


def _homes() -> dict[str, str]:
    """Where each name stands, from here: the imports above, which only readers of types follow, are read once more as a list."""
    [named] = [block for block in ast.parse(Path(__file__).read_text("utf-8")).body if isinstance(block, ast.If)]
    imports = [each for each in named.body if isinstance(each, ast.ImportFrom)]
    return {name.name: "." * each.level + (each.module or "") for each in imports for name in each.names}


_HOMES = _homes()
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    """A verb or its result, loaded when first used: who pulls need not load what draws posters."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(Sentence("module {name__!r} has no attribute {name!r}", name__=__name__, name=name))
