"""글쓴이가 할 만한 잘못마다, 임시 프로젝트에서 그 잘못을 저지르고 엔진의 말을 읽습니다.

엔진의 말은 한국어이고, 한 화면에 들어가며, 쪽의 줄과 조각의 줄과 고치는 길을 담아야 합니다.
"""

from dataclasses import dataclass

import pytest

from tests.engine.compare import SCREEN


@dataclass
class Mistake:
    """쪽과 조각에 저지른 잘못 하나와, 엔진의 말에 있어야 하는 것입니다."""

    name: str
    page: str
    says: list[str]
    snippet: str = ""
    seconds: float = 60.0


MISTAKES = [
    Mistake(
        "다른 쪽의 표",
        """
        # 쪽

        <!-- 파일: experiments/b.csv -->
        ```python
        x = 1
        ```
        """,
        ["docs/a.md:3", "이 쪽의 표가 아닙니다", "<!-- 파일: experiments/a.csv -->"],
    ),
    Mistake(
        "만들지 않은 표",
        """
        # 쪽

        <!-- 파일: experiments/a.csv -->
        ```python
        x = 1
        ```
        """,
        ["docs/a.md:3", "표 snippets/experiments/a.csv가 없습니다", "make experiments NAME=a"],
    ),
    Mistake(
        "없는 파일",
        """
        # 쪽

        ```python
        --8<-- "b.py:train"
        ```
        """,
        ["docs/a.md:3", '"b.py:train"을 찾을 수 없습니다', "snippets/b.py 파일이 없습니다"],
    ),
    Mistake(
        "없는 절",
        """
        # 쪽

        ```python
        --8<-- "a.py:trian"
        ```
        """,
        ["docs/a.md:3", '"a.py:trian"을 찾을 수 없습니다', "snippets/a.py에 있는 절: data, train"],
        snippet="""
        # --8<-- [start:data]
        x = 1
        # --8<-- [end:data]
        # --8<-- [start:train]
        y = 2
        # --8<-- [end:train]
        """,
    ),
    Mistake(
        "절이 없는 파일",
        """
        ```python
        --8<-- "a.py:data"
        ```
        """,
        ["docs/a.md:1", "절이 하나도 없습니다", "[start:이름]"],
        snippet="x = 1",
    ),
    Mistake(
        "없는 절을 검증",
        """
        여덟입니다.<!-- 검증: a.py:eight -->
        """,
        ["docs/a.md:1", '"a.py:eight"을 찾을 수 없습니다', "있는 절: seven"],
        snippet="""
        # --8<-- [start:seven]
        assert 7 == 7, "일곱"
        # --8<-- [end:seven]
        """,
    ),
    Mistake(
        "검증할 절을 쓰지 않음",
        "여덟입니다.<!-- 검증: a.py -->",
        ["docs/a.md:1", "검증할 파일과 절을 쓰세요", "보기: <!-- 검증: ch10/xor.py:solved -->"],
    ),
    Mistake(
        "검증에 쌍점이 없음",
        "여덟입니다.<!-- 검증 a.py:eight -->",
        ["docs/a.md:1", "'검증' 뒤에 쌍점을 쓰세요"],
    ),
    Mistake(
        "지시의 오타",
        "여덟입니다.<!-- 검정: a.py:eight -->",
        ["docs/a.md:1", "모르는 지시 '검정'", "검증"],
    ),
    Mistake(
        "조각의 문법 오류",
        """
        # 쪽

        ```python
        --8<-- "a.py:data"
        ```
        """,
        ["docs/a.md:3 (snippets/a.py:2)", 'File "snippets/a.py", line 3', "SyntaxError"],
        snippet="""
        # --8<-- [start:data]
        x = 1
        y = (
        # --8<-- [end:data]
        """,
    ),
    Mistake(
        "실행 오류",
        """
        # 쪽

        ```python
        --8<-- "a.py:data"
        ```
        """,
        [
            "docs/a.md:3 (snippets/a.py:2)",
            'File "snippets/a.py", line 3',
            "1 / x",
            "ZeroDivisionError: division by zero",
        ],
        snippet="""
        # --8<-- [start:data]
        x = 0
        1 / x
        # --8<-- [end:data]
        """,
    ),
    Mistake(
        "쪽에 바로 쓴 코드의 실행 오류",
        """
        # 쪽

        ```python
        x = 0

        1 / x
        ```
        """,
        ["docs/a.md:3", 'File "docs/a.md", line 6', "ZeroDivisionError"],
    ),
    Mistake(
        "라이브러리 안에서 난 오류",
        """
        ```python
        import json

        json.loads("{")
        ```
        """,
        ["docs/a.md:1", 'File "docs/a.md", line 4', "JSONDecodeError"],
    ),
    Mistake(
        "끝나지 않는 코드",
        """
        # 쪽

        ```python
        --8<-- "a.py:loop"
        ```
        """,
        [
            "docs/a.md:3 (snippets/a.py:2)",
            'File "snippets/a.py", line',
            "1초 안에 끝나지 않았습니다",
        ],
        seconds=1.0,
        snippet="""
        # --8<-- [start:loop]
        while True:
            pass
        # --8<-- [end:loop]
        """,
    ),
    Mistake(
        "끝나지 않고 신호도 듣지 않는 코드",
        """
        ```python
        import signal

        while True:
            signal.setitimer(signal.ITIMER_REAL, 0)
        ```
        """,
        ["docs/a.md:1", "실행이 끊겼습니다", "1초 안에 끝나지 않아서 프로세스를 끊었습니다"],
        seconds=1.0,
    ),
    Mistake(
        "인터프리터를 끝내는 코드",
        """
        # 쪽

        ```python
        --8<-- "a.py:leave"
        ```
        """,
        ["docs/a.md:3 (snippets/a.py:2)", "실행이 끊겼습니다", "종료 코드 3"],
        snippet="""
        # --8<-- [start:leave]
        import os

        os._exit(3)
        # --8<-- [end:leave]
        """,
    ),
    Mistake(
        "인터프리터를 죽이는 코드",
        """
        # 쪽

        ```python
        import ctypes

        ctypes.string_at(0)
        ```
        """,
        ["docs/a.md:3", "실행이 끊겼습니다", "신호 SIGSEGV로 죽었습니다", "docs/a.md"],
    ),
    Mistake(
        "sys.exit",
        """
        ```python
        import sys

        sys.exit(1)
        ```
        """,
        ["docs/a.md:1", "SystemExit: 1"],
    ),
    Mistake(
        "입력을 기다리는 코드",
        """
        ```python
        name = input("이름: ")
        ```
        """,
        ["docs/a.md:1", "EOFError"],
    ),
    Mistake(
        "출력이 다름",
        """
        # 쪽

        ```python
        --8<-- "a.py:accuracy"
        ```

        ```text title="출력"
        정확도 0.93
        ```
        """,
        [
            "docs/a.md:7",
            "출력 블록이 실제와 다릅니다",
            "snippets/a.py:2",
            "-정확도 0.93",
            "+정확도 0.81",
            "pytest --update-output docs/a.md",
        ],
        snippet="""
        # --8<-- [start:accuracy]
        print("정확도 0.81")
        # --8<-- [end:accuracy]
        """,
    ),
    Mistake(
        "긴 출력이 다름",
        """
        ```python
        print(*range(100), sep="\\n")
        ```

        ```text title="출력"
        없음
        ```
        """,
        ["docs/a.md:5", "다른 줄이", "더 있습니다"],
    ),
    Mistake(
        "보이지 않는 출력",
        """
        # 쪽

        ```python
        --8<-- "a.py:accuracy"
        ```
        """,
        [
            "docs/a.md:3 (snippets/a.py:2)",
            "인쇄한 것이 쪽에 보이지 않습니다: 정확도 0.81",
            'text title="출력"',
            '<!-- 허용: 출력 "이유" -->',
        ],
        snippet="""
        # --8<-- [start:accuracy]
        print("정확도 0.81")
        # --8<-- [end:accuracy]
        """,
    ),
    Mistake(
        "인쇄하지 않은 코드의 출력",
        """
        ```python
        x = 1
        ```

        ```text title="출력"
        1
        ```
        """,
        ["docs/a.md:5", "1행의 코드는 출력에 보일 것을 내지 않았습니다", "이 블록을 지우세요"],
    ),
    Mistake(
        "코드 없는 출력",
        """
        # 쪽

        ```text title="출력"
        1
        ```
        """,
        ["docs/a.md:3", "출력 앞에 실행한 코드가 없습니다", "코드 펜스 바로 뒤로"],
    ),
    Mistake(
        "출력이 둘",
        """
        ```python
        print(1)
        ```

        ```text title="출력"
        1
        ```

        ```text title="출력"
        1
        ```
        """,
        ["docs/a.md:9", "1행의 코드에 출력 블록이 이미 있습니다"],
    ),
    Mistake(
        "나지 않은 오류",
        """
        ```python
        x = 1
        ```

        ```text title="오류"
        ValueError: 안 됩니다
        ```
        """,
        ["docs/a.md:1", "오류가 나야 하는데 나지 않았습니다", "5행의 블록"],
    ),
    Mistake(
        "다른 오류",
        """
        ```python
        int("a")
        ```

        ```text title="오류"
        TypeError: 안 됩니다
        ```
        """,
        ["docs/a.md:5", "오류 블록이 실제와 다릅니다", "+ValueError: invalid literal"],
    ),
    Mistake(
        "보이지 않는 경고",
        """
        ```python
        import warnings

        warnings.warn("lr는 이제 쓰지 않습니다")
        ```
        """,
        ["docs/a.md:1", "경고가 쪽에 보이지 않습니다: UserWarning: lr는", 'text title="경고"'],
    ),
    Mistake(
        "라벨 없는 펜스",
        """
        # 쪽

        ```
        pip install keras
        ```
        """,
        ["docs/a.md:3", "코드 펜스의 언어 ''을 알 수 없습니다", "python", "bash"],
    ),
    Mistake(
        "언어의 오타",
        """
        ```pyhton
        x = 1
        ```
        """,
        ["docs/a.md:1", "코드 펜스의 언어 'pyhton'", "python"],
    ),
    Mistake(
        "닫히지 않은 펜스",
        """
        # 쪽

        ```python
        x = 1
        """,
        ["docs/a.md:3", "닫히지 않은 코드 펜스입니다"],
    ),
    Mistake(
        "없는 줄을 강조",
        """
        # 쪽

        ```python hl_lines="1 5-6"
        --8<-- "a.py:data"
        ```
        """,
        ["docs/a.md:3", "강조할 줄 5, 6이 코드(1줄)에 없습니다", "hl_lines를 고치세요"],
        snippet="""
        # --8<-- [start:data]
        x = 1
        # --8<-- [end:data]
        """,
    ),
    Mistake(
        "거짓 주장",
        """
        # 쪽

        ```python
        --8<-- "a.py:data"
        ```

        분산은 1입니다.<!-- 검증: a.py:variance_is_one -->
        """,
        [
            "docs/a.md:7 (snippets/a.py:5)",
            'File "snippets/a.py", line 5',
            "AssertionError: 분산이 1이어야 하는데 0.42입니다",
        ],
        snippet="""
        # --8<-- [start:data]
        variance = 0.42
        # --8<-- [end:data]
        # --8<-- [start:variance_is_one]
        assert variance == 1, f"분산이 1이어야 하는데 {variance}입니다"
        # --8<-- [end:variance_is_one]
        """,
    ),
    Mistake(
        "그림이 없는 코드",
        """
        # 쪽

        ```python
        x = 1
        ```

        ![빈 그림](fig/a-plot.svg)
        """,
        ["docs/a.md:3", "그림을 0장 그렸는데 쪽에 보이는 그림은 1장"],
    ),
    Mistake(
        "그림이 두 장인 코드",
        """
        # 쪽

        ![선 하나](fig/a-plot.svg)

        ??? figure "그림 코드"

            ```python
            --8<-- "a.py:draw"
            ```
        """,
        ["docs/a.md:7 (snippets/a.py:2)", "그림을 2장 그렸는데 쪽에 보이는 그림은 1장"],
        snippet="""
        # --8<-- [start:draw]
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        plt.figure()
        plt.plot([2, 1])
        plt.show()
        # --8<-- [end:draw]
        """,
    ),
    Mistake(
        "보이지 않는 그림",
        """
        ```python
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        plt.show()
        ```
        """,
        ["docs/a.md:1", "그림을 1장 그렸는데 쪽에 보이는 그림은 0장", "![대체 텍스트]"],
    ),
    Mistake(
        "show가 없는 그림",
        """
        ```python
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        ```

        ![선 하나](fig/a-plot.svg)
        """,
        ["docs/a.md:1", "`plt.show()`가 없습니다", "독자의 화면에는"],
    ),
    Mistake(
        "없는 그림 파일",
        """
        ```python
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        plt.show()
        ```

        ![선 하나](fig/a-plot.svg)
        """,
        ["docs/a.md:8", "fig/a-plot.svg: 그림 파일이 없습니다", "--update-output docs/a.md"],
    ),
    Mistake(
        "코드 없는 그림",
        """
        # 쪽

        ![그림](fig/a-plot.svg)
        """,
        ["docs/a.md:3", "fig/a-plot.svg를 그린 코드가 없습니다", "`??? figure`"],
    ),
    Mistake(
        "대체 텍스트 없는 그림",
        """
        ```python
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        plt.show()
        ```

        ![](fig/a-plot.svg)
        """,
        ["docs/a.md:8", "그림에 대체 텍스트가 없습니다"],
    ),
    Mistake(
        "작업 폴더를 바꾸는 코드",
        """
        ```python
        import os

        os.chdir("/")
        ```
        """,
        ["docs/a.md:1", "작업 폴더가 바뀐 채 끝났습니다: /", "contextlib.chdir", "허용: 작업폴더"],
    ),
    Mistake(
        "맷플롯립 설정을 바꾸는 코드",
        """
        ```python
        import matplotlib.pyplot as plt

        plt.rcParams["font.size"] = 30
        ```
        """,
        ["docs/a.md:1", "맷플롯립 설정을 바꾼 채 끝났습니다: font.size", "rc_context"],
    ),
    Mistake(
        "불러온 모듈을 바꾸는 코드",
        """
        ```python
        import sys

        sys.modules["json"] = None
        ```
        """,
        ["docs/a.md:1", "sys.modules를 바꿨습니다: json", "허용: 모듈"],
    ),
    Mistake(
        "스레드를 남기는 코드",
        """
        ```python
        import threading

        threading.Thread(target=threading.Event().wait, name="기다림").start()
        ```
        """,
        ["docs/a.md:1", "스레드가 아직 돌고 있습니다: 기다림", "join()"],
    ),
    Mistake(
        "파일을 남기는 코드",
        """
        ```python
        open("model.keras", "w").close()
        ```
        """,
        ["docs/a.md:1", "파일을 남겼습니다: model.keras", '허용: 파일 "이유"'],
    ),
    Mistake(
        "이유 없는 건너뛰기",
        """
        <!-- skip: next -->

        ```python
        x = 1
        ```
        """,
        ["docs/a.md:1", "이유를 쓰세요", '<!-- skip: next "GPU에서 20분 걸립니다" -->'],
    ),
    Mistake(
        "이유 없는 허용",
        """
        <!-- 허용: 출력 -->

        ```python
        x = 1
        ```
        """,
        ["docs/a.md:1", "허용하는 것과 이유를 쓰세요", "허용: 출력"],
    ),
    Mistake(
        "받을 코드가 없는 지시",
        """
        ```python
        x = 1
        ```

        <!-- 허용: 출력 "이유" -->
        """,
        ["docs/a.md:5", "이 지시를 받을 코드가 뒤에 없습니다"],
    ),
    Mistake(
        "전체 코드 상자에 절",
        """
        ??? whole "전체 코드"

            ```python
            --8<-- "a.py:data"
            ```
        """,
        ["docs/a.md:3", "파일 하나를 통째로", '--8<-- "ch10/perceptron.py"'],
        snippet="""
        # --8<-- [start:data]
        x = 1
        # --8<-- [end:data]
        """,
    ),
    Mistake(
        "펜스 밖의 조각",
        """
        # 쪽

        --8<-- "part.md"
        """,
        ["docs/a.md:3", "코드 펜스 밖에서는 조각을 끼워 넣지 않습니다"],
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake_is_named_with_its_place_and_way_out(project, monkeypatch, mistake):
    monkeypatch.setattr("tests.engine.page.TIMEOUT", mistake.seconds)
    monkeypatch.setattr("tests.engine.session.GRACE", 1.0)
    project.page(mistake.page)
    if mistake.snippet:
        project.snippet(mistake.snippet)
    result = project.run("docs")
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed") == 1, result.outlines
    message = failure(result.outlines)
    for part in mistake.says:
        assert part in message, f"{part!r}가 없습니다:\n{message}"
    assert len(message.splitlines()) <= SCREEN + 8, "한 화면을 넘습니다"


def failure(lines: list[str]) -> str:
    """pytest의 출력에서 첫 실패의 설명만 돌려줍니다."""
    start = next(n for n, line in enumerate(lines) if "= FAILURES =" in line)
    end = next(n for n, line in enumerate(lines) if "short test summary" in line)
    return "\n".join(lines[start + 2 : end])


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(3)",
        "import ctypes; ctypes.string_at(0)",
        "while True: pass",
        "import os; os.chdir('/')",
        "import json; json.dumps = None",
        "import sys; sys.modules.clear()",
        "import builtins; builtins.print = None",
        "import threading; threading.Thread(target=threading.Event().wait).start()",
        "open('left.txt', 'w').close()",
    ],
)
def test_later_pages_are_not_affected(project, monkeypatch, code):
    monkeypatch.setattr("tests.engine.page.TIMEOUT", 2.0 if "while" in code else 60.0)
    project.page(f"```python\n{code}\n```\n", "docs/a.md")
    project.page(
        """
        ```python
        import json, os, threading

        print(json.dumps(os.listdir()), threading.active_count())
        ```

        ```text title="출력"
        [] 1
        ```
        """,
        "docs/b.md",
    )
    result = project.run("docs", "-v")
    assert not [line for line in result.outlines if "docs/b.md" in line and "FAILED" in line]
    assert result.parseoutcomes()["passed"] >= 2


def test_style_of_a_page_does_not_reach_the_next(project):
    """스타일을 바꾼 쪽이 실패해도, 다음 쪽의 그림은 그 스타일로 그려지지 않습니다."""
    project.page(
        """
        ```python
        import matplotlib.pyplot as plt

        plt.style.use("ggplot")
        ```
        """,
        "docs/a.md",
    )
    project.page(
        """
        ```python
        import matplotlib.pyplot as plt

        print(plt.rcParams["axes.facecolor"], plt.rcParams["font.size"])
        ```

        ```text title="출력"
        white 11.0
        ```
        """,
        "docs/b.md",
    )
    result = project.run("docs")
    result.assert_outcomes(failed=1, passed=2)
    result.stdout.fnmatch_lines(["맷플롯립 설정을 바꾼 채 끝났습니다: *"])
