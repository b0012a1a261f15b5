"""Releases for people: what is planned, what was made, what was verified."""

from collections.abc import Sequence

from sekisho.model.release import Manifest, ReleaseLine, ReleasePlan, ReleaseProof, Revision
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable


def release_plan_text(plan: ReleasePlan, *, width: int = 100) -> str:
    """Return the plan as terminal text with ANSI styles."""
    canvas = Canvas(width)
    canvas.line(f"{plan.name} is needed" if plan.needed else "No release is needed", "bold")
    canvas.item("  why       ", printable(plan.reason))
    canvas.item("  commit    ", plan.commit)
    if plan.previous:
        canvas.item("  previous  ", printable(plan.previous))
    if plan.base:
        canvas.item("  judged by ", f"sekisho gate --base {plan.base} --head {plan.commit}")
    if plan.types:
        canvas.item("  types     ", ", ".join(plan.types))
    if plan.tickets:
        canvas.item("  tickets   ", printable(", ".join(plan.tickets)))
    return canvas.text()


def manifest_text(manifest: Manifest, *, width: int = 100) -> str:
    """Return what a release holds as terminal text."""
    canvas = Canvas(width)
    canvas.line(f"{manifest.name}: tagged and signed", "bold green")
    canvas.item("  commit            ", manifest.commit)
    for revision, tree in manifest.revisions.items():
        canvas.item(f"  {revision:<18}", tree or "-")
    canvas.item("  files             ", str(len(manifest.files)))
    canvas.item("  tickets           ", printable(", ".join(manifest.tickets)) or "-")
    verdict = manifest.verdict
    says = f"report sha256 {verdict.report_sha256}" if verdict else "none: a first release has no other to compare with"
    canvas.item("  verdict           ", says)
    return canvas.text()


def proof_text(proof: ReleaseProof, *, width: int = 100) -> str:
    """Return what was verified as terminal text, what does not hold first."""
    canvas = Canvas(width)
    says, style = ("verified", "bold green") if proof.holds else ("NOT what it says it is", "bold red")
    canvas.line(f"{printable(proof.name)}: {says}", style)
    for check in sorted(proof.checks, key=lambda check: check.holds):
        mark, style = ("✓", "") if check.holds else ("✗", "red")
        canvas.item(f"  {mark} {check.id:<10} ", printable(check.message), style)
    return canvas.text()


def releases_text(lines: Sequence[ReleaseLine], *, width: int = 100) -> str:
    """Return the releases as a table, the newest first."""
    if not lines:
        return "There is no release yet.\n"
    canvas = Canvas(width)
    rows = [
        (
            line.name,
            f"{line.created:%Y-%m-%d %H:%M}",
            line.commit[:12],
            printable(", ".join(line.tickets)) or "-",
            "everything" if len(line.changed) == len(Revision) else ", ".join(line.changed) or "-",
        )
        for line in lines
    ]
    canvas.table(("release", "made (UTC)", "commit", "tickets", "changed"), rows)
    return canvas.text()
