"""The Jinja environment: the immutable sandbox, emptied of its globals, with our filters and data-only members."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sekisho.template import filters
from sekisho.template.language import FUEL, LOOP_FIELDS
from sekisho.template.values import MISSING, kind_of, member, text_of

CHARGE = "_charge"
_FUEL = "_fuel"


class Sandbox(ImmutableSandboxedEnvironment):
    """Only our functions are callable, `+` and `-` take numbers, and a member is data, never a Python attribute."""

    intercepted_binops = frozenset({"+", "-"})
    yes_no = staticmethod(filters.yes_no)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the entry `attribute` of `obj`, or an undefined value that names it."""
        found = member(obj, attribute)
        if found is not MISSING:
            return found
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        _undefined(obj)
        return self.undefined(hint=f"{attribute!r} is not defined in {kind_of(obj)}")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item; the same as a member."""
        return self.getattr(obj, argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Add or subtract numbers. Raises TypeError for anything else."""
        del context
        for value in (left, right):
            if not isinstance(value, int | float):
                _undefined(value)
                raise TypeError(f"{operator!r} takes numbers, found {kind_of(value)}")
        return left + right if operator == "+" else left - right

    def call(self, context: Context, function: Any, argument: Any) -> Any:
        """Call one of the language's own functions. Raises TypeError for anything else."""
        del context
        if function is not self.yes_no:
            raise TypeError("only functions of the template language can be called")
        _undefined(argument)
        return function(argument)


def refuel(context: Context) -> None:
    """Give the loops of one rendering what they may use."""
    context.vars[_FUEL] = FUEL


@pass_context
def _charge(context: Context, items: Any, weight: int) -> Any:
    """Return what a loop runs over once its whole run is paid for. Raises ValueError when that is too much."""
    _undefined(items)
    if not isinstance(items, list | tuple | Mapping):
        raise TypeError(f"a loop runs over a list, found {kind_of(items)}")
    left = context.vars[_FUEL] - weight * len(items)
    if left < 0:
        raise ValueError(f"a loop over {len(items)} items is too much work")
    context.vars[_FUEL] = left
    return items


def _undefined(value: Any) -> None:
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()  # Jinja's own words for what is missing


def _default(value: Any, fallback: Any = "", falsy: bool = False) -> Any:
    """Return `fallback` for what is undefined or none, and for what is `falsy` where that is asked for."""
    missing = value is None or isinstance(value, Undefined) or (falsy and not value)
    return fallback if missing else value


def _defined_only(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def checked(value: Any, *arguments: Any) -> Any:
        _undefined(value)
        return function(value, *arguments)

    return checked


def _local(function: Callable[[Any, str], str]) -> Callable[..., str]:
    """Give a filter the language of the rendering."""

    @pass_context
    def local(context: Context, value: Any) -> str:
        _undefined(value)
        return function(value, str(context.resolve("language")))

    return local


def _finalize(value: Any) -> str:
    _undefined(value)
    return text_of(value)


def _environment() -> Sandbox:
    environment = Sandbox(
        undefined=StrictUndefined,
        autoescape=False,
        optimized=False,
        cache_size=0,
        auto_reload=False,
        finalize=_finalize,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters = {
        CHARGE: _charge,
        "date": _local(filters.date),
        "default": _default,
        "first": _defined_only(filters.first),
        "int": _defined_only(filters.integer),
        "join": _defined_only(filters.join),
        "last": _defined_only(filters.last),
        "length": _defined_only(filters.length),
        "lower": _defined_only(filters.lower),
        "replace": _defined_only(filters.replace),
        "round": _defined_only(filters.rounded),
        "tojson": _defined_only(filters.tojson),
        "trim": _defined_only(filters.trim),
        "upper": _defined_only(filters.upper),
        "weekday": _defined_only(filters.weekday),
        "window": _local(filters.window),
    }
    environment.tests = {
        "boolean": lambda value: isinstance(value, bool),
        "defined": lambda value: not isinstance(value, Undefined),
        "mapping": lambda value: isinstance(value, Mapping),
        "none": lambda value: value is None,
        "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "sequence": lambda value: isinstance(value, list | tuple),
        "string": lambda value: isinstance(value, str),
        "undefined": lambda value: isinstance(value, Undefined),
    }
    return environment


ENVIRONMENT = _environment()


class Scope(Context):
    """The variables of one rendering or evaluation; all else of a context is out of our language's reach and shared."""

    environment = ENVIRONMENT
    eval_ctx = EvalContext(ENVIRONMENT)
    name = None
    globals_keys: set[str] = set()  # noqa: RUF012 - Jinja's own type; nothing adds to it
    blocks: dict[str, Any] = {}  # noqa: RUF012 - as above

    def __init__(self, values: dict[str, Any]) -> None:
        self.parent = values
        self.vars = {}
        self.exported_vars = set()
