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
    from ..posters.printing.batches import Printed
    from ..posters.printing.job import PrintJob
    from ..posters.reading.proof import PageFault
    from ..posters.walls.audit import WallAudit
    from .answers import import_answers, imports, pull, undo_import, watch
    from .clock import week_of_month
    from .form import adopt_form, adopt_sheet, doctor, send_test_answer, setup_forms
    from .grades import find_flags, freeze_constants, grade, satisfied, trusted_ledger
    from .keys import backup_keys, restore_keys, retire_key, rotate_key, show_keys
    from .ledger import recover_ledger
    from .posters import audit_walls, check_posters, make_posters, preview_poster, revoke_posters, unrevoke_posters
    from .report import check_publish_target, grade_outside, live_report, publish_report, verify_report, write_report
    from .retention import cleaning_steps, purge

__all__ = [
    "PageFault",
    "PrintJob",
    "Printed",
    "WallAudit",
    "adopt_form",
    "adopt_sheet",
    "audit_walls",
    "backup_keys",
    "check_posters",
    "check_publish_target",
    "cleaning_steps",
    "doctor",
    "find_flags",
    "freeze_constants",
    "grade",
    "grade_outside",
    "import_answers",
    "imports",
    "live_report",
    "make_posters",
    "preview_poster",
    "publish_report",
    "pull",
    "purge",
    "recover_ledger",
    "restore_keys",
    "retire_key",
    "revoke_posters",
    "rotate_key",
    "satisfied",
    "send_test_answer",
    "setup_forms",
    "show_keys",
    "trusted_ledger",
    "undo_import",
    "unrevoke_posters",
    "verify_report",
    "watch",
    "week_of_month",
    "write_report",
]

_FILES = {
    "..posters.printing.batches": "Printed",
    "..posters.printing.job": "PrintJob",
    "..posters.reading.proof": "PageFault",
    "..posters.walls.audit": "WallAudit",
    ".answers": "import_answers imports pull undo_import watch",
    ".clock": "week_of_month",
    ".form": "adopt_form adopt_sheet doctor send_test_answer setup_forms",
    ".grades": "find_flags freeze_constants grade satisfied trusted_ledger",
    ".keys": "backup_keys restore_keys retire_key rotate_key show_keys",
    ".ledger": "recover_ledger",
    ".posters": "audit_walls check_posters make_posters preview_poster revoke_posters unrevoke_posters",
    ".report": "check_publish_target grade_outside live_report publish_report verify_report write_report",
    ".retention": "cleaning_steps purge",
}
"""Where each name stands, from here: file → its names."""
_HOMES = {name: file for file, names in _FILES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A verb or its result, loaded when first used: who pulls need not load what draws posters."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(Sentence("module {name__!r} has no attribute {name!r}", name__=__name__, name=name))
