"""Laws of approvals: they only ever help, an objection never does, and nobody counts twice where people must differ."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sekisho.codeowners.parse import parse
from sekisho.gate.approvals import owner_groups
from sekisho.model.change import ChangeType
from sekisho.model.decision import ApprovalState, OwnerGroup
from sekisho.model.kinds.policy import ApprovalPolicy, ApprovalRule
from sekisho.model.pull import PullChange, PullEvidence, PullFile, PullRequest, Review, ReviewState

HEAD, OLDER = "a" * 40, "b" * 40
NOW = datetime(2026, 11, 16, tzinfo=UTC)
PEOPLE = ("ann", "ben", "cat", "dan", "eve")
TEAMS = ("@o/a", "@o/b", "@o/c")
ORDER = (ApprovalState.APPROVED, ApprovalState.MISSING, ApprovalState.UNKNOWN, ApprovalState.OBJECTED)

reviews = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ReviewState), st.sampled_from([HEAD, OLDER])), max_size=8
)
teams = st.fixed_dictionaries(
    {team: st.none() | st.lists(st.sampled_from(PEOPLE), unique=True).map(tuple) for team in TEAMS}
)
rules = st.lists(
    st.tuples(st.lists(st.sampled_from(TEAMS), min_size=1, max_size=2, unique=True), st.integers(1, 3)),
    min_size=1,
    max_size=4,
)


def _groups(
    said: list[tuple[str, ReviewState, str]],
    members: dict[str, tuple[str, ...] | None],
    asked: list[tuple[list[str], int]],
    distinct: bool = False,
) -> tuple[OwnerGroup, ...]:
    policy = ApprovalPolicy(
        type="approvals",
        rules=tuple(
            ApprovalRule(types=(ChangeType.PROMPT,), groups=tuple(groups), count=count) for groups, count in asked
        ),
        distinct=distinct,
    )
    evidence = PullEvidence(
        pull=PullRequest(
            repository="o/r",
            number=1,
            title="",
            author="eve",
            head=HEAD,
            base=OLDER,
            head_ref="t",
            base_ref="main",
            head_repository="o/r",
        ),
        reviews=tuple(
            Review(user=user, state=state, commit=commit, at=NOW + timedelta(minutes=number))
            for number, (user, state, commit) in enumerate(said)
        ),
        teams=members,
        change=PullChange(base=OLDER, files=(PullFile(path="x"),), types=(ChangeType.PROMPT,)),
        collected_at=NOW,
    )
    return owner_groups(evidence, parse("* @o/a @ben\n"), policy, ())


@given(reviews, teams, rules, st.booleans(), st.sampled_from(PEOPLE))
def test_one_more_approval_never_makes_it_worse(
    said: list[tuple[str, ReviewState, str]],
    members: dict[str, tuple[str, ...] | None],
    asked: list[tuple[list[str], int]],
    distinct: bool,
    user: str,
) -> None:
    """No group gets worse; where people must differ, no fewer places are filled."""
    before = _groups(said, members, asked, distinct)
    after = _groups([*said, (user, ReviewState.APPROVED, HEAD)], members, asked, distinct)
    filled = [sum(min(group.need, len(group.approved_by)) for group in groups) for groups in (before, after)]
    assert filled[0] <= filled[1]
    if not distinct:
        pairs = zip(before, after, strict=True)
        assert all(ORDER.index(new.state) <= ORDER.index(old.state) for old, new in pairs)


@given(reviews, teams, rules, st.booleans())
def test_the_author_and_older_commits_approve_nothing(
    said: list[tuple[str, ReviewState, str]],
    members: dict[str, tuple[str, ...] | None],
    asked: list[tuple[list[str], int]],
    distinct: bool,
) -> None:
    """Who is counted approved the head as their last word, and is not the author; who is stale approved another."""
    last = {user: (state, commit) for user, state, commit in said if state not in ("commented", "pending")}
    for group in _groups(said, members, asked, distinct):
        assert all(last[user] == (ReviewState.APPROVED, HEAD) for user in group.approved_by)
        assert all(last[user] == (ReviewState.APPROVED, OLDER) for user in group.stale)
        assert all(last[user][0] is ReviewState.CHANGES_REQUESTED for user in group.objecting)
        assert "eve" not in group.approved_by + group.stale + group.objecting


@given(reviews, teams, rules)
def test_distinct_counts_everybody_once(
    said: list[tuple[str, ReviewState, str]],
    members: dict[str, tuple[str, ...] | None],
    asked: list[tuple[list[str], int]],
) -> None:
    """No approval serves two rules of the policy, and none is left unused where a rule could still use it."""
    shared, apart = _groups(said, members, asked)[1:], _groups(said, members, asked, distinct=True)[1:]
    used = [user for group in apart for user in group.approved_by]
    assert len(used) == len(set(used))
    for alone, group in zip(shared, apart, strict=True):
        assert set(group.approved_by) <= set(alone.approved_by)
        if len(group.approved_by) < group.need:
            assert set(alone.approved_by) <= set(used)
