"""'옵티마이저와 학습률' 연습의 채점기입니다."""

import functools

import keras
import numpy as np

from grading import Wrong, as_array, as_number, call, close, compare, graded

QUADRATICS = [  # 곡률, 출발점, 학습률, 베타
    (np.diag([1.0, 12.0, 30.0]), np.array([-4.0, 0.5, 1.0]), 0.02, 0.9),
    (
        np.array(
            [[2.0, 0.5, 0, 0], [0.5, 3.0, 1.0, 0], [0, 1.0, 4.0, 0], [0, 0, 0, 0.3]]
        ),
        np.array([1.0, -2.0, 3.0, 0.7]),
        0.1,
        0.5,
    ),
]


@graded
def check_nesterov(nesterov_step):
    """`nesterov_step(w, m, gradient, lr, beta)`을 열 스텝 걷고 케라스의 가중치와 견줍니다."""
    for problem in QUADRATICS:
        _same_path(nesterov_step, *problem)
    return (
        "맞습니다. 앞서간 자리 w + beta * m이 열 스텝 내내 케라스의 가중치와 같습니다. "
        "논문과 케라스는 같은 길을 다른 이름으로 부릅니다."
    )


def _same_path(nesterov_step, curvature, start, lr, beta):
    def gradient(w):
        return curvature @ np.asarray(w, float)

    optimizer = keras.optimizers.SGD(lr, momentum=beta, nesterov=True)
    w, expected = keras.Variable(start), []
    for _ in range(10):
        optimizer.apply([gradient(w.numpy())], [w])
        expected.append(w.numpy())

    path = _ahead(functools.partial(_pair, nesterov_step), start, gradient, lr, beta)
    if close(path, expected, atol=1e-5):
        return
    for step, reason in NESTEROV_MISTAKES:
        if close(path, _ahead(step, start, gradient, lr, beta), atol=1e-5):
            raise Wrong(reason)
    t = next(t for t in range(10) if not close(path[t], expected[t], atol=1e-5))
    raise Wrong(
        f"beta가 {beta:g}일 때 {t + 1}스텝 뒤의 앞서간 자리 w + beta * m이 "
        f"{_show(path[t])}입니다. 케라스의 가중치는 {_show(expected[t])}입니다. "
        "그레이디언트를 재는 자리, 속도의 식, 움직이는 거리를 차례로 확인하세요."
    )


def _ahead(step, w, gradient, lr, beta):
    """열 스텝을 걸으며 앞서간 자리 w + beta * m을 모읍니다."""
    m, path = np.zeros_like(w), []
    for _ in range(10):
        w, m = step(w, m, gradient, lr, beta)
        path.append(w + beta * m)
    return np.array(path)


def _plain(w, m, gradient, lr, beta):
    m = beta * m - lr * gradient(w)
    return w + m, m


def _behind(w, m, gradient, lr, beta):
    m = beta * m - lr * gradient(w - beta * m)
    return w + m, m


def _late(w, m, gradient, lr, beta):
    return w + m, beta * m - lr * gradient(w + beta * m)


def _too_far(w, m, gradient, lr, beta):
    m = beta * m - lr * gradient(w + m)
    return w + m, m


def _keras_form(w, m, gradient, lr, beta):
    g = gradient(w)
    m = beta * m - lr * g
    return w + beta * m - lr * g, m


def _no_friction(w, m, gradient, lr, beta):
    m = m - lr * gradient(w + beta * m)
    return w + m, m


def _uphill(w, m, gradient, lr, beta):
    m = beta * m + lr * gradient(w + beta * m)
    return w + m, m


def _averaged(w, m, gradient, lr, beta):
    m = beta * m - (1 - beta) * lr * gradient(w + beta * m)
    return w + m, m


def _rate_outside(w, m, gradient, lr, beta):
    m = beta * m + gradient(w - lr * beta * m)
    return w - lr * m, m


def _swapped(w, m, gradient, lr, beta):
    new_m = beta * m - lr * gradient(w + beta * m)
    return new_m, w + new_m


NESTEROV_MISTAKES = [
    (
        _plain,
        "보통의 모멘텀이 되었습니다. 지금의 w에서 그레이디언트를 재지 말고, "
        "속도만큼 앞서간 w + beta * m에서 재세요.",
    ),
    (
        _behind,
        "w - beta * m에서 그레이디언트를 쟀습니다. 앞이 아니라 지나온 쪽입니다. "
        "w에 속도를 더한 값이므로, 앞서간 자리는 w + beta * m입니다.",
    ),
    (
        _late,
        "고치기 전의 속도로 움직였습니다. 그러면 방금 잰 그레이디언트를 한 스텝 늦게 씁니다. "
        "m을 먼저 고치고 그 m을 w에 더하세요.",
    ),
    (
        _too_far,
        "w + m에서 그레이디언트를 쟀습니다. 새 속도에는 지난 속도의 beta배만 남으므로, "
        "앞서간 자리는 w + beta * m입니다.",
    ),
    (
        _keras_form,
        "케라스의 꼴입니다. 이 꼴에서는 돌려준 w가 이미 앞서간 자리라서 beta * m을 또 더하면 어긋납니다. "
        "여기서는 논문처럼 w + beta * m에서 그레이디언트를 재고 w에는 새 m만 더하세요.",
    ),
    (
        _no_friction,
        "지난 속도가 줄지 않고 그대로 쌓입니다. 속도의 식은 `beta * m - lr * g`입니다.",
    ),
    (
        _uphill,
        "그레이디언트를 속도에 더해서 손실이 커지는 쪽으로 갑니다. "
        "속도의 식은 `beta * m - lr * g`입니다.",
    ),
    (
        _averaged,
        "그레이디언트에 1 - beta를 곱했습니다. 이것은 Adam의 이동 평균에서 하는 일입니다. "
        "여기에서 속도의 식은 `beta * m - lr * g`입니다.",
    ),
    (
        _rate_outside,
        "w는 맞게 움직이지만 m에 학습률이 들어 있지 않습니다. 파이토치의 꼴입니다. "
        "여기에서 속도의 식은 `beta * m - lr * g`이고, w에는 m을 그대로 더합니다.",
    ),
    (_swapped, "돌려주는 차례가 바뀌었습니다. 새 w를 먼저, 새 m을 나중에 돌려주세요."),
]


def _pair(nesterov_step, w, m, gradient, lr, beta):
    result = call(nesterov_step, w, m, gradient, lr, beta)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Wrong("새 w와 새 m을 `return w, m`처럼 함께 돌려주세요.")
    return as_array(result[0], "w", w.shape), as_array(result[1], "m", m.shape)


def _show(values):
    return "[" + " ".join(f"{value:.4f}" for value in np.ravel(values)) + "]"


@graded
def check_adam(adam):
    """`adam(gradient, w, lr, n_steps)`을 케라스의 Adam과 열 스텝 견줍니다."""
    scale, target = np.array([1.0, 8.0, 0.3]), np.array([1.0, -0.5, 2.0])
    start = np.array([-1.0, 0.4, 0.5])

    def gradient(w):
        return scale * (np.asarray(w, float) - target)

    expected = _keras_adam(gradient, start, 0.05)
    path = _path(adam, gradient, start, 0.05)
    if not np.isfinite(path).all():
        raise Wrong(
            "가중치가 nan이나 inf가 되었습니다. t가 0이면 `1 - beta_1**t`가 0이라서 0으로 나눕니다. "
            "첫 스텝의 t는 1입니다."
        )
    if not close(path, expected, rtol=1e-3, atol=1e-5):
        for options, reason in ADAM_MISTAKES:
            if close(
                path, _variant(gradient, start, 0.05, **options), rtol=1e-3, atol=1e-5
            ):
                first = np.abs(path[0] - start).max() / 0.05
                second = np.abs(path[1] - path[0]).max() / 0.05
                raise Wrong(reason.format(first=first, second=second))
        t = next(t for t in range(10) if not close(path[t], expected[t], 1e-3, 1e-5))
        raise Wrong(
            f"{t + 1}스텝을 걸은 뒤의 w가 {_show(path[t])}입니다. 케라스의 Adam은 "
            f"{_show(expected[t])}입니다. 이동 평균, 보정, 움직이는 식을 한 줄씩 견주어 보세요."
        )

    def tiny(w):
        return np.full(np.shape(w), 1e-3)

    expected = _keras_adam(tiny, np.zeros(2), 0.05)
    path = _path(adam, tiny, np.zeros(2), 0.05)
    ratio = path[9, 0] / expected[9, 0]
    compare(
        path,
        expected,
        [
            (
                _variant(tiny, np.zeros(2), 0.05, inside=True),
                "그레이디언트가 0.001이면 열 스텝에 움직인 거리가 케라스의 "
                f"{ratio:.2f}배입니다. 근호 안의 엡실론은 제곱근을 거치며 커집니다. "
                "엡실론은 `np.sqrt(...)`의 밖에서 더하세요.",
            )
        ],
        "그레이디언트가 클 때는 맞는데, 0.001이면 열 스텝에 움직인 거리가 케라스의 "
        f"{ratio:.2f}배입니다. 엡실론의 크기가 1e-7인지, 근호의 밖에 있는지 확인하세요.",
        rtol=0.01,
    )
    return (
        "맞습니다. 열 스텝 내내 케라스의 Adam과 같습니다. "
        "보정은 움직일 때만 쓰고, 이동 평균은 보정하지 않은 채로 이어 갑니다."
    )


def _keras_adam(gradient, start, lr):
    w, optimizer, path = keras.Variable(start), keras.optimizers.Adam(lr), []
    for _ in range(10):
        optimizer.apply([gradient(w.numpy())], [w])
        path.append(w.numpy())
    return np.array(path)


def _path(adam, gradient, start, lr):
    """1스텝부터 10스텝까지 걸은 자리입니다."""
    return np.array(
        [
            as_array(call(adam, gradient, start, lr, n), "돌려준 w", start.shape)
            for n in range(1, 11)
        ]
    )


def _variant(
    gradient,
    start,
    lr,
    betas=(0.9, 0.999),
    first=lambda t: 1 - 0.9**t,
    second=lambda t: 1 - 0.999**t,
    kept=False,
    inside=False,
):
    """한 군데를 잘못 쓴 Adam의 길입니다."""
    w, m, v, path = start, np.zeros_like(start), np.zeros_like(start), []
    for t in range(1, 11):
        g = gradient(w)
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        m_hat, v_hat = m / first(t), v / second(t)
        if kept:
            m, v = m_hat, v_hat
        root = np.sqrt(v_hat + 1e-7) if inside else np.sqrt(v_hat) + 1e-7
        w = w - lr * m_hat / root
        path.append(w)
    return np.array(path)


def _one(t):
    return 1


ADAM_MISTAKES = [
    (
        {"kept": True},
        "첫 스텝은 학습률의 {first:.2f}배로 맞는데 둘째 스텝은 {second:.2f}배로 줄었습니다. "
        "보정한 값을 m과 v에 도로 넣어서, 다음 스텝의 이동 평균이 이미 나눈 값에서 이어집니다. "
        "보정한 값에는 다른 이름을 붙이세요.",
    ),
    (
        {"first": _one, "second": _one},
        "첫 스텝이 학습률의 {first:.1f}배입니다. 편향 보정이 없으면 v가 m보다 더 0에 가까워서 "
        "처음의 스텝이 커집니다. m과 v를 각각 1 - beta**t로 나누세요.",
    ),
    (
        {"first": lambda t: 0.1, "second": lambda t: 0.001},
        "모든 스텝에서 1 - beta로 나눕니다. 첫 스텝에서만 맞는 보정입니다. "
        "이동 평균은 스텝이 갈수록 0을 벗어나므로 1 - beta**t로 나누세요.",
    ),
    (
        {"second": _one},
        "첫 스텝이 학습률의 {first:.1f}배입니다. m만 보정하고 v는 보정하지 않으면 분모가 너무 작습니다. "
        "v도 1 - beta_2**t로 나누세요.",
    ),
    (
        {"first": _one},
        "첫 스텝이 학습률의 {first:.1f}배뿐입니다. v만 보정하고 m은 보정하지 않았습니다. "
        "m도 1 - beta_1**t로 나누세요.",
    ),
    (
        {
            "betas": (0.999, 0.9),
            "first": lambda t: 1 - 0.999**t,
            "second": lambda t: 1 - 0.9**t,
        },
        "beta_1과 beta_2가 서로 바뀌었습니다. 방향을 모으는 m은 0.9로 빨리 잊고, "
        "크기를 모으는 v는 0.999로 천천히 잊습니다.",
    ),
    (
        {"first": lambda t: 1 - 0.999**t, "second": lambda t: 1 - 0.9**t},
        "이동 평균의 beta는 맞는데 보정의 beta가 서로 바뀌었습니다. "
        "m은 1 - beta_1**t로, v는 1 - beta_2**t로 나누세요.",
    ),
    (
        {"betas": (0.999, 0.9)},
        "보정의 beta는 맞는데 이동 평균의 beta가 서로 바뀌었습니다. "
        "m에는 beta_1을, v에는 beta_2를 쓰세요.",
    ),
    (
        {
            "first": lambda t: 1 - 0.9 ** (t + 1),
            "second": lambda t: 1 - 0.999 ** (t + 1),
        },
        "t가 하나 앞섭니다. 첫 스텝의 t는 1이어야 하는데 2로 보정했습니다.",
    ),
]


@graded
def check_one_cycle(one_cycle):
    """`one_cycle(step, n_steps, n_up, start, peak, end)`을 모든 스텝에서 봅니다."""
    for setting in [
        (40, 12, 0.01, 0.1, 0.001),
        (25, 3, 0.002, 0.5, 0.0004),
        (9, 7, 0.03, 0.04, 0.02),
    ]:
        n_steps, n_up, start, peak, end = setting
        steps = np.arange(n_steps + 4)
        curve = np.array(
            [
                as_number(call(one_cycle, int(step), *setting), "학습률")
                for step in steps
            ]
        )
        where = f"n_steps={n_steps}, n_up={n_up}, start={start:g}, peak={peak:g}, end={end:g}일 때 "
        expected = _keras_cycle(setting)
        _check_rise(curve, expected[: n_up + 1], where, *setting)
        _check_fall(curve, expected[n_up:n_steps], where, *setting)
        if not close(curve, expected, 1e-3):
            t = int(np.argmax(~np.isclose(curve, expected, 1e-3)))
            raise Wrong(
                f"{where}마지막 스텝까지는 맞는데 {t}스텝의 학습률이 {curve[t]:g}입니다. "
                "정한 스텝이 끝난 뒤에는 end에 머물러야 합니다. "
                "내리막의 비율이 1을 넘지 않게 `min(..., 1)`로 막으세요."
            )
    return (
        "맞습니다. 시작과 꼭대기와 끝이 정한 스텝에 꼭 맞고, 모든 스텝이 케라스의 "
        "`CosineDecay`에 워밍업을 준 것과 같습니다."
    )


def _check_rise(curve, rise, where, n_steps, n_up, start, peak, end):
    if not close(curve[0], start, 1e-3):
        if n_up > 1 and close(curve[: n_up - 1], rise[1:n_up], 1e-3):
            raise Wrong(
                f"{where}오르막이 한 스텝 앞서서 0스텝의 학습률이 벌써 {curve[0]:g}입니다. "
                "스텝은 0부터 세므로 step에 1을 더하지 마세요."
            )
        raise Wrong(
            f"{where}0스텝의 학습률은 start({start:g})여야 하는데 {curve[0]:g}입니다. "
            "오르막의 비율은 0에서 시작합니다."
        )
    top = int(np.argmax(curve[:n_steps]))
    if top != n_up:
        raise Wrong(
            f"{where}학습률이 가장 큰 스텝이 {top}입니다. 꼭대기는 n_up인 {n_up}스텝에 있어야 합니다. "
            "오르막을 n_up으로 나누고, 내리막을 n_up에서 시작하세요."
        )
    if not close(curve[n_up], peak, 1e-3):
        raise Wrong(
            f"{where}꼭대기의 스텝은 맞는데 학습률이 peak({peak:g})가 아니라 {curve[n_up]:g}입니다. "
            "내리막의 비율은 n_up스텝에서 0이어야 합니다."
        )
    cosine = (
        start + (peak - start) * (1 - np.cos(np.pi * np.arange(n_up + 1) / n_up)) / 2
    )
    compare(
        curve[: n_up + 1],
        rise,
        [
            (
                cosine,
                f"{where}오르막이 코사인입니다. 오르막은 직선이고 내리막만 코사인입니다.",
            )
        ],
        f"{where}양 끝은 맞는데 오르막의 한가운데인 {n_up // 2}스텝이 {curve[n_up // 2]:g}입니다. "
        f"직선이면 {rise[n_up // 2]:g}입니다.",
        rtol=1e-3,
    )


def _check_fall(curve, fall, where, n_steps, n_up, start, peak, end):
    last = n_steps - 1
    done = np.arange(last - n_up + 1) / (last - n_up)

    def wave(done):
        return (1 + np.cos(np.pi * done)) / 2

    late = end + (peak - end) * wave(np.arange(last - n_up + 1) / (n_steps - n_up))
    middle = (n_up + last) // 2
    compare(
        curve[n_up:n_steps],
        fall,
        [
            (
                peak + (end - peak) * done,
                f"{where}내리막이 직선입니다. n_up스텝부터는 코사인의 반 주기를 따라 내려와야 합니다.",
            ),
            (
                late,
                f"{where}마지막인 {last}스텝의 학습률이 {curve[last]:g}입니다. end({end:g})에 닿지 않습니다. "
                "비율이 한 스텝 뒤에야 1이 됩니다. n_steps - n_up이 아니라 n_steps - 1 - n_up으로 나누세요.",
            ),
            (
                start + (peak - start) * wave(done),
                f"{where}마지막 학습률이 start({start:g})와 같습니다. "
                f"내리막은 start를 지나 end({end:g})까지 내려가야 합니다.",
            ),
            (
                peak * wave(done),
                f"{where}마지막 학습률이 0입니다. 코사인에 peak가 아니라 peak - end를 곱하고 end를 더하세요.",
            ),
            (
                end + peak * wave(done),
                f"{where}코사인에 peak를 곱하고 end를 더해서 꼭대기가 end만큼 높습니다. peak - end를 곱하세요.",
            ),
            (
                end + (peak - end) * np.cos(np.pi / 2 * done),
                f"{where}코사인의 반의반 주기로 내려옵니다. 반 주기는 각도가 0에서 π(파이)까지입니다.",
            ),
        ],
        f"{where}꼭대기까지는 맞는데 내리막이 다릅니다. 한가운데인 {middle}스텝은 {curve[middle]:g}(기대한 값은 "
        f"{fall[middle - n_up]:g}), 마지막인 {last}스텝은 {curve[last]:g}(기대한 값은 {end:g})입니다.",
        rtol=1e-3,
    )


@functools.cache
def _keras_cycle(setting):
    """케라스의 스케줄로 얻은 같은 곡선입니다."""
    n_steps, n_up, start, peak, end = setting
    schedule = keras.optimizers.schedules.CosineDecay(
        start,
        decay_steps=n_steps - 1 - n_up,
        alpha=end / peak,
        warmup_target=peak,
        warmup_steps=n_up,
    )
    return np.array([float(schedule(step)) for step in range(n_steps + 4)])


@graded
def check_rates(make_optimizer):
    """`make_optimizer(n_samples, batch_size, n_epochs)`가 쓰는 학습률을 스텝마다 잽니다."""
    for n_samples, batch_size, n_epochs in [(100, 32, 5), (120, 40, 6), (70, 16, 3)]:
        optimizer = call(make_optimizer, n_samples, batch_size, n_epochs)
        if not isinstance(optimizer, keras.optimizers.Optimizer):
            raise Wrong(
                f"케라스의 옵티마이저 객체를 돌려주세요. 지금은 {type(optimizer).__name__}입니다."
            )
        per_epoch = -(-n_samples // batch_size)
        t = np.arange(per_epoch * n_epochs)
        used = _used(optimizer, len(t))
        where = f"샘플 {n_samples}개를 {batch_size}개씩 나누면 한 에포크가 {per_epoch}스텝입니다. "
        rate = float(optimizer.learning_rate)
        if optimizer.weight_decay and close(rate, 0.1):
            raise Wrong(
                "`weight_decay`는 가중치를 줄이는 것이지 학습률을 줄이는 것이 아닙니다. "
                f"마지막 에포크에도 학습률은 {rate:.2f}입니다. "
                "스케줄을 만들어 옵티마이저에 넣으세요."
            )
        compare(
            used,
            _rate(t // per_epoch),
            [
                (
                    _rate(t),
                    f"{where}그런데 첫 에포크가 끝날 때 학습률이 이미 {used[per_epoch - 1]:.3f}입니다. "
                    "스케줄은 에포크가 아니라 스텝을 셉니다. `decay_steps`에는 한 에포크의 스텝 수를 넘기세요.",
                ),
                (
                    _rate(t // n_epochs),
                    f"{where}그런데 {n_epochs}스텝마다 줄어듭니다. "
                    "`decay_steps`에 에포크 수를 넘기지 않았는지 확인하세요.",
                ),
                (
                    _rate(t // (n_samples // batch_size)),
                    f"{where}그런데 {n_samples // batch_size}스텝마다 줄어듭니다. 남은 샘플도 배치 하나가 되므로 "
                    "내림이 아니라 올림으로 셉니다.",
                ),
                (
                    _rate(t // (n_samples // batch_size + 1)),
                    f"{where}그런데 {n_samples // batch_size + 1}스텝마다 줄어듭니다. "
                    "나누어떨어질 때는 남는 샘플이 없으므로 1을 더하지 않습니다.",
                ),
                (
                    _rate(t / per_epoch),
                    f"에포크 안에서도 학습률이 줄어듭니다. 둘째 스텝에 벌써 {used[1]:.4f}입니다. "
                    "`staircase=True`를 주어야 에포크가 바뀔 때만 줄입니다.",
                ),
                (
                    _rate(0 * t),
                    f"{n_epochs}에포크 내내 학습률이 0.1입니다. `decay_steps`가 훈련 전체의 스텝 수나 샘플 수처럼 "
                    "너무 크지 않은지, 스케줄을 옵티마이저에 넣었는지 확인하세요.",
                ),
                (
                    _rate(np.maximum(t - 1, 0) // per_epoch),
                    f"학습률이 한 스텝 늦게 바뀝니다. 둘째 에포크의 첫 스텝인 {per_epoch}스텝에서 아직 "
                    f"{used[per_epoch]:.2f}입니다. 경계의 스텝은 앞 구간에 드니 경계를 1씩 줄이세요.",
                ),
            ],
            _where_differs(used, _rate(t // per_epoch), where),
            rtol=2e-3,
        )
    return (
        "맞습니다. 가중치가 움직인 거리가 에포크마다 0.8배가 됩니다. "
        "스케줄의 단위는 스텝이고, 남은 샘플의 작은 배치도 한 스텝입니다."
    )


def _rate(n_drops):
    return 0.1 * 0.8 ** np.asarray(n_drops, float)


def _used(optimizer, n_steps):
    """그레이디언트가 늘 1인 가중치가 스텝마다 움직인 거리입니다."""
    w = keras.Variable([0.0])
    places = [0.0]
    for _ in range(n_steps):
        optimizer.apply([np.ones(1, "float32")], [w])
        places.append(float(w.numpy()[0]))
    return -np.diff(places)


def _where_differs(used, expected, where):
    t = int(np.argmax(~np.isclose(used, expected, 2e-3)))
    return (
        f"{where}{t}스텝에서 가중치가 {used[t]:.4f}만큼 움직였는데 기대한 학습률은 {expected[t]:.4f}입니다. "
        "0.1에서 시작하는지, 에포크마다 0.8배인지, 모멘텀이나 가중치 감쇠가 없는지 확인하세요."
    )


@graded
def check_zero_gradient(adamw, adamw_slow, sgd_l2, adam_l2, adam_l2_weak):
    """값이 2인 가중치의 첫 스텝을 케라스로 걸어 답과 견줍니다."""
    _predicted(
        "adamw",
        adamw,
        _stepped("AdamW", 0.1, decay=0.2),
        [
            (
                1.6,
                "adamw: 감쇠에 학습률이 빠졌습니다. 케라스는 한 스텝에 1 - η(에타) × λ(람다)를 곱합니다. "
                "1 - λ를 곱하면 가중치가 너무 빨리 사라집니다.",
            ),
            (
                1.9,
                "adamw: 학습률만큼 움직인다고 보았습니다. 그것은 Adam이 나누는 그레이디언트 이야기이고, "
                "AdamW의 감쇠는 나눗셈을 거치지 않고 가중치에 비례합니다.",
            ),
            (
                1.92,
                "adamw: 감쇠에 2를 곱했습니다. 2는 L2의 제곱을 미분할 때 나오는 것이고, 가중치 감쇠에는 없습니다.",
            ),
            (
                2.0,
                "adamw: 그레이디언트가 0이어도 감쇠는 합니다. 감쇠는 그레이디언트와 따로 가중치를 줄입니다.",
            ),
        ],
    )
    _predicted(
        "adamw_slow",
        adamw_slow,
        _stepped("AdamW", 0.01, decay=0.2),
        [
            (
                1.96,
                "adamw_slow: 학습률이 0.1일 때와 같은 값입니다. 케라스의 감쇠에는 학습률이 곱해지므로, "
                "학습률이 10분의 1이면 감쇠도 10분의 1입니다.",
            ),
            (
                1.99,
                "adamw_slow: 학습률만큼 움직인다고 보았습니다. 감쇠는 가중치에 비례합니다.",
            ),
        ],
    )
    _predicted(
        "sgd_l2",
        sgd_l2,
        _stepped("SGD", 0.1, l2=0.2),
        [
            (
                1.96,
                "sgd_l2: 2가 빠졌습니다. 케라스의 L2는 λ(람다) × w²이라서 미분하면 2 × λ × w입니다. "
                "같은 강도의 가중치 감쇠보다 두 배로 줄입니다.",
            ),
            (
                1.2,
                "sgd_l2: 학습률이 빠졌습니다. 그레이디언트 2 × λ × w에 학습률을 곱해서 뺍니다.",
            ),
            (
                1.9,
                "sgd_l2: 학습률만큼 움직인다고 보았습니다. SGD는 그레이디언트를 나누지 않습니다.",
            ),
        ],
    )
    _predicted(
        "adam_l2",
        adam_l2,
        _stepped("Adam", 0.1, l2=0.2),
        [
            (
                1.96,
                "adam_l2: AdamW의 값입니다. L2는 그레이디언트에 섞이므로 Adam이 그 크기로 나눕니다. "
                "그레이디언트가 0.8인 첫 스텝의 크기를 생각해 보세요.",
            ),
            (
                1.92,
                "adam_l2: SGD의 값입니다. Adam은 그레이디언트를 그 크기로 나누므로 첫 스텝은 0.8의 0.1배가 아닙니다.",
            ),
        ],
    )
    _predicted(
        "adam_l2_weak",
        adam_l2_weak,
        _stepped("Adam", 0.1, l2=0.02),
        [
            (
                1.99,
                "adam_l2_weak: 강도와 함께 스텝도 10분의 1이 된다고 보았습니다. 그레이디언트가 10분의 1이면 "
                "Adam이 나누는 크기도 10분의 1이라서 스텝은 그대로입니다.",
            ),
            (
                1.996,
                "adam_l2_weak: AdamW의 값입니다. L2의 그레이디언트는 Adam의 나눗셈을 거칩니다.",
            ),
            (
                1.992,
                "adam_l2_weak: SGD의 값입니다. Adam은 그레이디언트를 그 크기로 나눕니다.",
            ),
        ],
    )
    return (
        "맞습니다. AdamW의 감쇠와 SGD의 L2는 강도에 비례하지만, "
        "Adam의 L2는 강도를 10분의 1로 줄여도 첫 스텝이 같습니다."
    )


def _predicted(name, answer, expected, mistakes):
    answer = as_number(answer, name)
    compare(
        answer,
        expected,
        mistakes,
        f"{name}: 케라스로 한 스텝을 걸은 값은 {answer:g}보다 {'작습' if expected < answer else '큽'}니다. "
        "데이터의 그레이디언트는 0이므로, 규제가 2에서 얼마를 빼는지만 셈하세요.",
        rtol=0,
        atol=6e-4,
    )


@functools.cache
def _stepped(name, lr, l2=0.0, decay=None):
    """늘 0인 입력의 가중치를 2로 두고 케라스로 한 스텝 훈련한 값입니다."""
    layer = keras.layers.Dense(
        1, use_bias=False, kernel_regularizer=keras.regularizers.L2(l2)
    )
    model = keras.Sequential([keras.Input(shape=(1,)), layer])
    layer.set_weights([np.array([[2.0]])])
    optimizer = getattr(keras.optimizers, name)(lr, weight_decay=decay)
    model.compile(optimizer, "mse", run_eagerly=True)
    model.train_on_batch(np.zeros((1, 1)), np.zeros((1, 1)))
    return float(layer.kernel[0, 0])
