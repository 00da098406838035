"""'손실과 출력층' 연습의 채점기입니다."""

import inspect
import re
import warnings
from functools import partial

import numpy as np

from grading import Wrong, as_array, as_number, call, close, compare, graded

ERRORS = np.array([0.3, -0.4, 1.0, -1.5, 2.0, -4.0, 7.5])
DELTAS = np.array([1.0, 2.0, 0.5])


@graded
def check_huber(huber):
    """`huber(y_true, y_pred, delta)`를 오차 하나씩으로, 다음에는 배열로 채점합니다."""
    from keras import losses

    answers, expected = [], []
    for delta in DELTAS:
        for error in ERRORS:
            y_true, y_pred = np.array([2.0]), np.array([2.0 - error])
            answers.append(as_number(_huber(huber, y_true, y_pred, delta), "후버 손실"))
            expected.append(float(losses.huber(y_true, y_pred, delta=delta)))
    e, d = np.tile(ERRORS, len(DELTAS)), np.repeat(DELTAS, len(ERRORS))
    size = np.abs(e)
    near, far = size**2 / 2, d * (size - d / 2)
    k = next(
        (k for k in range(len(e)) if not close(answers[k], expected[k], atol=1e-5)), 0
    )
    measured = f"delta가 {d[k]:g}, 오차가 {e[k]:g}일 때 기대한 값은 {expected[k]:.4g}인데 {answers[k]:.4g}입니다."
    compare(
        answers,
        expected,
        [
            (
                np.where(size <= d, size**2, far),
                f"{measured} 가까운 오차에서 꼭 두 배입니다. 제곱을 2로 나누세요.",
            ),
            (
                np.where(size <= d, near, d * size),
                f"{measured} delta를 넘는 순간 손실이 delta²/2만큼 뜁니다. 직선에서 그만큼 빼서 이어 붙이세요.",
            ),
            (
                np.where(size <= 1, near, size - 0.5),
                f"{measured} delta가 1일 때만 맞습니다. 경계와 직선의 기울기에 1 대신 `delta`를 쓰세요.",
            ),
            (
                np.where(size <= d, near, size - d / 2),
                f"{measured} 직선의 기울기가 1입니다. 제곱의 기울기가 delta인 곳에서 이어지므로 직선에 `delta`를 곱하세요.",
            ),
            (
                np.where(e <= d, near, far),
                f"{measured} 음수인 오차는 아무리 커도 제곱으로 셈했습니다. 절댓값을 씌운 다음 `delta`와 견주세요.",
            ),
            (
                np.where(-e <= d, near, far),
                f"{measured} 정답보다 큰 예측과 작은 예측의 손실이 다릅니다. 절댓값을 씌운 다음 `delta`와 견주세요.",
            ),
            (
                np.where(size <= d, far, near),
                f"{measured} 두 식을 맞바꾸었습니다. 오차가 `delta` 이하일 때 제곱입니다.",
            ),
            (
                size,
                f"{measured} 절댓값만 셈했으니 MAE입니다. `delta` 이하인 오차는 제곱의 절반이어야 합니다.",
            ),
            (
                size**2,
                f"{measured} 제곱만 셈했으니 MSE입니다. `delta` 이하이면 절반, 그보다 크면 직선입니다.",
            ),
            (
                near,
                f"{measured} 모두 제곱으로 셈했습니다. `delta`보다 큰 오차는 직선으로 셈하세요.",
            ),
        ],
        f"{measured} 이 오차는 {'가까운 쪽, 곧 제곱의 절반' if size[k] <= d[k] else '먼 쪽, 곧 직선'}입니다.",
        atol=1e-5,
    )
    rng = np.random.default_rng(10)
    y_true, y_pred = rng.normal(size=(4, 3)), 4 * rng.normal(size=(4, 3))
    try:
        answer = as_array(_huber(huber, y_true, y_pred, 1.5), "후버 손실")
    except ValueError as error:
        if "truth value" not in str(error):
            raise
        raise Wrong(
            "오차 하나일 때는 맞는데 배열에서 멈춥니다. `if`는 배열 전체를 한 번만 묻습니다. "
            "원소마다 고르려면 `np.where()`를 쓰세요."
        ) from None
    if answer.size > 1:
        raise Wrong(
            f"오차마다의 손실은 맞습니다. 크기가 {answer.shape}인 채로 돌려주지 말고 평균하세요."
        )
    mean = float(np.mean(losses.huber(y_true, y_pred, delta=1.5)))
    compare(
        answer.ravel()[0],
        mean,
        [
            (
                12 * mean,
                "오차 하나일 때는 맞고 12개일 때는 12배입니다. 합 대신 평균을 돌려주세요.",
            ),
            (
                3 * mean,
                "크기가 (4, 3)일 때 3배입니다. 첫 축만 평균하지 말고 모든 원소를 평균하세요.",
            ),
            (
                4 * mean,
                "크기가 (4, 3)일 때 4배입니다. 마지막 축만 평균하지 말고 모든 원소를 평균하세요.",
            ),
        ],
        f"오차 하나일 때는 맞는데, 크기가 (4, 3)인 배열의 평균은 {mean:.4f} 대신 {answer.ravel()[0]:.4f}입니다. "
        "원소마다 식을 따로 고르는지 확인하세요.",
    )
    return "맞습니다. 가까이에서는 제곱, 멀리에서는 기울기가 delta인 직선이고, 둘이 매끄럽게 이어집니다."


def _huber(huber, y_true, y_pred, delta):
    return call(huber, y_true, y_pred, float(delta))


BINARY = {"binary_crossentropy", "binary_focal_crossentropy"}
INTEGER = {"sparse_categorical_crossentropy"}
ONE_HOT = {
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "kl_divergence",
}
ANY_NUMBER = {"mean_squared_error", "mean_absolute_error", "huber", "log_cosh"}
POSITIVE = {
    "mean_squared_logarithmic_error",
    "mean_absolute_percentage_error",
    "poisson",
}


@graded
def check_heads(heads):
    """일곱 문제의 출력층과 손실을 채점합니다. 뜻이 같은 답은 모두 받습니다."""
    if not isinstance(heads, dict) or set(heads) != set(HEADS):
        raise Wrong(
            f"`heads`는 {', '.join(HEADS)}의 일곱 줄이 모두 있는 딕셔너리여야 합니다."
        )
    reasons = {}
    for name, judge in HEADS.items():
        reason = judge(*_read_head(name, heads[name]))
        if reason:
            reasons[name] = reason
    if not reasons:
        return "맞습니다. 유닛과 활성화 함수는 답의 생김새가, 손실은 타깃을 적은 방법이 정했습니다."
    first, *others = reasons
    rest = f" 다시 볼 줄이 더 있습니다: {', '.join(others)}." if others else ""
    raise Wrong(f"`{first}`: {reasons[first]}{rest}")


def _read_head(name, answer):
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        raise Wrong(f"`{name}`: 값은 `(유닛의 수, 활성화 함수, 손실)`이어야 합니다.")
    units, activation, loss = answer
    if not isinstance(units, (int, np.integer)) or units < 1:
        raise Wrong(
            f"`{name}`: 첫째 값은 유닛의 수이므로 1 이상인 정수여야 하는데 {units!r}입니다."
        )
    return (int(units), _activation_name(name, activation), *_loss_name(name, loss))


def _activation_name(name, activation):
    from keras import activations

    try:
        return activations.get(activation).__name__
    except (AttributeError, TypeError, ValueError):
        raise Wrong(
            f"`{name}`: 둘째 값이 {activation!r}인데, 케라스가 아는 활성화 함수의 이름이 아닙니다. "
            '`"sigmoid"`처럼 적고, 없으면 `None`을 적으세요.'
        ) from None


def _loss_name(name, loss):
    from keras import losses

    if inspect.isclass(loss):
        raise Wrong(
            f"`{name}`: 손실의 클래스를 그대로 적었습니다. `{loss.__name__}()`처럼 괄호를 붙여 객체로 만드세요."
        )
    try:
        loss = losses.get(loss)
        title = loss.__name__ if inspect.isfunction(loss) else type(loss).__name__
    except (AttributeError, TypeError, ValueError):
        raise Wrong(
            f"`{name}`: 셋째 값이 {loss!r}인데, 케라스가 아는 손실이 아닙니다. 철자를 확인하세요."
        ) from None
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", title).lower()
    config = loss.get_config() if isinstance(loss, losses.Loss) else {}
    return snake, bool(config.get("from_logits", False))


def _spam(units, activation, loss, from_logits):
    if loss not in BINARY | INTEGER | ONE_HOT:
        return (
            f"`{loss}` 손실은 수를 맞힐 때 씁니다. 확률을 크게 틀려도 기울기가 작아서 느리게 배우므로 "
            "크로스 엔트로피를 쓰세요."
        )
    if units == 1 and activation == "softmax":
        return (
            "소프트맥스는 전체에서 차지하는 몫이라서 유닛이 하나면 언제나 1입니다. "
            "모든 메일을 스팸이라고 답하니 시그모이드를 쓰세요."
        )
    if units == 1 and loss not in BINARY:
        return f"`{loss}` 손실에는 클래스마다 확률이 하나씩 있어야 합니다. 유닛이 하나면 `binary_crossentropy`입니다."
    if units == 1:
        return _pair("sigmoid", activation, from_logits)
    if units > 2:
        return f"둘 중 하나를 고르는 데 유닛이 {units}개입니다. 스팸일 확률 하나면 넉넉합니다."
    if loss not in INTEGER:
        return (
            f"유닛이 둘이면 클래스 0과 1의 다중 분류인데, `{loss}` 손실은 타깃의 크기가 `(n, 2)`일 때 씁니다. "
            "유닛을 하나로 줄이거나 번호를 받는 손실을 쓰세요."
        )
    return _pair("softmax", activation, from_logits)


def _one_of_many(n_classes, right_losses, units, activation, loss, from_logits):
    if units == 1:
        return (
            "유닛 하나로는 클래스의 번호를 수로 맞히게 됩니다. 번호의 크기에는 뜻이 없으니 "
            f"클래스마다 확률을 하나씩, 유닛 {n_classes}개를 두세요."
        )
    if units != n_classes:
        return f"클래스가 {n_classes}가지인데 유닛이 {units}개입니다. 클래스마다 하나씩 두세요."
    if loss in BINARY or activation == "sigmoid":
        return (
            "여럿 중 하나인데 칸마다 따로 묻습니다. 칸마다 0과 1 사이라서 확률을 더해도 1이 되지 않으니 "
            "소프트맥스와 다중 분류의 손실을 쓰세요."
        )
    if loss in INTEGER | ONE_HOT and loss not in right_losses:
        form, kind = (
            ("번호", "붙은") if right_losses == INTEGER else ("원-핫", "붙지 않은")
        )
        return f"타깃이 {form}인데 `{loss}` 손실을 골랐습니다. 크기가 맞지 않으니 `sparse_`가 {kind} 손실을 쓰세요."
    if loss not in right_losses:
        return f"`{loss}` 손실은 수를 맞힐 때 씁니다. 클래스를 맞힐 때는 크로스 엔트로피를 쓰세요."
    return _pair("softmax", activation, from_logits)


def _multilabel(n_labels, units, activation, loss, from_logits):
    if units != n_labels:
        return f"장르가 {n_labels}가지이고 칸마다 따로 답하므로 유닛이 {units}개가 아니라 {n_labels}개여야 합니다."
    if activation == "softmax":
        return (
            "소프트맥스는 합이 1이라서 0.5를 넘는 장르가 많아야 하나입니다. "
            "둘 이상이 참일 수 있으니 칸마다 시그모이드를 쓰세요."
        )
    if loss not in BINARY:
        return f"`{loss}` 손실 대신, 칸마다 예와 아니요를 묻는 `binary_crossentropy`를 쓰세요. 칸끼리 다투지 않아야 합니다."
    return _pair("sigmoid", activation, from_logits)


def _pair(right, activation, from_logits):
    korean = {"sigmoid": "시그모이드", "softmax": "소프트맥스"}[right]
    if activation == right and from_logits:
        return f"이미 {korean}를 지난 값인데 `from_logits=True`라고 했습니다. 둘 가운데 하나만 쓰세요."
    if activation == "linear" and not from_logits:
        return (
            "활성화 함수가 없어서 출력이 로짓인데, 손실은 확률로 여깁니다. "
            f"{korean}를 씌우거나 손실을 객체로 적고 `from_logits=True`를 주세요."
        )
    if activation not in (right, "linear"):
        return f"`{activation}` 함수의 출력은 이 문제의 확률이 아닙니다. {korean}를 쓰세요."
    return None


def _number(
    n_values, right_activations, right_losses, units, activation, loss, from_logits
):
    if loss in BINARY | INTEGER | ONE_HOT:
        return f"`{loss}` 손실은 확률을 재는데 맞힐 것은 수입니다. `mse`나 `mae`나 `huber`를 쓰세요."
    if units != n_values:
        return (
            f"맞힐 수가 {n_values}개인데 유닛이 {units}개입니다. 값마다 하나씩 두세요."
        )
    if activation not in right_activations:
        return _range_reason(activation, right_activations)
    if loss not in right_losses:
        return f"`{loss}` 손실은 이 타깃에 맞지 않습니다. 음수와 0에서도 셈할 수 있는 `mse`나 `mae`나 `huber`를 쓰세요."
    return None


def _range_reason(activation, right_activations):
    if "linear" in right_activations:
        return (
            f"`{activation}` 함수를 지나면 답할 수 없는 기온 차이가 생깁니다. "
            "범위가 없는 수이므로 활성화 함수를 두지 마세요."
        )
    positive = "softplus" in right_activations
    if activation == "linear":
        return (
            "활성화 함수가 없으면 예측이 0 아래로도 갑니다. 늘 양수인 소프트플러스를 쓰세요."
            if positive
            else "활성화 함수가 없으면 예측이 -1과 1을 벗어납니다. 범위가 같은 `tanh`를 쓰세요."
        )
    if positive and activation == "relu":
        return (
            "ReLU는 0도 내보내고, 음수로 밀린 유닛은 기울기가 0이라 다시 배우지 못합니다. "
            "늘 양수인 소프트플러스를 쓰세요."
        )
    if positive:
        return f"`{activation}` 함수의 범위는 0보다 큰 수 전체가 아닙니다. 범위가 같은 소프트플러스를 쓰세요."
    return f"`{activation}` 함수의 범위는 -1부터 1까지가 아닙니다. 범위가 같은 `tanh`를 쓰세요."


HEADS = {
    "spam": _spam,
    "breed": partial(_one_of_many, 120, INTEGER),
    "weather": partial(_one_of_many, 4, ONE_HOT),
    "genres": partial(_multilabel, 5),
    "change": partial(_number, 1, {"linear"}, ANY_NUMBER),
    "minutes": partial(_number, 1, {"softplus", "exponential"}, ANY_NUMBER | POSITIVE),
    "stick": partial(
        _number, 2, {"tanh", "soft_sign", "softsign", "hard_tanh"}, ANY_NUMBER
    ),
}
"""문제마다 `(유닛, 활성화 함수, 손실, from_logits)`를 받아 틀린 까닭을 돌려주는 함수입니다."""


@graded
def check_logits(cross_entropy):
    """`cross_entropy(logits, y)`를 보통 로짓으로, 다음에는 아주 큰 로짓으로 채점합니다."""
    rng = np.random.default_rng(10)
    logits, y = 2 * rng.normal(size=(6, 4)), np.array([0, 3, 1, 1, 2, 0])
    log_p = logits - np.logaddexp.reduce(logits, axis=1)[:, np.newaxis]
    picked = log_p[np.arange(6), y]
    down = (logits - np.logaddexp.reduce(logits, axis=0))[np.arange(6), y]
    top = logits.max(axis=1)
    expected, answer = -picked.mean(), _cross_entropy(cross_entropy, logits, y)
    compare(
        answer,
        expected,
        [
            (
                -expected,
                "손실의 부호가 반대입니다. 확률의 로그는 음수이므로 앞에 마이너스를 붙입니다.",
            ),
            (-picked.sum(), "샘플 6개의 손실을 더했습니다. 평균을 돌려주세요."),
            (
                -log_p.sum(axis=1).mean(),
                "모든 클래스의 로그를 더했습니다. 크로스 엔트로피는 정답 클래스의 확률만 봅니다.",
            ),
            (
                -log_p.mean(),
                "모든 클래스의 로그를 평균했습니다. 크로스 엔트로피는 정답 클래스의 확률만 봅니다.",
            ),
            (
                expected / 4,
                "기대한 값의 1/4입니다. 클래스의 수로 한 번 더 나누지 말고 샘플의 수로만 나누세요.",
            ),
            (
                expected - top.mean(),
                "기대한 값보다 로짓의 최댓값만큼 작습니다. 지수 안에서 뺀 최댓값을 로그 밖에서 도로 더하세요.",
            ),
            (
                -down.mean(),
                "소프트맥스를 샘플 방향으로 셈했습니다. 클래스는 축 1에 있습니다.",
            ),
            (
                -np.exp(picked).mean(),
                "정답의 확률까지는 맞는데 로그를 씌우지 않았습니다.",
            ),
        ],
        f"보통 크기의 로짓에서 손실은 {expected:.4f}이어야 하는데 {answer:.4f}입니다. "
        "샘플마다 log(Σ exp(로짓)) - 정답의 로짓을 구해 평균하세요.",
    )
    for size in [(1, 2), (3, 3), (5, 7)]:
        logits, y = rng.normal(size=size), rng.integers(size[1], size=size[0])
        expected = np.mean(
            np.logaddexp.reduce(logits, axis=1) - logits[np.arange(size[0]), y]
        )
        answer = _cross_entropy(cross_entropy, logits, y)
        if not close(answer, expected):
            raise Wrong(
                f"로짓의 크기가 (6, 4)일 때는 맞는데 {size}일 때는 {expected:.4f} 대신 {answer:.4f}입니다. "
                "샘플이나 클래스의 수를 정해 두고 셈하지 않는지 확인하세요."
            )
    _check_stability(cross_entropy)
    return "맞습니다. 로짓이 1000이어도 확률을 거치지 않으므로, 틀린 만큼의 손실이 그대로 나옵니다."


def _check_stability(cross_entropy):
    """큰 로짓에서 무너지는 자리를 하나씩 봅니다. 앞의 것이 맞아야 뒤의 까닭이 참입니다."""
    for row in ([1000.0, 1001.0, 999.0], [-1000.0, -999.0, -1001.0]):
        _expect(
            cross_entropy,
            [row],
            [0],
            np.log(1 + np.e + 1 / np.e),
            "exp(1000)은 무한대, exp(-1000)은 0이 됩니다. 소프트맥스를 셈하기 전에 행의 최댓값을 빼세요.",
        )
    answer = _cross_entropy(cross_entropy, np.array([[0.0, 50.0]]), np.array([0]))
    if np.isfinite(answer) and answer < 49:
        raise Wrong(
            f"로짓이 0과 50이고 정답이 0이면 손실은 50인데 {answer:.2f}에서 멈춥니다. "
            "작은 확률을 잘랐거나 작은 수를 더했습니다. 크게 틀린 샘플의 기울기가 사라지니, 확률을 구하지 마세요."
        )
    wide = [1000.0, -1000.0, 0.0]
    _expect(
        cross_entropy,
        [wide],
        [0],
        0.0,
        "지수에 여전히 큰 양수가 남습니다. 평균이 아니라 최댓값을 빼야 가장 큰 지수가 1입니다.",
    )
    _expect(
        cross_entropy,
        [wide],
        [1],
        2000.0,
        "최댓값은 잘 뺐지만 정답의 확률이 0으로 반올림된 다음에 로그를 씌웠습니다. 로그를 식에서 먼저 풀어 확률을 거치지 마세요.",
    )
    _expect(
        cross_entropy,
        [[1000.0, 999.0], [-1000.0, -1001.0]],
        [0, 0],
        np.log(1 + 1 / np.e),
        "한 행씩이면 맞는데 두 행을 함께 넣으면 틀립니다. 배열 전체의 최댓값이 아니라 행마다의 최댓값을 빼세요.",
    )


def _expect(cross_entropy, logits, y, expected, reason):
    answer = _cross_entropy(cross_entropy, np.array(logits), np.array(y))
    if not close(answer, expected, rtol=1e-3, atol=1e-3):
        raise Wrong(
            f"로짓이 {logits}, 정답이 {y}일 때 손실은 {expected:.4g}이어야 하는데 {answer:.4g}입니다. {reason}"
        )


def _cross_entropy(cross_entropy, logits, y):
    with np.errstate(all="ignore"):
        answer = as_array(call(cross_entropy, logits, y), "손실")
    if answer.size > 1:
        raise Wrong(
            f"손실이 크기가 {answer.shape}인 배열입니다. 샘플마다의 손실을 평균한 수 하나를 돌려주세요."
        )
    return as_number(answer, "손실")


@graded
def check_classifier(build_model):
    """`build_model()`의 모델이 번호 레이블로 배우는지, 아는 예측의 손실과 몇 스텝의 훈련으로 봅니다."""
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    X, y = X.astype("float32") / 16, y.reshape(-1, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = _built(build_model, X)
        _check_loss(model, X[:50], y[:50])
        accuracy = _accuracy_after(15, model, X, y)
    if accuracy < 0.4:
        raise Wrong(
            f"아는 예측의 손실은 옳은데, 15스텝을 훈련한 다음의 정확도가 {accuracy:.2f}입니다. "
            "옵티마이저와 학습률과 은닉층은 처음 코드대로 두세요."
        )
    return "맞습니다. 정답에 확률을 줄수록 손실이 작아지고, 15스텝 만에 처음 보는 숫자를 찍는 것보다 훨씬 많이 맞혔습니다."


def _built(build_model, X):
    import keras

    model = build_model if isinstance(build_model, keras.Model) else call(build_model)
    if not isinstance(model, keras.Model):
        raise Wrong(
            f"`build_model()`은 케라스의 모델을 돌려주어야 하는데 {type(model).__name__}입니다."
        )
    if not model.compiled:
        raise Wrong(
            "모델을 컴파일하지 않았습니다. `build_model()` 안에서 `compile()`까지 부르세요."
        )
    shape = tuple(model(X[:50]).shape)
    if shape == (50, 1):
        raise Wrong(
            "출력이 하나라서 번호를 수로 맞힙니다. 3과 8이 헷갈리면 그 사이의 수를 답하게 됩니다. "
            "숫자마다 확률을 하나씩 내는 출력 10개로 두세요."
        )
    if shape != (50, 10):
        raise Wrong(f"이미지 50장의 출력은 크기가 (50, 10)이어야 하는데 {shape}입니다.")
    return model


def _check_loss(model, X, y):
    """정답에 몰아준 예측, 다른 숫자에 몰아준 예측, 고르게 나눈 예측의 손실을 견줍니다."""
    right = 0.01 + 0.9 * np.eye(10)[y.ravel()]
    other = np.roll(right, 1, axis=1)
    try:
        good, bad, even, shifted = (
            _loss(model, y, predicted)
            for predicted in (right, other, np.full((50, 10), 0.1), right + 3)
        )
    except Exception as error:
        said = f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
        if "target" not in said:
            raise Wrong(
                f"손실을 셈하다가 멈췄습니다. 손실의 이름과 식을 확인하세요. {said}"
            ) from None
        raise Wrong(
            "크기가 (50, 1)인 레이블과 (50, 10)인 예측으로 손실을 셈하지 못합니다. "
            f"레이블은 원-핫이 아니라 번호이므로 번호를 받는 손실을 쓰세요. {said}"
        ) from None
    measured = f"정답에 0.91을 준 예측의 손실이 {good:.2f}, 다른 숫자에 0.91을 준 예측의 손실이 {bad:.2f}입니다."
    if close(good, bad, rtol=1e-3):
        if close(good, even, rtol=1e-3):
            raise Wrong(
                f"{measured} 열 가지에 똑같이 나누어도 {even:.2f}입니다. 어떻게 예측해도 손실이 같으니 그레이디언트가 0이고, "
                "제곱이든 절댓값이든 번호에서 확률을 빼는 손실로는 정답을 배울 수 없습니다."
            )
        raise Wrong(
            f"{measured} 맞히든 틀리든 같으니 정답을 배우지 못합니다. 번호를 수로 보고 확률 10개에서 모두 뺀 것입니다. "
            "정답 칸의 확률만 보는 손실로 바꾸세요."
        )
    if good > bad:
        raise Wrong(
            f"{measured} 맞힌 예측의 손실이 더 큽니다. 손실의 부호를 확인하세요."
        )
    outputs = as_array(model(X), "출력")
    sums_to_one = np.allclose(outputs.sum(axis=1), 1, atol=1e-3)
    from_logits = close(
        good, shifted, rtol=1e-3
    )  # 로짓의 손실은 모두에 같은 수를 더해도 같습니다.
    if from_logits and sums_to_one:
        raise Wrong(
            "소프트맥스를 지난 확률인데 손실에는 로짓이라고 했습니다. 텐서플로는 경고하고 로짓을 찾아 쓰지만 "
            "다른 백엔드에서는 소프트맥스를 두 번 씌우니, "
            "`from_logits=True`와 소프트맥스 가운데 하나만 쓰세요."
        )
    if not from_logits and not sums_to_one:
        reason = (
            "칸마다 0과 1 사이지만 확률의 합이 1이 아닙니다. 여럿 중 하나이므로 시그모이드 대신 소프트맥스를 쓰세요."
            if outputs.min() >= 0 and outputs.max() <= 1
            else "출력이 로짓인데 손실은 확률로 여깁니다. 소프트맥스를 씌우거나 손실에 `from_logits=True`를 주세요."
        )
        raise Wrong(f"손실은 번호를 옳게 읽습니다. 그런데 {reason}")


def _loss(model, y, predicted):
    return float(model.compute_loss(y=y, y_pred=predicted.astype("float32")))


def _accuracy_after(n_steps, model, X, y):
    """그래프를 만들지 않고 훈련합니다. 몇 스텝이면 그쪽이 빠릅니다."""
    model.run_eagerly = True
    for _ in range(n_steps):
        model.train_on_batch(X[:500], y[:500])
    predicted = as_array(model(X[1000:]), "출력").argmax(axis=1)
    return float((predicted == y[1000:].ravel()).mean())
