"""What is read of GitHub's answers: only the fields we use, each of its type; the rest is not looked at."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sekisho.model.base import Json

Name = Annotated[str, Field(max_length=300)]
LongText = Annotated[str, Field(max_length=300_000)]
Commit = Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]
FullName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$")]


class Shape(BaseModel):
    """A part of an answer, or of an event."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, defer_build=True)


class User(Shape):
    """Who did something."""

    login: Name
    type: str = "User"


class Repository(Shape):
    """A repository; `owner` is missing where only a reference is given."""

    id: int
    full_name: FullName
    default_branch: Name = ""
    owner: User | None = None


class Branch(Shape):
    """One end of a pull request; the repository is gone when a fork was deleted."""

    ref: Name
    sha: Commit
    repo: Repository | None = None


class Pull(Shape):
    """A pull request."""

    number: int
    title: LongText
    state: str
    draft: bool = False
    html_url: Name
    user: User | None
    head: Branch
    base: Branch


class Comment(Shape):
    """A comment of a pull request."""

    id: int
    body: LongText = ""
    html_url: Name
    user: User | None


class Status(Shape):
    """A commit status."""

    id: int
    state: str
    context: str
    description: str | None = None
    target_url: str | None = None


class Review(Shape):
    """A review of a pull request."""

    user: User | None
    state: str
    commit_id: str | None = None
    submitted_at: str | None = None


class App(Shape):
    """The application that made a check run."""

    slug: str = ""


class CheckRun(Shape):
    """One attempt of a check."""

    id: int
    name: str
    head_sha: str
    status: str
    conclusion: str | None = None
    details_url: str | None = None
    app: App | None = None


class ArtifactRun(Shape):
    """The run that uploaded an artifact."""

    id: int | None = None
    head_sha: str | None = None


class Artifact(Shape):
    """Files that a run keeps."""

    id: int
    name: str
    size_in_bytes: int
    expired: bool
    workflow_run: ArtifactRun | None = None


class WorkflowRun(Shape):
    """A run of a workflow."""

    id: int
    run_attempt: int = 1
    html_url: Name
    updated_at: str
    conclusion: str | None = None


class WorkflowRuns(Shape):
    """Some runs of a workflow, the newest first."""

    workflow_runs: tuple[WorkflowRun, ...] = Field(strict=False)


class Anything(Shape):
    """A thing that is only looked at by its keys."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    def at(self, *path: str) -> Json:
        """Return what lies at a path of keys, None where there is nothing."""
        value: Json = self.__pydantic_extra__
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value
