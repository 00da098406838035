"""바깥 링크에 표시를 답니다. 종이에서 그 링크의 주소를 함께 찍습니다(theme/css/print.css).

테마의 빠른 이동이 안쪽 링크도 온 주소로 바꾸므로, CSS가 주소만 보고는 안팎을 가리지 못합니다.
"""

import re

_OUTSIDE = re.compile(r'<a (?=[^>]*\bhref="https?://)(?![^>]*\brel=)')


def mark(html: str) -> str:
    """다른 사이트로 가는 링크에 `rel="external"`을 답니다."""
    return _OUTSIDE.sub('<a rel="external" ', html)
