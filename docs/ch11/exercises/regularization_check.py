"""'규제' 연습의 채점기입니다."""

import numpy as np

from grading import Wrong, as_array, as_number, call, close, compare, graded


@graded
def check_dropout(dropout):
    """`dropout(x, rate, rng, training)`을 훈련과 추론에서 부르고 0의 자리와 배율을 봅니다."""
    x = np.random.default_rng(3).normal(size=(300, 200)) + 3
    for rate in (0.3, 0.8):
        _check_inference(dropout, x, rate)
        out = _dropped(dropout, x, rate, np.random.default_rng(11))
        _check_share(out, x, rate)
        _check_scale(out, x, rate)
        _check_independence(out, rate)
        _check_calls(dropout, x, rate)
    for x in (np.array([-2.0, 0.0, 5.0]), np.linspace(-1, 1, 24).reshape(2, 3, 4)):
        out = _dropped(dropout, x, 0.0, np.random.default_rng(11))
        if not close(out, x):
            raise Wrong(
                f"비율이 0이면 꺼지는 뉴런이 없어서 x가 그대로 나와야 하는데, 크기가 {x.shape}인 x가 바뀌었습니다."
            )
    return (
        "맞습니다. 꺼진 만큼 남은 값을 키워서 평균이 그대로이고, "
        "그래서 추론에서는 아무것도 고치지 않아도 됩니다."
    )


def _check_inference(dropout, x, rate):
    out = as_array(
        call(dropout, x, rate, np.random.default_rng(11), False), "추론의 출력", x.shape
    )
    keep = 1 - rate
    if close(out, x):
        return
    if close(out, x * keep):
        raise Wrong(
            f"추론에서 x에 보존 확률 {keep:g}을 곱했습니다. 처음 논문의 방법입니다. "
            "여기서는 훈련할 때 미리 나누고, 추론에서는 x를 그대로 돌려주세요."
        )
    if (out == 0).mean() > 0.01:
        raise Wrong(
            f"`training=False`인데 값의 {(out == 0).mean():.0%}가 꺼졌습니다. 추론에서는 x를 그대로 돌려주세요."
        )
    raise Wrong(
        f"`training=False`인데 출력이 x의 {np.median(out / x):.3g}배입니다. 추론에서는 x를 그대로 돌려주세요."
    )


def _dropped(dropout, x, rate, rng):
    """훈련할 때의 출력입니다. rng를 베끼지 않아서, 이어서 부르면 다음 난수를 씁니다."""
    before = x.copy()
    out = call(lambda: dropout(x, rate, rng, True))
    if not np.array_equal(x, before):
        x[...] = before
        raise Wrong("함수가 넘겨받은 x를 고쳤습니다. 새 배열을 만들어 돌려주세요.")
    return as_array(out, "훈련의 출력", x.shape)


def _check_share(out, x, rate):
    share, error = (out == 0).mean(), np.sqrt(rate * (1 - rate) / out.size)
    if share == 0:
        raise Wrong(
            "`training=True`인데 꺼진 값이 하나도 없습니다. 확률 rate로 0을 만드세요."
        )
    if abs(share - rate) < 5 * error:
        return
    if abs(share - (1 - rate)) < 5 * error:
        raise Wrong(
            f"비율이 {rate:g}인데 값의 {share:.0%}가 꺼졌습니다. 켤 것과 끌 것이 바뀌었습니다. "
            "고른 난수가 rate 이상일 때 남기세요."
        )
    off = out == 0
    if (off == off[0]).all() or (off == off[:, :1]).all():
        return  # 마스크를 나누어 쓴 것은 뒤에서 따로 말합니다.
    raise Wrong(
        f"비율이 {rate:g}인데 값의 {share:.1%}가 꺼졌습니다. 값 하나가 꺼질 확률이 rate여야 합니다."
    )


def _check_scale(out, x, rate):
    kept = out != 0
    ratio, keep = out[kept] / x[kept], 1 - rate
    middle = float(np.median(ratio))
    if np.ptp(ratio) > 1e-4 * abs(middle):
        raise Wrong(
            f"남은 값의 배율이 {ratio.min():.3g}에서 {ratio.max():.3g}까지 제각각입니다. "
            "남은 값은 모두 같은 수로 나눕니다."
        )
    compare(
        middle,
        1 / keep,
        [
            (
                1.0,
                f"남은 값이 커지지 않아서 평균이 x의 {keep:g}배로 줄었습니다. "
                "추론에서는 모두 켜지므로 다음 층이 받는 값이 갑자기 커집니다. 남은 값을 1 - rate로 나누세요.",
            ),
            (
                1 / rate,
                f"남은 값을 rate로 나누어 {1 / rate:.3g}배가 되었습니다. "
                f"남을 확률은 1 - rate이므로 {1 / keep:.3g}배여야 평균이 그대로입니다.",
            ),
            (
                keep,
                f"남은 값에 1 - rate를 곱해서 평균이 x의 {keep**2:.3g}배로 줄었습니다. 곱하지 말고 나누세요.",
            ),
            (
                1 / kept.mean(),
                "이번에 실제로 남은 비율로 나누어서 배율이 부를 때마다 달라집니다. 정해 둔 1 - rate로 나누세요.",
            ),
        ],
        f"비율이 {rate:g}이면 남은 값은 x의 {1 / keep:.4g}배여야 하는데 {middle:.4g}배입니다.",
        rtol=1e-5,
    )


def _check_independence(out, rate):
    off = out == 0
    if (off == off[0]).all():
        raise Wrong(
            "모든 샘플에서 같은 뉴런이 꺼졌습니다. 마스크 한 벌을 배치 전체에 썼습니다. "
            "x와 크기가 같은 난수를 뽑아 샘플마다 다른 마스크를 쓰세요."
        )
    if (off == off[:, :1]).all():
        raise Wrong(
            "샘플 하나의 뉴런이 모두 꺼지거나 모두 남았습니다. 뉴런마다 따로 끄도록 x와 크기가 같은 난수를 뽑으세요."
        )
    for axis, what in [(1, "샘플"), (0, "뉴런")]:
        spread = off.sum(axis=axis).std() / np.sqrt(rate * (1 - rate) * off.shape[axis])
        if spread < 0.5:
            raise Wrong(
                f"{what}마다 꺼진 값의 개수가 거의 똑같습니다. 개수를 정해 놓고 끄지 말고, "
                "값마다 따로 확률 rate로 끄세요."
            )


def _check_calls(dropout, x, rate):
    rng = np.random.default_rng(5)
    first, second = (_dropped(dropout, x, rate, rng) == 0 for _ in range(2))
    again = _dropped(dropout, x, rate, np.random.default_rng(5)) == 0
    if (first == second).all():
        raise Wrong(
            "두 번 불렀는데 같은 자리가 꺼졌습니다. 함수 안에서 생성기를 새로 만들지 말고 "
            "넘겨받은 rng에서 난수를 뽑으세요."
        )
    if (first != again).any():
        raise Wrong(
            "시드가 같은 rng를 넘겼는데 다른 자리가 꺼졌습니다. `np.random` 대신 넘겨받은 rng에서 난수를 뽑으세요."
        )


@graded
def check_max_norm(max_norm):
    """`max_norm(W, r)`을 `keras.constraints.MaxNorm`과 견줍니다."""
    import keras

    rng = np.random.default_rng(7)
    square = rng.normal(size=(4, 4)) * [0.1, 0.5, 1.0, 3.0]
    tall = rng.normal(size=(30, 5)) * [0.02, 0.1, 0.3, 1.0, 0.2]
    unused = np.array([[3.0, 0.0, 0.3], [-4.0, 0.0, 0.4]])  # 가운데 유닛은 모두 0
    small = 0.1 * rng.normal(size=(3, 6))
    for W, r in [(unused, 1.0), (square, 1.5), (tall, 1.0), (small, 2.0)]:
        with np.errstate(divide="ignore", invalid="ignore"):
            answer = as_array(call(max_norm, W, r), "돌려준 W", W.shape)
        oracle = keras.ops.convert_to_numpy(keras.constraints.MaxNorm(r)(W))
        if np.isnan(answer).any():
            raise Wrong(
                "가중치가 모두 0인 유닛에서 NaN이 나왔습니다. 노름이 0이라서 0을 0으로 나눈 것입니다. "
                "넘지 않은 유닛은 나누지 않거나 분모에 아주 작은 수를 더하세요."
            )
        compare(
            answer, oracle, _norm_mistakes(W, r), _norm_difference(answer, oracle, W, r)
        )
    return "맞습니다. r을 넘은 유닛만 방향은 그대로 두고 길이를 r로 줄여서 케라스의 `MaxNorm`과 같습니다."


def _norm_mistakes(W, r):
    tiny = 1e-12
    norms = np.sqrt((W**2).sum(axis=0)) + tiny
    rows = np.sqrt((W**2).sum(axis=1, keepdims=True)) + tiny
    whole = np.sqrt((W**2).sum()) + tiny
    return [
        (
            W * np.minimum(1, r / rows),
            "유닛이 아니라 입력마다 잘랐습니다. W의 크기는 (fan_in, units)이고 유닛 하나의 가중치는 열이므로, "
            "`axis=0`으로 더해서 열마다 노름을 구하세요.",
        ),
        (
            W * min(1, r / whole),
            "행렬 전체의 노름을 하나만 구해서 모든 유닛을 함께 줄였습니다. `axis=0`으로 유닛마다 노름을 구하세요.",
        ),
        (
            W * np.minimum(1, r / norms.max()),
            "가장 긴 유닛에 맞추어 모든 유닛을 함께 줄였습니다. 유닛마다 자기 노름으로 따로 줄이세요.",
        ),
        (
            W * r / norms,
            "노름이 r보다 작은 유닛까지 r로 키웠습니다. 한계를 넘은 유닛만 줄이고 나머지는 그대로 둡니다. "
            "배율이 1을 넘지 않게 하세요.",
        ),
        (
            np.clip(W, -r, r),
            "가중치를 하나씩 -r과 r 사이로 잘랐습니다. 성분마다 자르면 벡터의 방향이 바뀝니다. "
            "유닛의 노름을 구해 열 전체에 같은 수를 곱하세요.",
        ),
        (
            W * np.minimum(1, r / norms**2),
            "제곱합에 제곱근을 씌우지 않은 값으로 나누었습니다. 노름은 제곱합의 제곱근입니다.",
        ),
        (
            W * np.minimum(1, r / (np.abs(W).sum(axis=0) + tiny)),
            "절댓값의 합으로 나누었습니다. 맥스-노름의 노름은 제곱합의 제곱근입니다.",
        ),
        (
            W / np.maximum(norms, 1),
            "r을 넘은 유닛의 노름이 r이 아니라 1이 되었습니다. 노름으로 나눈 다음 r을 곱하세요.",
        ),
    ]


def _norm_difference(answer, oracle, W, r):
    k = int(np.abs(answer - oracle).max(axis=0).argmax())
    had, want, got = (float(np.linalg.norm(A[:, k])) for A in (W, oracle, answer))
    if close(got, want):
        return (
            f"r이 {r:g}일 때 유닛 {k}의 노름은 {want:.4g}로 맞지만 방향이 바뀌었습니다. "
            "유닛 하나의 가중치에는 모두 같은 수를 곱합니다."
        )
    return (
        f"r이 {r:g}일 때 노름이 {had:.4g}인 유닛 {k}의 노름이 {got:.4g}입니다. 케라스에서는 {want:.4g}입니다. "
        "넘은 유닛에는 `r / 노름`을, 나머지에는 1을 곱하세요."
    )


N_PASSES = 50


@graded
def check_mc(mc_predict):
    """`mc_predict(model, X, n)`의 두 값과, 부르기 앞뒤의 모델을 봅니다."""
    model = _noisy_model()
    X = np.random.default_rng(1).normal(size=(60, 5)).astype("float32")
    weights, flags = model.get_weights(), [layer.trainable for layer in model.layers]
    result = call(lambda: mc_predict(model, X, N_PASSES))
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Wrong("평균과 표준편차를 `return mean, deviation`처럼 함께 돌려주세요.")
    mean, deviation = (
        _mc_array(value, name, X) for value, name in zip(result, ("평균", "표준편차"))
    )
    _check_untouched(model, weights, flags)
    _check_randomness(mean, deviation, weights, X)
    _check_moments(mean, deviation, weights, X)
    return (
        "맞습니다. 드롭아웃만 켜서 답이 이웃한 샘플에 흔들리지 않고, "
        "예측한 다음에도 이동 평균이 그대로입니다."
    )


def _noisy_model():
    """이동 평균이 배치의 평균과 크게 다른, 블록 두 개의 모델입니다."""
    import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input(shape=(5,))])
    for seed in (1, 2):
        model.add(layers.Dense(30, use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.Activation("relu"))
        model.add(layers.Dropout(0.5, seed=seed))
    model.add(layers.Dense(3, activation="softmax"))
    rng = np.random.default_rng(0)
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            scale, shift = rng.uniform(0.5, 1.5, 30), rng.normal(0, 0.3, 30)
            layer.set_weights(
                [scale, shift, rng.normal(0, 1, 30), rng.uniform(0.5, 2, 30)]
            )
        elif layer.weights:
            layer.set_weights(
                [0.4 * rng.normal(size=w.shape) for w in layer.get_weights()]
            )
    return model


def _mc_array(value, name, X):
    array = as_array(value, name)
    if array.shape == (len(X), 3):
        return array
    if array.shape in [(N_PASSES, 3), (N_PASSES, len(X))]:
        raise Wrong(
            f"{name}의 크기가 {array.shape}입니다. 예측 {N_PASSES}번이 그대로 남아 있으니 다른 축을 줄인 것입니다. "
            "예측을 쌓은 축으로 평균하세요. `np.stack()`으로 쌓았다면 `axis=0`입니다."
        )
    raise Wrong(
        f"{name}의 크기는 (샘플 수, 클래스 수)인 {(len(X), 3)}이어야 하는데 {array.shape}입니다."
    )


def _check_untouched(model, weights, flags):
    paths = [variable.path for variable in model.weights]
    moved = {
        path: float(np.abs(old - new).max())
        for path, old, new in zip(paths, weights, model.get_weights())
    }
    statistics = [distance for path, distance in moved.items() if "moving" in path]
    if max(statistics) > 0:
        raise Wrong(
            f"예측만 했는데 배치 정규화의 이동 평균이 최대 {max(statistics):.2f} 움직였습니다. "
            "`model(X, training=True)`는 모든 층을 훈련할 때처럼 부릅니다. 드롭아웃 층만 켜세요."
        )
    if max(moved.values()) > 0:
        raise Wrong(
            "예측만 했는데 가중치가 바뀌었습니다. 모델을 훈련하거나 고치지 않아야 합니다."
        )
    if flags != [layer.trainable for layer in model.layers]:
        raise Wrong(
            "층의 `trainable`이 부르기 전과 다릅니다. 이대로 두면 다음 훈련에서 배치 정규화가 배우지 않으니 "
            "돌려주기 전에 되돌리세요."
        )


def _check_randomness(mean, deviation, weights, X):
    if deviation.max() > 1e-6:
        return
    plain = _by_hand(weights, X, 1, rate=0.0)[0]
    if close(mean, plain, atol=1e-4):
        raise Wrong(
            f"{N_PASSES}번의 답이 모두 같고 드롭아웃을 끈 예측과도 같습니다. "
            "`predict()`와 `model(X)`는 드롭아웃을 끄고 계산하니, 드롭아웃 층을 `training=True`로 부르세요."
        )
    raise Wrong(
        f"{N_PASSES}번의 답이 모두 같습니다. 드롭아웃은 켜졌지만 같은 마스크를 되풀이해서 썼습니다. "
        "예측할 때마다 새 난수를 뽑도록 시드를 고정하지 마세요."
    )


def _check_moments(mean, deviation, weights, X):
    draws = _by_hand(weights, X, 2000, rate=0.5)
    true_mean, true_deviation = draws.mean(axis=0), draws.std(axis=0)
    gap = float(np.abs(mean - true_mean).max())
    if _misses(mean, draws) > 1.6:
        if close(mean, _by_hand(weights, X, 1, rate=0.0)[0], atol=1e-4):
            raise Wrong(
                f"평균이 드롭아웃을 끈 예측이고, 켜고 물은 답의 평균과 최대 {gap:.2f} 다릅니다. "
                "소프트맥스를 지나면 둘은 같지 않으니 켜고 물은 답을 평균하세요."
            )
        if (
            _misses(mean, _by_hand(weights, X, 2000, rate=0.5, own_statistics=True))
            < 1.6
        ):
            raise Wrong(
                f"이동 평균은 그대로 남았지만 답이 최대 {gap:.2f} 다릅니다. 배치 정규화가 이동 평균이 아니라 "
                "함께 넣은 샘플의 평균으로 계산했습니다. 배치 정규화는 추론할 때처럼 부르세요."
            )
        raise Wrong(
            f"평균이 드롭아웃만 켠 예측의 평균과 최대 {gap:.2f} 다릅니다. "
            "드롭아웃 층은 훈련할 때처럼, 나머지 층은 추론할 때처럼 모두 한 번씩 부르는지 확인하세요."
        )
    ratio = float(deviation.mean() / true_deviation.mean())
    if 0.8 < ratio < 1.25:
        return
    to_variance = np.abs(deviation - true_deviation**2).mean()
    to_error = np.abs(deviation - true_deviation / np.sqrt(N_PASSES)).mean()
    if to_variance < min(to_error, 0.03):
        raise Wrong(
            "표준편차 대신 분산을 돌려주었습니다. 제곱근을 씌우거나 `std()`를 쓰세요."
        )
    if to_error < 0.03:
        raise Wrong(
            "표준편차를 예측한 횟수의 제곱근으로 나누었습니다. 그것은 평균의 오차이고, "
            f"답이 갈리는 정도는 {N_PASSES}번의 표준편차 그대로입니다."
        )
    raise Wrong(
        f"표준편차의 평균이 {true_deviation.mean():.3f} 근처여야 하는데 {deviation.mean():.3f}입니다. "
        "드롭아웃 말고도 건너뛴 층이 없는지, 예측한 횟수의 축으로 구했는지 확인하세요."
    )


def _misses(mean, draws):
    """평균이 `draws`의 평균에서 벗어난 정도입니다. 같은 분포에서 물은 답이면 1 근처입니다."""
    error = draws.std(axis=0) / np.sqrt(N_PASSES)
    return float(np.sqrt((((mean - draws.mean(axis=0)) / error) ** 2).mean()))


def _by_hand(weights, X, n_passes, rate, own_statistics=False):
    """넘파이로 쓴 예측 n_passes번입니다. 케라스와 다른 길로 구합니다."""
    rng = np.random.default_rng(4)
    a = np.tile(X, (n_passes, 1, 1))  # (횟수, 샘플, 특성)
    for kernel, gamma, beta, mean, variance in (weights[:5], weights[5:10]):
        z = a @ kernel
        if own_statistics:
            mean, variance = z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)
        a = np.maximum(gamma * (z - mean) / np.sqrt(variance + 0.001) + beta, 0)
        a = a * (rng.random(a.shape) >= rate) / (1 - rate)
    e = np.exp(a @ weights[10] + weights[11])
    return e / e.sum(axis=-1, keepdims=True)


STRENGTH, RATE = 0.01, 0.5
KERNEL, BIAS = np.array([3.0, -1.0, 2.0]), 1.0
X_TRAIN, Y_TRAIN = np.array([[1.0, 2.0, 0.0], [2.0, 0.0, 1.0]]), np.array([3.0, 7.0])
X_VALID, Y_VALID = np.array([[0.0, 1.0, 1.0]]), np.array([2.0])


@graded
def check_l2(fit_loss, evaluate_loss, penalty_gradient, shrink):
    """네 답을 케라스를 실행해서 잰 값과 견줍니다."""
    fit_loss, evaluate_loss, shrink = (
        as_number(value, name)
        for value, name in [
            (fit_loss, "fit_loss"),
            (evaluate_loss, "evaluate_loss"),
            (shrink, "shrink"),
        ]
    )
    gradient = as_array(penalty_gradient, "penalty_gradient").ravel()
    if gradient.size != 3:
        raise Wrong(
            f"penalty_gradient에는 가중치마다 하나씩 3개가 있어야 하는데 {gradient.size}개입니다."
        )
    measured = _measured()
    squares, n = float((KERNEL**2).sum()), len(KERNEL)
    data = measured["data_loss"]
    compare(
        fit_loss,
        measured["fit_loss"],
        [
            (
                data,
                "fit_loss에 페널티가 없습니다. `fit()`이 보이는 손실은 데이터의 손실에 페널티를 더한 값입니다.",
            ),
            (
                data + STRENGTH * squares / 2,
                "fit_loss의 페널티가 절반입니다. 케라스의 ℓ₂에는 2분의 1이 없습니다.",
            ),
            (
                data + STRENGTH * (squares + BIAS**2),
                "fit_loss에 편향의 제곱까지 더했습니다. `kernel_regularizer`는 편향을 규제하지 않습니다.",
            ),
            (
                data + STRENGTH * squares / n,
                "fit_loss의 페널티를 가중치의 개수로 나누었습니다. 페널티는 제곱의 평균이 아니라 합입니다.",
            ),
            (
                data + STRENGTH * squares / len(X_TRAIN),
                "fit_loss의 페널티를 샘플 수로 나누었습니다. 페널티는 샘플과 상관없이 배치마다 한 번 더합니다.",
            ),
            (
                data + STRENGTH * np.abs(KERNEL).sum(),
                "fit_loss에 절댓값의 합을 더했습니다. 그것은 ℓ₁의 페널티이고 ℓ₂는 제곱의 합입니다.",
            ),
            (
                2 * data + STRENGTH * squares,
                "fit_loss에서 샘플 둘의 제곱 오차를 더하기만 했습니다. 평균 제곱 오차는 둘의 평균입니다.",
            ),
            (
                STRENGTH * squares,
                "fit_loss에 페널티만 있습니다. 평균 제곱 오차에 더하세요.",
            ),
        ],
        f"fit_loss를 케라스로 재면 데이터의 손실 {data:g}에 페널티 {STRENGTH * squares:g}를 더한 값인데, "
        f"답은 {fit_loss:g}입니다. 두 예측부터 다시 계산해 보세요.",
    )
    compare(
        evaluate_loss,
        measured["evaluate_loss"],
        [
            (
                0.0,
                "fit_loss는 맞지만 evaluate_loss에 페널티가 없습니다. 지금의 케라스는 `evaluate()`와 "
                "`val_loss`에도 똑같은 페널티를 더합니다.",
            ),
            (
                measured["fit_loss"],
                "evaluate_loss가 훈련 샘플의 손실입니다. 검증 샘플의 손실을 구하세요.",
            ),
        ],
        f"evaluate_loss를 케라스로 재면 {measured['evaluate_loss']:g}인데, 답은 {evaluate_loss:g}입니다. "
        "검증 샘플의 예측은 2라서 데이터의 손실이 0입니다.",
    )
    compare(
        gradient,
        measured["gradient"],
        [
            (
                STRENGTH * KERNEL,
                "penalty_gradient가 절반입니다. λw²을 w로 미분하면 2λw입니다. λw는 λ에 2분의 1이 붙은 식의 그레이디언트입니다.",
            ),
            (
                STRENGTH * np.sign(KERNEL),
                "penalty_gradient가 가중치의 크기와 상관없습니다. λ × 부호는 ℓ₁의 그레이디언트입니다.",
            ),
            (
                STRENGTH * KERNEL**2,
                "penalty_gradient에 페널티를 가중치마다 나눈 값을 적었습니다. 그 값을 w로 미분하세요.",
            ),
            (
                -2 * STRENGTH * KERNEL,
                "penalty_gradient의 부호가 반대입니다. 빼는 일은 경사 하강법이 하고, 그레이디언트는 페널티가 커지는 방향입니다.",
            ),
            (
                2 * STRENGTH * np.abs(KERNEL),
                "penalty_gradient의 부호가 모두 양수입니다. 음수인 가중치에서는 그레이디언트도 음수입니다.",
            ),
            (2 * KERNEL, "penalty_gradient에 강도 0.01을 곱하지 않았습니다."),
        ],
        f"penalty_gradient를 케라스로 재면 {np.round(measured['gradient'], 4).tolist()}인데, "
        f"답은 {gradient.tolist()}입니다. λw²을 가중치마다 미분하세요.",
        rtol=1e-3,
    )
    compare(
        shrink,
        measured["shrink"],
        [
            (
                1 - RATE * STRENGTH,
                "shrink에 2가 빠졌습니다. 그레이디언트는 λw가 아니라 2λw입니다.",
            ),
            (
                1 - 2 * STRENGTH,
                "shrink에 학습률을 곱하지 않았습니다. SGD는 `학습률 × 그레이디언트`만큼 옮깁니다.",
            ),
            (
                1 - STRENGTH,
                "shrink에 강도만 빼었습니다. 그레이디언트 2λw에 학습률을 곱한 만큼 줄어듭니다.",
            ),
            (
                1 - measured["shrink"],
                "shrink에 줄어든 몫을 적었습니다. 남은 몫을 적으세요.",
            ),
            (
                1 + 2 * RATE * STRENGTH,
                "shrink가 1보다 큽니다. 경사 하강법은 그레이디언트를 뺍니다.",
            ),
        ],
        f"shrink를 케라스로 재면 {measured['shrink']:.4g}인데, 답은 {shrink:g}입니다. "
        "w - 학습률 × 2λw를 w로 나누어 보세요.",
        rtol=1e-5,
    )
    return (
        "맞습니다. 페널티는 훈련에도 검증에도 한 번씩 더해지고, "
        "그레이디언트 2λw가 가중치를 스텝마다 같은 비율로 줄입니다."
    )


def _measured():
    """케라스를 실행해서 잰 네 값입니다. 페널티의 그레이디언트는 규제가 없는 모델과 견주어 잽니다."""
    regularized, free = _linear(STRENGTH), _linear(0.0)
    evaluate_loss = regularized.evaluate(X_VALID, Y_VALID, verbose=0)
    losses, moved = [], []
    for model in (regularized, free):
        history = model.fit(X_TRAIN, Y_TRAIN, batch_size=2, epochs=1, verbose=0)
        losses.append(history.history["loss"][0])
        moved.append(model.get_weights()[0].ravel())
    silent = _linear(STRENGTH)
    silent.fit(np.zeros((2, 3)), np.zeros(2), batch_size=2, epochs=1, verbose=0)
    return {
        "fit_loss": losses[0],
        "data_loss": losses[1],
        "evaluate_loss": evaluate_loss,
        "gradient": (moved[1] - moved[0]) / RATE,
        "shrink": float((silent.get_weights()[0].ravel() / KERNEL).mean()),
    }


def _linear(strength):
    import keras

    model = keras.Sequential(
        [
            keras.Input(shape=(3,)),
            keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(strength)),
        ]
    )
    model.compile(keras.optimizers.SGD(RATE), "mse", run_eagerly=True)
    model.set_weights([KERNEL.reshape(3, 1), np.array([BIAS])])
    return model
