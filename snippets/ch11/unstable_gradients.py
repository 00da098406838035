"""불안정한 그레이디언트입니다. docs/ch11/unstable-gradients.md에서 읽습니다."""

# --8<-- [start:ten_layers]
import numpy as np

rng = np.random.default_rng(42)

for name, stddev in [("N(0, 1)", 1.0), ("글로럿", 0.1)]:
    a, layers = rng.standard_normal((500, 100)), []
    for _ in range(10):
        W = stddev * rng.standard_normal((100, 100))
        a = 1 / (1 + np.exp(-a @ W))
        layers.append((W, a))

    delta = rng.standard_normal((500, 100))
    for W, a in layers[::-1]:
        delta = delta * a * (1 - a) @ W.T
    print(f"{np.std(delta):.1e} {name}")
# --8<-- [end:ten_layers]

# --8<-- [start:ten_layers_seeds]
for seed in range(10):
    rng = np.random.default_rng(seed)
    for stddev, low, high in [(1.0, 0.3, 3.0), (0.1, 1e-7, 1e-6)]:
        a, layers = rng.standard_normal((200, 100)), []
        for _ in range(10):
            W = stddev * rng.standard_normal((100, 100))
            a = 1 / (1 + np.exp(-a @ W))
            layers.append((W, a))
        delta = rng.standard_normal((200, 100))
        for W, a in layers[::-1]:
            delta = delta * a * (1 - a) @ W.T
        assert low < np.std(delta) < high, f"시드 {seed}: {delta.std():.1e}"
# --8<-- [end:ten_layers_seeds]

# --8<-- [start:data]
from itertools import pairwise

import matplotlib.pyplot as plt
from scipy.special import log_softmax, softmax
from sklearn.datasets import load_digits
from threadpoolctl import threadpool_limits

threadpool_limits(1)  # 작은 행렬은 스레드 하나로 곱하는 편이 빠릅니다

X, y = load_digits(return_X_y=True)
order = np.random.default_rng(42).permutation(len(X))
X, y = X[order], y[order]
X = (X - X.mean()) / X.std()  # (1797, 64)
Y = np.eye(10)[y]  # (1797, 10)
# --8<-- [end:data]


# --8<-- [start:init]
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {  # 함수, 그리고 출력 a로 적은 도함수
    "sigmoid": (sigmoid, lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda a: a > 0),
}


def init(stddev, seed, n_units=100):
    rng = np.random.default_rng(seed)
    sizes = [64] + 10 * [n_units] + [10]
    return [
        (stddev(m, n) * rng.standard_normal((m, n)), np.zeros(n))
        for m, n in pairwise(sizes)
    ]


# --8<-- [end:init]


# --8<-- [start:forward]
def forward(params, X, activation):
    function = ACTIVATIONS[activation][0]
    z, a = [], [X]
    for W, b in params:
        z.append(a[-1] @ W + b)
        a.append(function(z[-1]))
    return z, a[:-1]


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(params, z, a, Y, activation):
    derivative = ACTIVATIONS[activation][1]
    deltas = [softmax(z[-1], axis=1) - Y]
    for (W, b), a_l in zip(params[:0:-1], a[:0:-1]):
        deltas.insert(0, deltas[0] @ W.T * derivative(a_l))
    return deltas


# --8<-- [end:backward]


# --8<-- [start:stddev]
def normal(fan_in, fan_out):
    return 1.0


def glorot(fan_in, fan_out):
    return np.sqrt(2 / (fan_in + fan_out))


def he(fan_in, fan_out):
    return np.sqrt(2 / fan_in)


def rms(x):
    return np.sqrt(np.mean(x**2))


# --8<-- [end:stddev]


# --8<-- [start:gradient_check]
def loss(params, X, Y, activation):
    logits = forward(params, X, activation)[0][-1]
    return -np.mean(np.sum(Y * log_softmax(logits, axis=1), axis=1))


params = init(glorot, seed=42)
z, a = forward(params, X, "tanh")
deltas = backward(params, z, a, Y, "tanh")
rng = np.random.default_rng(42)

for i in 0, 4, 9:
    W = params[i][0]
    V, eps = rng.standard_normal(W.shape), 1e-6
    W += eps * V
    above = loss(params, X, Y, "tanh")
    W -= 2 * eps * V
    below = loss(params, X, Y, "tanh")
    W += eps * V
    slope = np.sum(a[i].T @ deltas[i] / len(X) * V)
    print(f"{i + 1:2d} {slope:.6f} {(above - below) / (2 * eps):.6f}")
# --8<-- [end:gradient_check]

# --8<-- [start:gradient_check_all]
few = slice(0, 100)
for activation, stddev in [("sigmoid", normal), ("tanh", glorot), ("relu", glorot)]:
    params = init(stddev, seed=0)
    z, a = forward(params, X[few], activation)
    deltas = backward(params, z, a, Y[few], activation)
    for i, (W, b) in enumerate(params):
        for param, grad in [
            (W, a[i].T @ deltas[i] / 100),
            (b, deltas[i].mean(axis=0)),
        ]:
            V = rng.standard_normal(param.shape)
            kept, loss_at = param.copy(), {}
            for step in 1e-6, -1e-6:
                param[...] = kept + step * V
                loss_at[step] = loss(params, X[few], Y[few], activation)
            param[...] = kept
            numeric = (loss_at[1e-6] - loss_at[-1e-6]) / 2e-6
            scale = np.linalg.norm(grad) * np.linalg.norm(V) / np.sqrt(V.size)
            error = abs(numeric - np.sum(grad * V)) / scale
            assert error < 1e-3, f"{activation}, 층 {i + 1}: 상대 오차 {error:.1e}"
# --8<-- [end:gradient_check_all]

# --8<-- [start:layer_stats]
z, a = forward(init(normal, seed=42), X, "sigmoid")

print("층  var(z)  n*E[a^2]  var(a)  |z|>4")
for i in range(1, 11):
    z_l, below, a_l = z[i - 1], a[i - 1], a[i]
    expected = below.shape[1] * np.mean(below**2)
    far = np.mean(np.abs(z_l) > 4)
    print(f"{i:2d} {z_l.var():7.1f} {expected:9.1f} {a_l.var():7.2f} {far:6.2f}")
# --8<-- [end:layer_stats]

# --8<-- [start:bounded_variance]
bound = 0
for stddev in normal, glorot, lambda m, n: 10.0:
    for seed in range(5):
        a = forward(init(stddev, seed), X, "sigmoid")[1]
        bound = max(bound, max(a_l.var() for a_l in a[1:]))
assert 0.2 < bound <= 0.25, f"활성화의 분산이 {bound:.3f}까지 갔습니다"
half = np.repeat([0.0, 1.0], 50)
assert half.var() == 0.25, "0과 1이 반반일 때의 분산이 1/4이 아닙니다"
# --8<-- [end:bounded_variance]

# --8<-- [start:fixed_point]
nodes, weights = np.polynomial.hermite_e.hermegauss(200)
weights /= weights.sum()
v = 50.0
for _ in range(100):
    v = 100 * np.sum(weights * sigmoid(np.sqrt(v) * nodes) ** 2)
assert abs(v - 44) < 0.5, f"고정점이 {v:.1f}입니다"

variances = np.mean(
    [
        [z_l.var() for z_l in forward(init(normal, seed), X, "sigmoid")[0][:-1]]
        for seed in range(20)
    ],
    axis=0,
)
assert abs(variances[0] - 64) < 6, f"1층의 분산이 {variances[0]:.1f}입니다"
worst = np.abs(variances[1:] / v - 1).max()
assert worst < 0.12, f"고정점에서 {worst:.0%}까지 벗어났습니다"
# --8<-- [end:fixed_point]

# --8<-- [start:draw_histograms]
fig, axes = plt.subplots(3, 2, figsize=(5.4, 4), sharex=True)
for column, stddev in enumerate([normal, glorot]):
    a = forward(init(stddev, seed=42), X, "sigmoid")[1]
    for row, i in enumerate([1, 5, 10]):
        ax = axes[row, column]
        ax.hist(a[i].ravel(), bins=25, range=(0, 1), color=f"C{column}")
        ax.set_yticks([])
        axes[row, 0].set_ylabel(["1층", "5층", "10층"][row])
axes[0, 0].set_title("시그모이드, N(0, 1)")
axes[0, 1].set_title("시그모이드, 글로럿")
for ax in axes[2]:
    ax.set_xticks([0, 0.5, 1])
    ax.set_xlabel("활성화의 출력")
plt.show()
# --8<-- [end:draw_histograms]

# --8<-- [start:quarter]
t = np.linspace(-40, 40, 800_001)
s = sigmoid(t)
assert (s * (1 - s)).max() == 0.25, "시그모이드의 기울기가 1/4을 넘었습니다"
assert abs(t[np.argmax(s * (1 - s))]) < 1e-9, "최댓값이 0에 있지 않습니다"
numeric = (sigmoid(t + 1e-6) - sigmoid(t - 1e-6)) / 2e-6
assert np.abs(numeric - s * (1 - s)).max() < 1e-9, "도함수의 식이 틀렸습니다"
# --8<-- [end:quarter]


# --8<-- [start:combos]
COMBOS = {
    "시그모이드, N(0, 1)": ("sigmoid", normal),
    "시그모이드, 글로럿": ("sigmoid", glorot),
    "tanh, N(0, 1)": ("tanh", normal),
    "tanh, 글로럿": ("tanh", glorot),
    "ReLU, N(0, 1)": ("relu", normal),
    "ReLU, He": ("relu", he),
}
# --8<-- [end:combos]


# --8<-- [start:measure]
def measure(activation, stddev, seed=42, n_units=100):
    params = init(stddev, seed, n_units)
    z, a = forward(params, X, activation)
    deltas = backward(params, z, a, Y, activation)
    derivative = ACTIVATIONS[activation][1]
    slopes = np.array([rms(derivative(a_l) * 1.0) for a_l in a[1:]])
    weights = np.array([np.sqrt(n_units) * rms(W) for W, b in params[1:]])
    return np.array([rms(d) for d in deltas[:-1]]), slopes, weights


# --8<-- [end:measure]

# --8<-- [start:gains]
print("weight x slope = gain | measured, 1층/10층")
for name, (activation, stddev) in COMBOS.items():
    sizes, slopes, weights = measure(activation, stddev)
    w, s = np.mean(weights[:-1]), np.mean(slopes[:-1])
    ratio = sizes[0] / sizes[-1]
    measured = ratio ** (1 / 9)
    print(f"{w:6.2f} x {s:.3f} = {w * s:.2f} | {measured:.2f}, {ratio:.0e}", name)
# --8<-- [end:gains]

# --8<-- [start:gains_agree]
for name, (activation, stddev) in COMBOS.items():
    for seed in range(3):
        sizes, slopes, weights = measure(activation, stddev, seed)
        misses = sizes[:-1] / sizes[1:] / (weights * slopes)[:-1]
        assert np.abs(misses - 1).max() < 0.25, f"{name}, 시드 {seed}: {misses}"
        overall = np.prod(misses) ** (1 / 9)
        assert abs(overall - 1) < 0.05, f"{name}, 시드 {seed}: {overall:.2f}배"
# --8<-- [end:gains_agree]

# --8<-- [start:small_weights]
for seed in range(5):
    sizes, slopes, weights = measure("sigmoid", lambda m, n: 0.01, seed)
    ratio = sizes[0] / sizes[-1]
    assert 1e-15 < ratio < 1e-14, f"시드 {seed}: {ratio:.1e}"
# --8<-- [end:small_weights]

# --8<-- [start:draw_layers]
fig, ax = plt.subplots(figsize=(5.4, 4.6))
layers = np.arange(1, 11)
for i, (name, (activation, stddev)) in enumerate(COMBOS.items()):
    sizes, slopes, weights = measure(activation, stddev)
    gains = (weights * slopes)[:-1]
    line = sizes[-1] * np.append(np.cumprod(gains[::-1])[::-1], 1)
    ax.plot(layers, line, c=f"C{i}", lw=1.2)
    ax.plot(layers, sizes, "osD^vP"[i], c=f"C{i}", ms=5, label=name)
ax.set_yscale("log")
ax.set_xticks(layers)
ax.set_xlabel("층(왼쪽이 입력)")
ax.set_ylabel("층에 닿은 그레이디언트")
ax.grid(axis="y")
fig.legend(loc="outside upper center", ncols=2, frameon=False)
plt.show()
# --8<-- [end:draw_layers]

# --8<-- [start:draw_slope]
t = np.linspace(-16, 16, 400)
plt.plot(t, sigmoid(t) * (1 - sigmoid(t)), c="C2")
for i, (name, stddev) in enumerate([("N(0, 1)", normal), ("글로럿", glorot)]):
    z = forward(init(stddev, seed=42), X, "sigmoid")[0][:-1]
    low, high = np.quantile(np.concatenate(z, axis=1), [0.05, 0.95])
    height = -0.03 - 0.04 * i
    plt.plot([low, high], [height, height], c=f"C{i}", lw=6)
    plt.text(high + 0.8, height, name, va="center")
plt.xlabel("z")
plt.ylabel("시그모이드의 기울기")
plt.yticks([0, 0.05, 0.1, 0.15, 0.2, 0.25])
plt.show()
# --8<-- [end:draw_slope]

# --8<-- [start:width_law]
for n in 50, 100, 200, 400:
    ratios = []
    for seed in range(5):
        params = init(normal, seed, n)
        z, a = forward(params, X[:300], "sigmoid")
        deltas = backward(params, z, a, Y[:300], "sigmoid")
        ratios.append(rms(deltas[0]) / rms(deltas[9]))
    law = (n / (36 * np.pi)) ** (9 / 4)
    print(f"n = {n}: {np.exp(np.mean(np.log(ratios))):5.2f} {law:5.2f}")
# --8<-- [end:width_law]

# --8<-- [start:sweep]
scales = np.array([0.5, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20])
ratios, saturated = np.empty((11, 5)), np.empty((11, 5))
for i, c in enumerate(scales):
    for seed in range(5):
        params = init(lambda m, n, c=c: c / np.sqrt(m), seed)
        z, a = forward(params, X[:300], "sigmoid")
        deltas = backward(params, z, a, Y[:300], "sigmoid")
        ratios[i, seed] = rms(deltas[0]) / rms(deltas[9])
        saturated[i, seed] = np.mean(np.abs(z[:10]) > 4)
# --8<-- [end:sweep]

# --8<-- [start:dilemma]
alive = (ratios > 0.1) & (ratios < 10)
assert alive.any(), "그레이디언트가 유지되는 크기가 없습니다"
assert saturated[alive].min() > 0.25, f"포화 {saturated[alive].min():.2f}"
assert ratios[saturated < 0.1].max() < 0.02, f"비율 {ratios[saturated < 0.1].max():.3f}"
# --8<-- [end:dilemma]

# --8<-- [start:draw_dilemma]
fig, (top, bottom) = plt.subplots(2, 1, figsize=(5.4, 4.2), sharex=True)
top.fill_between(scales, ratios.min(1), ratios.max(1), color="C0", alpha=0.3, lw=0)
top.plot(scales, np.exp(np.log(ratios).mean(1)), "o-", ms=4)
top.axhline(1, c="C7", lw=1, ls="--")
top.set_yscale("log")
top.set_ylabel("1층/10층")
bottom.plot(scales, saturated.mean(1), "s-", ms=4, c="C1")
bottom.set_ylim(0, 1)
bottom.set_ylabel("포화된 비율")
bottom.set_xlabel("가중치의 크기 c")
bottom.set_xscale("log")
bottom.set_xticks([0.5, 1, 2, 5, 10, 20], ["0.5", "1", "2", "5", "10", "20"])
bottom.set_xticks([], minor=True)
for x, name in [(1, "글로럿"), (10, "N(0, 1)")]:
    for ax in top, bottom:
        ax.axvline(x, c="C7", lw=1, ls=":")
    top.text(x, 1e-8, f" {name}", va="bottom")
plt.show()
# --8<-- [end:draw_dilemma]

# --8<-- [start:split]
X_train, X_valid = X[:1000], X[1000:]
y_train, y_valid = y[:1000], y[1000:]
# --8<-- [end:split]


# --8<-- [start:train]
@np.errstate(all="ignore")
def train(activation, stddev, learning_rate, seed, n_epochs=12, frozen=0):
    params = init(stddev, seed)
    rng, n_steps, step = np.random.default_rng(seed), 20 * n_epochs, 0
    for epoch in range(n_epochs):
        for batch in np.split(rng.permutation(1000), 20):
            z, a = forward(params, X_train[batch], activation)
            deltas = backward(params, z, a, Y[batch], activation)
            eta = learning_rate * (1 - step / n_steps) / 50
            for i in range(frozen, 11):
                W, b = params[i]
                W -= eta * (a[i].T @ deltas[i])
                b -= eta * deltas[i].sum(axis=0)
            step += 1
    return params


# --8<-- [end:train]


# --8<-- [start:evaluate]
@np.errstate(all="ignore")
def evaluate(params, activation, X, y):
    log_p = log_softmax(forward(params, X, activation)[0][-1], axis=1)
    loss = -np.mean(log_p[np.arange(len(y)), y])
    return np.nan_to_num(loss, nan=np.inf), np.mean(log_p.argmax(axis=1) == y)


# --8<-- [end:evaluate]

# --8<-- [start:tune]
RATES = 0.03, 0.1, 0.3, 1.0
EXPLODING = "tanh, N(0, 1)", "ReLU, N(0, 1)"
RECIPES = [name for name in COMBOS if name not in EXPLODING]


def tune(activation, stddev):
    losses = []
    for rate in RATES:
        runs = [train(activation, stddev, rate, s) for s in (100, 101)]
        scores = [evaluate(p, activation, X_train, y_train) for p in runs]
        losses.append(np.mean([loss for loss, _ in scores]).round(2))
    return RATES[np.argmin(losses)], losses


# --8<-- [end:tune]

# --8<-- [start:repair]
tuned, on_train, on_valid = {}, {}, {}

for name in RECIPES:
    activation, stddev = COMBOS[name]
    rate, tuned[name] = tune(activation, stddev)
    runs = [train(activation, stddev, rate, seed) for seed in range(5)]
    for scores, X_any, y_any in [
        (on_train, X_train, y_train),
        (on_valid, X_valid, y_valid),
    ]:
        pairs = [evaluate(p, activation, X_any, y_any) for p in runs]
        scores[name] = np.array([accuracy for _, accuracy in pairs])
    means = on_train[name].mean(), on_valid[name].mean()
    print(f"{rate:.2f} {means[0]:.2f} {means[1]:.2f} {name}")
# --8<-- [end:repair]

# --8<-- [start:never_learns]
name = "시그모이드, 글로럿"
assert min(tuned[name]) > 2.29, f"훈련 손실이 줄었습니다: {tuned[name]}"
assert max(on_valid[name]) < 0.2, f"검증 정확도가 높습니다: {on_valid[name]}"
# --8<-- [end:never_learns]

# --8<-- [start:exploded_never_learns]
for name in EXPLODING:
    activation, stddev = COMBOS[name]
    for rate in 1e-5, 1e-3, 0.1:
        run = train(activation, stddev, rate, seed=0)
        _, accuracy = evaluate(run, activation, X_valid, y_valid)
        assert accuracy < 0.3, f"{name}, 학습률 {rate}: {accuracy:.2f}"
# --8<-- [end:exploded_never_learns]

# --8<-- [start:clear_gap]
best = max(on_valid["시그모이드, N(0, 1)"])
assert best > 0.5, f"시그모이드와 N(0, 1)이 배우지 못했습니다: {best:.2f}"
for name in "tanh, 글로럿", "ReLU, He":
    worst = min(on_valid[name])
    assert worst > best + 0.1, f"{name}: {worst:.2f} 대 {best:.2f}"
# --8<-- [end:clear_gap]

# --8<-- [start:draw_repair]
fig, ax = plt.subplots(figsize=(5.4, 2.6))
for row, name in enumerate(RECIPES):
    color = f"C{list(COMBOS).index(name)}"
    ax.plot(on_train[name], 5 * [-row - 0.13], "o", mfc="none", ms=7, c="C7")
    ax.plot(on_valid[name], 5 * [-row + 0.13], "o", ms=7, c=color, alpha=0.6)
    if row == 0:
        ax.legend(["훈련", "검증"], loc=(0.35, 0.35))
ax.axvline(0.1, c="C7", lw=1, ls=":")
ax.set_yticks(-np.arange(4), RECIPES)
ax.set_ylim(-3.5, 0.5)
ax.set_xlim(0, 1.02)
ax.set_xlabel("정확도")
ax.grid(axis="x")
plt.show()
# --8<-- [end:draw_repair]

# --8<-- [start:stuck]
params = init(glorot, seed=42)
z, a = forward(params, X, "sigmoid")
deltas = backward(params, z, a, Y, "sigmoid")

for i in 0, 4, 9:
    W = params[i][0].astype("float32")
    step = (0.1 * a[i].T @ deltas[i] / len(X)).astype("float32")
    print(f"{i + 1:2d} {np.mean(W - step == W):.2f}")
# --8<-- [end:stuck]

# --8<-- [start:concentration]
for name in "시그모이드, N(0, 1)", "tanh, 글로럿", "ReLU, He":
    activation, stddev = COMBOS[name]
    params = init(stddev, seed=42)
    z, a = forward(params, X, activation)
    delta = backward(params, z, a, Y, activation)[0]

    energy = np.sort(delta.ravel() ** 2)[::-1].cumsum()
    share = np.mean(energy < 0.9 * energy[-1])
    u = delta / np.linalg.norm(delta, axis=1, keepdims=True)
    cosines = [u[y == k] @ u[y == k].T for k in range(10)]
    cosine = np.mean([c[np.triu_indices(len(c), 1)].mean() for c in cosines])
    print(f"{share:.2f} {cosine:.2f} {name}")
# --8<-- [end:concentration]

# --8<-- [start:concentration_seeds]
measured = {}
for name in "시그모이드, N(0, 1)", "tanh, 글로럿", "ReLU, He":
    activation, stddev = COMBOS[name]
    for seed in range(10):
        params = init(stddev, seed)
        z, a = forward(params, X[:600], activation)
        delta = backward(params, z, a, Y[:600], activation)[0]
        energy = np.sort(delta.ravel() ** 2)[::-1].cumsum()
        u = delta / np.linalg.norm(delta, axis=1, keepdims=True)
        pairs = np.triu(y[:600, None] == y[:600], 1)
        pair = np.mean(energy < 0.9 * energy[-1]), np.mean((u @ u.T)[pairs])
        measured.setdefault(name, []).append(pair)
old, *others = (np.array(pairs) for pairs in measured.values())
for other in others:
    assert old[:, 0].max() < other[:, 0].min() / 1.5, (
        f"비율: {old[:, 0]}, {other[:, 0]}"
    )
    assert old[:, 1].max() < other[:, 1].min() / 2, (
        f"코사인: {old[:, 1]}, {other[:, 1]}"
    )
# --8<-- [end:concentration_seeds]

# --8<-- [start:keras_norms]
import keras
import tensorflow as tf


def build(activation, initializer):
    hidden = [
        keras.layers.Dense(
            100, activation=activation, kernel_initializer=initializer.clone()
        )
        for _ in range(10)
    ]
    output = keras.layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input(shape=(64,)), *hidden, output])


def gradient_norms(model, X, y):
    loss_fn = keras.losses.SparseCategoricalCrossentropy()
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(X))
    kernels = [layer.kernel for layer in model.layers]
    return [float(tf.norm(g)) for g in tape.gradient(loss, kernels)]


# --8<-- [end:keras_norms]

# --8<-- [start:keras_table]
keras.utils.set_random_seed(42)
N01 = keras.initializers.RandomNormal(stddev=1.0)

for activation, initializer in [
    ("sigmoid", N01),
    ("sigmoid", keras.initializers.GlorotUniform()),
    ("tanh", keras.initializers.GlorotUniform()),
    ("relu", keras.initializers.HeNormal()),
]:
    norms = gradient_norms(build(activation, initializer), X, y)
    name = type(initializer).__name__
    print(f"1층 {norms[0]:.0e}, 10층 {norms[9]:.0e}: {activation}, {name}")
# --8<-- [end:keras_table]

# --8<-- [start:keras_same]
for activation, stddev in [("sigmoid", normal), ("tanh", glorot), ("relu", he)]:
    params = init(stddev, seed=42)
    z, a = forward(params, X, activation)
    deltas = backward(params, z, a, Y, activation)
    model = build(activation, N01)
    model.set_weights([np.float32(array) for pair in params for array in pair])
    with tf.GradientTape() as tape:
        loss_value = keras.losses.SparseCategoricalCrossentropy()(y, model(X))
    for i, got in enumerate(
        tape.gradient(loss_value, [layer.kernel for layer in model.layers])
    ):
        want = a[i].T @ deltas[i] / len(X)
        error = np.linalg.norm(got - want) / np.linalg.norm(want)
        assert error < 1e-3, f"{activation}, 층 {i + 1}: 상대 오차 {error:.1e}"
# --8<-- [end:keras_same]

# --8<-- [start:averaging_cancels]
for seed in range(5):
    params = init(normal, seed)
    z, a = forward(params, X, "sigmoid")
    deltas = backward(params, z, a, Y, "sigmoid")
    averaged = [np.linalg.norm(a[i].T @ deltas[i]) for i in (0, 9)]
    each = [rms(a[i]) * np.sqrt(a[i].shape[1]) * rms(deltas[i]) for i in (0, 9)]
    assert averaged[0] / averaged[1] < 0.3, f"평균의 비율: {averaged}"
    assert 0.5 < each[0] / each[1] < 2, f"샘플 하나의 비율: {each}"
# --8<-- [end:averaging_cancels]

# --8<-- [start:shared_initializer]
shared = keras.initializers.RandomNormal(stddev=1.0)
first = keras.layers.Dense(100, kernel_initializer=shared)
second = keras.layers.Dense(100, kernel_initializer=shared)
first.build((None, 100))
second.build((None, 100))

print(np.array_equal(first.kernel, second.kernel))
# --8<-- [end:shared_initializer]

# --8<-- [start:random_normal_string]
first = keras.layers.Dense(100, kernel_initializer="random_normal")
second = keras.layers.Dense(100, kernel_initializer="random_normal")
first.build((None, 100))
second.build((None, 100))
spread = float(np.std(first.kernel))
assert abs(spread - 0.05) < 0.002, f"표준편차가 {spread:.3f}입니다"
assert not np.array_equal(first.kernel, second.kernel), "두 층의 가중치가 같습니다"
# --8<-- [end:random_normal_string]

# --8<-- [start:answer_relu]
for c in 1.0, 1.3, np.sqrt(2), 1.6, 2.0:
    ratios = []
    for seed in range(5):
        sizes, slopes, weights = measure("relu", lambda m, n, c=c: c / np.sqrt(m), seed)
        ratios.append(sizes[0] / sizes[-1])
    print(f"c = {c:.2f}: {np.mean(ratios):6.2f} {(c**2 / 2) ** 4.5:6.2f}")
# --8<-- [end:answer_relu]

# --8<-- [start:answer_frozen]
scores = []
for seed in range(5):
    params = train("sigmoid", normal, 0.3, seed, frozen=5)
    scores.append(evaluate(params, "sigmoid", X_valid, y_valid)[1])
print(f"{np.mean(scores):.2f}")
# --8<-- [end:answer_frozen]


# --8<-- [start:answer_middle]
def middle(fan_in, fan_out):
    return 7 / np.sqrt(fan_in)


scores = {}
for stddev in normal, middle:
    runs = [train("sigmoid", stddev, 0.2, seed) for seed in range(5)]
    pairs = [evaluate(run, "sigmoid", X_valid, y_valid) for run in runs]
    scores[stddev] = np.array([accuracy for _, accuracy in pairs])
    print(f"{scores[stddev].mean():.2f} {stddev.__name__}")
# --8<-- [end:answer_middle]

# --8<-- [start:middle_between]
gap = scores[middle].mean() - scores[normal].mean()
assert gap > 0.02, f"N(0, 1)보다 {gap:.2f}만 높습니다"
best, worst = scores[middle].max(), on_valid["tanh, 글로럿"].min()
assert best < worst - 0.05, f"tanh만큼 높습니다: {best:.2f} 대 {worst:.2f}"
# --8<-- [end:middle_between]

# --8<-- [start:answer_epochs]
for seed in range(2):
    params = train("sigmoid", normal, 0.3, seed, n_epochs=48)
    accuracy = evaluate(params, "sigmoid", X_train, y_train)[1]
    validation = evaluate(params, "sigmoid", X_valid, y_valid)[1]
    print(f"훈련 {accuracy:.2f}, 검증 {validation:.2f}")
# --8<-- [end:answer_epochs]
