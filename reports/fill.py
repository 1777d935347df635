"""Fill a body with the year's figures: sandboxed Jinja over a whitelist (syntax.py); figures stay figures."""

from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, pass_environment
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from qms.figures import Figures
from reports import syntax, textfilters
from reports.placeholders import Collector, FillError, Node, Quote, Row, Style, strip_private
from reports.textfilters import FILTERS

MAX_FILLED = 300_000

__all__ = ["FillError", "Filled", "Filler"]


@dataclass(frozen=True)
class Filled:
    """text: Markdown with marks around figures (placeholders.MARKED); quotes: what the marks stand for."""

    text: str
    quotes: tuple[Quote, ...]

    @property
    def missing(self) -> list[Quote]:
        return [quote for quote in self.quotes if quote.missing]


class Filler:
    """Fills bodies of one report. words: plain names such as `nam`, beside the figures."""

    def __init__(self, figures: Figures, style: Style, words: dict[str, str | int]) -> None:
        self.figures, self.style, self.words = figures, style, words
        self.environment = _Environment(None, textfilters.build(style))

    def fill(self, source: str) -> Filled:
        """Raises FillError with a sentence."""
        source = strip_private(source)
        names = _names(source)
        self.figures.ask(names)  # here, for below an error of a provider would read as one of the body
        if "{" not in source and "\r" not in source:  # Jinja would give it back as it is
            return Filled(source, ())
        environment, collector = self.environment, Collector(self.style)
        environment.collector = collector
        try:
            unbound = {name.split(".")[0] for name in names} - set(self.words)
            template = environment.template_class.from_code(environment, _compiled(source), {})
            context = {name: Node(name, self.figures) for name in unbound} | self.words
            text = _limited(template.generate(context))
        except syntax.BodyError as error:
            raise FillError(str(error)) from error
        except (TemplateError, SyntaxError, RecursionError, TypeError, ValueError) as error:
            raise FillError("Có chỗ không điền được số liệu; xem lại phần {{ … }} và {% … %}.") from error
        return Filled(text, tuple(collector.quotes))


def _names(source: str) -> frozenset[str]:
    try:
        return syntax.names(source)
    except syntax.BodyError as error:
        raise FillError(str(error)) from error


@lru_cache(maxsize=1024)
def _compiled(source: str) -> CodeType:
    """The code of a body, bound to no report: an outline's bodies are filled again and again."""
    environment = _Environment(None, dict.fromkeys(FILTERS, str))
    return environment.compile(syntax.parse(syntax.without_tag_lines(source), environment))


@pass_environment  # so that Jinja finalizes nothing while it compiles
def _put(environment: "_Environment", value: Any) -> Any:
    return environment.collector.put(value) if environment.collector is not None else value


def _limited(pieces: Any) -> str:
    """Joined while it is small: a loop over a long table cannot fill the memory."""
    found, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_FILLED:
            raise FillError(f"Nội dung sau khi điền dài quá {MAX_FILLED} ký tự.")
        found.append(piece)
    return "".join(found)


class _Environment(SandboxedEnvironment):
    """Attributes lead only to figures, cells and a loop's place; everything else is refused."""

    def __init__(self, collector: Collector | None, filters: dict[str, Any]) -> None:
        super().__init__(
            autoescape=False,
            keep_trailing_newline=True,
            optimized=False,
            undefined=StrictUndefined,
            finalize=_put,
        )
        self.collector = collector
        self.filters, self.globals, self.tests = filters, {}, {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Node):
            return obj.child(attribute)
        if isinstance(obj, Row):
            return obj.cell(attribute)
        if isinstance(obj, LoopContext) and attribute in syntax.LOOP_NAMES:
            return getattr(obj, attribute)
        raise FillError(f"Không có “{attribute}” ở chỗ này; viết như {{{{ tthc.dossiers.huyen.received }}}}.")

    def getitem(self, obj: Any, argument: Any) -> Any:
        raise FillError("Không dùng dấu [ ] trong phần {{ … }}.")
