"""What a body may contain: placeholders, listed filters, if and for over tables; nothing that computes."""

import re
from functools import lru_cache

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from reports.models.outlines import MAX_BODY
from reports.textfilters import FILTERS

MAX_LOOPS, MAX_NESTING, MAX_DOTS = 2, 8, 12
LOOP_NAMES = frozenset({"first", "last", "index"})
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.Const,
    nodes.If,
    nodes.For,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
)
_WORDS = {
    nodes.Call: "lời gọi hàm",
    nodes.Getitem: "dấu [ ]",
    nodes.Assign: "lệnh set",
    nodes.Macro: "lệnh macro",
    nodes.Include: "lệnh include",
    nodes.Import: "lệnh import",
    nodes.FromImport: "lệnh import",
    nodes.Extends: "lệnh extends",
    nodes.Block: "lệnh block",
    nodes.Test: "phép thử is",
}


class BodyError(Exception):
    """The body is not allowed; the message is a sentence with the line."""


def parser() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=False, keep_trailing_newline=True, optimized=False)


def parse(source: str, environment: SandboxedEnvironment | None = None) -> nodes.Template:
    """The tree of an allowed body. Raises BodyError."""
    if len(source) > MAX_BODY:
        raise BodyError(f"Nội dung dài {len(source)} ký tự, quá giới hạn {MAX_BODY} ký tự của một mục.")
    try:
        tree = (environment or parser()).parse(source)
        _check(tree, loops=0, depth=0)
    except TemplateSyntaxError as error:
        raise BodyError(f"Dòng {error.lineno}: {_syntax_words(error.message or '')}") from error
    except RecursionError as error:
        raise BodyError("Nội dung lồng nhau quá sâu.") from error
    except ValueError as error:
        raise BodyError("Có số quá dài trong phần {{ … }}.") from error
    return tree


def problems(source: str) -> list[str]:
    """Sentences for a form; empty when the body may be saved."""
    try:
        environment = parser()
        environment.filters = dict.fromkeys(FILTERS, str)
        environment.compile(parse(source, environment))
    except BodyError as error:
        return [str(error)]
    except (TemplateError, SyntaxError, RecursionError):  # some trees parse and still are no code
        return ["Có chỗ trong {{ … }} hoặc {% … %} viết chưa đúng, không điền được số liệu."]
    return []


@lru_cache(maxsize=1024)
def names(source: str) -> frozenset[str]:
    """Dotted figure keys that an allowed body mentions, loop variables left out."""
    tree = parse(source)
    targets = [loop.target for loop in tree.find_all(nodes.For)]
    local = {"loop"} | {target.name for target in targets if isinstance(target, nodes.Name)}
    local |= {name.name for target in targets for name in target.find_all(nodes.Name)}
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    found = set()
    for node in (*tree.find_all(nodes.Getattr), *tree.find_all(nodes.Name)):
        if id(node) not in inner and (key := _dotted(node)).split(".")[0] not in local:
            found.add(key)
    return frozenset(found)


def _dotted(node: nodes.Node) -> str:
    parts = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    return ".".join([getattr(node, "name", ""), *reversed(parts)])


def _check(node: nodes.Node, *, loops: int, depth: int) -> None:
    line = node.lineno
    if not isinstance(node, _ALLOWED):
        words = next((text for kind, text in _WORDS.items() if isinstance(node, kind)), "phép tính hoặc lệnh")
        raise BodyError(f"Dòng {line}: không được dùng {words} trong nội dung báo cáo.")
    if isinstance(node, nodes.If | nodes.For):
        depth += 1
        if depth > MAX_NESTING:
            raise BodyError(f"Dòng {line}: điều kiện, vòng lặp lồng nhau quá {MAX_NESTING} lớp.")
    if isinstance(node, nodes.For):
        loops += 1
        _check_loop(node, loops)
    for check in (_check_name, _check_filter, _check_constant):
        if sentence := check(node):
            raise BodyError(f"Dòng {line}: {sentence}")
    for child in node.iter_child_nodes():
        _check(child, loops=loops, depth=depth)


def _check_loop(node: nodes.For, loops: int) -> None:
    if loops > MAX_LOOPS:
        raise BodyError(f"Dòng {node.lineno}: vòng lặp lồng nhau quá {MAX_LOOPS} lớp.")
    plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Getattr | nodes.Name)
    if not plain or node.recursive or node.test is not None or node.else_:
        raise BodyError(f"Dòng {node.lineno}: vòng lặp chỉ có dạng {{% for dong in bảng_số_liệu %}}.")
    if isinstance(node.target, nodes.Name) and node.target.name == "loop":
        raise BodyError(f"Dòng {node.lineno}: không đặt tên dòng là “loop”; đặt tên khác, ví dụ “dong”.")


def _check_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr) and _dotted(node).count(".") > MAX_DOTS:
        return "tên số liệu có quá nhiều dấu chấm."
    name = node.attr if isinstance(node, nodes.Getattr) else node.name if isinstance(node, nodes.Name) else ""
    reserved = isinstance(node, nodes.Name) and name in {"self", "super", "caller", "varargs", "kwargs"}
    return f"không được dùng tên “{name}”." if name.startswith("_") or reserved else ""


def _check_filter(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Filter):
        return ""
    if node.name not in FILTERS:
        return f"không có bộ lọc “{node.name}”. Các bộ lọc: {', '.join(FILTERS)}."
    integers = all(isinstance(arg, nodes.Const) and type(arg.value) is int for arg in node.args)
    if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs or not integers:
        return f"bộ lọc “{node.name}” viết chưa đúng."
    if len(node.args) > (1 if node.name == "phan_tram" else 0):
        return f"bộ lọc “{node.name}” không nhận giá trị trong ngoặc như vậy."
    return ""


def _check_constant(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Const):
        return ""
    value = node.value
    if isinstance(value, int) and abs(value) > 10**15:
        return "số quá dài."
    return "" if value is None or isinstance(value, bool | int | str) else "chỉ dùng chữ và số nguyên."


_END_OF = r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'"
_TOO_MUCH = r"expected token 'end of (?:print statement|statement block)', got '(.*)'"
_SYNTAX = (
    (_END_OF, "thiếu {{% end{0} %}}."),
    (r"Unexpected end of template", "chưa đóng {{% if %}} hoặc {{% for %}}."),
    (r"Encountered unknown tag '(\w+)'.*", "không có lệnh “{0}” hoặc lệnh đặt sai chỗ."),
    (r"unexpected char '(.)'", "có ký tự “{0}” không dùng được trong phần {{{{ … }}}}."),
    (_TOO_MUCH, "thừa “{0}” trong phần {{{{ … }}}} hoặc {{% … %}}."),
)


def _syntax_words(message: str) -> str:
    for pattern, sentence in _SYNTAX:
        if match := re.search(pattern, message, re.DOTALL):
            return sentence.format(*match.groups())
    return "phần {{ … }} hoặc {% … %} viết chưa đúng."


_TAG_LINE = re.compile(r"^[ \t]*(\{%[^\n]*?%\})[ \t]*\n", re.MULTILINE)


def without_tag_lines(source: str) -> str:
    """A line that holds only {% … %} leaves no empty line behind, which would end a table or a list."""
    return _TAG_LINE.sub(r"\1", source)
