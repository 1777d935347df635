"""YAML that remembers its lines, and is written the way people read it."""

import datetime
import math
from pathlib import Path
from typing import Any

import yaml

from qms.text import UNSTORABLE

DEEPEST = 20


class YearFileError(Exception):
    """Names the file, the line, the record and the field."""

    def __init__(self, path: Path, line: int, record: str, field: str, sentence: str) -> None:
        where = f"{path.name}, dòng {line}"
        if record:
            where += f", mục “{record}”"
        if field:
            where += f", trường “{field}”"
        super().__init__(f"{where}: {sentence}")
        self.path, self.line, self.record, self.field, self.sentence = path, line, record, field, sentence


class Mapping(dict[str, Any]):
    """A mapping with the line of each key (1-based)."""

    line: int = 1
    lines: dict[str, int]

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)

    @property
    def title(self) -> str:
        """The first texts of the record: what a person recognises it by."""
        texts = [str(value) for value in self.values() if isinstance(value, str | int | datetime.date)]
        return " ".join(texts[:3])[:80]


def _refused(sentence: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, sentence, mark)


class _Loader(yaml.SafeLoader):
    """Plain values only: no aliases (a short file could unfold to millions of rows), no bottomless nesting."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refused("không dùng được dấu & và * để tham chiếu; ghi lại giá trị", event.start_mark)
        if self.depth >= DEEPEST:
            raise _refused("các mục lồng nhau quá sâu", event.start_mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Mapping:
    found = Mapping()
    found.line, found.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in found:
            raise yaml.constructor.ConstructorError(
                None, None, f"trường “{key}” ghi hai lần", key_node.start_mark
            )
        found.lines[key] = key_node.start_mark.line + 1
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _scalar(tag: str) -> None:
    """Read it as YAML does, and refuse with its line what cannot be read or stored."""
    read_plain = yaml.SafeLoader.yaml_constructors[tag]

    def construct(loader: _Loader, node: yaml.ScalarNode) -> Any:
        if tag.endswith(("int", "float")) and ":" in node.value:
            return str(node.value)  # YAML 1.1 reads 14:00 as 840, in base 60
        try:
            value = read_plain(loader, node)
        except (ValueError, OverflowError) as error:
            said = str(node.value)[:40]
            raise _refused(f"“{said}” không phải là số hoặc ngày có thật", node.start_mark) from error
        if isinstance(value, float) and not math.isfinite(value):
            raise _refused(f"“{node.value}” không phải là một số", node.start_mark)
        if isinstance(value, str) and UNSTORABLE.search(value):
            raise _refused("có ký tự điều khiển không lưu được", node.start_mark)
        return value

    _Loader.add_constructor(tag, construct)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
for _kind in ("str", "int", "float", "timestamp"):
    _scalar(f"tag:yaml.org,2002:{_kind}")


def read(path: Path) -> Mapping:
    """The file's top mapping. Raises YearFileError for a file that is missing, not UTF-8 or not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise YearFileError(path, 1, "", "", f"Không đọc được tệp: {error}") from error
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader with lines
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line + 1) if error.problem_mark else 1
        raise YearFileError(path, line, "", "", f"YAML sai cú pháp: {error.problem}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YearFileError(path, line, "", "", "YAML sai cú pháp: có ký tự điều khiển") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YearFileError(path, 1, "", "", f"YAML sai cú pháp: {error}") from error
    if not isinstance(document, Mapping):
        raise YearFileError(path, 1, "", "", "Tệp năm phải bắt đầu bằng format, year và agency.")
    return document


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    """Several lines as a block, so that a report's text reads like text."""
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump_text(document: dict[str, Any]) -> str:
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
