"""'신호와 초기화' 연습의 채점기입니다."""

import numpy as np

from grading import Wrong, as_array, as_number, call, close, compare, graded

N_UNITS = [300, 200, 100, 50]
"""SELU 연습에서 은닉층마다 있어야 하는 유닛의 수입니다."""


@graded
def check_variance(var_1, var_3, factor):
    """예측한 세 수를 가중치를 여러 번 뽑아서 잰 평균과 견줍니다."""
    var_1, var_3 = as_number(var_1, "var_1"), as_number(var_3, "var_3")
    factor = as_number(factor, "factor")
    measured_1, measured_3, highest, usual = _simulate()
    compare(
        var_1,
        measured_1,
        [
            (
                64 * 0.25,
                "var_1에 표준편차 0.25를 그대로 곱했습니다. 더해지는 것은 분산이므로 0.25를 제곱하세요.",
            ),
            (
                100 / 16,
                "var_1에 팬-아웃 100을 곱했습니다. 1층의 z 하나는 입력 64개의 곱을 더한 값입니다.",
            ),
            (2, "var_1이 분산이 아니라 z의 표준편차입니다. 제곱하세요."),
            (
                1 / 16,
                "var_1이 가중치 하나의 분산입니다. z는 그런 곱을 64개 더한 값입니다.",
            ),
            (
                64**2 / 16,
                "var_1에 팬-인을 두 번 곱했습니다. 독립인 값을 더하면 분산은 더한 개수만큼만 커집니다.",
            ),
        ],
        f"1층 z의 분산은 잰 값이 {measured_1:.2f}인데 var_1이 {var_1:g}입니다. "
        "입력 하나의 몫은 `가중치의 분산 × 입력의 제곱 평균`이고, 이것을 팬-인만큼 더합니다.",
        rtol=0.05,
    )
    compare(
        var_3,
        measured_3,
        [
            (
                4 + 2 * 100 / 16,
                "var_3에서 층마다의 배율을 더했습니다. 2층은 1층 z의 분산을 받아 100/16배로 만들므로 곱하세요.",
            ),
            (
                4**3,
                "var_3에서 세 층의 팬-인을 모두 64로 두었습니다. 2층과 3층은 100유닛에서 받습니다.",
            ),
            (
                (100 / 16) ** 3,
                "var_3에서 세 층의 팬-인을 모두 100으로 두었습니다. 1층은 특성 64개에서 받습니다.",
            ),
            (25, "var_3에 2층 z의 분산을 적었습니다. 층을 한 번 더 지나세요."),
            (
                4 * (100 / 16) ** 3,
                "var_3에 4층 z의 분산을 적었습니다. 층을 한 번 덜 지나세요.",
            ),
            (
                4 * (100 * 0.25) ** 2,
                "var_3의 2층과 3층에서 표준편차 0.25를 제곱하지 않았습니다.",
            ),
            (12.5, "var_3이 분산이 아니라 3층 z의 표준편차입니다. 제곱하세요."),
        ],
        f"1층은 맞고 3층 z의 분산은 잰 값이 {measured_3:.0f}인데 var_3이 {var_3:g}입니다. "
        "활성화 함수가 없으면 아래층 z의 분산에 `팬-인 × 가중치의 분산`을 층마다 곱합니다.",
        rtol=0.05,
    )
    compare(
        factor,
        highest,
        [
            (
                2.5,
                "factor에 시그모이드의 기울기를 곱하지 않았습니다. 기울기는 아무리 커도 1/4입니다.",
            ),
            (
                0.25,
                "factor가 기울기의 최댓값뿐입니다. 위층의 유닛 100개에서 온 항을 더하므로 가중치의 몫도 곱하세요.",
            ),
            (
                100 / 16 / 16,
                "factor가 분산의 배율입니다. rms의 배율은 제곱근을 씌운 값입니다.",
            ),
            (
                100 / 16 / 4,
                "factor에서 가중치의 몫만 제곱한 채로 두었습니다. 두 몫을 모두 rms로 맞추세요.",
            ),
            (
                100 * 0.25 / 4,
                "factor에서 유닛의 수 100에 제곱근을 씌우지 않았습니다. 독립인 항을 더하면 rms는 개수의 제곱근만큼 커집니다.",
            ),
            (
                8 * 0.25 / 4,
                "factor에 입력의 수 64를 썼습니다. 3층에서 2층으로 내려올 때는 위층의 유닛 100개에서 온 항을 더합니다.",
            ),
        ],
        f"분산은 맞고 배율의 최댓값은 잰 값이 {highest:.3f}인데 factor가 {factor:g}입니다. "
        "`가중치의 몫 × 기울기의 몫`이고, 기울기의 몫은 z가 모두 0일 때 가장 큽니다.",
        rtol=0.05,
    )
    return (
        f"맞습니다. 잰 분산은 1층 {measured_1:.1f}, 3층 {measured_3:.0f}입니다. "
        f"배율은 z가 모두 0이면 {highest:.2f}이고, 정방향으로 계산한 z에서는 {usual:.2f}까지 줄어듭니다."
    )


def _simulate(n_draws=100):
    """1층과 3층 z의 분산, z가 0일 때와 정방향으로 계산한 z에서의 배율을 잽니다."""
    rng = np.random.default_rng(11)
    rows = []
    for _ in range(n_draws):
        W_1, delta = rng.normal(0, 0.25, (64, 100)), rng.standard_normal((20, 100))
        W_2, W_3 = rng.normal(0, 0.25, (2, 100, 100))
        z_1 = rng.standard_normal((20, 64)) @ W_1
        below = (delta @ W_3.T) / np.sqrt(np.mean(delta**2))
        sigmoid = 1 / (1 + np.exp(-(1 / (1 + np.exp(-z_1))) @ W_2))
        usual = below * sigmoid * (1 - sigmoid)
        rows.append([z_1.var(), (z_1 @ W_2 @ W_3).var(), *_rms(below / 4, usual)])
    return np.mean(rows, axis=0)


def _rms(*arrays):
    return [np.sqrt(np.mean(array**2)) for array in arrays]


@graded
def check_he(he_normal, he_uniform):
    """두 함수가 뽑은 가중치의 크기, 난수의 출처, 평균, 분산, 분포의 모양을 봅니다."""
    for function, name in [(he_normal, "he_normal"), (he_uniform, "he_uniform")]:
        _check_source(function, name)
        for fan_in, fan_out in [(400, 100), (100, 400), (250, 250), (1000, 40)]:
            W = _drawn(function, name, fan_in, fan_out, seed=fan_in)
            _check_variance(W, name, fan_in, fan_out)
        kurtosis = np.mean(W**4) / np.mean(W**2) ** 2
        limit = np.sqrt(6 / fan_in)
        if name == "he_normal" and kurtosis < 2.1:
            raise Wrong(
                "he_normal의 분산은 맞지만 값이 고르게 퍼져 있습니다. "
                "균등 분포가 아니라 `rng.normal()`에서 뽑으세요."
            )
        if name == "he_uniform" and not 0.99 * limit < np.abs(W).max() < 1.0001 * limit:
            raise Wrong(
                f"he_uniform의 분산은 맞지만 가장 큰 값이 {np.abs(W).max():.3f}입니다. "
                f"팬-인이 {fan_in}인 균등 분포는 ±{limit:.3f}에서 끊겨야 합니다."
            )
    return (
        "맞습니다. 네 가지 크기에서 평균은 0이고 분산은 2 / fan_in입니다. "
        "모양이 달라도 분산이 같고, 팬-아웃은 분산을 바꾸지 않습니다."
    )


def _drawn(function, name, fan_in, fan_out, seed):
    W = as_array(call(function, fan_in, fan_out, np.random.default_rng(seed)), name)
    if W.shape == (fan_out, fan_in) != (fan_in, fan_out):
        raise Wrong(
            f"{name}({fan_in}, {fan_out}, rng)의 크기가 {W.shape}입니다. 행과 열이 바뀌었습니다. "
            "행은 들어오는 연결, 열은 나가는 연결이어야 `a @ W`를 계산합니다."
        )
    if W.shape != (fan_in, fan_out):
        raise Wrong(f"{name}: 크기가 {(fan_in, fan_out)}이어야 하는데 {W.shape}입니다.")
    return W


def _check_source(function, name):
    first, again, other = (_drawn(function, name, 30, 20, seed) for seed in (1, 1, 2))
    if not np.array_equal(first, again):
        raise Wrong(
            f"{name}에 같은 시드의 rng를 두 번 넘겼는데 서로 다른 가중치가 나왔습니다. "
            "`np.random`의 함수가 아니라 받은 `rng`로 뽑아야 다시 실행해도 같습니다."
        )
    if np.array_equal(first, other):
        raise Wrong(
            f"{name}에 다른 시드의 rng를 넘겼는데 같은 가중치가 나왔습니다. "
            "함수 안에서 시드를 정하지 말고 받은 `rng`로 뽑으세요."
        )


def _check_variance(W, name, fan_in, fan_out):
    wanted, measured = 2 / fan_in, W.var()
    error = np.sqrt(wanted / W.size)
    if abs(W.mean()) > 6 * error + 0.01 * np.sqrt(wanted):
        hint = (
            "균등 분포라면 0이 아니라 -r부터 뽑아야 합니다."
            if W.min() >= 0
            else "가운데가 0인 분포에서 뽑으세요."
        )
        raise Wrong(
            f"{name}의 평균이 0이 아니라 {W.mean():.3f}입니다. {hint} "
            "평균이 0이 아니면 분산의 공식이 서지 않습니다."
        )
    uniform = name == "he_uniform"
    third = (
        "균등 분포의 한계 r에 표준편차를 넣었습니다. 분산은 r² / 3이므로 r은 표준편차의 √3배입니다."
        if uniform
        else "분산이 3분의 1로 줄었습니다. 정규 분포의 표준편차는 √(2 / fan_in)입니다."
    )
    swapped = (
        "한계에 √를 씌우지 않았습니다. r은 √(6 / fan_in)입니다."
        if uniform
        else "분산 2 / fan_in을 표준편차의 자리에 넣었습니다. `rng.normal()`에는 제곱근을 씌워 넘기세요."
    )
    said = f"{name}({fan_in}, {fan_out}, rng)의 분산은 {measured:.2g}이고, 기대한 {wanted:.2g}의 {measured / wanted:.2g}배입니다. "
    compare(
        measured,
        wanted,
        [
            (2 / fan_out, said + "fan_in 대신 fan_out으로 나누었습니다."),
            (
                2 / (fan_in + fan_out),
                said
                + "글로럿 초기화의 1 / fan_avg입니다. ReLU가 절반으로 줄이는 것을 갚으려면 분자가 2이고 분모가 fan_in이어야 합니다.",
            ),
            (
                1 / fan_in,
                said
                + "르쿤 초기화의 1 / fan_in입니다. ReLU가 절반으로 줄이는 것을 갚는 2를 곱하세요.",
            ),
            (
                4 / (fan_in + fan_out),
                said + "2를 fan_in이 아니라 fan_avg로 나누었습니다.",
            ),
            ((6 / fan_in) ** 2 / 3 if uniform else (2 / fan_in) ** 2, said + swapped),
            (2 / (3 * fan_in), said + third),
            (
                6 / fan_in,
                said
                + "균등 분포의 한계에 쓰는 6을 정규 분포에 썼습니다. 정규 분포는 2입니다.",
            ),
        ],
        said
        + "fan_in과 fan_out을 바꿔 가며 `W.var() * fan_in`이 2에 가까운지 재 보세요.",
        rtol=0.06,
        atol=0,
    )


@graded
def check_dead(count_dead, network, X, seeming):
    """`count_dead(model, index, X)`를 답을 아는 모델에서 보고, `seeming`을 다시 잽니다."""
    model, samples = _small_model()
    zeros = [outputs == 0 for outputs in _outputs_by_hand(model, samples)]
    answers = [sum(all(column) for column in zero.T) for zero in zeros]
    for index, (zero, dead) in enumerate(zip(zeros, answers)):
        count = _counted(count_dead, model, index, samples)
        compare(
            count,
            dead,
            [
                (
                    zero.sum(),
                    "유닛이 아니라 0인 출력의 수입니다. 산 유닛도 샘플의 절반쯤에서는 0을 냅니다. 유닛마다 모든 샘플에서 0인지 물으세요.",
                ),
                (
                    answers[1 - index],
                    f"{index}번 층을 물었는데 {1 - index}번 층에서 센 수입니다. 그 층까지만 차례로 흘리세요.",
                ),
                (
                    zero[0].sum(),
                    "첫 샘플에서 0을 낸 유닛의 수입니다. 다른 샘플에서 켜지면 죽은 것이 아닙니다.",
                ),
                (
                    zero.all(axis=1).sum(),
                    "유닛이 아니라 모든 유닛이 0인 샘플의 수입니다. 축을 바꾸세요. 샘플을 따라 모으려면 `axis=0`입니다.",
                ),
                (
                    zero.any(axis=0).sum(),
                    "한 번이라도 0을 낸 유닛의 수입니다. 죽은 유닛은 모든 샘플에서 0이므로 `any`가 아니라 `all`로 모으세요.",
                ),
                (
                    (~zero).any(axis=0).sum(),
                    "산 유닛의 수입니다. 유닛의 수에서 빼면 죽은 유닛의 수입니다.",
                ),
                (dead / zero.shape[1], "죽은 유닛의 비율입니다. 수를 돌려주세요."),
                (
                    0,
                    "죽은 유닛을 하나도 찾지 못했습니다. ReLU의 출력은 늘 0 이상이므로 `>= 0`은 언제나 참입니다. 켜진 것은 `> 0`입니다.",
                ),
            ],
            f"유닛이 {zero.shape[1]}개인 {index}번 층에서 죽은 유닛은 {dead}개인데 {count:g}개로 셌습니다. "
            "출력이 아주 작은 양수이거나 샘플 하나에서만 켜진 유닛은 살아 있습니다.",
        )
    few, many = (_zero_columns(network, 2, part) for part in (X[:10], X))
    count = _counted(count_dead, network, 2, X)
    if count != many:
        raise Wrong(
            f"작은 모델에서는 맞는데 `count_dead(network, 2, X)`가 {many}개가 아니라 {count:g}개입니다. "
            "층의 수나 샘플의 수를 함수 안에 정해 두지 않았는지 확인하세요."
        )
    compare(
        as_number(seeming, "seeming"),
        few - many,
        [
            (
                few,
                f"seeming이 처음 10장에서 0만 낸 유닛의 수 {few}개입니다. 이 가운데 전체로 세어도 죽은 {many}개를 빼세요.",
            ),
            (
                many,
                f"seeming이 정말 죽은 유닛의 수 {many}개입니다. 처음 10장에서 센 수와의 차이를 구하세요.",
            ),
            (
                many - few,
                "seeming의 부호가 반대입니다. 10장에서 센 수에서 전체로 센 수를 빼세요.",
            ),
        ],
        f"함수는 맞습니다. `network.layers[2]`에서 처음 10장과 전체로 센 수의 차이는 {few - many}개인데 "
        f"seeming이 {as_number(seeming, 'seeming'):g}입니다.",
    )
    return (
        f"맞습니다. 10장으로는 {few}개가 죽어 보였지만 {len(X):,}장으로 세면 {many}개입니다. "
        "죽었다고 말하려면 훈련 세트 전체로 세어야 합니다."
    )


def _counted(count_dead, model, index, X):
    """그 층의 번호와 샘플로 부릅니다. 모델은 베끼지 않습니다."""
    return as_number(call(lambda X: count_dead(model, index, X), X), "count_dead")


def _small_model():
    """죽은 유닛의 수를 아는 두 층짜리 모델입니다."""
    import keras

    model = keras.Sequential(
        [
            keras.Input(shape=(2,)),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(7, activation="relu"),
        ]
    )
    # 0번 층의 유닛: 늘 음수, 늘 0, 마지막 샘플에서만 켜짐, 아주 작은 양수, 나머지는 보통입니다.
    W_1 = [[0, 0, 1, 2**-20, 1, 1, -1, 2], [0, 0, 1, 0, 0, -1, 0, 0]]
    b_1 = [-1, 0, -7, 0, 0, -1, -1, -3]
    W_2 = np.zeros((8, 7))
    W_2[2, 6] = W_2[5, 4] = 1
    W_2[4] = [-1, 0, 1, 2**-10, 1, 0, 0]
    W_2[6] = [-1, -1, 0, 0, -1, 1, 0]
    b_2 = [0, 0, -8, 0, -1, -1, 0]
    model.set_weights([np.array(value, "float32") for value in (W_1, b_1, W_2, b_2)])
    X = np.array([[2, 1], [3, -1], [1, 4], [-2, -1], [0, 0], [4, 4]], "float32")
    return model, X


def _outputs_by_hand(model, X):
    """층마다의 출력을 넘파이로 계산합니다. 가중치가 2의 거듭제곱의 합이라서 오차가 없습니다."""
    weights, outputs = model.get_weights(), []
    for W, b in zip(weights[::2], weights[1::2]):
        X = np.maximum(X @ W + b, 0)
        outputs.append(X)
    return outputs


def _zero_columns(network, index, X):
    """케라스 모델의 그 층에서 어느 샘플에서도 0보다 크지 않은 유닛의 수입니다."""
    for layer in network.layers[: index + 1]:
        X = layer(X)
    return int((np.array(X).max(axis=0) <= 0).sum())


@graded
def check_selu(build_model, X):
    """`build_model(X)`의 모델에 데이터를 흘려서 층마다 평균과 표준편차를 봅니다."""
    model = _built(build_model, X)
    blocks = _blocks(model, np.asarray(X, "float32"))
    _check_inputs(blocks[0]["inputs"], X)
    for number, block in enumerate(blocks, start=1):
        _check_layer(number, block)
    for number, block in enumerate(blocks, start=1):
        _check_dropout(number, block)
    deviations = [np.std(block["activations"]) for block in blocks]
    for number, block in enumerate(blocks, start=1):
        mean, sd = np.mean(block["activations"]), np.std(block["activations"])
        if abs(mean) > 0.2 or not 0.8 < sd < 1.25:
            raise Wrong(
                f"입력과 가중치의 분산과 드롭아웃은 맞는데 은닉층 {number}의 평균이 {mean:.2f}, 표준편차가 {sd:.2f}입니다. "
                "가중치의 평균이 0인지, 층을 한 줄로 쌓았는지 확인하세요."
            )
    return (
        f"맞습니다. 유닛을 끄면서 흘려도 은닉층의 표준편차가 {_listed(deviations)}입니다. "
        "세 조건이 모두 지켜져야 자기 정규화가 됩니다."
    )


def _listed(values):
    return ", ".join(f"{value:.2f}" for value in values)


def _built(build_model, X):
    import keras

    model = call(build_model, X)
    if not isinstance(model, keras.Model):
        raise Wrong(
            f"build_model이 케라스 모델이 아니라 {type(model).__name__}을 돌려줍니다."
        )
    model(np.asarray(X[:1], "float32"))
    units = [layer.units for layer in model.layers if hasattr(layer, "units")]
    if units != [*N_UNITS, 10]:
        raise Wrong(
            f"Dense 층의 유닛 수가 {units}입니다. 은닉층은 {N_UNITS}, 출력층은 10으로 그대로 두세요."
        )
    return model


def _blocks(model, values):
    """은닉층마다 들어간 값, 활성화 함수까지 지난 값, 드롭아웃의 앞뒤를 모읍니다."""
    import keras

    blocks = []
    for layer in model.layers[:-1]:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        before = values
        values = np.array(layer(before, training=True))
        if hasattr(layer, "units"):
            blocks.append(
                {
                    "layer": layer,
                    "inputs": before,
                    "activations": values,
                    "dropouts": [],
                }
            )
        elif blocks and hasattr(layer, "rate"):
            blocks[-1]["dropouts"].append((layer, before, values))
        elif blocks:
            blocks[-1]["activations"] = values
    return blocks


def _check_inputs(values, X):
    mean, sd = np.mean(values), np.std(values)
    if abs(mean) < 0.1 and 0.9 < sd < 1.1:
        return
    said = f"첫 은닉층에 들어가는 값의 평균이 {mean:.2f}, 표준편차가 {sd:.2f}입니다. "
    if close([mean, sd], [np.mean(X), np.std(X)], rtol=1e-3):
        raise Wrong(
            said
            + "픽셀 값이 그대로 들어갑니다. `Normalization` 층은 만들기만 해서는 아무 일도 하지 않으므로 "
            "모델에 넣기 전에 `adapt(X_train)`을 부르세요."
        )
    if sd < 0.1:
        raise Wrong(
            said
            + "너무 큰 수로 나누어 신호가 거의 사라졌습니다. 픽셀 값은 0부터 16까지입니다. "
            "나누는 수를 외우지 말고 데이터의 평균과 표준편차로 맞추세요."
        )
    raise Wrong(
        said + "SELU의 입력은 평균 0, 표준편차 1이어야 합니다. "
        "범위만 맞추지 말고 `X_train`의 평균을 빼고 표준편차로 나누세요."
    )


def _check_layer(number, block):
    W, *bias = block["layer"].get_weights()
    fan_in, fan_out = W.shape
    scale, sd = fan_in * W.var(), np.std(block["activations"])
    if bias and np.any(bias[0]):
        raise Wrong(
            f"은닉층 {number}의 편향이 0이 아니라서 출력의 평균이 {np.mean(block['activations']):.2f}까지 밀렸습니다. "
            "편향은 기본값인 0에서 시작하세요."
        )
    z = block["inputs"] @ W
    selu = 1.0507 * np.where(z > 0, z, 1.67326 * np.expm1(np.minimum(z, 0)))
    if not close(block["activations"], selu, atol=1e-3):
        raise Wrong(
            f"은닉층 {number}의 출력이 가중치 합에 SELU를 씌운 값이 아닙니다. "
            "활성화 함수는 그대로 두고, 그 앞뒤에 값을 바꾸는 다른 층을 넣지 마세요."
        )
    said = f"은닉층 {number}의 팬-인 × 가중치의 분산이 1이 아니라 {scale:.2f}이고, 출력의 표준편차가 {sd:.2f}입니다. "
    compare(
        scale,
        1.0,
        [
            (
                2.0,
                said
                + "He 초기화의 2입니다. ReLU가 절반으로 줄이는 것을 갚는 수라서 SELU에서는 층마다 신호가 커집니다.",
            ),
            (
                2 * fan_in / (fan_in + fan_out),
                said
                + "글로럿 초기화의 fan_in / fan_avg입니다. 적지 않으면 SELU에도 글로럿을 씁니다. 팬-인과 팬-아웃이 다르면 르쿤 초기화와 다릅니다.",
            ),
        ],
        said + "SELU는 르쿤 초기화의 1 / fan_in일 때 크기를 지킵니다.",
        rtol=0.1,
    )


def _check_dropout(number, block):
    rates = [layer.rate for layer, *_ in block["dropouts"]]
    if not rates:
        raise Wrong(
            f"은닉층 {number} 뒤에 유닛을 끄는 층이 없습니다. 규제를 없애지 말고 SELU에 맞는 드롭아웃으로 바꾸세요."
        )
    if not close(rates, [0.2]):
        raise Wrong(
            f"은닉층 {number} 뒤에서 끄는 비율이 {_listed(rates)}입니다. 20%를 한 번만 끄세요."
        )
    layer, before, after = block["dropouts"][0]
    ratio, shift = np.std(after) / np.std(before), np.mean(after) - np.mean(before)
    if not 0.95 < ratio < 1.06 or abs(shift) > 0.1:
        raise Wrong(
            f"은닉층 {number} 뒤의 `{type(layer).__name__}` 층이 훈련할 때 표준편차를 {ratio:.2f}배로 바꿉니다. "
            "0으로 끄고 나머지를 키우면 SELU가 맞춘 크기가 층마다 어긋납니다. 평균과 표준편차를 지키는 `AlphaDropout`을 쓰세요."
        )
