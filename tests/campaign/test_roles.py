"""What a question is for stands in one place: its role. The key may be any word, the options may stand in any order."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Role, load_campaign
from anubhav_gforms.errors import CampaignError
from tools.house import PACKAGE, trees

MONEY = 'options = ["नहीं / No", "हाँ / Yes", "नहीं बताना / Rather not say"]\nrole = "money"'
Spoil = Callable[[str, str, str], None]


def test_yes_and_no_are_found_by_their_words_in_any_order(folder: Path, spoil: Spoil) -> None:
    money = load_campaign(folder).form.role(Role.MONEY)
    assert money
    assert (money.key, money.yes, money.no) == ("money", "हाँ / Yes", "नहीं / No")
    spoil("config/form.toml", '["नहीं / No", "हाँ / Yes", "नहीं बताना', '["हाँ / Yes", "नहीं / No", "नहीं बताना')
    turned = load_campaign(folder).form.role(Role.MONEY)
    assert turned
    assert (turned.options[0], turned.yes, turned.no) == ("हाँ / Yes", "हाँ / Yes", "नहीं / No")


@pytest.mark.parametrize("praise", ["तारीफ़", "तारीफ", "सराहना", "प्रशंसा"])
def test_praise_is_found_however_it_is_spelt(folder: Path, spoil: Spoil, praise: str) -> None:
    spoil("config/form.toml", "तारीफ / Praise", f"{praise} / Kind words")
    topic = load_campaign(folder).form.role(Role.TOPIC)
    assert topic
    assert topic.means["praise"] == f"{praise} / Kind words"


def test_a_config_without_roles_has_those_that_its_keys_name(folder: Path) -> None:
    path = folder / "config" / "form.toml"
    with_roles = load_campaign(folder).form
    plain = "".join(line for line in path.read_text("utf-8").splitlines(True) if not line.startswith("role ="))
    path.write_text(plain, "utf-8")
    without = load_campaign(folder).form
    for role in Role:
        assert without.role(role) == with_roles.role(role) is not None


def test_the_words_of_an_older_grading_config_are_still_read(folder: Path, spoil: Spoil) -> None:
    older = '[grading.integrity]\nitem = "gift"\nyes = "माँगा / Asked"\nno = "नहीं / No"\n'
    spoil("config/grading.toml", "[grading.integrity]\n", older)
    spoil("config/form.toml", '"हाँ / Yes", "नहीं बताना', '"माँगा / Asked", "नहीं बताना')
    spoil("config/form.toml", 'role = "money"\n', "")
    spoil("config/form.toml", 'key = "money"', 'key = "gift"')
    money = load_campaign(folder).form.role(Role.MONEY)
    assert money
    assert (money.key, money.yes, money.no) == ("gift", "माँगा / Asked", "नहीं / No")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("form.toml", 'role = "money"', 'role = "bribe"', 'role = "bribe"', "is not a role; write one of purpose"),
        ("form.toml", 'role = "overall"', 'role = "money"', 'role = "money"', 'needs type = "choice", not "rating"'),
        ("form.toml", 'role = "receipt"', 'role = "money"', 'role = "money"', "is given to questions 8 and 9"),
        ("form.toml", "personal = true\ntitle = \"मोबाइल", "title = \"मोबाइल", 'key = "mobile"', "needs personal = true"),
        ("form.toml", MONEY, MONEY.replace("हाँ / Yes", "माँगा / Asked"), "माँगा / Asked", "which option means yes"),
        ("form.toml", MONEY, MONEY + '\nmeans = { yes = "हाँ / yes" }', "means = ", "means.yes is not an option of this"),
        ("form.toml", MONEY, MONEY + '\nmeans = { maybe = "हाँ / Yes" }', "means = ", "no such meaning; write one of yes"),
        ("form.toml", MONEY, MONEY + '\nmeans = { yes = "नहीं / No" }', "means = ", 'yes and no are the same option, "नहीं / No"'),
        ("form.toml", MONEY, MONEY + '\nmeans = { yes = "नहीं / No", no = "हाँ / Yes" }', "means = ", 'means.yes is "नहीं / No", which says no'),
        ("form.toml", MONEY, MONEY + '\nmeans = { yes = "", no = "" }', "means = ", "which option means yes"),
        ("form.toml", "दूसरी बात / Not about here\" }", "शिकायत / Complaint\" }", "means = ", "elsewhere and complaint are the same option"),
        ("form.toml", 'means = { elsewhere', '# ', "options = [", "which option means elsewhere"),
        ("form.toml", 'title = "पुलिस का', 'means = { yes = "x" }\ntitle = "पुलिस का', "means = ", "means belongs to a question"),
        ("grading.toml", "[grading.integrity]\n", '[grading.integrity]\nitem = "purse"\n', 'item = "purse"', "Remove it here"),
        ("grading.toml", "[grading.integrity]\n", '[grading.integrity]\nyes = "जी / Yes"\n', 'yes = "जी / Yes"', "is not an option"),
        ("grading.toml", "[grading.integrity]\n", '[grading.integrity]\nitem = "receipt"\n', 'item = "receipt"', "Remove it here"),
    ],
)  # fmt: skip
def test_a_role_that_does_not_fit_is_named_with_its_line(
    folder: Path, spoil: Spoil, file: str, old: str, new: str, line: str, says: str
) -> None:
    spoil(f"config/{file}", old, new)
    with pytest.raises(CampaignError) as caught:
        load_campaign(folder)
    text = (folder / "config" / file).read_text("utf-8").splitlines()
    found = [each for each in caught.value.mistakes if says in each.text]
    assert found, str(caught.value)
    assert found[0].file.name == file
    near = "\n".join(text[found[0].line - 1 : found[0].line + 4])
    assert line in near


def test_no_code_names_a_question_by_its_key() -> None:
    """Keys are the office's words. The code asks for a role; the two label columns of a cube are ours."""
    roles = {role.value for role in Role}
    ours = {"campaign/roles.py", "forms/matching.py"}
    found = []
    for name, tree in trees(PACKAGE).items():
        if name in ours:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="question"), args=[ast.Constant(value=str(key))]):
                    found.append(f"{name}:{node.lineno} question({key!r})")
                case ast.Compare(left=ast.Attribute(attr="key"), comparators=[ast.Constant(value=str(key))]):
                    found.append(f"{name}:{node.lineno} key == {key!r}")
                case ast.Subscript(
                    value=ast.Name(id="frame" | "answers" | "messages"), slice=ast.Constant(value=key)
                ) if key in roles:
                    found.append(f"{name}:{node.lineno} [{key!r}]")
    assert not found


def test_whether_a_code_is_accepted_is_said_by_its_status_alone() -> None:
    homes = {
        "responses/ledger/columns.py": "CodeStatus itself",
        "links/keys.py": "KeyState: a key may be accepted, which is something else",
        "responses/ledger/writer.py": "the key of a file's line in the manifest, kept since the first ledger",
        "responses/ledger/manifest.py": "the same key, read back",
    }
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees(PACKAGE).items()
        if name not in homes
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and ("'accepted'" in node.value or node.value == "accepted")
    ]  # fmt: skip
    assert not found
