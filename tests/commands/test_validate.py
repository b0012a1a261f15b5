import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.cli.output import EXIT_OF_VERDICT
from sekisho.commands import validate as module
from sekisho.commands.repair import apply, repaired
from sekisho.commands.source import WORKING_TREE, load, load_facts
from sekisho.commands.validate import validate
from sekisho.errors import ExitCode, RegistryInvalidError, SourceError, UsageError
from sekisho.model.finding import Fix
from sekisho.model.ref import Kind
from sekisho.model.verdict import VerdictState

BASE = Path(__file__).parents[1] / "examples" / "registries" / "_base"
TODAY = date(2026, 11, 16)
HEADER = "# yaml-language-server: $schema=../../schemas/model.schema.json\n"
Put = Callable[[Mapping[str, str]], None]
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the valid registry, committed; its own cache; the current folder."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "repository"
    shutil.copytree(BASE, folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def git(root: Path, *arguments: str) -> str:
    """Run git and return what it says."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    """Commit everything and return the commit's id."""
    git(root, "add", "-A")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "c")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def put(root: Path) -> Put:
    """Write registry files."""

    def written(files: Mapping[str, str]) -> None:
        for path, text in files.items():
            file = root / "registry" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())

    return written


def rules(root: Path, **options: object) -> list[tuple[str, str]]:
    """File name and rule of every finding."""
    result = validate(root, today=TODAY, **options)  # type: ignore[arg-type]  # options are the function's own
    return [(Path(finding.location.path).name, finding.rule) for finding in result.findings]


def test_a_valid_registry_is_ok_and_counted(root: Path) -> None:
    """Files by kind; the second time nothing is read."""
    first, second = validate(root, today=TODAY), validate(root, today=TODAY)
    assert (first.ok, first.files, first.cached, second.cached) == (True, 21, 0, 21)
    assert (first.revision, first.kinds["policy"]) == (WORKING_TREE, 4)
    assert second.kinds == first.kinds


def test_only_what_changed_is_read_again(root: Path, put: Put) -> None:
    """One edited file: twenty come from the cache, and rules across files see the edit."""
    validate(root, today=TODAY)
    put({"models/large.yaml": HEADER + "provider: hosted\nmodel: large-2025-11-01\nfallbacks: [small]\n"})
    result = validate(root, today=TODAY)
    assert result.cached == 20
    assert [finding.rule for finding in result.findings] == ["model/fallback-cycle"]


def test_a_revision_is_read_without_checking_it_out(root: Path, put: Put) -> None:
    """The working tree's mistakes are not the commit's."""
    put({"models/large.yaml": HEADER + "provider: hosted\nmodel: large\n"})
    assert rules(root) == [("large.yaml", "model/floating-name")]
    result = validate(root, "HEAD", today=TODAY)
    assert (result.ok, result.revision) == (True, git(root, "rev-parse", "HEAD"))


def test_named_files_are_checked_alone_with_the_rules_across(root: Path, put: Put) -> None:
    """As pre-commit asks: other files' own mistakes stay out, broken references to anything do not."""
    put({"models/large.yaml": HEADER + "provider: hosted\nmodel: large\n", "configs/x.yaml": "settings: {}\n"})
    (root / "registry/tools/book_visit.yaml").unlink()
    named = rules(root, paths=[root / "registry/models"])
    assert ("large.yaml", "model/floating-name") in named
    assert ("visit.yaml", "reference/unknown") in named
    assert not [rule for file, rule in named if file == "x.yaml"]
    assert validate(root, paths=[Path("registry/models/large.yaml")], today=TODAY).files == 1


@pytest.mark.parametrize("path", ["README.md", "registry/models/gone.yaml", "/etc/passwd", "registry/mod"])
def test_a_path_that_is_no_registry_file_is_wrong_usage(root: Path, path: str) -> None:
    """Nothing was checked, so nothing is said to be right."""
    with pytest.raises(UsageError, match="no file of the registry"):
        validate(root, paths=[Path(path)])


def test_an_empty_registry_is_no_pass(root: Path) -> None:
    """Exit code 3: there was nothing to check."""
    shutil.rmtree(root / "registry")
    with pytest.raises(SourceError, match="no files under registry/"):
        validate(root)
    assert run(["validate"]) is ExitCode.COULD_NOT_RUN


def test_the_day_decides_what_has_expired(root: Path) -> None:
    """The same contents on another day are another answer; without a day nothing expires."""
    assert rules(root) == []
    late = validate(root, today=date(2027, 1, 1))
    assert [finding.rule for finding in late.findings] == ["policy/expired-quarantine"]
    assert load(root, None).findings == ()


FIXABLE = {
    "models/large.yaml": "provider: hosted # kept\r\nmodel: 'large-2025-11-01'\r\ndescription: 1.10\r\n",
    "models/spare.yaml": "\ufeff" + HEADER + "provider: local\nmodel: spare-2026-01-01\ndescription: true # yes\n",
    "golden/lexicon/more.yaml": "# yaml-language-server: $schema=x\nconcepts:\n  1: {variants: {en: [done]}}\n",
    "golden/late.yaml": (
        "# yaml-language-server: $schema=../../schemas/golden.schema.json\n"
        "title: late\nlanguage: en\ntags: [booking]\nmust_pass: yes\nturns: [{user: 7, expect: {intent: book}}]\n"
    ),
}
FIXED = {
    "models/large.yaml": HEADER + "provider: hosted # kept\nmodel: 'large-2025-11-01'\ndescription: \"1.10\"\n",
    "models/spare.yaml": HEADER + 'provider: local\nmodel: spare-2026-01-01\ndescription: "true" # yes\n',
    "golden/lexicon/more.yaml": (
        "# yaml-language-server: $schema=../../../schemas/lexicon.schema.json\n"
        'concepts:\n  "1": {variants: {en: [done]}}\n'
    ),
    "golden/late.yaml": FIXABLE["golden/late.yaml"].replace("yes", "true").replace("7", '"7"'),
}


def test_certain_repairs_are_written_and_nothing_else(root: Path, put: Put) -> None:
    """Quotes, booleans, headers, byte order marks, line ends; comments and keys stay; twice is once."""
    put(FIXABLE)
    result = validate(root, fix=True, today=TODAY)
    assert result.fixed == tuple(sorted(f"registry/{path}" for path in FIXABLE))
    assert {path: (root / "registry" / path).read_bytes().decode() for path in FIXABLE} == FIXED
    assert {finding.rule for finding in result.findings} == {"orphan/concept", "orphan/model"}
    assert validate(root, fix=True, today=TODAY).fixed == ()


def test_repairs_keep_to_the_named_files(root: Path, put: Put) -> None:
    """Links and other files are left alone."""
    put(FIXABLE)
    (root / "registry/models/link.yaml").symlink_to("large.yaml")
    result = validate(root, paths=[root / "registry/models"], fix=True, today=TODAY)
    assert result.fixed == ("registry/models/large.yaml", "registry/models/spare.yaml")
    assert (root / "registry/models/link.yaml").is_symlink()


def test_a_revision_cannot_be_repaired(root: Path) -> None:
    """Only what lies in the working tree."""
    with pytest.raises(UsageError, match="only the working tree"):
        validate(root, "HEAD", fix=True)


def test_of_overlapping_repairs_the_first_counts() -> None:
    """And equal ones are one."""
    fixes = [Fix(start=2, end=4, text="X"), Fix(start=2, end=4, text="X"), Fix(start=3, end=5, text="Y")]
    assert apply(b"abcdef", fixes) == b"abXef"
    assert repaired("registry/models/a.yaml", b"\xff") == b"\xff"


def test_a_registry_is_loaded_typed(root: Path) -> None:
    """Every kind by id, the facts, and the commit it was read from."""
    loaded = load(root, "HEAD").checked()
    registry = loaded.registry
    assert loaded.revision == git(root, "rev-parse", "HEAD")
    assert registry.prompts["intent"].model == "small"
    assert (set(registry.documents), set(registry.concepts())) == ({"faq/hours"}, {"booking_done", "promises_refund"})
    assert registry.recordings["intent"].endswith("\n")
    assert registry.sources[Kind.TOOL, "book_visit"].path == "registry/tools/book_visit.yaml"
    assert loaded.facts == load_facts(root, "HEAD") == load_facts(root, "HEAD")


def test_a_registry_with_errors_can_be_refused(root: Path, put: Put) -> None:
    """What could be read is there; `checked` says what is wrong first."""
    put({"models/large.yaml": HEADER + "provider: hosted\nmodel: large\n"})
    loaded = load(root, None)
    assert (loaded.revision, loaded.registry.models["large"].model) == (WORKING_TREE, "large")
    with pytest.raises(RegistryInvalidError, match="1 error") as caught:
        loaded.checked()
    assert "large.yaml:3:8" in caught.value.message


def test_a_nested_repository_is_a_finding(root: Path) -> None:
    """Its files are not the registry's."""
    inner = root / "registry/models/inner"
    shutil.copytree(root / "registry/tools", inner)
    git(inner, "init", "-q")
    commit(inner)
    assert rules(root) == [("inner", "file/symlink")]


@pytest.mark.parametrize("staged", [False, True])
def test_hostile_file_names_are_findings(root: Path, staged: bool, capsys: Captured) -> None:
    """Names that are not UTF-8, or hold line breaks and escapes; in every format, and with repairs."""
    folder = os.fsencode(root / "registry/models")
    for name in (b"\xff.yaml", b"a\n::error::b.yaml", b"\x1b[2J.yaml"):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"\xef\xbb\xbfprovider: no\n")
    if staged:
        git(root, "add", "-A")
    assert {rule for _, rule in rules(root, fix=True)} == {"file/name"}
    for format_ in ("text", "json", "annotations", "sarif"):
        assert run(["validate", "--format", format_]) is ExitCode.NO
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\n::error::b" not in out


def test_many_files_are_read_by_several_processes(root: Path, put: Put) -> None:
    """More than one process pays off: the findings are those of one."""
    put({f"configs/c{number}.yaml": "settings: {a: 1}\n" for number in range(810)})
    found = rules(root)
    assert found.count(("c809.yaml", "schema/type")) == 1
    assert len([rule for _, rule in found if rule == "file/schema-header"]) == 810


def test_damaged_rows_and_summaries_are_read_again(root: Path) -> None:
    """Whatever lies in the cache, the answer is that of the files."""
    import sqlite3

    validate(root, today=TODAY)
    (cache,) = (root.parent / "cache").glob("*.sqlite")
    with sqlite3.connect(cache) as connection:
        connection.execute("UPDATE facts SET row = '[1]'")
        connection.execute("UPDATE summaries SET row = '[]'")
    result = validate(root, today=TODAY)
    assert (result.ok, result.cached) == (True, 0)


def test_a_clean_answer_imports_nothing_heavy(root: Path) -> None:
    """The second run of an unchanged registry imports neither models, templates nor a parser, command line included."""
    code = (
        "import sys; from sekisho.cli.app import run; run(['validate', 'registry/prompts']); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'pydantic', 'jinja2', 'yaml', 'rich', 'click'}))"
    )
    outputs = [
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert outputs[1] == "2 files: no findings\n['click']\n"


def test_every_verdict_has_its_exit_code() -> None:
    """The numbers of the command line's table are the states'."""
    assert {state.name: EXIT_OF_VERDICT[state].name for state in VerdictState} == {
        "PASS": "OK",
        "INCONCLUSIVE": "INCONCLUSIVE",
        "FAIL": "NO",
        "ERROR": "COULD_NOT_RUN",
    }


def test_the_command_prints_findings_and_answers_no(put: Put, capsys: Captured) -> None:
    """Exit code 1; every format from one result; the exit code is the report's `ok`."""
    put({"models/large.yaml": HEADER + "provider: hosted\nmodel: large\n"})
    assert run(["validate"]) is ExitCode.NO
    assert "registry/models/large.yaml:3:8: a floating model name" in capsys.readouterr().out
    assert run(["validate", "--format", "annotations", "registry/models/large.yaml"]) is ExitCode.NO
    assert capsys.readouterr().out.startswith("::error file=registry/models/large.yaml,line=3,col=8,")
    answer = run(["validate", "--format", "json", "--revision", "HEAD"])
    report = json.loads(capsys.readouterr().out)
    assert (report["format"], answer is ExitCode.OK) == ("sekisho-validation/1", report["ok"])


def test_today_is_the_clock_s_unless_given(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is read once, at the edge."""

    class Clock:
        @staticmethod
        def now(zone: object) -> object:
            from datetime import datetime

            assert zone is not None
            return datetime(2027, 1, 1, tzinfo=None)  # noqa: DTZ001 - only its day is used

    monkeypatch.setattr(module, "datetime", Clock)
    assert [finding.rule for finding in validate(root).findings] == ["policy/expired-quarantine"]
