# %% [markdown]
# # 뉴런과 역전파 { #neurons }
#
# 퍼셉트론의 규칙과 역전파를 손으로 써 봅니다.
# 케라스 없이 넘파이만 씁니다.

# %%
import numpy as np
from neurons_check import check_backward, check_rule, check_xor

# %% [markdown] tags=["task"]
# ## 틀릴 때만 고치는 규칙 { #rule }
#
# <!-- 연습: 구현, 15분, ../perceptron.md#learning-rule -->
#
# TLU 하나를 훈련하는 함수를 완성하세요.
# 샘플을 하나씩 보면서 예측이 틀렸을 때만 $w$와 $b$를 고칩니다.
# 점수 $w \cdot x + b$가 0 이상이면 1, 아니면 0으로 예측합니다.
# 학습률은 1로 둡니다.

# %% [markdown] tags=["hint"]
# 오차는 `정답 - 예측`입니다.
# 맞혔으면 0이고, 틀렸으면 1이나 -1입니다.

# %% [markdown] tags=["hint"]
# 1이어야 하는데 0으로 예측했다면 점수를 키워야 합니다.
# 입력 $x$를 $w$에 더하면 점수가 $x \cdot x$만큼 커집니다.

# %% [markdown] tags=["hint"]
# $b$는 값이 언제나 1인 입력의 가중치입니다.
# 그래서 $b$에는 오차를 그대로 더합니다.


# %% tags=["start"]
def train_perceptron(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(n_epochs):
        for x, target in zip(X, y):
            predicted = int(x @ w + b >= 0)
            # 여기에 w와 b를 고치는 코드를 쓰고, 아래의 ...을 w, b로 바꾸세요.
    return ...


# %% tags=["check"]
check_rule(train_perceptron)


# %% tags=["solution"]
def train_perceptron(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(n_epochs):
        for x, target in zip(X, y):
            predicted = int(x @ w + b >= 0)
            error = target - predicted
            w, b = w + error * x, b + error
    return w, b


# %% [markdown] tags=["why"]
# 맞힌 샘플에서는 `error`가 0이라 `if` 없이도 아무것도 바뀌지 않습니다.


# %% tags=["also"]
def train_perceptron(X, y, n_epochs):
    weights = np.zeros(X.shape[1] + 1)  # 마지막이 b
    for _ in range(n_epochs):
        for x, target in zip(np.c_[X, np.ones(len(X))], y):
            score = weights @ x
            if target == 1 and score < 0:
                weights += x
            elif target == 0 and score >= 0:
                weights -= x
    return weights[:-1], weights[-1]


# %% tags=["wrong"]
# 맞혔을 때도 고칩니다.
def train_perceptron(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(n_epochs):
        for x, target in zip(X, y):
            w, b = w + (2 * target - 1) * x, b + (2 * target - 1)
    return w, b


# %% tags=["wrong"]
# 오차의 부호가 반대입니다.
def train_perceptron(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(n_epochs):
        for x, target in zip(X, y):
            error = int(x @ w + b >= 0) - target
            w, b = w + error * x, b + error
    return w, b


# %% tags=["wrong"]
# 편향을 잊었습니다.
def train_perceptron(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(n_epochs):
        for x, target in zip(X, y):
            w = w + (target - int(x @ w + b >= 0)) * x
    return w, b


# %% tags=["wrong"]
# 예측과 정답의 차이 대신 점수와 정답의 차이를 씁니다.
def train_perceptron(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(n_epochs):
        for x, target in zip(X, y):
            error = target - (x @ w + b)
            w, b = w + error * x, b + error
    return w, b


# %% [markdown] tags=["task"]
# ## 손으로 정한 XOR의 가중치 { #xor }
#
# <!-- 연습: 손계산, 15분, ../perceptron.md#two-layers -->
#
# 훈련하지 않고 XOR를 푸는 두 층의 가중치를 종이에서 정하세요.
# 은닉 TLU가 둘이면 `W1`의 열 하나가 은닉 TLU 하나의 가중치입니다.
# TLU는 점수가 0 이상이면 1을 냅니다.

# %% [markdown] tags=["hint"]
# XOR는 'OR이면서 AND가 아닌 것'입니다.

# %% [markdown] tags=["hint"]
# 은닉 TLU 하나는 $x_1 + x_2 - 0.5$로 OR를, 다른 하나는 $x_1 + x_2 - 1.5$로 AND를 계산합니다.

# %% [markdown] tags=["hint"]
# 출력 TLU는 OR의 값에 양수를, AND의 값에 음수를 곱해 더합니다.
# OR만 1일 때 점수가 0 이상이고, 둘 다 1이거나 둘 다 0일 때 음수가 되게 $b_2$를 정하세요.

# %% tags=["start"]
W1 = np.array([[..., ...], [..., ...]])
b1 = np.array([..., ...])
W2 = np.array([..., ...])
b2 = ...

# %% tags=["check"]
check_xor(W1, b1, W2, b2)

# %% tags=["solution"]
W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([-0.5, -1.5])
W2 = np.array([1, -1])
b2 = -0.5

# %% [markdown] tags=["why"]
# 은닉층은 네 점을 (0, 0), (1, 0), (1, 0), (1, 1)로 옮깁니다.
# 정답이 1인 두 점이 한자리에 모여서 직선 하나로 나뉩니다.

# %% tags=["also"]
# 'x1만 1'과 'x2만 1'을 찾아 OR로 합칩니다.
W1 = np.array([[1, -1], [-1, 1]])
b1 = np.array([-0.5, -0.5])
W2 = np.array([1, 1])
b2 = -0.5

# %% tags=["wrong"]
# 은닉 TLU 둘이 똑같습니다.
W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([-0.5, -0.5])
W2 = np.array([1, -1])
b2 = -0.5

# %% tags=["wrong"]
# 문턱이 0이라서 (0, 0)에서도 켜집니다.
W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([0, -1.5])
W2 = np.array([1, -1])
b2 = -0.5

# %% tags=["wrong"]
# 출력의 부호를 뒤집었습니다.
W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([-0.5, -1.5])
W2 = np.array([-1, 1])
b2 = 0

# %% tags=["wrong"]
# 은닉층은 맞지만 출력 TLU가 OR를 그대로 내보냅니다.
W1 = np.array([[1, 1], [1, 1]])
b1 = np.array([-0.5, -1.5])
W2 = np.array([1, -0.2])
b2 = -0.5

# %% [markdown] tags=["task"]
# ## 2-2-1 신경망의 그레이디언트 { #backward }
#
# <!-- 연습: 구현, 30분, ../mlp.md#chain-rule ../mlp.md#gradient-check -->
#
# 은닉 유닛 둘과 출력 유닛 하나가 모두 시그모이드인 신경망에서 손실 $(a_2 - t)^2$의 그레이디언트를 구하세요.
# 샘플은 하나이고 `x`의 크기는 (2,), `W1`은 (2, 2), `b1`과 `W2`는 (2,), `b2`는 수 하나입니다.
# `W1`의 행은 입력이고 열은 은닉 유닛입니다.
# 채점기는 손실을 조금씩 흔들어 잰 기울기와 견줍니다.

# %% [markdown] tags=["hint"]
# 출력에서 시작합니다.
# 손실을 $z_2$로 미분한 것은 $2(a_2 - t) \cdot a_2(1 - a_2)$입니다.

# %% [markdown] tags=["hint"]
# 가중치의 그레이디언트는 뒤에서 온 것과 앞의 출력을 곱한 것이고, 편향의 그레이디언트는 뒤에서 온 것 그대로입니다.

# %% [markdown] tags=["hint"]
# 은닉층으로 오는 것은 `delta2 * W2`입니다.
# 여기에 은닉층의 도함수 $a_1(1 - a_1)$을 곱한 것으로 같은 일을 되풀이합니다.


# %% tags=["start"]
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def backward(x, t, W1, b1, W2, b2):
    a1 = sigmoid(x @ W1 + b1)  # (2,)
    a2 = sigmoid(a1 @ W2 + b2)
    dW1, db1, dW2, db2 = ..., ..., ..., ...
    return dW1, db1, dW2, db2


# %% tags=["check"]
check_backward(backward)


# %% tags=["solution"]
def backward(x, t, W1, b1, W2, b2):
    a1 = sigmoid(x @ W1 + b1)  # (2,)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = 2 * (a2 - t) * a2 * (1 - a2)
    delta1 = delta2 * W2 * a1 * (1 - a1)  # (2,)
    return np.outer(x, delta1), delta1, delta2 * a1, delta2


# %% [markdown] tags=["why"]
# `delta2`와 `delta1`을 한 번씩만 구해 두면 네 그레이디언트가 곱셈 한 번씩으로 나옵니다.
# 층이 늘어도 되풀이할 뿐이라서, [거꾸로 계산하는 까닭](../mlp.md#why-backward)이 여기에 있습니다.


# %% tags=["also"]
def backward(x, t, W1, b1, W2, b2):
    x, w2 = x.reshape(2, 1), W2.reshape(2, 1)
    A1 = sigmoid(W1.T @ x + b1.reshape(2, 1))  # (2, 1)
    a2 = sigmoid((w2.T @ A1).item() + b2)
    delta2 = (a2 - t) * 2 * (a2 - a2**2)
    delta1 = (A1 - A1**2) * w2 * delta2  # (2, 1)
    return x @ delta1.T, delta1.ravel(), delta2 * A1.ravel(), delta2


# %% tags=["wrong"]
# 출력층의 도함수를 빠뜨렸습니다.
def backward(x, t, W1, b1, W2, b2):
    a1 = sigmoid(x @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = 2 * (a2 - t)
    delta1 = delta2 * W2 * a1 * (1 - a1)
    return np.outer(x, delta1), delta1, delta2 * a1, delta2


# %% tags=["wrong"]
# 은닉층의 도함수를 빠뜨렸습니다.
def backward(x, t, W1, b1, W2, b2):
    a1 = sigmoid(x @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = 2 * (a2 - t) * a2 * (1 - a2)
    delta1 = delta2 * W2
    return np.outer(x, delta1), delta1, delta2 * a1, delta2


# %% tags=["wrong"]
# W2를 거슬러 오지 않았습니다.
def backward(x, t, W1, b1, W2, b2):
    a1 = sigmoid(x @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = 2 * (a2 - t) * a2 * (1 - a2)
    delta1 = delta2 * a1 * (1 - a1)
    return np.outer(x, delta1), delta1, delta2 * a1, delta2


# %% tags=["wrong"]
# W1의 행과 열을 바꾸었습니다.
def backward(x, t, W1, b1, W2, b2):
    a1 = sigmoid(x @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = 2 * (a2 - t) * a2 * (1 - a2)
    delta1 = delta2 * W2 * a1 * (1 - a1)
    return np.outer(delta1, x), delta1, delta2 * a1, delta2
