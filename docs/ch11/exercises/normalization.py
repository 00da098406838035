# %% [markdown]
# # 정규화와 클리핑 { #normalization }
#
# 배치 정규화가 추론할 때 하는 일을 쓰고, 셈하고, 앞 층에 접어 넣습니다.
# 마지막에는 그레이디언트를 통째로 자릅니다.

# %%
import keras
import numpy as np
from normalization_check import (
    check_batch_norm,
    check_clip,
    check_count,
    check_fold,
)

# %% [markdown] tags=["task"]
# ## 추론할 때의 배치 정규화 { #inference }
#
# <!-- 연습: 구현, 15분, ../batch-normalization.md#two-modes ../batch-normalization.md#by-hand -->
#
# 훈련한 모델을 서비스에 올리면 샘플이 하나씩 들어옵니다.
# 이때 배치 정규화가 무엇으로 나누는지 알면 훈련과 추론의 결과가 다른 까닭도 알게 됩니다.
#
# 추론할 때의 배치 정규화를 넘파이로 쓰세요.
# `x`의 크기는 `(샘플 수, 특성 수)`이고 샘플이 하나일 때도 있습니다.
# 나머지 네 배열의 크기는 `(특성 수,)`이고 `epsilon`은 수 하나입니다.
# 채점기는 케라스의 `BatchNormalization` 층과 견줍니다.

# %% [markdown] tags=["hint"]
# 추론할 때는 `x`에서 평균이나 분산을 구하지 않습니다.
# 훈련하는 동안 모아 둔 이동 평균을 씁니다.

# %% [markdown] tags=["hint"]
# 나누는 것은 분산이 아니라 제곱근입니다.
# `epsilon`은 제곱근 안에서 분산에 더합니다.

# %% [markdown] tags=["hint"]
# `x_hat = (x - moving_mean) / np.sqrt(moving_variance + epsilon)`을 구하고, `gamma`를 곱한 다음 `beta`를 더합니다.


# %% tags=["start"]
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    return ...


# %% tags=["check"]
check_batch_norm(batch_norm)


# %% tags=["solution"]
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    x_hat = (x - moving_mean) / np.sqrt(moving_variance + epsilon)
    return gamma * x_hat + beta


# %% [markdown] tags=["why"]
# 식에 다른 샘플이 나오지 않으므로, 한 샘플의 출력은 어느 배치에 들어도 같습니다.
# `epsilon`은 작은 수이지만 [분산이 그만큼 작은 특성](../batch-normalization.md#not-gaussian)에서는 결과를 크게 바꿉니다.


# %% tags=["also"]
# 특성마다 곱할 수와 더할 수를 먼저 정합니다.
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = gamma * (moving_variance + epsilon) ** -0.5
    shift = beta - scale * moving_mean
    return scale * x + shift


# %% tags=["wrong"]
# 들어온 배치의 평균과 분산을 씁니다.
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon)
    return gamma * x_hat + beta


# %% tags=["wrong"]
# epsilon을 제곱근 밖에서 더합니다.
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    x_hat = (x - moving_mean) / (np.sqrt(moving_variance) + epsilon)
    return gamma * x_hat + beta


# %% tags=["wrong"]
# epsilon을 빠뜨립니다.
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    x_hat = (x - moving_mean) / np.sqrt(moving_variance)
    return gamma * x_hat + beta


# %% tags=["wrong"]
# 제곱근을 씌우지 않고 분산으로 나눕니다.
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    x_hat = (x - moving_mean) / (moving_variance + epsilon)
    return gamma * x_hat + beta


# %% tags=["wrong"]
# gamma와 beta를 바꾸어 씁니다.
def batch_norm(x, gamma, beta, moving_mean, moving_variance, epsilon):
    x_hat = (x - moving_mean) / np.sqrt(moving_variance + epsilon)
    return beta * x_hat + gamma


# %% [markdown] tags=["task"]
# ## 이동 평균의 스텝과 파라미터의 수 { #count }
#
# <!-- 연습: 손계산, 15분, ../batch-normalization.md#two-modes ../batch-normalization.md#four-vectors -->
#
# 이동 평균이 첫 값을 잊기 전에 평가하면 훈련은 잘되는데 추론만 나쁜 모델이 나옵니다.
# 몇 스텝이 필요한지 셈할 줄 알면 훈련하기 전에 모멘텀을 고를 수 있습니다.
#
# `moving_mean`은 0에서 시작하고, 배치의 평균은 스텝마다 같다고 둡니다.
# 네 수를 셈하세요.
#
# - `steps`는 `momentum=0.95`일 때 `moving_mean`이 배치 평균의 90%를 처음으로 넘는 스텝입니다.
# - `momentum`은 20스텝짜리 한 에포크가 끝날 때 `moving_mean`이 배치 평균의 정확히 99%가 되는 모멘텀입니다.
#   소수 둘째 자리까지 맞으면 됩니다.
# - `trainable`과 `non_trainable`은 아래 모델의 훈련 가능한 파라미터와 그렇지 않은 파라미터의 수입니다.
#
# <!-- skip: next "채점기가 같은 모델을 만들어 견줍니다." -->
# ```python
# keras.Sequential(
#     [
#         keras.Input(shape=(20,)),
#         keras.layers.Dense(30, use_bias=False),
#         keras.layers.BatchNormalization(),
#         keras.layers.Activation("relu"),
#         keras.layers.Dense(40, use_bias=False),
#         keras.layers.BatchNormalization(),
#         keras.layers.Activation("relu"),
#         keras.layers.Dense(5),
#     ]
# )
# ```

# %% [markdown] tags=["hint"]
# 한 스텝마다 첫 값의 몫에 모멘텀 $m$을 곱합니다.
# $t$스텝 뒤에 배치 평균의 몫은 $1 - m^t$입니다.

# %% [markdown] tags=["hint"]
# 90%를 넘으려면 $0.95^t < 0.1$이어야 합니다.
# 양쪽에 로그를 씌워 $t$를 구하고 올림하세요.

# %% [markdown] tags=["hint"]
# 둘째는 거꾸로 $m^{20} = 0.01$을 풉니다.

# %% [markdown] tags=["hint"]
# 배치 정규화 층의 파라미터는 특성마다 넷입니다.
# `gamma`와 `beta`는 훈련 가능하고, 두 이동 평균은 그렇지 않습니다.

# %% tags=["start"]
steps = ...
momentum = ...
trainable = ...
non_trainable = ...

# %% tags=["check"]
check_count(steps, momentum, trainable, non_trainable)

# %% tags=["solution"]
steps = int(np.ceil(np.log(0.1) / np.log(0.95)))
momentum = 0.01 ** (1 / 20)
trainable = (20 * 30 + 2 * 30) + (30 * 40 + 2 * 40) + (40 * 5 + 5)
non_trainable = 2 * 30 + 2 * 40

# %% [markdown] tags=["why"]
# 몫은 더해지지 않고 곱해지므로 로그로 풉니다.
# 기본값 0.99로 20스텝만 훈련하면 이동 평균은 배치 평균의 18%에 머뭅니다.
# 옵티마이저는 [이동 평균을 건드리지 않으므로](../batch-normalization.md#four-vectors) 훈련 가능한 파라미터로 세지 않습니다.

# %% tags=["also"]
# 스텝마다 고쳐 보고, 파라미터는 케라스에 세게 합니다.
moving_mean, steps = 0.0, 0
while moving_mean <= 0.9:
    moving_mean = 0.95 * moving_mean + 0.05 * 1.0
    steps += 1
momentum = 0.79
model = keras.Sequential([keras.Input(shape=(20,))])
for n_units in [30, 40]:
    model.add(keras.layers.Dense(n_units, use_bias=False))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Activation("relu"))
model.add(keras.layers.Dense(5))
trainable = sum(np.prod(weight.shape) for weight in model.trainable_weights)
non_trainable = model.count_params() - trainable

# %% tags=["wrong"]
# 모멘텀을 새 값에 곱하는 수로 압니다.
steps = 1
momentum = 0.21
trainable = 2145
non_trainable = 140

# %% tags=["wrong"]
# 스텝마다 5%씩 더해진다고 봅니다.
steps = 18
momentum = 1 - 0.99 / 20
trainable = 2145
non_trainable = 140

# %% tags=["wrong"]
# 로그의 밑을 섞어 씁니다.
steps = int(np.ceil(np.log(0.1) / np.log10(0.95)))
momentum = 0.79
trainable = 2145
non_trainable = 140

# %% tags=["wrong"]
# 나눗셈을 올리지 않고 버립니다.
steps = 44
momentum = 0.79
trainable = 2145
non_trainable = 140

# %% tags=["wrong"]
# 남길 1%가 아니라 따라갈 99%의 20제곱근을 구합니다.
steps = 45
momentum = 0.99 ** (1 / 20)
trainable = 2145
non_trainable = 140

# %% tags=["wrong"]
# 이동 평균까지 훈련 가능하다고 셉니다.
steps = 45
momentum = 0.79
trainable = 2285
non_trainable = 0

# %% tags=["wrong"]
# Dense 층의 편향을 모두 셉니다.
steps = 45
momentum = 0.79
trainable = 2215
non_trainable = 140

# %% [markdown] tags=["task"]
# ## 편향이 있는 앞 층에 접어 넣기 { #fold }
#
# <!-- 연습: 구현, 20분, ../batch-normalization.md#folding -->
#
# 모델을 가볍게 옮길 때는 배치 정규화 층을 앞의 `Dense` 층에 접어 넣습니다.
# 본문의 `Dense` 층에는 편향이 없었지만, 편향을 빼지 않고 훈련한 모델도 접을 수 있어야 합니다.
#
# `Dense` 층의 `W`와 `b`, 그 바로 뒤에 둔 배치 정규화 층의 네 벡터를 받아 새 `W`와 `b`를 돌려주세요.
# 둘 사이에 활성화 함수는 없습니다.
# `W`의 크기는 `(입력 수, 유닛 수)`이고 나머지 배열의 크기는 `(유닛 수,)`입니다.
# 채점기는 무작위 입력에서 두 층을 차례로 지난 예측과 새 층 하나의 예측을 견줍니다.

# %% [markdown] tags=["hint"]
# 두 층을 지난 값은 $\gamma (\mathbf{x} \mathbf{W} + \mathbf{b} - \mu) / \sqrt{\sigma^2 + \varepsilon} + \beta$입니다.
# $\mathbf{x}$가 곱해진 몫과 아닌 몫으로 나누세요.

# %% [markdown] tags=["hint"]
# `scale = gamma / np.sqrt(moving_variance + epsilon)`으로 두면 유닛마다 수 하나입니다.
# 유닛 하나의 가중치는 `W`의 열 하나입니다.

# %% [markdown] tags=["hint"]
# 새 `W`는 `W * scale`입니다.
# 새 `b`에는 옛 편향도 `scale`을 곱해서 들어갑니다.


# %% tags=["start"]
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    W_folded, b_folded = ..., ...
    return W_folded, b_folded


# %% tags=["check"]
check_fold(fold)


# %% tags=["solution"]
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = gamma / np.sqrt(moving_variance + epsilon)  # (유닛 수,)
    return W * scale, (b - moving_mean) * scale + beta


# %% [markdown] tags=["why"]
# 편향은 평균을 빼기 전에 더해졌으므로 평균과 같은 `scale`을 곱합니다.
# `scale`이 유닛마다 하나라서 `W`의 열을 따라 곱해야 하고, 크기 `(유닛 수,)`인 배열은 브로드캐스팅으로 저절로 그렇게 됩니다.


# %% tags=["also"]
# 대각 행렬을 곱하고, 새 편향은 0을 넣었을 때의 출력으로 구합니다.
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    sd = np.sqrt(moving_variance + epsilon)
    at_zero = gamma * (b - moving_mean) / sd + beta
    return W @ np.diag(gamma / sd), at_zero


# %% tags=["wrong"]
# 옛 편향에 scale을 곱하지 않습니다.
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = gamma / np.sqrt(moving_variance + epsilon)
    return W * scale, b - moving_mean * scale + beta


# %% tags=["wrong"]
# 옛 편향을 빠뜨립니다.
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = gamma / np.sqrt(moving_variance + epsilon)
    return W * scale, beta - moving_mean * scale


# %% tags=["wrong"]
# W의 행을 따라 곱합니다.
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = gamma / np.sqrt(moving_variance + epsilon)
    return W * scale[:, None], (b - moving_mean) * scale + beta


# %% tags=["wrong"]
# beta를 빠뜨립니다.
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = gamma / np.sqrt(moving_variance + epsilon)
    return W * scale, (b - moving_mean) * scale


# %% tags=["wrong"]
# gamma를 빠뜨립니다.
def fold(W, b, gamma, beta, moving_mean, moving_variance, epsilon):
    scale = 1 / np.sqrt(moving_variance + epsilon)
    return W * scale, (b - moving_mean) * scale + beta


# %% [markdown] tags=["task"]
# ## 쓰지 않은 변수가 섞인 클리핑 { #clip }
#
# <!-- 연습: 구현, 20분, ../gradient-clipping.md#per-variable ../gradient-clipping.md#one-vector -->
#
# 훈련 스텝을 직접 쓰면 클리핑도 직접 하고, 자르기 전의 노름을 기록해서 임곗값을 정합니다.
# 이때 손실에 쓰이지 않은 변수의 그레이디언트는 배열이 아니라 `None`으로 옵니다.
#
# `clip_gradients(gradients, threshold)`는 그레이디언트의 목록을 받아 두 가지를 돌려줍니다.
#
# - 전체 노름으로 자른 그레이디언트의 목록입니다.
#   차례와 크기는 그대로 두고, `None`은 `None`으로 둡니다.
# - 자르기 전의 전체 노름입니다.
#
# 전체 노름이 임곗값 이하이면 자르지 않습니다.
# 모두 0인 그레이디언트가 와도 NaN이 나오지 않아야 합니다.

# %% [markdown] tags=["hint"]
# 전체 노름은 모든 변수를 한 줄로 이은 벡터의 길이입니다.
# 변수마다 제곱의 합을 구해 모두 더하고, 마지막에 한 번만 제곱근을 씌웁니다.

# %% [markdown] tags=["hint"]
# 모든 변수에 같은 배율을 곱해야 전체의 방향이 그대로입니다.
# 배율은 1보다 클 수 없습니다.

# %% [markdown] tags=["hint"]
# 배율을 `threshold / max(norm, threshold)`로 쓰면 짧은 그레이디언트는 그대로이고 0으로 나누지도 않습니다.


# %% tags=["start"]
def clip_gradients(gradients, threshold):
    clipped, norm = ..., ...
    return clipped, norm


# %% tags=["check"]
check_clip(clip_gradients)


# %% tags=["solution"]
def clip_gradients(gradients, threshold):
    used = [g for g in gradients if g is not None]
    norm = np.sqrt(sum(np.sum(g**2) for g in used))
    scale = threshold / max(norm, threshold)
    return [g if g is None else g * scale for g in gradients], norm


# %% [markdown] tags=["why"]
# 모두에게 같은 배율을 곱하므로 변수 사이의 비율이 남고, [전체의 방향](../gradient-clipping.md#per-variable)도 돌지 않습니다.
# 돌려준 노름은 자르기 전의 것이라서, 백분위수를 보고 [임곗값을 정할](../gradient-clipping.md#threshold) 수 있습니다.


# %% tags=["also"]
# 한 줄로 이은 벡터의 길이를 재고, 길 때만 줄입니다.
def clip_gradients(gradients, threshold):
    flat = [np.ravel(g) for g in gradients if g is not None]
    norm = np.linalg.norm(np.concatenate(flat))
    if norm <= threshold:
        return gradients, norm
    clipped = []
    for g in gradients:
        clipped.append(None if g is None else threshold * (g / norm))
    return clipped, norm


# %% tags=["wrong"]
# 변수마다 제 노름으로 자릅니다.
def clip_gradients(gradients, threshold):
    used = [g for g in gradients if g is not None]
    norm = np.sqrt(sum(np.sum(g**2) for g in used))
    clipped = []
    for g in gradients:
        if g is not None:
            g = g * threshold / max(np.linalg.norm(g), threshold)
        clipped.append(g)
    return clipped, norm


# %% tags=["wrong"]
# 성분마다 값으로 자릅니다.
def clip_gradients(gradients, threshold):
    used = [g for g in gradients if g is not None]
    norm = np.sqrt(sum(np.sum(g**2) for g in used))
    clipped = []
    for g in gradients:
        clipped.append(None if g is None else np.clip(g, -threshold, threshold))
    return clipped, norm


# %% tags=["wrong"]
# 짧은 그레이디언트까지 임곗값으로 키웁니다.
def clip_gradients(gradients, threshold):
    used = [g for g in gradients if g is not None]
    norm = np.sqrt(sum(np.sum(g**2) for g in used))
    return [g if g is None else g * threshold / norm for g in gradients], norm


# %% tags=["wrong"]
# 제곱의 합에 제곱근을 씌우지 않습니다.
def clip_gradients(gradients, threshold):
    norm = sum(np.sum(g**2) for g in gradients if g is not None)
    scale = threshold / max(norm, threshold)
    return [g if g is None else g * scale for g in gradients], norm


# %% tags=["wrong"]
# 변수마다의 노름을 그대로 더합니다.
def clip_gradients(gradients, threshold):
    norm = sum(np.linalg.norm(g) for g in gradients if g is not None)
    scale = threshold / max(norm, threshold)
    return [g if g is None else g * scale for g in gradients], norm


# %% tags=["wrong"]
# 자르고 난 노름을 돌려줍니다.
def clip_gradients(gradients, threshold):
    used = [g for g in gradients if g is not None]
    norm = np.sqrt(sum(np.sum(g**2) for g in used))
    scale = threshold / max(norm, threshold)
    return [g if g is None else g * scale for g in gradients], norm * scale


# %% tags=["wrong"]
# None을 목록에서 지웁니다.
def clip_gradients(gradients, threshold):
    used = [g for g in gradients if g is not None]
    norm = np.sqrt(sum(np.sum(g**2) for g in used))
    scale = threshold / max(norm, threshold)
    return [g * scale for g in used], norm
