"""A gate's report as one HTML file."""

from sekisho.report.html.page import gate_html

__all__ = ["gate_html"]
