"""'정규화와 클리핑' 연습의 채점기입니다."""

import numpy as np

from grading import Wrong, as_array, as_number, call, close, compare, graded


@graded
def check_batch_norm(batch_norm):
    """`batch_norm(x, ...)`을 케라스의 추론과 견줍니다. 배치를 바꾸고 샘플을 하나만 넣어도 봅니다."""
    rng = np.random.default_rng(7)
    gamma, beta = np.array([1.5, -0.5, 2.0, 0.7]), np.array([0.3, 1.0, -2.0, 4.0])
    mean, variance = np.array([5.0, -3.0, 0.2, 40.0]), np.array([4.0, 0.05, 0.3, 90.0])
    for n_samples, epsilon in [(8, 0.1), (1, 0.1), (50, 1e-3), (1, 1e-5)]:
        x = rng.normal(mean + 1, 1.5 * np.sqrt(variance), (n_samples, 4))
        expected = _keras_inference(x, gamma, beta, mean, variance, epsilon)
        answer = as_array(
            call(batch_norm, x, gamma, beta, mean, variance, epsilon),
            "batch_norm",
            x.shape,
        )
        if not np.isfinite(answer).all():
            raise Wrong(
                "출력에 NaN이나 무한대가 있습니다. 제곱근 안에 `moving_variance + epsilon`이 아니라 "
                "음수일 수도 있는 값을 넣지 않았는지 확인하세요."
            )
        centered, sd = x - mean, np.sqrt(variance + epsilon)
        own = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon)
        half = (x - mean) / np.sqrt(x.var(axis=0) + epsilon)
        compare(
            answer,
            expected,
            [
                (
                    gamma * own + beta,
                    "들어온 배치의 평균과 분산을 썼습니다. 훈련할 때의 계산입니다. 추론할 때는 샘플이 하나일 수도 있으므로 `moving_mean`과 `moving_variance`를 씁니다.",
                ),
                (
                    gamma * half + beta,
                    "평균은 이동 평균인데 분산은 들어온 배치에서 구했습니다. `moving_variance`를 쓰세요.",
                ),
                (
                    gamma * centered / (np.sqrt(variance) + epsilon) + beta,
                    "epsilon을 제곱근 밖에서 더했습니다. 분산에 더한 다음 제곱근을 씌워야 케라스와 같습니다.",
                ),
                (
                    gamma * centered / np.sqrt(variance) + beta,
                    "epsilon을 더하지 않았습니다. 분산이 0.05인 특성에서 epsilon 0.1은 결과를 크게 바꿉니다.",
                ),
                (
                    gamma * centered / np.sqrt(variance + 1e-3) + beta,
                    "epsilon을 0.001로 정해 두었습니다. 받은 `epsilon`을 쓰세요.",
                ),
                (
                    gamma * centered / (variance + epsilon) + beta,
                    "표준편차가 아니라 분산으로 나누었습니다. 제곱근을 씌우세요.",
                ),
                (
                    beta * centered / sd + gamma,
                    "gamma와 beta가 바뀌었습니다. 곱하는 것이 gamma이고 더하는 것이 beta입니다.",
                ),
                (
                    centered / sd,
                    "표준화에서 멈췄습니다. gamma를 곱하고 beta를 더하세요.",
                ),
                (gamma * centered / sd, "beta를 더하지 않았습니다."),
                (centered / sd + beta, "gamma를 곱하지 않았습니다."),
                (
                    gamma * (centered / sd + beta),
                    "beta를 더한 다음 gamma를 곱했습니다. gamma를 먼저 곱하세요.",
                ),
                (gamma * x / sd + beta, "`moving_mean`을 빼지 않았습니다."),
            ],
            f"샘플이 {n_samples}개이고 epsilon이 {epsilon:g}일 때 케라스의 출력과 가장 크게는 "
            f"{np.abs(answer - expected).max():.2g}만큼 다릅니다. 빼고, 나누고, 곱하고, 더하는 차례를 식과 맞춰 보세요.",
            atol=1e-4,
        )
    return "맞습니다. 샘플이 하나든 여럿이든 케라스의 추론과 같습니다. 출력이 다른 샘플에 기대지 않습니다."


def _keras_inference(x, gamma, beta, mean, variance, epsilon):
    import keras

    layer = keras.layers.BatchNormalization(epsilon=epsilon)
    layer.build(x.shape)
    layer.set_weights([gamma, beta, mean, variance])
    return np.array(layer(x, training=False), float)


@graded
def check_count(steps, momentum, trainable, non_trainable):
    """스텝과 모멘텀은 케라스의 층에 같은 배치를 되풀이해 넣어서, 파라미터는 모델을 만들어서 확인합니다."""
    steps, momentum = as_number(steps, "steps"), as_number(momentum, "momentum")
    trainable = as_number(trainable, "trainable")
    non_trainable = as_number(non_trainable, "non_trainable")
    _check_steps(steps)
    share = _shares(momentum, 20)[-1] if 0 <= momentum < 1 else np.nan
    compare(
        momentum,
        0.01**0.05,
        [
            (
                1 - 0.01**0.05,
                "momentum이 새 값에 곱할 수입니다. 케라스의 momentum은 옛 값에 곱하는 쪽이므로 1에서 빼세요.",
            ),
            (
                1 - 0.99 / 20,
                f"momentum에서 스텝마다 같은 몫이 더해진다고 보았습니다. 이 모멘텀으로는 20스텝 뒤에 {share:.0%}입니다. 남은 몫에 모멘텀을 거듭 곱합니다.",
            ),
            (
                0.99**0.05,
                f"momentum에서 99%의 20제곱근을 구했습니다. 이 모멘텀으로는 20스텝 뒤에 {share:.0%}뿐입니다. 거듭 곱해서 남는 것은 1%입니다.",
            ),
            (
                0.99,
                f"기본값 0.99로는 20스텝 뒤에 {share:.0%}뿐입니다. 20제곱하면 0.01이 되는 수를 구하세요.",
            ),
        ],
        "스텝은 맞습니다. "
        + (
            f"momentum이 {momentum:.4g}이면 20스텝 뒤에 배치 평균의 {share:.2%}입니다. "
            if np.isfinite(share)
            else f"momentum이 {momentum:.4g}인데, 0과 1 사이의 수여야 합니다. "
        )
        + "정확히 99%가 되는 모멘텀을 소수 둘째 자리까지 구하세요.",
        rtol=0,
        atol=0.0055,
    )
    wanted = _counted_by_keras()
    compare(
        [trainable, non_trainable],
        wanted,
        [
            (
                (sum(wanted), 0),
                "배치 정규화의 두 이동 평균까지 훈련 가능하다고 셌습니다. 옵티마이저가 바꾸는 것은 gamma와 beta뿐입니다.",
            ),
            (
                (wanted[0] + 70, wanted[1]),
                "배치 정규화 앞의 Dense 층에서 편향을 셌습니다. `use_bias=False`이면 편향이 없습니다.",
            ),
            (
                (wanted[0] - 5, wanted[1]),
                "출력층의 편향 5개를 빠뜨렸습니다. `use_bias=False`는 앞의 두 층에만 있습니다.",
            ),
            (wanted[::-1], "trainable과 non_trainable이 바뀌었습니다."),
            (
                (wanted[0] - 140, wanted[1]),
                "trainable에서 배치 정규화의 gamma와 beta를 빠뜨렸습니다.",
            ),
            (
                (wanted[0] - 140, wanted[1] + 140),
                "배치 정규화의 네 벡터를 모두 훈련하지 않는다고 셌습니다. gamma와 beta는 옵티마이저가 바꿉니다.",
            ),
            (
                (wanted[0] - 140 + 4, 4),
                "배치 정규화를 층마다 네 수로 셌습니다. 네 수가 아니라 길이가 유닛 수인 네 벡터입니다.",
            ),
            (
                (wanted[0], wanted[1] / 2),
                "non_trainable이 절반입니다. 이동 평균은 평균과 분산으로 둘입니다.",
            ),
            (
                (wanted[0] - 70, wanted[1]),
                "trainable에서 gamma와 beta 가운데 하나만 셌습니다.",
            ),
            (
                (sum(wanted), wanted[1]),
                "trainable이 모든 파라미터의 수입니다. non_trainable을 빼세요.",
            ),
        ],
        "스텝과 모멘텀은 맞습니다. "
        f"케라스가 센 파라미터는 모두 {sum(wanted):,}개인데 두 답을 더하면 {trainable + non_trainable:,g}개입니다. "
        "Dense 층은 `입력 수 × 유닛 수`이고 배치 정규화 층은 `유닛 수 × 4`입니다.",
        rtol=0,
        atol=0.5,
    )
    return (
        f"맞습니다. 모멘텀 {momentum:.2f}이면 한 에포크 만에 이동 평균이 배치 평균의 {share:.1%}가 됩니다. "
        f"기본값 0.99로는 {_shares(0.99, 20)[-1]:.0%}뿐입니다."
    )


def _check_steps(steps):
    shares = _shares(0.95, 60)
    wanted = 1 + sum(share <= 0.9 for share in shares)
    before, after = shares[wanted - 2], shares[wanted - 1]
    compare(
        steps,
        wanted,
        [
            (
                1,
                "steps에서 모멘텀을 새 값에 곱하는 수로 보았습니다. 케라스의 momentum 0.95는 옛 값에 곱하고, 새 값에는 0.05를 곱합니다.",
            ),
            (
                0.9 / 0.05,
                f"steps에서 스텝마다 5%씩 더했습니다. 18스텝 뒤에는 {shares[17]:.0%}입니다. 새 값의 5%만 받고 옛 몫은 95%로 줄므로 곱해서 셈하세요.",
            ),
            (
                np.ceil(np.log(0.1) / np.log10(0.95)),
                "steps에서 분자는 자연로그, 분모는 상용로그입니다. 두 로그의 밑을 맞추세요.",
            ),
            (
                np.ceil(np.log10(0.1) / np.log(0.95)),
                "steps에서 분자는 상용로그, 분모는 자연로그입니다. 두 로그의 밑을 맞추세요.",
            ),
            (
                np.ceil(np.log(0.9) / np.log(0.95)),
                "steps가 10%를 따라오는 스텝입니다. 0.95를 거듭 곱해 남는 것이 90%가 아니라 10%여야 합니다.",
            ),
            (
                wanted - 1,
                f"{wanted - 1}스텝 뒤에는 {before:.2%}라서 아직 90%를 넘지 못합니다. 버리지 말고 올림하세요.",
            ),
            (
                np.log(0.1) / np.log(0.95),
                "로그로 푼 값은 맞습니다. 스텝은 정수이므로 올림하세요.",
            ),
            (
                np.ceil(np.log(0.01) / np.log(0.95)),
                "steps가 99%를 넘는 스텝입니다. 90%를 물었습니다.",
            ),
        ],
        f"잰 몫은 {wanted - 1}스텝 뒤에 {before:.2%}, {wanted}스텝 뒤에 {after:.2%}인데 steps가 {steps:g}입니다. "
        "남은 몫 `0.95 ** t`가 0.1보다 작아지는 첫 t를 구하세요.",
        rtol=0,
        atol=0.01,
    )


def _shares(momentum, n_steps):
    """평균이 1인 같은 배치를 되풀이해 넣으면서 스텝마다 잰 이동 평균입니다."""
    import keras

    layer = keras.layers.BatchNormalization(momentum=momentum)
    shares = []
    for _ in range(n_steps):
        layer(np.ones((2, 1), "float32"), training=True)
        shares.append(float(layer.moving_mean[0]))
    return shares


def _counted_by_keras():
    import keras

    model = keras.Sequential([keras.Input(shape=(20,))])
    for n_units in (30, 40):
        model.add(keras.layers.Dense(n_units, use_bias=False))
        model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Dense(5))
    both = model.trainable_weights, model.non_trainable_weights
    return tuple(
        sum(int(np.prod(weight.shape)) for weight in weights) for weights in both
    )


@graded
def check_fold(fold):
    """접은 층의 예측을 케라스의 두 층과 견줍니다. 입력 수와 유닛 수가 같을 때와 다를 때를 모두 봅니다."""
    rng = np.random.default_rng(5)
    for n_inputs, n_units, epsilon in [(4, 4, 0.1), (6, 3, 1e-3), (2, 5, 0.02)]:
        W, b = rng.normal(size=(n_inputs, n_units)), rng.normal(2, 1, n_units)
        gamma, beta = rng.uniform(0.5, 2, n_units), rng.normal(0, 1, n_units)
        gamma[0] = -gamma[0]
        mean, variance = rng.normal(1, 2, n_units), rng.uniform(0.05, 3, n_units)
        parts = W, b, gamma, beta, mean, variance, epsilon
        answer = call(fold, *parts)
        if not isinstance(answer, (tuple, list)) or len(answer) != 2:
            raise Wrong("새 가중치와 편향을 `return W, b`처럼 함께 돌려주세요.")
        W_folded = as_array(answer[0], "새 W", (n_inputs, n_units))
        b_folded = as_array(answer[1], "새 b").ravel()
        if b_folded.size != n_units:
            raise Wrong(
                f"새 b에는 유닛마다 하나씩 {n_units}개가 있어야 하는데 {b_folded.size}개입니다."
            )
        x = rng.normal(0, 2, (50, n_inputs))
        expected = _two_layers(x, *parts)
        if not close(x @ W_folded + b_folded, expected, atol=1e-3):
            _explain_fold(
                W_folded,
                b_folded,
                parts,
                np.abs(x @ W_folded + b_folded - expected).max(),
            )
    return "맞습니다. 무작위 입력에서 층 하나의 예측이 두 층의 예측과 같습니다. 추론할 때의 배치 정규화는 곱셈과 덧셈 한 번입니다."


def _two_layers(x, W, b, gamma, beta, mean, variance, epsilon):
    import keras

    dense = keras.layers.Dense(W.shape[1])
    dense.build(x.shape)
    dense.set_weights([W, b])
    return _keras_inference(np.array(dense(x)), gamma, beta, mean, variance, epsilon)


def _explain_fold(W_folded, b_folded, parts, gap):
    """0과 단위 행렬을 두 층에 넣으면 기대하는 편향과 가중치가 나옵니다."""
    W, b, gamma, beta, mean, variance, epsilon = parts
    b_wanted = _two_layers(np.zeros((1, len(W))), *parts)[0]
    W_wanted = _two_layers(np.eye(len(W)), *parts) - b_wanted
    sd = np.sqrt(variance + epsilon)
    scale = gamma / sd
    by_rows = (
        [
            (
                W * scale[:, None],
                "W의 행을 따라 곱했습니다. 유닛 하나의 가중치는 열 하나이므로 `W * scale`로 열마다 곱하세요.",
            )
        ]
        if len(W) == len(scale)
        else []
    )
    compare(
        W_folded,
        W_wanted,
        [
            (
                W,
                "새 W가 옛 W 그대로입니다. 유닛마다 `gamma / np.sqrt(moving_variance + epsilon)`을 곱하세요.",
            ),
            *by_rows,
            (W * gamma, "새 W를 표준편차로 나누지 않았습니다."),
            (W / sd, "새 W에 gamma를 곱하지 않았습니다."),
            (W * gamma / np.sqrt(variance), "epsilon을 더하지 않았습니다."),
            (
                W * gamma / (np.sqrt(variance) + epsilon),
                "epsilon을 제곱근 밖에서 더했습니다.",
            ),
            (
                W * gamma / (variance + epsilon),
                "표준편차가 아니라 분산으로 나누었습니다. 제곱근을 씌우세요.",
            ),
        ],
        f"예측이 {gap:.2g}까지 다르고, 편향보다 먼저 새 W가 다릅니다. "
        "입력이 곱해진 몫만 모으면 `W`의 열마다 수 하나를 곱한 것입니다.",
        atol=1e-3,
    )
    compare(
        b_folded,
        b_wanted,
        [
            (
                b - mean * scale + beta,
                "옛 편향에 scale을 곱하지 않았습니다. 옛 편향도 평균을 빼고 나누는 계산을 함께 지납니다.",
            ),
            (
                beta - mean * scale,
                "옛 편향이 사라졌습니다. 본문의 식은 편향이 없는 층의 것입니다. 평균을 빼기 전에 옛 편향을 더하세요.",
            ),
            ((b - mean) * scale, "beta를 더하지 않았습니다."),
            (b * scale + beta, "이동 평균을 빼지 않았습니다."),
            (
                b - mean + beta,
                "새 편향에 scale을 곱하지 않았습니다. 옛 편향과 평균은 scale을 곱한 다음 beta를 더합니다.",
            ),
            (
                (b - mean + beta) * scale,
                "beta에도 scale을 곱했습니다. beta는 곱한 다음에 더합니다.",
            ),
            ((b + mean) * scale + beta, "이동 평균을 빼지 않고 더했습니다."),
            (b * scale - mean + beta, "이동 평균에 scale을 곱하지 않았습니다."),
            (b, "새 편향이 옛 편향 그대로입니다."),
        ],
        f"새 W는 맞는데 예측이 {gap:.2g}까지 다릅니다. "
        "입력이 0일 때 두 층을 지난 값을 손으로 적어 보면 그것이 새 편향입니다.",
        atol=1e-3,
    )


@graded
def check_clip(clip_gradients):
    """자른 목록과 돌려준 노름을 텐서플로의 `clip_by_global_norm`과 견줍니다."""
    rng = np.random.default_rng(3)
    long = [
        2 * rng.normal(size=(3, 4)),
        None,
        rng.normal(size=4),
        0.1 * rng.normal(size=(4, 2)),
    ]
    short = [None if g is None else 0.01 * g for g in long]
    zero = [None if g is None else np.zeros_like(g) for g in long]
    for gradients, threshold in [
        (long, 1.5),
        (short, 1.5),
        (long, 0.2),
        (long, 100.0),
        (zero, 1.0),
    ]:
        clipped, norm = _clipped(clip_gradients, gradients, threshold)
        flat, wanted, wanted_norm = _by_tensorflow(gradients, threshold)
        if not np.isfinite([*clipped, norm]).all():
            raise Wrong(
                "모두 0인 그레이디언트를 넣으면 0으로 나누어 NaN이 나옵니다. "
                "`threshold / max(norm, threshold)`처럼 나누는 수가 0이 되지 않게 하세요."
            )
        sizes = [np.sqrt(np.sum(g**2)) for g in gradients if g is not None]
        compare(
            norm,
            wanted_norm,
            [
                (
                    wanted_norm**2,
                    "노름이 제곱의 합입니다. 제곱근을 씌우지 않으면 길이가 아니라서 임곗값과 견줄 수 없습니다.",
                ),
                (
                    sum(sizes),
                    "변수마다의 노름을 그대로 더했습니다. 한 줄로 이은 벡터의 길이는 제곱의 합을 모두 더한 다음 제곱근을 씌운 것입니다.",
                ),
                (
                    max(sizes),
                    "변수마다의 노름 가운데 가장 큰 것입니다. 모든 변수를 한 벡터로 이어서 재세요.",
                ),
                (
                    np.linalg.norm(wanted),
                    "돌려준 노름이 자르고 난 것입니다. 언제나 임곗값 이하라서 기록해도 임곗값을 정하는 데 쓸 수 없습니다. 자르기 전의 노름을 돌려주세요.",
                ),
                (
                    np.abs(flat).max(),
                    "노름이 성분의 절댓값 가운데 가장 큰 것입니다. 제곱의 합에 제곱근을 씌우세요.",
                ),
            ],
            f"자르기 전의 전체 노름은 {wanted_norm:.4g}인데 돌려준 노름은 {norm:.4g}입니다. "
            "`None`을 뺀 모든 성분의 제곱을 더해 제곱근을 씌우세요.",
        )
        _explain_clip(clipped, flat, wanted, sizes, threshold, gradients)
    return "맞습니다. 긴 그레이디언트는 방향을 지키며 임곗값까지 줄고, 짧은 것과 None은 그대로입니다."


def _explain_clip(clipped, flat, wanted, sizes, threshold, gradients):
    used = [g for g in gradients if g is not None]
    norm = np.linalg.norm(flat)
    per_variable = np.concatenate(
        [np.ravel(g) * threshold / max(size, threshold) for g, size in zip(used, sizes)]
    )
    cosine = clipped @ flat / max(np.linalg.norm(clipped) * norm, 1e-12)
    compare(
        clipped,
        wanted,
        [
            (
                per_variable,
                f"변수마다 그 변수의 노름으로 잘랐습니다. 자른 뒤의 전체 노름은 {np.linalg.norm(per_variable):.2f}이고, 임곗값({threshold:g})을 아직 넘습니다. 원래와의 코사인은 {cosine:.2f}이므로 방향도 돌았습니다. 모든 변수에 같은 배율을 곱하세요.",
            ),
            (
                np.clip(flat, -threshold, threshold),
                f"성분마다 값으로 잘랐습니다. 원래와의 코사인이 1이 아니라 {cosine:.2f}이므로 방향이 돌았습니다. 모든 성분에 같은 배율을 곱하세요.",
            ),
            (
                flat * threshold / max(norm, 1e-12),
                f"전체 노름은 {norm:.2g}인데 임곗값({threshold:g})까지 키웠습니다. 클리핑은 길 때만 줄입니다. 배율이 1을 넘지 않게 하세요.",
            ),
            (
                flat,
                f"전체 노름은 {norm:.2f}이고 임곗값({threshold:g})보다 긴데 자르지 않았습니다.",
            ),
            (
                flat / max(norm, 1e-12),
                "전체 노름을 임곗값이 아니라 1로 맞추었습니다. 임곗값을 곱하세요.",
            ),
            (
                flat * threshold / max(norm**2, threshold),
                "배율을 구할 때 제곱근을 씌우지 않은 노름으로 나누었습니다.",
            ),
        ],
        f"전체 노름이 {norm:.3g}, 임곗값이 {threshold:g}일 때 자른 것의 노름은 {np.linalg.norm(wanted):.3g}이어야 하는데 "
        f"{np.linalg.norm(clipped):.3g}이고, 원래와의 코사인은 {cosine:.2f}입니다. "
        "모든 변수에 같은 배율 `threshold / max(norm, threshold)`를 곱하세요.",
    )


def _clipped(clip_gradients, gradients, threshold):
    """돌려준 것의 꼴을 보고, 자른 목록을 한 줄로 이은 벡터와 노름을 냅니다."""
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = call(clip_gradients, gradients, threshold)
    if (
        not isinstance(answer, (tuple, list))
        or len(answer) != 2
        or not isinstance(answer[0], (tuple, list))
    ):
        raise Wrong(
            "자른 목록과 자르기 전의 노름을 `return clipped, norm`처럼 함께 돌려주세요."
        )
    clipped = list(answer[0])
    if len(clipped) != len(gradients):
        raise Wrong(
            f"그레이디언트가 {len(gradients)}개 들어갔는데 {len(clipped)}개가 나왔습니다. `None`을 지우면 "
            "뒤의 그레이디언트가 한 칸씩 당겨져 엉뚱한 변수에 쓰입니다. 제자리에 `None`을 두세요."
        )
    flat = []
    for number, (g, wanted) in enumerate(zip(clipped, gradients)):
        if (g is None) != (wanted is None):
            raise Wrong(
                f"{number}번 그레이디언트는 {'None' if wanted is None else '배열'}이어야 합니다. "
                "`None`은 손실에 쓰이지 않은 변수의 자리이므로 제자리에 그대로 두세요."
            )
        if g is not None:
            flat.append(as_array(g, f"{number}번 그레이디언트", wanted.shape).ravel())
    return np.concatenate(flat), as_number(answer[1], "노름")


def _by_tensorflow(gradients, threshold):
    """한 줄로 이은 원래 그레이디언트와, 텐서플로가 자른 것과 노름입니다."""
    import tensorflow as tf

    clipped, norm = tf.clip_by_global_norm(gradients, threshold)
    flat, wanted = (
        np.concatenate([np.ravel(g) for g in each if g is not None])
        for each in (gradients, clipped)
    )
    return flat, wanted, float(norm)
