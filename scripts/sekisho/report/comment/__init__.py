"""What people read on a pull request: one comment, and the longer summary of the run."""

from sekisho.report.comment.compose import gate_comment, gate_summary
from sekisho.report.comment.links import CommentLinks

__all__ = ["CommentLinks", "gate_comment", "gate_summary"]
