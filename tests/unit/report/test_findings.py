import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sekisho.commands.schema import generate
from sekisho.model.finding import Finding, Fix, Severity
from sekisho.model.ref import Location
from sekisho.model.validation import ValidationResult
from sekisho.report.findings import render

HOSTILE = "registry/a,b:c%\n::error::x\x1b[31m.yaml"


def finding(path: str = "registry/models/a.yaml", **given: Any) -> Finding:
    """A finding with something of everything."""
    values = {"rule": "model/floating-name", "message": "a floating model name", "found": '"gpt"', "expected": "a date"}
    return Finding(location=Location(path=path, line=3, column=8), **{**values, **given})


def result(*findings: Finding, fixed: tuple[str, ...] = ()) -> ValidationResult:
    """A result of two files."""
    return ValidationResult("working tree", 2, 1, {"model": 2}, findings, fixed)


def test_a_clean_result_is_one_line() -> None:
    """How many files, and that nothing was found."""
    assert render(result(), "text") == "2 files: no findings\n"
    assert render(ValidationResult("r", 1, 0, {}), "text") == "1 file: no findings\n"


def test_text_has_one_line_a_finding_and_groups_files() -> None:
    """Warnings are marked, repairs are counted and named."""
    warning = finding("registry/z.yaml", severity=Severity.WARNING, found=None, expected=None)
    fixable = finding(fix=Fix(start=0, end=1, text="x"))
    assert render(result(fixable, finding(), warning, fixed=("registry/q.yaml",)), "text") == (
        'registry/models/a.yaml:3:8: a floating model name, found "gpt", expected a date [model/floating-name]\n'
        'registry/models/a.yaml:3:8: a floating model name, found "gpt", expected a date [model/floating-name]\n'
        "\n"
        "registry/z.yaml:3:8: a floating model name [model/floating-name] (warning)\n"
        "\n"
        "repaired registry/q.yaml\n"
        "2 files: 2 errors, 1 warning\n"
        "1 of them can be repaired: sekisho validate --fix\n"
    )


def test_a_hostile_file_name_stays_on_its_line() -> None:
    """No control character and no line break of a path or excerpt reaches a terminal."""
    out = render(result(finding(HOSTILE, found="\x1b]0;x\x07")), "text")
    assert out.count("\n") == 3
    assert "\x1b" not in out


def test_annotations_escape_what_github_would_obey() -> None:
    """In properties also colon and comma; one command a finding."""
    first, *rest = render(result(finding(HOSTILE, message="50% of it\r\n::warning::y")), "annotations").splitlines()
    start = "::error file=registry/a%2Cb%3Ac%25⏎%3A%3Aerror%3A%3Ax\\u001b[31m.yaml,line=3,col=8,title="
    assert first.startswith(start)
    assert "::50%25 of it" in first
    assert rest == ["2 files: 1 error"]


def test_json_follows_its_schema() -> None:
    """And says what it comes to."""
    report = json.loads(render(result(finding(fix=Fix(start=0, end=1, text="x"))), "json"))
    schema = json.loads(generate()["validation-report.schema.json"])
    assert list(Draft202012Validator(schema).iter_errors(report)) == []
    assert (report["ok"], report["errors"], report["warnings"]) == (False, 1, 0)
    assert json.loads(render(result(), "json"))["ok"] is True


SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": {"required": ["text"]},
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "artifact": {
            "additionalProperties": False,
            "properties": {
                "uri": {"type": "string", "pattern": r"^[A-Za-z0-9/%._~-]+$"},
                "uriBaseId": {"type": "string"},
            },
        },
        "result": {
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": -1},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"required": ["text"], "properties": {"text": {"type": "string"}}},
                "locations": {
                    "type": "array",
                    "items": {
                        "additionalProperties": False,
                        "properties": {
                            "physicalLocation": {
                                "additionalProperties": False,
                                "properties": {
                                    "artifactLocation": {"$ref": "#/$defs/artifact"},
                                    "region": {
                                        "additionalProperties": False,
                                        "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "startColumn": {"type": "integer", "minimum": 1},
                                        },
                                    },
                                },
                            }
                        },
                    },
                },
                "fixes": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "required": ["artifactChanges"],
                        "additionalProperties": False,
                        "properties": {
                            "artifactChanges": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "required": ["artifactLocation", "replacements"],
                                    "additionalProperties": False,
                                    "properties": {
                                        "artifactLocation": {"$ref": "#/$defs/artifact"},
                                        "replacements": {
                                            "type": "array",
                                            "minItems": 1,
                                            "items": {
                                                "required": ["deletedRegion"],
                                                "additionalProperties": False,
                                                "properties": {
                                                    "deletedRegion": {
                                                        "additionalProperties": False,
                                                        "properties": {
                                                            "byteOffset": {"type": "integer", "minimum": 0},
                                                            "byteLength": {"type": "integer", "minimum": 0},
                                                        },
                                                    },
                                                    "insertedContent": {"properties": {"text": {"type": "string"}}},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}
"""The part of the SARIF 2.1.0 schema that we write, with everything else forbidden."""


@pytest.mark.parametrize("findings", [(), (finding(), finding(HOSTILE, fix=Fix(start=1, end=3, text="é")))])
def test_sarif_has_the_shape_of_sarif(findings: tuple[Finding, ...]) -> None:
    """Sections 3.13 to 3.57 of the standard: required keys, bounds, and addresses that are addresses."""
    log = json.loads(render(result(*findings), "sarif"))
    assert list(Draft202012Validator(SARIF).iter_errors(log)) == []
    (run,) = log["runs"]
    assert len(run["results"]) == len(findings)
    for each in run["results"]:
        assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]


def test_another_format_is_an_error() -> None:
    """The command line offers only known ones."""
    with pytest.raises(KeyError):
        render(result(), "xml")
