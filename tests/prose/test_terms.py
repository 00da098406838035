"""용어표를 다루는 일(`terms`)을 검사합니다."""

import pytest

from tests.prose.terms import Checker, Term, faults, read
from tests.prose.text import markdown, python

GLOSSARY = """\
en,ko,variants,definition
Adam,Adam,아담,옵티마이저입니다.
batch normalization,배치 정규화,배치정규화|BN,기법입니다.
Glorot initialization,글로럿 초기화,세이비어 초기화|Xavier 초기화,방법입니다.
gradient,그레이디언트,그래디언트,벡터입니다.
layer,층,레이어|계층,단위입니다.
hidden layer,은닉층,은닉 계층|은닉 층,층입니다.
metric,지표,메트릭,수치입니다.
normalization,정규화,노멀라이제이션,일입니다.
NumPy,넘파이,Numpy|NumPy,라이브러리입니다.
parameter (model),파라미터,파라메터,값입니다.
regularization,규제,규제화,방법입니다.
shape,크기,쉐이프,튜플입니다.
"""
CHECKER = Checker(read(GLOSSARY), {"계층": "보통 말입니다."})

WRONG_SPELLING = {
    "그래디언트를 구합니다.": '"그래디언트" 대신 "그레이디언트"를 쓰세요',
    "은닉 층은 둘입니다.": '"은닉 층" 대신 "은닉층"을 쓰세요',
    "은닉 계층입니다.": '"은닉 계층" 대신 "은닉층"을 쓰세요',
    "레이어마다 다릅니다.": '"레이어" 대신 "층"을 쓰세요',
    "아담은 빠릅니다.": '"아담" 대신 "Adam"을 쓰세요',
    "BN은 층입니다.": '"BN" 대신 "배치 정규화"를 쓰세요',
    "NumPy로 씁니다.": '"NumPy" 대신 "넘파이"를 쓰세요',
    "글로럿 초기화(아담)입니다.": '"아담" 대신 "Adam"을 쓰세요',
    '<!-- 용어: 세이비어 초기화 "옛 이름" -->\n글': '"세이비어 초기화" - 쓰지 않으니',
    "<!-- 용어: 그래디언트 -->\n그래디언트입니다.": "까닭을",
    '<!-- 용어: 기울기 "까닭" -->\n글': "용어표의 변형이 아닙니다",
}
RIGHT_SPELLING = [
    "그레이디언트를 구합니다.",
    "계층 구조입니다.",
    "플레이어와 파라메트릭입니다.",
    "`그래디언트`를 구합니다.",
    "배치 정규화(batch normalization, BN)입니다.\n\n그래서 BN은 빠릅니다.",
    "글로럿 초기화(세이비어 초기화)라고도 합니다.",
    "**글로럿 초기화**(Xavier 초기화)라고도 합니다.",
    "넘파이(NumPy)입니다.",
    "[NumPy 문서](https://numpy.org)입니다.",
    "BNN은 다른 말입니다.",
    '<!-- 용어: 그래디언트 "옛 표기를 보입니다" -->\n그래디언트라고도 썼습니다.',
]


@pytest.mark.parametrize("text", WRONG_SPELLING)
def test_variants_are_caught(text):
    """변형과 잘못된 허용을 찾고 바른 말을 알립니다."""
    found = [line for _, line in CHECKER.spellings(markdown(text))]
    assert len(found) == 1
    assert WRONG_SPELLING[text] in found[0]


@pytest.mark.parametrize("text", RIGHT_SPELLING)
def test_right_spellings_pass(text):
    """바른 말과 까닭이 있는 변형에는 경보가 없습니다."""
    assert not list(CHECKER.spellings(markdown(text)))


def test_strings_of_code_are_checked():
    """그림의 글자처럼 코드 속의 한국어도 봅니다."""
    (found,) = CHECKER.spellings(python('plt.xlabel("은닉 층 번호")\n', "snippets/a.py"))
    assert found == (1, 'snippets/a.py:1: "은닉 층" 대신 "은닉층"을 쓰세요')


WRONG_ENGLISH = {
    "정규화(regularization)입니다.": '"정규화(normalization)"로 씁니다',
    "배치 정규화(batch norm)입니다.": '"배치 정규화(batch normalization)"로 씁니다',
    "**규제**(normalization)입니다.": '"규제(regularization)"로 씁니다',
    "크기(metric)입니다.": '"크기(shape)"로 씁니다',
    "층(layer)입니다.\n층(layer)입니다.": "한 번만",
    "은닉층입니다.\n은닉층(hidden layer)입니다.": "먼저 나온 1번째 줄",
}
RIGHT_ENGLISH = [
    "배치 정규화(batch normalization, BN)입니다.",
    "배치 정규화(Batch Normalization)입니다.",
    "**배치 정규화**(batch normalization)는 기법입니다.",
    "배치 정규화(BN)입니다.",
    "# 은닉층 { #a }\n\n배치 정규화입니다.\n정규화(normalization)와 은닉층(hidden layer)입니다.",
    "인스턴스 정규화(instance normalization)입니다.",
    "은닉층(hidden layers)입니다.",
    "파라미터(parameter)입니다.",
    "보폭의 크기(magnitude)입니다.",
    "글로럿 초기화(Glorot & Bengio, 2010)입니다.",
    "표에 없는 말(anything)입니다.",
    "단층(single-layer)입니다.",
]


@pytest.mark.parametrize("text", WRONG_ENGLISH)
def test_wrong_english_is_caught(text):
    """용어표와 다른 영어를 찾습니다."""
    ((_, found),) = CHECKER.english(markdown(text))
    assert WRONG_ENGLISH[text] in found


@pytest.mark.parametrize("text", RIGHT_ENGLISH)
def test_right_english_passes(text):
    """용어표의 영어와 줄임말과 합성어에는 경보가 없습니다."""
    assert not list(CHECKER.english(markdown(text)))


def term(en="a", ko="가", variants=("나",), definition="뜻입니다.", number=2):
    """성질 하나만 바꿔 볼 용어입니다."""
    return Term(en, ko, variants, definition, number)


FAULTY = {
    "en": [term(), term(ko="다", variants=("라",))],
    "ko": [term(), term(en="b", variants=("라",))],
    "한 줄에만": [term(), term(en="b", ko="다")],
    "들어 있으니": [term(), term(en="b", ko="다나라", variants=())],
    "니다.": [term(definition="뜻")],
    "공백": [term(ko="가 ")],
    "앞에 둡니다": [term(en="b"), term(en="A", ko="다", variants=())],
}


@pytest.mark.parametrize("message", FAULTY)
def test_faulty_glossary_is_caught(message):
    """용어표의 성질마다 어긴 표를 찾습니다."""
    assert any(message in fault for fault in faults(FAULTY[message]))


def test_sound_glossary_passes():
    """성질을 지킨 표에는 알림이 없습니다."""
    assert not list(faults([term(), term(en="B", ko="다", variants=("라",))]))
