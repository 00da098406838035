"""쪽의 코드에 나온 이름을 모아 API 찾아보기(docs/api.md)를 씁니다.

코드를 실행하지 않고 구문 나무만 읽습니다. 불러온 모듈에서 시작하는 이름은 모듈부터 모두 적고,
모델의 메서드는 그 쪽의 코드에서 케라스의 모델을 담은 것이 분명한 이름에서 부른 것만 적습니다.
독자에게 보이는 코드만 봅니다. 전체 코드 상자는 쪽의 코드를 되풀이하므로 뺍니다.
"""

from __future__ import annotations

import ast
import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from mkdocs.exceptions import PluginError

from hooks.cache import Store
from hooks.outline import Heading, Outline

PAGE = "api.md"
MARKER = "<!-- API -->"

LIBRARIES = frozenset({"keras", "tensorflow", "keras_tuner", "sklearn"})
MODEL = "keras.Model"
_MODELS = frozenset(
    "keras.Model keras.Sequential keras.models.Model keras.models.Sequential "
    "keras.models.clone_model keras.models.load_model keras.saving.load_model".split()
)

# 모듈과 그 절의 제목입니다. 이름은 맞는 것 가운데 가장 긴 모듈의 절에, 여기에 적은 차례로 놓입니다.
GROUPS = {
    "keras": "모델과 변수",
    "keras.Model": "모델의 메서드",
    "keras.models": "모델 복사와 불러오기",
    "keras.layers": "층",
    "keras.activations": "활성화 함수",
    "keras.initializers": "초기화",
    "keras.regularizers": "규제",
    "keras.constraints": "가중치 제약",
    "keras.losses": "손실",
    "keras.metrics": "지표",
    "keras.optimizers": "옵티마이저",
    "keras.optimizers.schedules": "학습률 스케줄링",
    "keras.callbacks": "콜백",
    "keras.saving": "저장과 등록",
    "keras.ops": "연산",
    "keras.random": "난수",
    "keras.utils": "도구",
    "keras.config": "설정",
    "keras.backend": "백엔드",
    "keras.datasets": "데이터셋",
    "keras.applications": "사전 훈련된 모델",
    "keras.wrappers": "사이킷런과 함께 쓰기",
    "keras_tuner": "케라스 튜너",
    "tensorflow": "텐서플로",
    "sklearn": "사이킷런",
    "keras.experimental": "옛 실험 기능",
    "keras.preprocessing": "옛 전처리",
}

_WORD = re.compile(r"[A-Za-z_]\w*")
_store = Store("api", Path(__file__).read_text("utf-8"))

Place = tuple[Outline, Heading | None]
Uses = dict[str, list[Place]]


def write(markdown: str, outlines: list[Outline], expand: Callable[[str], str]) -> str:
    """원고의 표시를 이름의 목록으로 바꿉니다. `expand`는 펜스에 끼워 넣은 조각을 펼칩니다."""
    if MARKER not in markdown:
        raise PluginError(f"{PAGE}: 이름이 놓일 자리가 없습니다. {MARKER}를 한 줄에 쓰세요.")
    return markdown.replace(MARKER, entries(collect(outlines, expand)))


def collect(outlines: list[Outline], expand: Callable[[str], str]) -> Uses:
    """이름마다 그것을 쓴 쪽과, 그 쪽에서 가장 많이 쓴 절입니다.

    쪽의 코드에서 그 이름의 몫이 가장 큰 쪽이 맨 앞에 있고, 나머지는 차례대로 있습니다.
    """
    pages: dict[str, list[tuple[float, Outline, Heading | None]]] = {}
    for outline in outlines:
        used = _used(outline, expand)
        counts: dict[str, Counter] = {}
        for (name, heading), count in used.items():
            counts.setdefault(name, Counter())[heading] = count
        for name, places in counts.items():
            share, where = places.total() / used.total(), places.most_common(1)[0][0]
            pages.setdefault(name, []).append((share, outline, where))
    return {name: _largest_first(rows) for name, rows in pages.items()}


def _largest_first(rows: list[tuple]) -> list[Place]:
    largest = max(rows, key=lambda row: row[0])
    return [row[1:] for row in (largest, *(row for row in rows if row is not largest))]


@functools.lru_cache(maxsize=256)  # 고치며 볼 때, 달라지지 않은 쪽은 다시 읽지 않습니다
def _used(outline: Outline, expand: Callable[[str], str]) -> Counter[tuple[str, Heading | None]]:
    """쪽의 코드에 나온 이름과 그 절이 몇 번 나오는지입니다."""
    return Counter(_names(outline, expand))


def _names(outline: Outline, expand: Callable[[str], str]) -> Iterator[tuple[str, Heading | None]]:
    shown = [fence for fence in outline.fences if fence.is_python and not fence.inside("whole")]
    codes = [expand(fence.body) for fence in shown]
    for fence, names in zip(shown, _read(codes), strict=True):
        for name in names:
            if group_of(name, f"{outline.uri}:{fence.line}"):
                yield name, outline.above(fence.start)


def _read(codes: list[str]) -> list[list[str]]:
    """한 쪽의 코드마다 거기에 나온 이름입니다."""
    key = json.dumps(codes, ensure_ascii=False)
    if key not in _store:
        _store[key] = json.dumps(list(map(Reader().read, codes)))
    return json.loads(_store[key])


def group_of(name: str, where: str) -> str:
    """이름이 드는 모듈입니다. 모듈의 이름이면 빈 글입니다. `where`는 그 코드의 자리입니다."""
    if name.removeprefix("tensorflow.") in GROUPS.keys() - {MODEL}:
        return ""
    module = max((m for m in GROUPS if name.startswith(f"{m}.")), key=len, default="")
    inside, _, more = name.removeprefix(f"{module}.").partition(".")
    if module == "keras" and more and inside.islower():
        raise PluginError(
            f"{where}: {name}이 들 절이 없습니다. "
            f"hooks/api_index.py의 GROUPS에 keras.{inside}와 그 제목을 더하세요."
        )
    return module


class Reader(ast.NodeVisitor):
    """한 쪽의 코드를 차례로 읽으며, 앞에서 불러온 모듈과 만든 모델을 기억합니다."""

    def __init__(self) -> None:
        self.modules: dict[str, str] = {}  # 쪽에서 쓰는 이름과, 모듈부터의 이름
        self.models: set[str] = set()  # 모델을 담은 이름, 모델을 돌려주는 함수와 클래스
        self.own: set[str] = set()  # 쪽에서 만든 모델 클래스의 메서드
        self.hidden: list[set[str]] = [set()]  # 함수의 매개변수. 바깥의 이름을 가립니다
        self.returned: list[list[bool]] = [[]]  # 함수가 돌려주는 것이 모델인지
        self.found: list[str] = []

    def read(self, code: str) -> list[str]:
        """코드에 나온 라이브러리의 이름입니다. 셸의 명령이 섞여 읽을 수 없는 코드면 비어 있습니다."""
        self.found = []
        # 아는 이름이 하나도 없는 코드(그림을 그리는 코드 따위)는 읽지 않습니다.
        if {"import", *self.modules, *self.models}.isdisjoint(_WORD.findall(code)):
            return []
        try:
            self.visit(ast.parse(code))
        except SyntaxError:
            return []
        return self.found

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            if top in LIBRARIES:
                self.modules[alias.asname or top] = alias.name if alias.asname else top

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if (node.module or "").partition(".")[0] in LIBRARIES:
                self.modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):  # 다른 것을 담으면 더는 모델이 아닙니다
            self.models.discard(node.id)
        else:
            self._use(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not self._use(node):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        method = node.func
        if isinstance(method, ast.Attribute) and self._is_model(method.value):
            known = method.attr not in self.own and not method.attr.startswith("_")
            self.found += [f"{MODEL}.{method.attr}"] * known
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)
            if isinstance(target, ast.Name):
                self._bind(target.id, node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.generic_visit(node)
        if any(self._makes_model(base) for base in node.bases):
            self.models.add(node.name)
            self.own |= {item.name for item in node.body if isinstance(item, ast.FunctionDef)}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        outside = self.models - {node.name}
        self.hidden.append(self.hidden[-1] | {argument.arg for argument in named})
        self.returned.append([])
        self.generic_visit(node)
        self.hidden.pop()
        returned = self.returned.pop()
        makes_model = bool(returned) and all(returned)
        self.models = outside | {node.name} if makes_model else outside

    def visit_Return(self, node: ast.Return) -> None:
        self.generic_visit(node)
        self.returned[-1].append(node.value is not None and self._is_model(node.value))

    def _use(self, node: ast.expr) -> bool:
        """라이브러리의 이름이면 적습니다. 밑줄로 시작하는 것부터는 공개된 이름이 아니라서 뺍니다."""
        name = self._resolve(node)
        if name is None:
            return False
        public = re.split(r"\._", name)[0]
        if "." in public:
            self.found.append(public)
        return True

    def _resolve(self, node: ast.expr) -> str | None:
        """`keras.layers.Dense`처럼 점으로 이은 식의, 모듈부터의 이름입니다."""
        if isinstance(node, ast.Name) and node.id not in self.hidden[-1]:
            return self.modules.get(node.id)
        if isinstance(node, ast.Attribute) and (parent := self._resolve(node.value)):
            return f"{parent}.{node.attr}"
        return None

    def _bind(self, target: str, value: ast.expr) -> None:
        """`layers = keras.layers`면 같은 모듈의 다른 이름이고, 모델이면 모델의 이름입니다."""
        if (name := self._resolve(value)) in GROUPS:
            self.modules[target] = name
        elif self._is_model(value):
            self.models.add(target)

    def _is_model(self, node: ast.expr) -> bool:
        """모델을 담은 이름이거나, 모델을 만드는 것을 부른 식인지 봅니다."""
        if isinstance(node, ast.Call):
            return self._makes_model(node.func)
        return isinstance(node, ast.Name) and node.id in self.models - self.hidden[-1]

    def _makes_model(self, node: ast.expr) -> bool:
        known = isinstance(node, ast.Name) and node.id in self.models - self.hidden[-1]
        return known or self._resolve(node) in _MODELS


def entries(uses: Uses) -> str:
    """이름을 모듈의 절로 나누어 적습니다."""
    rank = list(GROUPS)

    def order(name: str) -> tuple[int, str]:
        return rank.index(group_of(name, PAGE)), name.casefold()

    lines = []
    for module, names in groupby(sorted(uses, key=order), key=lambda name: group_of(name, PAGE)):
        lines.append(f"## {GROUPS[module]} {{ #{re.sub('[._]', '-', module).lower()} }}\n")
        lines += [_entry(name, uses[name]) for name in names]
    return "\n".join(lines)


def _entry(name: str, places: list[Place]) -> str:
    links = [f"[{page.title}]({page.link(where)})" for page, where in places]
    if len(links) > 1:
        links[0] = f"**{links[0]}**"
    written = re.sub(r"^tensorflow\.", "tf.", name)
    return f"`{written}`\n:   {', '.join(links)}\n"
