"""The fast path for sources whose only markup is `{{ name }}`."""

import pytest

from sekisho.template.plain import Plain, read_plain


def test_a_plain_source_is_split_at_its_names() -> None:
    """Literals and names alternate."""
    assert read_plain("a{{ b }}c{{d}}") == Plain(("a", "c", ""), ("b", "d"))
    assert read_plain("no markup, {but} braces }}") == Plain(("no markup, {but} braces }}",), ())


@pytest.mark.parametrize(
    "source",
    [
        "{{ a.b }}",
        "{{ a }}{% if b %}{% endif %}",
        "{{ a }}{# b #}",
        "{{{ a }}",
        "{{ true }}",
        "{{ not }}",
        "{{ self }}",
        "{{ yes_no }}",
        "{{ _a }}",
        "{{ 名 }}",
        "{{- a }}",
        "{{\na }}",
        "{{ a }}\r\n",
        "{{",
    ],
)
def test_everything_else_needs_the_whole_language(source: str) -> None:
    """What could mean something else to Jinja is not plain."""
    assert read_plain(source) is None
