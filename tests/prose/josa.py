"""코드와 영어와 숫자 뒤의 조사를 읽는 소리의 받침으로 따집니다.

읽는 소리가 표에 있는 이름만 따지므로, 모르는 이름에서는 경보가 나지 않습니다.
"""

import re
from collections.abc import Iterator

from tests.prose.rules import Rule
from tests.prose.text import Source

CODE_NAMES = {
    "activation": "액티베이션",
    "adapt": "어댑트",
    "add": "애드",
    "argmax": "아그맥스",
    "batch_size": "배치 사이즈",
    "bias": "바이어스",
    "build": "빌드",
    "call": "콜",
    "callbacks": "콜백스",
    "clone_model": "클론 모델",
    "compile": "컴파일",
    "coef_": "코에프",
    "Conv2D": "콘브 투디",
    "DataFrame": "데이터프레임",
    "EarlyStopping": "얼리 스토핑",
    "Dense": "덴스",
    "Dropout": "드롭아웃",
    "BatchNormalization": "배치 노멀라이제이션",
    "LayerNormalization": "레이어 노멀라이제이션",
    "epochs": "에포크스",
    "evaluate": "이밸류에이트",
    "False": "폴스",
    "fan_avg": "팬 에이브이지",
    "fan_in": "팬인",
    "fan_out": "팬아웃",
    "fit": "핏",
    "Flatten": "플래튼",
    "get_weights": "겟 웨이츠",
    "GlorotNormal": "글로럿 노멀",
    "GlorotUniform": "글로럿 유니폼",
    "glorot_normal": "글로럿 노멀",
    "glorot_uniform": "글로럿 유니폼",
    "HeNormal": "헤 노멀",
    "HeUniform": "헤 유니폼",
    "he_normal": "헤 노멀",
    "he_uniform": "헤 유니폼",
    "History": "히스토리",
    "history": "히스토리",
    "Input": "인풋",
    "input_shape": "인풋 셰이프",
    "kernel": "커널",
    "LeakyReLU": "리키 렐루",
    "learning_rate": "러닝 레이트",
    "LecunNormal": "르쿤 노멀",
    "lecun_normal": "르쿤 노멀",
    "Linear": "리니어",
    "load_model": "로드 모델",
    "loss": "로스",
    "metrics": "메트릭스",
    "MLPClassifier": "엠엘피 클래시파이어",
    "MLPRegressor": "엠엘피 리그레서",
    "Model": "모델",
    "model": "모델",
    "ModelCheckpoint": "모델 체크포인트",
    "momentum": "모멘텀",
    "ndarray": "엔디어레이",
    "None": "논",
    "Normalization": "노멀라이제이션",
    "numpy": "넘파이",
    "optimizer": "옵티마이저",
    "Perceptron": "퍼셉트론",
    "plot_model": "플롯 모델",
    "predict": "프리딕트",
    "print": "프린트",
    "RandomNormal": "랜덤 노멀",
    "RandomUniform": "랜덤 유니폼",
    "Rescaling": "리스케일링",
    "save": "세이브",
    "Sequential": "시퀀셜",
    "set_weights": "셋 웨이츠",
    "SGDClassifier": "에스지디 클래시파이어",
    "shape": "셰이프",
    "show": "쇼",
    "softmax": "소프트맥스",
    "summary": "서머리",
    "train_on_batch": "트레인 온 배치",
    "True": "트루",
    "units": "유니츠",
    "validation_data": "밸리데이션 데이터",
    "validation_split": "밸리데이션 스플릿",
    "VarianceScaling": "베리언스 스케일링",
    "verbose": "버보스",
    "Zeros": "제로스",
}

NAMES = {
    "Adam": "아담",
    "AdamW": "아담 더블유",
    "AdaGrad": "에이다그래드",
    "AdaMax": "에이다맥스",
    "AND": "앤드",
    "API": "에이피아이",
    "BN": "비엔",
    "CIFAR10": "시파 텐",
    "CNN": "시엔엔",
    "CPU": "시피유",
    "CSS": "시에스에스",
    "CSV": "시에스브이",
    "DNN": "디엔엔",
    "ELU": "엘루",
    "GELU": "겔루",
    "GPU": "지피유",
    "HTML": "에이치티엠엘",
    "JAX": "잭스",
    "JSON": "제이슨",
    "LeakyReLU": "리키 렐루",
    "LR": "엘알",
    "MAE": "엠에이이",
    "Mish": "미시",
    "MLP": "엠엘피",
    "MNIST": "엠니스트",
    "MSE": "엠에스이",
    "Nadam": "나담",
    "NAND": "낸드",
    "OR": "오어",
    "PNG": "피엔지",
    "PReLU": "피렐루",
    "ReLU": "렐루",
    "RMSE": "알엠에스이",
    "RMSProp": "알엠에스프롭",
    "RNN": "알엔엔",
    "SELU": "셀루",
    "SGD": "에스지디",
    "SVG": "에스브이지",
    "Swish": "스위시",
    "TLU": "티엘유",
    "tanh": "탄에이치",
    "URL": "유아르엘",
    "XOR": "엑스오어",
}

_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))

_BOTH = {"은": "는", "을": "를", "이": "가", "과": "와", "이라는": "라는", "이라고": "라고"}
_PARTICLE = (
    r"(?P<josa>은|는|을|를|이(?!라)|가|과|와|으로|로|이?라는|이?라고)"
    r"(?P<tail>는|도|만|의|부터|써|서)?(?=[\s,.)\]\"'|?:]|$)"
)
_AFTER_NAME = re.compile(
    rf"(?<![\w.-])(?P<name>{'|'.join(sorted(NAMES, key=len, reverse=True))}){_PARTICLE}",
    re.ASCII,
)
_AFTER_DIGIT = re.compile(rf"(?<![A-Za-z_/])\d{_PARTICLE}")
_AFTER_PERCENT = re.compile(rf"\d%{_PARTICLE}")
_AFTER_CODE = re.compile(_PARTICLE)


def right(reading: str, josa: str) -> str:
    """읽는 소리 뒤에 와야 하는 조사입니다."""
    coda = (ord(reading[-1]) - 0xAC00) % 28
    if josa in ("로", "으로"):
        return "로" if coda in (0, 8) else "으로"
    for closed, opened in _BOTH.items():
        if josa in (closed, opened):
            return closed if coda else opened
    raise ValueError(josa)


def code_reading(code: str) -> str | None:
    """인라인 코드를 읽는 소리입니다. 표에 없으면 None입니다."""
    name = code.strip("`").strip().strip("\"'")
    name = re.sub(r"\(.*\)$", "", name)
    name = name.rsplit(".", 1)[-1] if not re.search(r"\d\.\d|\s|=", name) else name
    if re.fullmatch(r"-?[\d.,]+(?:e-?\d+)?", name):
        return _DIGITS.get(name[-1])
    return CODE_NAMES.get(name) or NAMES.get(name)


def _wrong(reading: str | None, match: re.Match) -> bool:
    josa = match["josa"]
    if not reading or (josa in ("이", "가", "은", "을") and match["tail"]):
        return False
    fits = right(reading, josa)
    loose = josa in ("이라는", "이라고") and fits in ("라는", "라고")
    return fits != josa and not loose


def find(source: Source) -> Iterator[tuple[int, str]]:
    """읽는 소리와 맞지 않는 조사를 찾습니다."""
    for line in source.lines:
        for span in line.spans:
            match = _AFTER_CODE.match(line.text, span.end)
            if span.kind == "code" and match and _wrong(code_reading(span.text), match):
                yield line.number, _shown(span.text, code_reading(span.text), match)
        for match in _AFTER_NAME.finditer(line.text):
            if _wrong(NAMES[match["name"]], match):
                yield line.number, _shown(match["name"], NAMES[match["name"]], match)
        for match in _AFTER_DIGIT.finditer(line.text):
            if _wrong(_DIGITS[match[0][0]], match):
                yield line.number, _shown(match[0][0], _DIGITS[match[0][0]], match)
        for match in _AFTER_PERCENT.finditer(line.text):
            if _wrong("퍼센트", match):
                yield line.number, _shown(match[0][:2], "퍼센트", match)


def _shown(name: str, reading: str, match: re.Match) -> str:
    tail = match["tail"] or ""
    better = right(reading, match["josa"])
    return f"{name}{match['josa']}{tail} -> {name}{better}{tail}({reading})"


RULES = [
    Rule(
        "받침과 조사",
        find,
        "읽는 소리의 받침에 조사를 맞춥니다",
        (
            "`Sequential`으로 만듭니다.",
            "`compile()`으로 정합니다.",
            "`model.fit(X, y)`를 부릅니다.",
            "`Dense`은 층입니다.",
            "ReLU을 씁니다.",
            "Adam는 빠릅니다.",
            "값은 1으로 갑니다.",
            "0와 1 사이입니다.",
            "98%을 맞힙니다.",
            "`0.1`를 씁니다.",
        ),
        (
            "`Sequential`로 만듭니다.",
            "`compile()`로 정합니다.",
            "`model.fit(X, y)`을 부릅니다.",
            "`Dense`는 층이고 `Dense`입니다.",
            "ReLU를 쓰고 Adam은 빠릅니다.",
            "값은 1로 가고 6으로 갑니다.",
            "0과 1 사이입니다.",
            "98%를 맞힙니다.",
            "`모르는이름`를 씁니다.",
            "2이므로 짝수입니다.",
            "1/2을 곱합니다.",
            "ReLU이고 MSE이며 2이다 싶습니다.",
            "MNIST라는 데이터셋입니다.",
        ),
    )
]
