# %% [markdown]
# # 옵티마이저와 학습률 { #optimizers }
#
# 옵티마이저의 식과 학습률의 스케줄을 직접 쓰고, 케라스가 걷는 길과 견줍니다.
# 가중치는 `w`, 학습률은 `lr`, 모멘텀의 비율은 `beta`라고 적습니다.

# %%
import keras
import numpy as np
from optimizers_check import (
    check_adam,
    check_nesterov,
    check_one_cycle,
    check_rates,
    check_zero_gradient,
)

# %% [markdown] tags=["task"]
# ## 논문의 네스테로프 { #nesterov }
#
# <!-- 연습: 구현, 20분, ../optimizers.md#direction ../optimizers.md#conventions -->
#
# 논문은 네스테로프 가속 경사를 이렇게 적습니다.
# 속도만큼 앞서간 자리 $w + \beta m$에서 그레이디언트를 재고, 그것으로 속도를 고친 다음, 고친 속도만큼 움직입니다.
#
# 한 스텝을 함수로 쓰세요.
# `w`와 `m`은 크기가 `(d,)`인 배열이고, `gradient`는 자리를 받아 그 자리의 그레이디언트를 돌려주는 함수입니다.
# 속도의 식은 $m \leftarrow \beta m - \eta g$이고, 새 `w`와 새 `m`을 이 차례로 돌려줍니다.
#
# 케라스는 식이 다릅니다.
# 그런데도 앞서간 자리 $w + \beta m$이 `SGD(nesterov=True)`의 가중치와 같다는 것을 채점기가 열 스텝 동안 확인합니다.

# %% [markdown] tags=["hint"]
# 그레이디언트를 한 번만 재면 됩니다.
# `gradient()`에 `w`가 아니라 다른 자리를 넘깁니다.

# %% [markdown] tags=["hint"]
# 앞서간 자리는 `w + beta * m`입니다.
# 이때의 `m`은 아직 고치지 않은 속도입니다.

# %% [markdown] tags=["hint"]
# 속도를 먼저 `beta * m - lr * g`로 고치고, 그다음에 `w`에 새 속도를 더합니다.


# %% tags=["start"]
def nesterov_step(w, m, gradient, lr, beta):
    w, m = ..., ...
    return w, m


# %% tags=["check"]
check_nesterov(nesterov_step)


# %% tags=["solution"]
def nesterov_step(w, m, gradient, lr, beta):
    g = gradient(w + beta * m)
    m = beta * m - lr * g
    return w + m, m


# %% [markdown] tags=["why"]
# 케라스는 앞서간 자리를 `w`라고 부르고 저장합니다.
# 그래서 `fit()`이 넘기는 그레이디언트 하나로 같은 길을 걷습니다.
# 두 식이 어떻게 같은지는 [논문과 다른 케라스](../optimizers.md#conventions)에 있습니다.


# %% tags=["also"]
def nesterov_step(w, m, gradient, lr, beta):
    moved = w + beta * m  # 먼저 속도만큼 갑니다
    new_w = moved - lr * gradient(moved)  # 그 자리에서 경사를 따라 내려갑니다
    return new_w, new_w - w


# %% tags=["wrong"]
# 지금 자리에서 그레이디언트를 잽니다.
def nesterov_step(w, m, gradient, lr, beta):
    g = gradient(w)
    m = beta * m - lr * g
    return w + m, m


# %% tags=["wrong"]
# 속도의 반대쪽 자리에서 그레이디언트를 잽니다.
def nesterov_step(w, m, gradient, lr, beta):
    g = gradient(w - beta * m)
    m = beta * m - lr * g
    return w + m, m


# %% tags=["wrong"]
# 고치기 전의 속도로 움직입니다.
def nesterov_step(w, m, gradient, lr, beta):
    g = gradient(w + beta * m)
    w = w + m
    m = beta * m - lr * g
    return w, m


# %% tags=["wrong"]
# 앞서갈 때 속도를 줄이지 않습니다.
def nesterov_step(w, m, gradient, lr, beta):
    g = gradient(w + m)
    m = beta * m - lr * g
    return w + m, m


# %% tags=["wrong"]
# 논문의 꼴 대신 케라스의 꼴을 썼습니다.
def nesterov_step(w, m, gradient, lr, beta):
    g = gradient(w)
    m = beta * m - lr * g
    return w + beta * m - lr * g, m


# %% [markdown] tags=["task"]
# ## 첫 스텝만 맞는 Adam { #adam }
#
# <!-- 연습: 버그 찾기, 15분, ../optimizers.md#both ../optimizers.md#first-step -->
#
# 다음 Adam은 첫 스텝만 케라스와 같고 그 뒤로는 어긋납니다.
# 오류도 경고도 없어서, 훈련이 느린 까닭을 학습률에서 찾기 쉽습니다.
# 편향 보정이 무엇을 고치고 무엇은 그대로 두어야 하는지 생각하며 잘못을 찾아 고치세요.
#
# `gradient`는 자리를 받아 그레이디언트를 돌려주는 함수이고, `w`는 크기가 `(d,)`인 배열입니다.
# 함수는 `n_steps`스텝을 걸은 뒤의 `w`를 돌려줍니다.

# %% [markdown] tags=["hint"]
# 그레이디언트가 늘 1이면 Adam의 스텝은 언제나 학습률만큼입니다.
# `lambda w: np.ones_like(w)`를 넘겨 `n_steps`를 1, 2, 3으로 바꾸어 보면 어느 스텝이 어긋나는지 보입니다.

# %% [markdown] tags=["hint"]
# 둘째 스텝의 이동 평균이 이어받는 `m`과 `v`의 값을 인쇄해 보세요.
# 첫 스텝의 그레이디언트가 1이면 `m`은 0.1, `v`는 0.001이 되어 다음 스텝으로 넘어가야 합니다.

# %% [markdown] tags=["hint"]
# 보정은 그 스텝에서 움직일 때만 쓰고 이동 평균은 그대로 두어야 합니다.
# 보정한 값에 `m_hat`, `v_hat`이라는 다른 이름을 붙이세요.


# %% tags=["start"]
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.9, 0.999, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m = m / (1 - beta_1**t)
        v = v / (1 - beta_2**t)
        w = w - lr * m / (np.sqrt(v) + epsilon)
    return w


# %% tags=["check"]
check_adam(adam)


# %% tags=["solution"]
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.9, 0.999, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat = m / (1 - beta_1**t)
        v_hat = v / (1 - beta_2**t)
        w = w - lr * m_hat / (np.sqrt(v_hat) + epsilon)
    return w


# %% [markdown] tags=["why"]
# `1 - beta_1**t`는 0에서 시작한 이동 평균이 $t$스텝까지 모은 비율입니다.
# 이미 나눈 값을 다음 스텝에서 또 나누면 비율이 맞지 않습니다.
# 케라스는 이동 평균을 건드리지 않고 학습률에 두 보정을 한꺼번에 곱합니다.


# %% tags=["also"]
def adam(gradient, w, lr, n_steps):
    m, v = 0, 0
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = m + 0.1 * (g - m)
        v = v + 0.001 * (g * g - v)
        rate = lr * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)  # 학습률을 보정합니다
        w = w - rate * m / (np.sqrt(v) + 1e-7)
    return w


# %% tags=["wrong"]
# 편향 보정을 뺐습니다.
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.9, 0.999, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        w = w - lr * m / (np.sqrt(v) + epsilon)
    return w


# %% tags=["wrong"]
# 모든 스텝을 첫 스텝처럼 보정합니다.
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.9, 0.999, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat, v_hat = m / (1 - beta_1), v / (1 - beta_2)
        w = w - lr * m_hat / (np.sqrt(v_hat) + epsilon)
    return w


# %% tags=["wrong"]
# 이동 평균 둘 가운데 `m`만 보정합니다.
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.9, 0.999, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat = m / (1 - beta_1**t)
        w = w - lr * m_hat / (np.sqrt(v) + epsilon)
    return w


# %% tags=["wrong"]
# 두 비율을 바꾸어 썼습니다.
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.999, 0.9, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
        w = w - lr * m_hat / (np.sqrt(v_hat) + epsilon)
    return w


# %% tags=["wrong"]
# 엡실론을 근호 안에 넣었습니다.
def adam(gradient, w, lr, n_steps):
    beta_1, beta_2, epsilon = 0.9, 0.999, 1e-7
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
        w = w - lr * m_hat / np.sqrt(v_hat + epsilon)
    return w


# %% [markdown] tags=["task"]
# ## 코사인으로 내리는 1사이클 { #one-cycle }
#
# <!-- 연습: 구현, 20분, ../learning-rate-schedules.md#one-cycle ../learning-rate-schedules.md#curves -->
#
# 1사이클 스케줄링에는 변형이 많습니다.
# 여기서는 곧게 올렸다가 코사인으로 내리는 것을 씁니다.
# 스텝을 0부터 세면서 양 끝과 꼭대기를 정확한 스텝에 맞추는 연습입니다.
#
# - 0스텝의 학습률은 `start`이고, `n_up`스텝까지 직선으로 올라 꼭 `peak`가 됩니다.
# - `n_up`스텝부터는 코사인의 반 주기를 따라 내려와, 마지막 스텝인 `n_steps - 1`스텝에 꼭 `end`가 됩니다.
# - 그 뒤에도 훈련을 이어 가면 `end`에 머뭅니다.
#
# `step`은 0 이상의 정수이고, 함수는 그 스텝의 학습률 하나를 돌려줍니다.
# `n_up`은 1 이상이고 `n_steps - 1`보다 작습니다.

# %% [markdown] tags=["hint"]
# 오르막과 내리막을 `step < n_up`으로 나누세요.
# 구간마다 얼마나 왔는지 0에서 1까지의 비율로 먼저 나타내면 쉽습니다.

# %% [markdown] tags=["hint"]
# 내리막의 비율은 `(step - n_up) / (n_steps - 1 - n_up)`입니다.
# 마지막 스텝의 번호가 `n_steps`가 아니라 `n_steps - 1`이기 때문입니다.

# %% [markdown] tags=["hint"]
# 비율 $p$(피)가 0에서 1로 갈 때 $(1 + \cos \pi p) / 2$는 1에서 0으로 갑니다.
# 여기에 `peak - end`를 곱하고 `end`를 더합니다.
# 비율이 1을 넘지 않게 `min()`으로 막습니다.


# %% tags=["start"]
def one_cycle(step, n_steps, n_up, start, peak, end):
    if step < n_up:
        return ...
    return ...


# %% tags=["check"]
check_one_cycle(one_cycle)


# %% tags=["solution"]
def one_cycle(step, n_steps, n_up, start, peak, end):
    if step < n_up:
        return start + (peak - start) * step / n_up
    done = min((step - n_up) / (n_steps - 1 - n_up), 1)
    return end + (peak - end) * (1 + np.cos(np.pi * done)) / 2


# %% [markdown] tags=["why"]
# 코사인은 1을 지나면 다시 올라갑니다.
# `min()`이 없으면 정한 스텝보다 오래 훈련할 때 학습률이 되살아납니다.


# %% tags=["also"]
# 케라스의 `CosineDecay`에 워밍업을 주어도 같은 곡선입니다.
def one_cycle(step, n_steps, n_up, start, peak, end):
    schedule = keras.optimizers.schedules.CosineDecay(
        start,
        decay_steps=n_steps - 1 - n_up,
        alpha=end / peak,
        warmup_target=peak,
        warmup_steps=n_up,
    )
    return schedule(step)


# %% tags=["also"]
def one_cycle(step, n_steps, n_up, start, peak, end):
    angle = np.interp(step, [n_up, n_steps - 1], [0, np.pi])
    falling = (peak + end) / 2 + (peak - end) / 2 * np.cos(angle)
    rising = np.interp(step, [0, n_up], [start, peak])
    return np.where(step < n_up, rising, falling)


# %% tags=["wrong"]
# 꼭대기를 전체의 한가운데에 두었습니다.
def one_cycle(step, n_steps, n_up, start, peak, end):
    half = n_steps // 2
    if step < half:
        return start + (peak - start) * step / half
    done = min((step - half) / (n_steps - 1 - half), 1)
    return end + (peak - end) * (1 + np.cos(np.pi * done)) / 2


# %% tags=["wrong"]
# 내리막도 직선으로 내립니다.
def one_cycle(step, n_steps, n_up, start, peak, end):
    return np.interp(step, [0, n_up, n_steps - 1], [start, peak, end])


# %% tags=["wrong"]
# 마지막 스텝을 하나 뒤로 셉니다.
def one_cycle(step, n_steps, n_up, start, peak, end):
    if step < n_up:
        return start + (peak - start) * step / n_up
    done = min((step - n_up) / (n_steps - n_up), 1)
    return end + (peak - end) * (1 + np.cos(np.pi * done)) / 2


# %% tags=["wrong"]
# 처음의 학습률로 돌아오기만 합니다.
def one_cycle(step, n_steps, n_up, start, peak, end):
    if step < n_up:
        return start + (peak - start) * step / n_up
    done = min((step - n_up) / (n_steps - 1 - n_up), 1)
    return start + (peak - start) * (1 + np.cos(np.pi * done)) / 2


# %% tags=["wrong"]
# 마지막 스텝 뒤를 막지 않았습니다.
def one_cycle(step, n_steps, n_up, start, peak, end):
    if step < n_up:
        return start + (peak - start) * step / n_up
    done = (step - n_up) / (n_steps - 1 - n_up)
    return end + (peak - end) * (1 + np.cos(np.pi * done)) / 2


# %% [markdown] tags=["task"]
# ## 에포크마다 한 번 줄이는 학습률 { #once-per-epoch }
#
# <!-- 연습: 버그 찾기, 15분, ../learning-rate-schedules.md#steps ../learning-rate-schedules.md#formulas -->
#
# 학습률을 0.1에서 시작해 에포크가 바뀔 때마다 0.8배로 줄이려고 합니다.
# 한 에포크 안에서는 학습률이 같아야 합니다.
# 그런데 다음 코드는 학습률을 훨씬 빨리 줄이고, 오류도 경고도 내지 않습니다.
#
# 잘못을 찾아 고치고, 모멘텀이 없는 SGD를 돌려주세요.
# 샘플 수가 배치 크기로 나누어떨어지지 않으면 `fit()`은 남은 샘플로 작은 배치를 하나 더 만듭니다.
# 채점기는 그레이디언트를 늘 1로 두고 가중치가 움직인 거리를 `n_epochs`에포크 동안 잽니다.

# %% [markdown] tags=["hint"]
# `decay_steps=1`의 단위는 무엇일까요?
# 스케줄이 받는 수는 에포크의 번호가 아니라 스텝의 번호입니다.

# %% [markdown] tags=["hint"]
# 한 에포크의 스텝 수를 `decay_steps`에 넘깁니다.
# 샘플 100개를 32개씩 나누면 3스텝이 아니라 4스텝입니다.

# %% [markdown] tags=["hint"]
# `-(-n_samples // batch_size)`나 `math.ceil(n_samples / batch_size)`가 올림입니다.
# `staircase=True`는 그대로 둡니다.


# %% tags=["start"]
def make_optimizer(n_samples, batch_size, n_epochs):
    schedule = keras.optimizers.schedules.ExponentialDecay(
        0.1, decay_steps=1, decay_rate=0.8, staircase=True
    )
    return keras.optimizers.SGD(schedule)


# %% tags=["check"]
check_rates(make_optimizer)


# %% tags=["solution"]
def make_optimizer(n_samples, batch_size, n_epochs):
    steps_per_epoch = -(-n_samples // batch_size)  # 올림
    schedule = keras.optimizers.schedules.ExponentialDecay(
        0.1, decay_steps=steps_per_epoch, decay_rate=0.8, staircase=True
    )
    return keras.optimizers.SGD(schedule)


# %% [markdown] tags=["why"]
# `staircase=True`는 `step / decay_steps`의 소수점 아래를 버립니다.
# 그 몫이 에포크의 번호가 되려면 `decay_steps`가 한 에포크의 스텝 수여야 합니다.
# 단위가 다른 수를 넘겨도 케라스는 알 길이 없어서 [조용히 어긋납니다](../learning-rate-schedules.md#steps).


# %% tags=["also"]
# 구간별 고정 스케줄링에서는 경계의 스텝이 앞 구간에 듭니다.
def make_optimizer(n_samples, batch_size, n_epochs):
    steps = int(np.ceil(n_samples / batch_size))
    boundaries = [steps * epoch - 1 for epoch in range(1, n_epochs)]
    rates = [0.1 * 0.8**epoch for epoch in range(n_epochs)]
    schedule = keras.optimizers.schedules.PiecewiseConstantDecay(boundaries, rates)
    return keras.optimizers.SGD(schedule)


# %% tags=["wrong"]
# 스텝 수를 셀 때 소수점 아래를 버렸습니다.
def make_optimizer(n_samples, batch_size, n_epochs):
    schedule = keras.optimizers.schedules.ExponentialDecay(
        0.1, decay_steps=n_samples // batch_size, decay_rate=0.8, staircase=True
    )
    return keras.optimizers.SGD(schedule)


# %% tags=["wrong"]
# 에포크 안에서도 학습률이 조금씩 줄어듭니다.
def make_optimizer(n_samples, batch_size, n_epochs):
    steps_per_epoch = -(-n_samples // batch_size)
    schedule = keras.optimizers.schedules.ExponentialDecay(
        0.1, decay_steps=steps_per_epoch, decay_rate=0.8
    )
    return keras.optimizers.SGD(schedule)


# %% tags=["wrong"]
# 한 에포크가 아니라 훈련 전체의 스텝 수를 넘겼습니다.
def make_optimizer(n_samples, batch_size, n_epochs):
    n_steps = -(-n_samples // batch_size) * n_epochs
    schedule = keras.optimizers.schedules.ExponentialDecay(
        0.1, decay_steps=n_steps, decay_rate=0.8, staircase=True
    )
    return keras.optimizers.SGD(schedule)


# %% tags=["wrong"]
# 학습률 대신 가중치를 줄입니다.
def make_optimizer(n_samples, batch_size, n_epochs):
    return keras.optimizers.SGD(0.1, weight_decay=0.2)


# %% tags=["wrong"]
# 구간의 경계를 한 스텝 늦게 두었습니다.
def make_optimizer(n_samples, batch_size, n_epochs):
    steps = int(np.ceil(n_samples / batch_size))
    boundaries = [steps * epoch for epoch in range(1, n_epochs)]
    rates = [0.1 * 0.8**epoch for epoch in range(n_epochs)]
    schedule = keras.optimizers.schedules.PiecewiseConstantDecay(boundaries, rates)
    return keras.optimizers.SGD(schedule)


# %% [markdown] tags=["task"]
# ## 그레이디언트가 0인 스텝 { #zero-gradient }
#
# <!-- 연습: 예측, 10분, ../optimizers.md#weight-decay ../weight-regularization.md#weight-decay -->
#
# 입력이 늘 0인 픽셀의 가중치에는 데이터의 그레이디언트가 없고, 규제가 하는 일만 남습니다.
# 값이 2인 이런 가중치가 첫 스텝 뒤에 얼마가 되는지 종이에서 셈하세요.
# 소수점 아래 셋째 자리까지 맞으면 됩니다.
# 끝나면 가중치 감쇠와 ℓ₂ 규제가 강도와 학습률에 어떻게 다르게 반응하는지 말할 수 있습니다.
#
# | 답 | 옵티마이저 | `kernel_regularizer` |
# |---|---|---|
# | `adamw` | `AdamW(0.1, weight_decay=0.2)` | 없음 |
# | `adamw_slow` | `AdamW(0.01, weight_decay=0.2)` | 없음 |
# | `sgd_l2` | `SGD(0.1)` | `L2(0.2)` |
# | `adam_l2` | `Adam(0.1)` | `L2(0.2)` |
# | `adam_l2_weak` | `Adam(0.1)` | `L2(0.02)` |

# %% [markdown] tags=["hint"]
# `AdamW`의 감쇠는 그레이디언트를 거치지 않습니다.
# 그레이디언트가 0이면 Adam의 스텝도 0이고, $w \leftarrow w - \eta \lambda w$만 남습니다.

# %% [markdown] tags=["hint"]
# 케라스의 `L2`는 손실에 $\lambda w^2$을 더합니다.
# 2분의 1이 없으므로 그레이디언트는 $2 \lambda w$입니다.
# SGD는 이것에 학습률을 곱해 뺍니다.

# %% [markdown] tags=["hint"]
# Adam은 `L2`의 그레이디언트도 그 크기로 나눕니다.
# 첫 스텝에서는 그레이디언트가 0.8이든 0.08이든 학습률만큼 움직입니다.

# %% tags=["start"]
adamw = ...
adamw_slow = ...
sgd_l2 = ...
adam_l2 = ...
adam_l2_weak = ...

# %% tags=["check"]
check_zero_gradient(adamw, adamw_slow, sgd_l2, adam_l2, adam_l2_weak)

# %% tags=["solution"]
adamw = 2 * (1 - 0.1 * 0.2)
adamw_slow = 2 * (1 - 0.01 * 0.2)
sgd_l2 = 2 - 0.1 * (2 * 0.2 * 2)
adam_l2 = 2 - 0.1
adam_l2_weak = 2 - 0.1

# %% [markdown] tags=["why"]
# `AdamW`와 SGD의 `L2`는 가중치에 비례해 줄이지만, Adam의 `L2`는 강도가 어떻든 첫 스텝에 학습률만큼 당깁니다.
# 그래서 Adam에서 `L2`의 강도를 조절해도 [길이 거의 달라지지 않습니다](../weight-regularization.md#dead-pixels).


# %% tags=["also"]
# 셈하는 대신 Adam의 첫 스텝을 씁니다.
def first_step(g, lr):
    m_hat, v_hat = g, g**2  # 첫 스텝에는 보정한 평균이 그레이디언트 그대로입니다
    return lr * m_hat / (np.sqrt(v_hat) + 1e-7)


w = 2.0
adamw = w - first_step(0.0, 0.1) - 0.1 * 0.2 * w
adamw_slow = w - first_step(0.0, 0.01) - 0.01 * 0.2 * w
sgd_l2 = w * (1 - 2 * 0.1 * 0.2)
adam_l2 = w - first_step(2 * 0.2 * w, 0.1)
adam_l2_weak = w - first_step(2 * 0.02 * w, 0.1)

# %% tags=["wrong"]
# 감쇠에 학습률을 곱하지 않았습니다.
adamw = 2 * (1 - 0.2)
adamw_slow = 2 * (1 - 0.2)
sgd_l2 = 2 - 0.1 * (2 * 0.2 * 2)
adam_l2 = 2 - 0.1
adam_l2_weak = 2 - 0.1

# %% tags=["wrong"]
# 학습률을 낮춰도 감쇠는 그대로라고 보았습니다.
adamw = 2 * (1 - 0.1 * 0.2)
adamw_slow = 2 * (1 - 0.1 * 0.2)
sgd_l2 = 2 - 0.1 * (2 * 0.2 * 2)
adam_l2 = 2 - 0.1
adam_l2_weak = 2 - 0.1

# %% tags=["wrong"]
# `L2`의 그레이디언트에서 2를 빠뜨렸습니다.
adamw = 2 * (1 - 0.1 * 0.2)
adamw_slow = 2 * (1 - 0.01 * 0.2)
sgd_l2 = 2 - 0.1 * (0.2 * 2)
adam_l2 = 2 - 0.1
adam_l2_weak = 2 - 0.1

# %% tags=["wrong"]
# Adam의 `L2`를 가중치 감쇠로 보았습니다.
adamw = 2 * (1 - 0.1 * 0.2)
adamw_slow = 2 * (1 - 0.01 * 0.2)
sgd_l2 = 2 - 0.1 * (2 * 0.2 * 2)
adam_l2 = 2 * (1 - 0.1 * 0.2)
adam_l2_weak = 2 * (1 - 0.1 * 0.02)

# %% tags=["wrong"]
# 강도가 10분의 1이면 움직이는 거리도 10분의 1이라고 보았습니다.
adamw = 2 * (1 - 0.1 * 0.2)
adamw_slow = 2 * (1 - 0.01 * 0.2)
sgd_l2 = 2 - 0.1 * (2 * 0.2 * 2)
adam_l2 = 2 - 0.1
adam_l2_weak = 2 - 0.01
