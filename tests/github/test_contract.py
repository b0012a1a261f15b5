"""The fake can be wrong too: what it answers is held against GitHub's description, which can say no."""

import httpx
import pytest
from fake_github import contract
from fake_github.contract import answer_problems, operation, request_problems, sample
from fake_github.endpoints import ENDPOINTS
from fake_github.server import FakeGitHub
from fake_github.world import TOKEN

HEADERS = {
    "authorization": f"Bearer {TOKEN}",
    "accept": "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
}


def test_every_operation_that_is_described_is_played() -> None:
    """The description and the fake have the same operations."""
    wanted = {
        (method, path.removeprefix("/repos/{owner}/{repo}"))
        for path, methods in contract.described()["paths"].items()
        for method in methods
    }
    assert wanted == set(ENDPOINTS)


@pytest.mark.parametrize("name", ["issue-comment", "status", "pull-request", "pull-request-simple", "check-run"])
def test_the_plainest_value_conforms(name: str) -> None:
    """What the fake builds answers from is itself of the described shape."""
    validator = contract.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": contract.described()["components"]}
    )
    assert [error.message for error in validator.iter_errors(sample(name))] == []


def test_an_answer_of_another_shape_is_noticed() -> None:
    """A comment whose number is a text, one without a field, and an undescribed status are each a violation."""
    one = operation("PATCH", "/repos/o/r/issues/comments/1")
    assert one is not None
    good = sample("issue-comment")
    assert answer_problems(one, 200, good) == []
    assert answer_problems(one, 200, {**good, "id": "1"})
    assert answer_problems(one, 200, {key: value for key, value in good.items() if key != "user"})
    assert answer_problems(one, 201, good)


def test_a_request_nobody_described_is_noticed() -> None:
    """A parameter or field that does not exist, one that is missing and one of a wrong value are violations."""
    comments = operation("POST", "/repos/o/r/issues/1/comments")
    pulls = operation("GET", "/repos/o/r/pulls")
    assert comments is not None
    assert pulls is not None
    assert request_problems(comments, {}, {"body": "x"}) == []
    assert request_problems(comments, {}, {})
    assert request_problems(comments, {}, {"body": "x", "colour": "red"})
    assert request_problems(pulls, {"state": "open", "head": "a:b"}, None) == []
    assert request_problems(pulls, {"state": "half-open"}, None)
    assert request_problems(pulls, {"branch": "x"}, None)


def test_violations_are_kept_for_the_end_of_a_test(github: FakeGitHub) -> None:
    """A test that asked wrongly fails even when the answer was of use to it."""
    httpx.get(f"{github.url}/repos/octo-org/octo-repo/pulls?colour=red", headers=HEADERS)
    httpx.get(f"{github.url}/nowhere", headers=HEADERS)
    httpx.get(f"{github.url}/user", headers={**HEADERS, "x-github-api-version": "2000-01-01"})
    assert len(github.violations) == 3
    github.violations.clear()
