"""The checked subset of Jinja for prompts, replies and guards. Importing this does not import Jinja."""

from sekisho.template.check import check_expression, check_template
from sekisho.template.facts import Problem, TemplateFacts
from sekisho.template.render import Expression, Template, compile_expression, compile_template, render

__all__ = [
    "Expression",
    "Problem",
    "Template",
    "TemplateFacts",
    "check_expression",
    "check_template",
    "compile_expression",
    "compile_template",
    "render",
]
