"""한국어 글을 검사하는 작은 모듈을 모은 곳입니다.

- `text`: 문서와 코드와 용어표에서 글만 골라 줄 번호와 함께 읽습니다.
- `rules`: 규칙의 모양을 정하고 모든 규칙을 모읍니다.
- `voice`, `writing`, `markup`: 문체, 띄어쓰기와 표기, 마크다운의 규칙입니다.
- `josa`: 코드와 영어와 숫자 뒤의 조사를 읽는 소리로 따집니다.
- `terms`: 용어표를 읽고 글에서 변형과 영어 병기를 찾습니다.
- `numbers`: 글 속의 잰 수와 그 근거를 찾습니다.
- `report`: 찾은 것을 파일마다 한꺼번에 알립니다.
"""

from tests.prose import josa, markup, voice, writing

ALL_RULES = [*voice.RULES, *writing.RULES, *josa.RULES, *markup.RULES]
"""글쓰기 규칙 모두입니다."""
