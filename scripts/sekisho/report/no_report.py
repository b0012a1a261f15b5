"""What a pull request is told when its gate has no verdict: it was cancelled, crashed, or left what is not a report."""

from sekisho.report.markdown import markdown, markdown_code


def no_report_markdown(why: str, commit: str, url: str) -> str:
    """Return the comment about `commit`; `url` is the page of the gate's run ("" where it is not known)."""
    where = f"\n\nThe gate's run: <{url}>" if url else ""
    return (
        f"## ✗ No verdict for {markdown_code(commit[:12])}\n\n"
        f"{markdown(why[:1].upper() + why[1:], 400)}. Nothing was shown to be safe, so this is not a pass.{where}\n\n"
        "Run the failed jobs again, or look at why they stopped; `sekisho gate` gives the same verdict locally.\n"
    )
