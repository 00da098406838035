"""시험에게 하는 말(`skip`, `허용`, `용어`, `수`)을 독자의 쪽에서 지웁니다.

늘 실행하지 않는 코드에는 그 까닭을 독자에게도 보입니다.
"""

from __future__ import annotations

import re

from hooks.comments import replace_outside_fences

COMMENT = r"<!--+\s*(?:{names})\s*:(?P<body>(?:(?!--+>).)*)--+>"
ANY = COMMENT.format(names="(?P<skip>skip)|허용|용어|수")
WHOLE_LINE = re.compile(rf"^(?P<indent>[ \t]*){ANY}[ \t]*(?:\n|\Z)", re.MULTILINE)
IN_LINE = re.compile(ANY)
ALWAYS = re.compile(r"""\s*next\s+(?P<quote>["'])(?P<reason>.*)(?P=quote)\s*""")


def replace(markdown: str) -> str:
    """지시 주석을 지우거나, 실행하지 않는 까닭을 적은 문단으로 바꿉니다."""
    markdown = replace_outside_fences(WHOLE_LINE, _reason, markdown)
    return replace_outside_fences(IN_LINE, lambda found: "", markdown)


def _reason(found: re.Match) -> str:
    reason = ALWAYS.fullmatch(found["body"]) if found["skip"] else None
    if reason is None:
        return ""
    indent = found["indent"]
    text = f"이 코드는 시험할 때 실행하지 않습니다. {reason['reason']}"
    return f"\n{indent}{text}\n{indent}{{ .not-run }}\n\n"
