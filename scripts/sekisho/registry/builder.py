"""From YAML events to plain data, iteratively, with the events kept for positions."""

from typing import Any

import yaml

from sekisho.model.base import Json
from sekisho.model.finding import Fix
from sekisho.registry.document import Document, Spot
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.scalars import plain_value, quoted

MAX_DEPTH = 64
_NO_KEY = object()


class Builder:
    """Consumes events of one stream; `usable` says whether the data means what the author wrote."""

    def __init__(self, text: str) -> None:
        self.problems: list[tuple[Problem, Spot, Fix | None]] = []
        self.usable = True
        self._text = text
        self._documents = 0
        self._root: Any = None
        self._data: Json = None
        self._container: Any = None
        self._key: Any = _NO_KEY
        self._key_event: Any = None
        self._stack: list[Any] = []
        self._places: dict[int, Any] = {}

    def consume(self, parser: Any) -> None:
        """Build until the stream ends or nothing more can be read from it. Raises yaml.YAMLError for bad syntax."""
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._start,
        }
        take, stop = parser.get_event, yaml.StreamEndEvent
        while True:
            event = take()
            kind = type(event)
            if kind is stop:
                break
            handler = handlers.get(kind)
            if handler is not None and handler(event) is False:
                break
        if self._documents == 0:
            self._fatal(Problem("yaml/empty", (), "the file holds no document"), None)

    def document(self) -> Document | None:
        """Return the document, or None where there is no usable one."""
        return Document(self._text, self._data, self._root, self._places) if self.usable else None

    def refuse(self, problem: Problem, mark: Any, fix: Fix | None = None) -> None:
        """Note a problem at a parser's mark (None: the start of the file)."""
        spot = Spot() if mark is None else Spot(mark.line + 1, mark.column + 1)
        self.problems.append((problem, spot, fix))

    def _fatal(self, problem: Problem, event: Any) -> bool:
        self.refuse(problem, None if event is None else event.start_mark)
        self.usable = False
        return False

    def _start(self, event: Any) -> bool | None:
        self._documents += 1
        if self._documents > 1:
            return self._fatal(Problem("yaml/documents", (), "a second document", "---", "one document a file"), event)
        if event.version or event.tags:
            self.refuse(Problem("yaml/directive", (), "a YAML directive", None, "none"), event.start_mark)
        return None

    def _alias(self, event: Any) -> bool:
        problem = Problem("yaml/alias", (), "an alias", f"*{excerpt(event.anchor)[1:-1]}", "the value itself")
        return self._fatal(problem, event)

    def _decorations(self, event: Any) -> None:
        if event.anchor is not None:
            anchor = Problem("yaml/anchor", (), "an anchor", f"&{excerpt(event.anchor)[1:-1]}", "no anchors")
            self.refuse(anchor, event.start_mark)
        if event.tag is not None:
            self.refuse(Problem("yaml/tag", (), "a tag", excerpt(event.tag), "no tags"), event.start_mark)

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._decorations(event)
        if event.style in ("|", ">"):
            self._check_header(event)
        plain = not event.style and event.tag is None
        if self._key is _NO_KEY and type(self._container) is dict:
            self._take_key(event, plain)
            return
        self._add(plain_value(event.value) if plain else event.value, event)

    def _check_header(self, event: Any) -> None:
        """Refuse a comment that touches a block's indicator: YAML 1.2.2, 8.1.1 asks for a space, libyaml does not."""
        start = event.start_mark.index + 1
        if self._text[start : start + 3].lstrip("+-123456789").startswith("#"):
            problem = Problem(
                "yaml/syntax", (), "not YAML: a comment right after a block indicator", "#", "a space first"
            )
            self.refuse(problem, event.start_mark)

    def _take_key(self, event: Any, plain: bool) -> None:
        key = event.value
        if plain and key == "<<":
            self.refuse(Problem("yaml/merge-key", (), "a merge key", "<<", "the keys themselves"), event.start_mark)
        elif plain and plain_value(key) is not key and not isinstance(plain_value(key), str):
            problem = Problem("yaml/key-type", (), "a key that is not a string; quote it", excerpt(plain_value(key)))
            self.refuse(problem, event.start_mark, self._quoting(event))
        if key in self._container:
            first = self._places[id(self._container)][key][0].start_mark.line + 1
            expected = f"each key once (first on line {first})"
            self.refuse(Problem("yaml/duplicate-key", (), "a duplicate key", excerpt(key), expected), event.start_mark)
        self._key, self._key_event = key, event

    def _quoting(self, event: Any) -> Fix:
        start = len(self._text[: event.start_mark.index].encode("utf-8"))
        return Fix(start=start, end=start + len(event.value.encode("utf-8")), text=quoted(event.value))

    def _add(self, value: Json, event: Any) -> None:
        container = self._container
        if type(container) is dict:
            container[self._key] = value
            self._places[id(container)][self._key] = (self._key_event, event)
            self._key = _NO_KEY
        elif container is None:
            self._data, self._root = value, event
        else:
            container.append(value)
            self._places[id(container)].append(event)

    def _open(self, event: Any) -> bool | None:
        self._decorations(event)
        if len(self._stack) >= MAX_DEPTH:
            return self._fatal(Problem("yaml/too-deep", (), "nested too deep", None, f"at most {MAX_DEPTH}"), event)
        if self._key is _NO_KEY and type(self._container) is dict:
            return self._fatal(Problem("yaml/key-type", (), "a key that is a list or mapping"), event)
        fresh: Any = {} if type(event) is yaml.MappingStartEvent else []
        self._places[id(fresh)] = {} if type(fresh) is dict else []
        self._add(fresh, event)
        self._stack.append(self._container)
        self._container = fresh
        return None

    def _close(self, _: Any) -> None:
        self._container = self._stack.pop()
