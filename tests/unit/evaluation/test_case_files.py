from sekisho.evaluation.case_files import case_files
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry, SourceFile
from sekisho.model.verdict import CasePair, Comparison, Pairing


def test_broken_cases_have_the_file_they_were_read_from() -> None:
    """Only those that broke and have a file: a unit test of a prompt has none of its own."""
    sources = {(Kind.GOLDEN, name): SourceFile(f"registry/golden/{name}.yaml", "b", {}) for name in ("a", "b")}
    pairs = tuple(
        CasePair(case=case, pairing=pairing)
        for case, pairing in (
            ("golden/a", Pairing.BROKEN),
            ("golden/b", Pairing.PASSED),
            ("golden/gone", Pairing.BROKEN),
            ("prompt/intent/3", Pairing.BROKEN),
        )
    )
    found = case_files(Comparison(pairs=pairs, metrics=()), Registry(sources=sources))
    assert found == {"golden/a": "registry/golden/a.yaml"}
