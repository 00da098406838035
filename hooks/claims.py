"""문장 뒤의 `<!-- 검증: ch10/perceptron.py:xor_never -->`을 누르면 코드가 열리는 ✓로 바꿉니다.

문장을 확인한 코드를 독자도 볼 수 있게 합니다. 브라우저의 팝오버라서 스크립트가 없어도 열리고,
Tab과 Enter로 열고 Esc로 닫습니다. 코드는 쪽의 끝에 각주로 모여 있고, 종이에는 찍지 않습니다(theme/css/print.css).
"""

from __future__ import annotations

import re

from hooks.comments import replace_outside_fences

CLAIM = re.compile(r"(?P<last>[가-힣.%]?)<!--\s*검증\s*:\s*(?P<target>[^\s:]+\.py:[\w-]+)\s*-->")

# 마침표와 한 덩어리로 두어 ✓만 다음 줄로 넘어가지 않게 합니다. 글자 ✓는 CSS에 있습니다.
MARK = (
    '<span class="claim">{last}<button type="button" class="claim__mark" popovertarget="check-{n}" '
    'aria-label="이 문장을 확인하는 코드" title="이 문장을 확인하는 코드" data-n="{n}">'
    "</button></span>"
)

# 검색은 제외한 태그와 이름이 같은 태그가 안에서 닫히면 다시 읽기 시작합니다. 그래서 section입니다.
LIST = """

<section class="footnote checks" aria-label="이 쪽의 검증" data-search-exclude markdown>
<p class="checks__legend">문장 끝의 \
<span class="checks__sign" role="img" aria-label="확인 표시"></span>를 누르면
그 문장을 확인하는 코드가 열립니다.
이 사이트를 시험할 때 그 코드도 실행하며, 문장이 틀리면 시험이 실패합니다.</p>
{checks}
</section>
"""
CHECK = """
<div id="check-{n}" class="check" popover="auto" data-n="{n}" role="dialog" \
aria-label="문장을 확인하는 코드 {n}" markdown>
<button type="button" class="check__close" popovertarget="check-{n}" popovertargetaction="hide" \
aria-label="닫기" title="닫기"></button>

```python title="이 문장을 확인하는 코드"
--8<-- "{target}"
```

</div>
"""


def mark(markdown: str) -> str:
    """검증 주석을 ✓로 바꾸고, 가리킨 코드를 쪽의 끝에 모읍니다. 같은 코드는 한 번만 둡니다."""
    numbers: dict[str, int] = {}

    def replace(found: re.Match) -> str:
        n = numbers.setdefault(found["target"], len(numbers) + 1)
        return MARK.format(last=found["last"], n=n)

    markdown = replace_outside_fences(CLAIM, replace, markdown)
    if not numbers:
        return markdown
    checks = "".join(CHECK.format(n=n, target=target) for target, n in numbers.items())
    return markdown.rstrip("\n") + LIST.format(checks=checks)
