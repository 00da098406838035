# %% [markdown]
# # 규제 { #regularization }
#
# 드롭아웃과 맥스-노름을 넘파이로 쓰고, 케라스가 보이는 손실을 손으로 맞혀 봅니다.
# 배치 정규화가 있는 모델에서 드롭아웃만 켜는 함수도 만듭니다.

# %%
import keras
import numpy as np
from regularization_check import check_dropout, check_l2, check_max_norm, check_mc

keras.utils.set_random_seed(42)

# %% [markdown] tags=["task"]
# ## 훈련과 추론의 드롭아웃 { #dropout }
#
# <!-- 연습: 구현, 15분, ../dropout.md#by-hand -->
#
# 드롭아웃이 훈련에서 하는 일과 추론에서 하는 일을 함수 하나에 쓰세요.
# 다 쓰고 나면 왜 추론에서는 아무것도 고치지 않아도 되는지 말할 수 있습니다.
#
# - `x`는 실수 배열이고 크기는 정해져 있지 않습니다.
# - `rate`는 값 하나가 꺼질 확률이고 0 이상 1 미만입니다.
# - `rng`는 `np.random.default_rng()`로 만든 생성기이고, 난수는 여기에서만 뽑습니다.
# - `training`이 `True`이면 훈련, `False`이면 추론입니다.
#
# `x`와 크기가 같은 새 배열을 돌려주고, `x`는 고치지 않습니다.
# 어느 값이 꺼지는지는 샘플마다, 뉴런마다, 부를 때마다 따로 정해집니다.

# %% [markdown] tags=["hint"]
# 추론을 먼저 쓰세요.
# 훈련할 때 평균을 지켜 두었다면 추론에서 할 일이 남아 있을까요?

# %% [markdown] tags=["hint"]
# `rng.random(x.shape)`는 0과 1 사이의 수를 값마다 하나씩 뽑습니다.
# 이 수가 `rate` 이상일 확률이 `1 - rate`입니다.

# %% [markdown] tags=["hint"]
# 값 $x$가 확률 $1 - p$로 $cx$가 되고 확률 $p$로 0이 되면 평균은 $(1 - p) c x$입니다.
# 이것이 $x$가 되는 $c$를 남은 값에 곱하세요.


# %% tags=["start"]
def dropout(x, rate, rng, training):
    if not training:
        return ...
    mask = ...  # 남길 자리는 True, 끌 자리는 False
    return ...


# %% tags=["check"]
check_dropout(dropout)


# %% tags=["solution"]
def dropout(x, rate, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return x * mask / (1 - rate)


# %% [markdown] tags=["why"]
# 남은 값을 $1 / (1 - p)$배로 키워 두었으므로 다음 층이 받는 값의 평균은 드롭아웃이 없을 때와 같습니다.
# 그래서 [추론은 드롭아웃이 없는 모델과 똑같습니다](../dropout.md#by-hand).


# %% tags=["also"]
def dropout(x, rate, rng, training):
    out = np.array(x, dtype=float)
    if training:
        out[rng.uniform(size=out.shape) < rate] = 0
        out *= 1 / (1 - rate)
    return out


# %% tags=["also"]
def dropout(x, rate, rng, training):
    keep = 1 - rate if training else 1.0
    return rng.binomial(1, keep, size=x.shape) * x / keep


# %% tags=["wrong"]
# 남은 값을 키우지 않습니다.
def dropout(x, rate, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return x * mask


# %% tags=["wrong"]
# 보존 확률 대신 드롭아웃 비율로 나눕니다.
def dropout(x, rate, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return x * mask / rate if rate else x


# %% tags=["wrong"]
# 켤 자리와 끌 자리가 바뀌었습니다.
def dropout(x, rate, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) < rate
    return x * mask / (1 - rate)


# %% tags=["wrong"]
# 처음 논문처럼 추론할 때 보존 확률을 곱합니다.
def dropout(x, rate, rng, training):
    if not training:
        return x * (1 - rate)
    mask = rng.random(x.shape) >= rate
    return x * mask


# %% tags=["wrong"]
# 마스크 한 벌을 배치 전체에 씁니다.
def dropout(x, rate, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape[-1]) >= rate
    return x * mask / (1 - rate)


# %% [markdown] tags=["task"]
# ## 유닛마다 자르는 맥스-노름 { #max-norm }
#
# <!-- 연습: 구현, 10분, ../weight-regularization.md#max-norm -->
#
# 밀집 층의 가중치를 한계 `r`로 자르는 함수 `max_norm(W, r)`을 쓰세요.
# 어느 축이 유닛 하나의 가중치인지 정확히 알게 됩니다.
#
# `W`의 크기는 `(fan_in, units)`이고, 같은 크기의 배열을 돌려줍니다.
# 유닛 하나로 들어오는 가중치의 노름이 `r`을 넘으면 방향은 그대로 두고 노름만 `r`로 줄입니다.
# 넘지 않은 유닛은 그대로 둡니다.
# 가중치가 모두 0인 유닛도 있습니다.
# 채점기는 케라스의 `MaxNorm`과 견줍니다.

# %% [markdown] tags=["hint"]
# `W`의 행은 입력이고 열은 유닛입니다.
# 노름은 유닛마다 하나씩, 모두 `units`개입니다.

# %% [markdown] tags=["hint"]
# 노름은 제곱합의 제곱근이고, `axis`는 더해서 없앨 축입니다.

# %% [markdown] tags=["hint"]
# 노름이 `r`을 넘은 유닛에는 `r / 노름`을, 나머지에는 1을 곱합니다.
# 노름이 0인 유닛에서 나누지 않으려면 분모를 `np.maximum(노름, r)`로 적어 보세요.


# %% tags=["start"]
def max_norm(W, r):
    norms = ...
    return ...


# %% tags=["check"]
check_max_norm(max_norm)


# %% tags=["solution"]
def max_norm(W, r):
    norms = np.linalg.norm(W, axis=0)
    return W * r / np.maximum(norms, r)


# %% [markdown] tags=["why"]
# 노름이 `r`보다 작으면 분모가 `r`이라서 1을 곱하고, 크면 `r / 노름`을 곱합니다.
# 분모가 `r`보다 작아지지 않으므로 0으로 나누지도 않습니다.


# %% tags=["also"]
def max_norm(W, r):
    clipped = np.array(W, dtype=float)
    for k in range(clipped.shape[1]):
        norm = np.sqrt(np.sum(clipped[:, k] ** 2))
        if norm > r:
            clipped[:, k] *= r / norm
    return clipped


# %% tags=["also"]
def max_norm(W, r):
    squares = keras.ops.sum(keras.ops.square(W), axis=0, keepdims=True)
    norms = keras.ops.sqrt(squares)
    return W * (keras.ops.clip(norms, 0, r) / (norms + 1e-7))


# %% tags=["wrong"]
# 더해서 없앨 축이 바뀌었습니다.
def max_norm(W, r):
    norms = np.linalg.norm(W, axis=1, keepdims=True)
    return W * r / np.maximum(norms, r)


# %% tags=["wrong"]
# 행렬 전체의 노름을 씁니다.
def max_norm(W, r):
    return W * r / max(np.linalg.norm(W), r)


# %% tags=["wrong"]
# 짧은 유닛까지 늘립니다.
def max_norm(W, r):
    return W * r / (np.linalg.norm(W, axis=0) + 1e-7)


# %% tags=["wrong"]
# 가중치를 하나씩 자릅니다.
def max_norm(W, r):
    return np.clip(W, -r, r)


# %% tags=["wrong"]
# 가중치가 모두 0인 유닛에서 0을 0으로 나눕니다.
def max_norm(W, r):
    norms = np.linalg.norm(W, axis=0)
    return W / norms * np.minimum(norms, r)


# %% [markdown] tags=["task"]
# ## 드롭아웃만 켠 예측 { #mc-predict }
#
# <!-- 연습: 구현, 30분, ../dropout.md#mc-dropout ../dropout.md#batch-norm -->
#
# 배치 정규화와 드롭아웃이 함께 있는 모델에서 `model(X, training=True)`로 예측하면 두 층이 모두 훈련 중으로 바뀝니다.
# 드롭아웃만 켜고 예측하는 함수 `mc_predict(model, X, n)`을 쓰세요.
# 무엇을 재는지 모르는 채로 모델을 바꾸는 실수를 피하게 됩니다.
#
# - `model`은 `Dense`, `BatchNormalization`, `Activation`, `Dropout` 층을 쌓은 `Sequential` 모델입니다.
# - `X`의 크기는 (샘플 수, 특성 수)입니다.
# - `n`번 예측해서 그 평균과 표준편차를 `return mean, deviation`으로 돌려줍니다.
#   둘 다 크기는 (샘플 수, 클래스 수)입니다.
# - 배치 정규화는 추론할 때처럼 이동 평균으로 계산합니다.
# - 부르기 앞뒤로 모델의 가중치와 이동 평균과 `trainable`이 같아야 합니다.

# %% [markdown] tags=["hint"]
# 모델을 통째로 부르지 않아도 됩니다.
# `model.layers`를 차례로 부르면 층마다 `training`을 다르게 줄 수 있습니다.

# %% [markdown] tags=["hint"]
# `isinstance(layer, keras.layers.Dropout)`이 드롭아웃 층을 가려냅니다.
# 그 층만 `training=True`로 부릅니다.

# %% [markdown] tags=["hint"]
# 예측 `n`개를 `np.stack()`으로 쌓으면 크기가 (n, 샘플 수, 클래스 수)입니다.
# 예측한 횟수의 축을 줄여서 평균과 표준편차를 구합니다.


# %% tags=["start"]
def mc_predict(model, X, n):
    draws = []
    for _ in range(n):
        draws.append(...)
    return ..., ...


# %% tags=["check"]
check_mc(mc_predict)


# %% tags=["solution"]
def mc_predict(model, X, n):
    draws = []
    for _ in range(n):
        a = X
        for layer in model.layers:
            a = layer(a, training=isinstance(layer, keras.layers.Dropout))
        draws.append(keras.ops.convert_to_numpy(a))
    draws = np.stack(draws)
    return draws.mean(axis=0), draws.std(axis=0)


# %% [markdown] tags=["why"]
# `training`은 층마다 따로 정할 수 있는 인수입니다.
# 늘 켜진 드롭아웃 층으로 [바꾼 모델](../dropout.md#batch-norm)을 만들지 않아도 됩니다.
# 다만 이 방법은 층을 한 줄로 쌓은 모델에서만 쓸 수 있습니다.


# %% tags=["also"]
# 동결한 배치 정규화는 `training=True`로 불러도 추론처럼 계산합니다.
def mc_predict(model, X, n):
    norms = [
        layer
        for layer in model.layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    flags = [layer.trainable for layer in norms]
    for layer in norms:
        layer.trainable = False
    draws = np.array([model(X, training=True) for _ in range(n)])
    for layer, flag in zip(norms, flags):
        layer.trainable = flag
    return draws.mean(axis=0), draws.std(axis=0)


# %% tags=["also"]
# 샘플을 n벌 이어 붙이면 층을 한 번씩만 불러도 마스크가 모두 다릅니다.
def mc_predict(model, X, n):
    a = np.tile(X, (n, 1))
    for layer in model.layers:
        a = layer(a, training="Dropout" in type(layer).__name__)
    draws = np.reshape(a, (n, len(X), -1))
    return draws.mean(axis=0), draws.std(axis=0)


# %% tags=["wrong"]
# 드롭아웃이 꺼진 채로 예측합니다.
def mc_predict(model, X, n):
    draws = np.stack([model.predict(X, verbose=0) for _ in range(n)])
    return draws.mean(axis=0), draws.std(axis=0)


# %% tags=["wrong"]
# 모델 전체를 훈련할 때처럼 부릅니다.
def mc_predict(model, X, n):
    draws = np.stack([model(X, training=True) for _ in range(n)])
    return draws.mean(axis=0), draws.std(axis=0)


# %% tags=["wrong"]
# 이동 평균을 되돌리지만 배치의 평균으로 계산합니다.
def mc_predict(model, X, n):
    weights = model.get_weights()
    draws = np.stack([model(X, training=True) for _ in range(n)])
    model.set_weights(weights)
    return draws.mean(axis=0), draws.std(axis=0)


# %% tags=["wrong"]
# 예측한 횟수가 아니라 샘플의 축으로 평균합니다.
def mc_predict(model, X, n):
    draws = []
    for _ in range(n):
        a = X
        for layer in model.layers:
            a = layer(a, training=isinstance(layer, keras.layers.Dropout))
        draws.append(a)
    return np.mean(draws, axis=1), np.std(draws, axis=1)


# %% tags=["wrong"]
# 예측할 때마다 같은 시드로 마스크를 뽑습니다.
def mc_predict(model, X, n):
    draws = []
    for _ in range(n):
        a = X
        for layer in model.layers:
            if isinstance(layer, keras.layers.Dropout):
                a = keras.random.dropout(a, layer.rate, seed=42)
            else:
                a = layer(a, training=False)
        draws.append(a)
    return np.mean(draws, axis=0), np.std(draws, axis=0)


# %% [markdown] tags=["task"]
# ## 손으로 구한 손실과 페널티 { #l2-by-hand }
#
# <!-- 연습: 손계산, 15분, ../weight-regularization.md#penalties ../weight-regularization.md#displayed-loss -->
#
# 케라스가 보이는 손실에 무엇이 들어 있고, 페널티가 가중치를 얼마나 옮기는지 종이에서 구하세요.
# 채점기는 아래의 모델을 케라스로 훈련해서 견줍니다.
#
# <!-- skip: next "채점기가 같은 모델을 만들어 견줍니다." -->
# ```python
# layer = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.01))
# model = keras.Sequential([keras.Input(shape=(3,)), layer])
# model.compile(keras.optimizers.SGD(0.5), "mse")
# ```
#
# 가중치는 $\mathbf{w} = (3, -1, 2)$, 편향은 $b = 1$입니다.
#
# | | 샘플 | 타깃 |
# |---|---|---|
# | 훈련 | (1, 2, 0) | 3 |
# | 훈련 | (2, 0, 1) | 7 |
# | 검증 | (0, 1, 1) | 2 |
#
# - `fit_loss`는 훈련 샘플 둘을 배치 하나로 한 에포크 훈련할 때 `fit()`이 보이는 손실입니다.
#   첫 스텝의 손실이므로 위의 가중치로 잰 값입니다.
# - `evaluate_loss`는 훈련하기 전에 검증 샘플로 `evaluate()`를 부를 때의 손실입니다.
# - `penalty_gradient`는 페널티만 $\mathbf{w}$로 미분한 값 셋입니다.
# - `shrink`는 데이터의 그레이디언트가 0일 때, 한 스텝 뒤의 가중치가 앞의 몇 배인지입니다.

# %% [markdown] tags=["hint"]
# 훈련 샘플의 예측은 2와 9입니다.
# 평균 제곱 오차는 두 제곱 오차의 평균입니다.

# %% [markdown] tags=["hint"]
# 페널티는 $\lambda \sum w^2$입니다.
# 합에 들어가는 것은 가중치 셋이고, 샘플의 수와는 상관없습니다.
# `evaluate()`는 페널티를 뺄까요?

# %% [markdown] tags=["hint"]
# $\lambda w^2$을 $w$로 미분하면 $2 \lambda w$입니다.
# 한 스텝 뒤의 가중치는 $w - \eta \times 2 \lambda w$이고, 학습률 $\eta$(에타)는 0.5입니다.

# %% tags=["start"]
fit_loss = ...
evaluate_loss = ...
penalty_gradient = [..., ..., ...]
shrink = ...

# %% tags=["check"]
check_l2(fit_loss, evaluate_loss, penalty_gradient, shrink)

# %% tags=["solution"]
fit_loss = 2.5 + 0.14
evaluate_loss = 0 + 0.14
penalty_gradient = [0.06, -0.02, 0.04]
shrink = 0.99

# %% [markdown] tags=["why"]
# 예측이 2와 9이므로 제곱 오차는 1과 4이고 평균은 2.5입니다.
# 페널티 $0.01 \times (9 + 1 + 4) = 0.14$는 훈련에도 검증에도 더해집니다.
# 그래서 강도가 다른 모델은 [손실이 아니라 지표로 견줍니다](../weight-regularization.md#displayed-loss).
# 한 스텝에 곱하는 수는 $1 - 2 \times 0.5 \times 0.01 = 0.99$입니다.

# %% tags=["also"]
w, b, strength, rate = np.array([3, -1, 2]), 1, 0.01, 0.5
X, y = np.array([[1, 2, 0], [2, 0, 1]]), np.array([3, 7])
penalty = strength * np.sum(w**2)
fit_loss = np.mean((X @ w + b - y) ** 2) + penalty
evaluate_loss = (np.array([0, 1, 1]) @ w + b - 2) ** 2 + penalty
penalty_gradient = 2 * strength * w
shrink = 1 - 2 * rate * strength

# %% tags=["wrong"]
# 페널티에 2분의 1을 곱합니다.
fit_loss = 2.5 + 0.07
evaluate_loss = 0.07
penalty_gradient = [0.03, -0.01, 0.02]
shrink = 0.995

# %% tags=["wrong"]
# `fit()`의 손실에서 페널티를 빼놓습니다.
fit_loss = 2.5
evaluate_loss = 0
penalty_gradient = [0.06, -0.02, 0.04]
shrink = 0.99

# %% tags=["wrong"]
# 편향도 규제합니다.
fit_loss = 2.5 + 0.15
evaluate_loss = 0.15
penalty_gradient = [0.06, -0.02, 0.04]
shrink = 0.99

# %% tags=["wrong"]
# 페널티를 훈련 손실에만 더합니다.
fit_loss = 2.64
evaluate_loss = 0
penalty_gradient = [0.06, -0.02, 0.04]
shrink = 0.99

# %% tags=["wrong"]
# 페널티를 미분할 때 2를 빠뜨립니다.
fit_loss = 2.64
evaluate_loss = 0.14
penalty_gradient = [0.03, -0.01, 0.02]
shrink = 0.995

# %% tags=["wrong"]
# 가중치가 줄어드는 비율에서 학습률을 잊습니다.
fit_loss = 2.64
evaluate_loss = 0.14
penalty_gradient = [0.06, -0.02, 0.04]
shrink = 0.98
