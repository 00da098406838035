"""'뉴런과 역전파' 연습의 채점기입니다."""

import numpy as np

from grading import Wrong, as_array, call, compare, graded

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@graded
def check_rule(train_perceptron):
    """`train_perceptron(X, y, n_epochs)`이 `w, b`를 돌려주는지 봅니다."""
    x = np.array([[2.0, -1.0]])
    w, b = _trained(train_perceptron, x, np.array([1]), 1)
    if (w, b) != ((0.0, 0.0), 0.0):
        if _trained(train_perceptron, x, np.array([0]), 1) == ((0.0, 0.0), 0.0):
            raise Wrong(
                "예측이 아니라 점수를 정답에서 뺐습니다. 점수가 0이면 예측은 1이므로, "
                "레이블이 1인 샘플의 오차는 0이어야 합니다."
            )
        raise Wrong(
            "0에서 시작하면 점수가 0이라서 1로 예측합니다. 레이블이 1인 샘플은 맞힌 것인데 "
            f"w가 {w}, b가 {b:g}로 움직였습니다. 맞혔을 때는 고치지 않습니다."
        )
    w, b = _trained(train_perceptron, x, np.array([0]), 1)
    if (w, b) == ((0.0, 0.0), 0.0):
        raise Wrong(
            "레이블이 0인데 1로 예측한 샘플에서 아무것도 고치지 않았습니다. "
            "틀렸을 때 w와 b를 고치는 줄이 있어야 합니다."
        )
    if w == (2.0, -1.0):
        raise Wrong(
            "0이어야 할 샘플의 점수가 오히려 커졌습니다. 부호가 반대입니다. "
            "오차는 `정답 - 예측`입니다."
        )
    if w == (-2.0, 1.0) and b == 0:
        raise Wrong(
            "b가 그대로입니다. 편향은 값이 언제나 1인 입력의 가중치라고 보면, "
            "w와 같은 규칙으로 고쳐야 합니다."
        )
    if w != (-2.0, 1.0) or b != -1:
        raise Wrong(
            f"샘플 [2, -1]을 한 번 고치면 w는 (-2, 1), b는 -1이어야 하는데 w는 {w}, b는 {b:g}입니다. "
            "고치는 양은 `오차 × 입력`입니다."
        )
    for name, y in {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1]}.items():
        w, b = _trained(train_perceptron, CORNERS, np.array(y), 20)
        predicted = (CORNERS @ w + b >= 0).astype(int).tolist()
        if predicted != y:
            raise Wrong(
                f"{name}를 20에포크 훈련했는데 {y} 대신 {predicted}로 예측합니다. "
                "에포크마다 모든 샘플을 한 번씩 보는지, 고친 w를 다음 샘플에서 쓰는지 확인하세요."
            )
    return "맞습니다. 틀린 샘플에서만 입력만큼 움직여서 AND와 OR를 모두 배웠습니다."


def _trained(train_perceptron, X, y, n_epochs):
    result = call(train_perceptron, X, y, n_epochs)
    if not isinstance(result, (tuple, list)) or len(result) < 2:
        raise Wrong("w와 b를 `return w, b`처럼 함께 돌려주세요.")
    w = as_array(result[0], "w").ravel()
    if w.size != X.shape[1]:
        raise Wrong(
            f"w에는 특성마다 하나씩 {X.shape[1]}개가 있어야 하는데 {w.size}개입니다."
        )
    return tuple(w.tolist()), float(as_array(result[1], "b").reshape(()))


@graded
def check_xor(W1, b1, W2, b2):
    """TLU 두 층의 가중치가 XOR를 푸는지 봅니다. 은닉 TLU의 수와 순서는 가리지 않습니다."""
    W1 = as_array(W1, "W1")
    if W1.ndim != 2 or W1.shape[0] != 2:
        raise Wrong(f"W1의 크기는 (2, 은닉 TLU의 수)여야 하는데 {W1.shape}입니다.")
    n_hidden = W1.shape[1]
    b1 = as_array(b1, "b1").ravel()
    W2, b2 = as_array(W2, "W2").ravel(), as_array(b2, "b2").ravel()
    if b1.size != n_hidden or W2.size != n_hidden or b2.size != 1:
        raise Wrong(
            f"은닉 TLU가 {n_hidden}개이면 b1과 W2에는 {n_hidden}개, b2에는 1개가 있어야 하는데 "
            f"{b1.size}개, {W2.size}개, {b2.size}개입니다."
        )
    hidden = (CORNERS @ W1 + b1 >= 0).astype(int)
    output = (hidden @ W2 + b2[0] >= 0).astype(int).tolist()
    if output == [0, 1, 1, 0]:
        return (
            f"맞습니다. 은닉 TLU {n_hidden}개가 옮긴 자리에서는 직선 하나로 나뉩니다."
        )
    if output == [1, 0, 0, 1]:
        raise Wrong(
            "XOR의 반대(같으면 1)가 나옵니다. 출력 TLU의 부호를 모두 뒤집어 보세요."
        )
    distinct = len(np.unique(hidden.T, axis=0))
    if distinct == 1 and n_hidden > 1:
        raise Wrong(
            f"은닉 TLU {n_hidden}개가 네 점에서 모두 같은 값을 냅니다. TLU 하나와 다를 것이 없으니, "
            "서로 다른 직선을 그리게 하세요."
        )
    if (
        len(set(map(tuple, hidden[[0, 1]]))) == 1
        or len(set(map(tuple, hidden[[1, 3]]))) == 1
    ):
        raise Wrong(
            f"은닉층이 정답이 다른 두 점을 같은 자리로 보냅니다. 은닉층의 출력은 {hidden.tolist()}입니다. "
            "출력층은 같은 자리의 두 점을 가를 수 없으니, b1을 옮겨 보세요."
        )
    raise Wrong(
        f"은닉층은 네 점을 {hidden.tolist()}로 옮겼습니다. 이 자리들은 나눌 수 있는데 출력이 {output}입니다. "
        "W2와 b2로 그리는 직선을 다시 정하세요."
    )


@graded
def check_backward(backward):
    """`backward(x, t, W1, b1, W2, b2)`의 그레이디언트를 손실의 차분과 견줍니다."""
    rng = np.random.default_rng(10)
    x, t = rng.normal(size=2), 1.0
    parameters = [
        rng.normal(size=(2, 2)),
        rng.normal(size=2),
        rng.normal(size=2),
        rng.normal(),
    ]
    answer = call(backward, x, t, *parameters)
    if not isinstance(answer, (tuple, list)) or len(answer) != 4:
        raise Wrong(
            "그레이디언트 넷을 `return dW1, db1, dW2, db2`의 차례로 돌려주세요."
        )
    expected = _differences(x, t, parameters)
    W1, b1, W2, b2 = parameters
    a1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    wrong_delta = 2 * (a2 - t)  # 출력층의 도함수를 빠뜨린 것
    delta = wrong_delta * a2 * (1 - a2)
    no_hidden = delta * W2  # 은닉층의 도함수를 빠뜨린 것
    names = ["dW1", "db1", "dW2", "db2"]
    gradients = [
        as_array(value, name, np.shape(parameter))
        for value, name, parameter in zip(answer, names, parameters)
    ]
    compare(
        gradients[3],
        expected[3],
        [
            (
                wrong_delta,
                "db2가 손실을 출력으로 미분한 값에서 멈췄습니다. 시그모이드의 도함수 a2(1 - a2)를 곱하세요.",
            ),
            (
                -delta,
                "db2의 부호가 반대입니다. 손실 (a2 - t)²을 a2로 미분하면 2(a2 - t)입니다.",
            ),
            (delta / 2, "db2가 절반입니다. 제곱을 미분할 때 나오는 2를 빠뜨렸습니다."),
        ],
        f"db2는 {float(expected[3]):.6f}이어야 하는데 {float(gradients[3]):.6f}입니다. "
        "출력에서 거꾸로 곱해 오며 손으로 계산해 보세요.",
    )
    compare(
        gradients[2],
        expected[2],
        [
            (
                delta * np.ones(2),
                "dW2에 은닉층의 출력 a1을 곱하지 않았습니다. 가중치의 그레이디언트는 `뒤에서 온 것 × 앞의 출력`입니다.",
            )
        ],
        "db2는 맞는데 dW2가 다릅니다. 가중치의 그레이디언트는 `뒤에서 온 것 × 앞의 출력`입니다.",
    )
    hidden = no_hidden * a1 * (1 - a1)
    compare(
        gradients[1],
        expected[1],
        [
            (
                no_hidden,
                "출력층은 맞고 db1에는 은닉층의 도함수 a1(1 - a1)이 빠졌습니다.",
            ),
            (
                delta * a1 * (1 - a1),
                "db1에 W2를 곱하지 않았습니다. 오차는 W2를 거슬러 은닉층으로 옵니다.",
            ),
        ],
        "출력층은 맞는데 db1이 다릅니다. 오차는 W2를 거슬러 온 다음 은닉층의 도함수와 곱해집니다.",
    )
    compare(
        gradients[0],
        expected[0],
        [
            (
                np.outer(hidden, x),
                "dW1이 뒤집혔습니다. W1의 행은 입력이고 열은 은닉 유닛이므로 `np.outer(x, ...)`입니다.",
            )
        ],
        "db1은 맞는데 dW1이 다릅니다. 입력 x와 은닉층의 오차를 짝지어 곱하세요.",
    )
    return "맞습니다. 네 그레이디언트가 모두 손실을 조금씩 흔들어 잰 기울기와 같습니다."


def _differences(x, t, parameters, h=1e-6):
    """손실을 중심 차분으로 미분한 것입니다. 답과 다른 길로 구합니다."""

    def loss(values):
        W1, b1, W2, b2 = values
        a1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
        return (1 / (1 + np.exp(-(a1 @ W2 + b2))) - t) ** 2

    gradients = []
    for k, parameter in enumerate(parameters):
        gradient = np.zeros(np.shape(parameter))
        for i in np.ndindex(np.shape(parameter)):
            moved = [np.array(value, float) for value in parameters]
            moved[k][i] += h
            above = loss(moved)
            moved[k][i] -= 2 * h
            gradient[i] = (above - loss(moved)) / (2 * h)
        gradients.append(gradient)
    return gradients
