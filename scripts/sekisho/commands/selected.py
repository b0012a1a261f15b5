"""Some of the cases of an evaluation."""

from collections.abc import Iterator, Mapping

from sekisho.model.kinds.case import CaseBase

Cases = Mapping[str, CaseBase]


class Selected(Mapping[str, CaseBase]):
    """Some of the cases; each is read when it is asked for, as in `whole`."""

    def __init__(self, whole: Cases, names: frozenset[str]) -> None:
        self._whole = whole
        self._names = names

    def __getitem__(self, name: str) -> CaseBase:
        if name not in self._names:
            raise KeyError(name)
        return self._whole[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
