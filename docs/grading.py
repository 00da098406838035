"""연습의 채점기가 함께 쓰는 것입니다. 넘파이만 불러옵니다.

노트북이 이 파일과 주제의 채점기를 함께 담으므로, 코랩에서도 인터넷 없이도 채점합니다.
채점 함수는 맞으면 배운 것을 한 문장으로 돌려주고, 틀리면 까닭을 담은 `Wrong`을 냅니다.
"""

import copy
import functools
import traceback

import numpy as np

BLANK = "아직 빈칸입니다. `...`을 여러분의 답으로 바꾸고 다시 실행하세요."


class Wrong(Exception):
    """답이 아직 맞지 않은 까닭을 말하는 한국어 문장입니다."""


def graded(check):
    """채점 함수가 예외나 값 대신 ✓나 ✗로 시작하는 문장을 인쇄하게 합니다."""

    @functools.wraps(check)
    def grade(*answers):
        try:
            if any(is_blank(answer) for answer in answers):
                raise Wrong(BLANK)
            print(f"✓ {check(*answers)}")
        except Wrong as wrong:
            print(f"✗ {wrong}")
        except Exception as error:
            print(f"✗ {what_stopped(error)}")

    return grade


def is_blank(answer):
    """`...`이 남은 답인지 봅니다. 목록과 사전과 배열의 속도 봅니다."""
    if isinstance(answer, dict):
        return any(is_blank(value) for value in answer.values())
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.ravel().tolist()
    if isinstance(answer, (list, tuple, set)):
        return any(is_blank(value) for value in answer)
    return answer is ...


def what_stopped(error):
    """답을 실행하다가 난 예외를 문장으로 바꿉니다. 노트북에서 쓴 줄이 있으면 그 줄을 알립니다."""
    first = str(error).strip().split("\n", 1)[0]
    said = f"{type(error).__name__}: {first}" if first else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame
        for frame in frames
        if "ipykernel" in frame.filename or "<" in frame.filename
    ]
    if own and own[-1].line:
        return f"`{own[-1].line}`에서 멈췄습니다. {said}"
    if isinstance(error, TypeError) and "argument" in said:
        return f"함수를 부르지 못했습니다. 인수의 수와 차례와 이름을 확인하세요. {said}"
    return f"답을 써 보다가 멈췄습니다. 답의 크기와 자료형을 확인하세요. {said}"


def call(function, *arguments, **named):
    """답으로 쓴 함수를 부릅니다. 인수는 베껴서 넘기고, 돌려준 것이 없으면 `Wrong`을 냅니다."""
    if not callable(function):
        raise Wrong(
            f"함수를 채점하는 칸에 {type(function).__name__}이 왔습니다. 함수의 이름만 넘기세요."
        )
    result = function(*copy.deepcopy(arguments), **copy.deepcopy(named))
    if is_blank(result):
        raise Wrong(BLANK)
    if result is None:
        raise Wrong(
            "함수가 None을 돌려줍니다. 마지막 줄에 `return`이 있는지 확인하세요."
        )
    return result


def as_array(value, name, shape=None):
    """답을 실수 배열로 바꿉니다. 케라스의 텐서도 받습니다. 크기가 다르면 `Wrong`을 냅니다."""
    if value is None:
        raise Wrong(f"{name}: 수나 수의 배열이어야 하는데 None입니다.")
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        try:
            array = np.asarray(value.numpy(), dtype=float)
        except (AttributeError, TypeError, ValueError):
            raise Wrong(
                f"{name}: 수나 수의 배열이어야 하는데 {type(value).__name__}입니다."
            ) from None
    if shape is not None and array.shape != tuple(shape):
        raise Wrong(f"{name}: 크기가 {tuple(shape)}이어야 하는데 {array.shape}입니다.")
    return array


def as_number(value, name):
    """답을 수 하나로 바꿉니다. 원소가 하나뿐인 배열도 받습니다."""
    array = as_array(value, name)
    if array.size != 1:
        raise Wrong(f"{name}: 수 하나여야 하는데 크기가 {array.shape}인 배열입니다.")
    return float(array.reshape(()))


def close(answer, expected, rtol=1e-4, atol=1e-6):
    """답이 기대한 값과 같은지 봅니다. float32로 계산한 답도 받도록 느슨합니다."""
    answer, expected = np.asarray(answer, float), np.asarray(expected, float)
    return answer.shape == expected.shape and np.allclose(answer, expected, rtol, atol)


def compare(answer, expected, mistakes, otherwise, rtol=1e-4, atol=1e-6):
    """답이 다르면 알려진 실수의 값과 견주어 까닭을 말합니다.

    `mistakes`는 실수했을 때 나오는 값과 그 까닭의 짝을 담은 목록이고,
    `otherwise`는 어느 것도 아닐 때 할 말입니다.
    """
    if close(answer, expected, rtol, atol):
        return
    for value, reason in mistakes:
        if close(answer, value, rtol, atol) and not close(value, expected, rtol, atol):
            raise Wrong(reason)
    raise Wrong(otherwise)
