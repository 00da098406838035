"""시험에게 하는 말(`skip`, `허용`, `용어`, `수`)을 독자의 쪽에서 지웁니다.

코드가 읽는 표(`파일`)는 내려받을 곳을 독자에게 알리는 문단이 됩니다.
실행하지 않는 코드와 골라서 실행하는 코드에는, 쪽의 흐름에 들지 않는다는 것을 독자에게도 보입니다.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from hooks.comments import replace_outside_fences
from hooks.experiments import FOLDER

COMMENT = r"<!--+\s*(?:{names})\s*:(?P<body>(?:(?!--+>).)*)--+>"
ANY = COMMENT.format(names="(?P<skip>skip)|(?P<table>파일)|허용|용어|수")
WHOLE_LINE = re.compile(rf"^(?P<indent>[ \t]*){ANY}[ \t]*(?:\n|\Z)", re.MULTILINE)
IN_LINE = re.compile(ANY)
OPTIONAL = "골라서 실행하는 코드입니다. 여기까지 복사하거나 노트북을 실행할 때는 빠집니다."
ALWAYS = re.compile(r"""\s*next\s+(?P<quote>["'])(?P<reason>.*)(?P=quote)\s*""")


def replace(markdown: str) -> str:
    """지시 주석을 지우거나, 실행하지 않는 까닭을 적은 문단으로 바꿉니다."""
    markdown = replace_outside_fences(WHOLE_LINE, _paragraph, markdown)
    return replace_outside_fences(IN_LINE, lambda found: "", markdown)


def _paragraph(found: re.Match) -> str:
    if found["table"]:
        text, kind = _download(found["body"].strip()), "needs-file"
    elif found["skip"]:
        text, kind = _reason(found["body"]), "not-run"
    else:
        return ""
    indent = found["indent"]
    return f"\n{indent}{text}\n{indent}{{ .{kind} }}\n\n"


def _reason(body: str) -> str:
    always = ALWAYS.fullmatch(body)
    return f"이 코드는 시험할 때 실행하지 않습니다. {always['reason']}" if always else OPTIONAL


def _download(target: str) -> str:
    """`ch11/experiments/optimizers.csv`를 읽는 쪽은 ch11/에 있습니다."""
    table = PurePosixPath(target).name
    script = PurePosixPath(target).with_suffix(".py").name
    return (
        f"다음 코드는 표 [{table}]({FOLDER}/{table})를 읽습니다. "
        "내려받아 코드와 같은 폴더에 두세요. "
        f"표는 [{script}]({FOLDER}/{script})로 만들었습니다."
    )
