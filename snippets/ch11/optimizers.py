"""옵티마이저입니다. docs/ch11/optimizers.md에서 읽습니다."""

# --8<-- [start:first_look]
import keras
import matplotlib.pyplot as plt
import numpy as np

curvature = np.array([1.0, 50.0])  # 세로가 50배 가파른 골짜기
for optimizer in [
    keras.optimizers.SGD(learning_rate=0.03),
    keras.optimizers.SGD(learning_rate=0.03, momentum=0.9),
]:
    w = keras.Variable([-4.0, 0.5])
    for step in range(100):
        optimizer.apply([curvature * w.numpy()], [w])
    print(f"{np.sum(curvature * w.numpy() ** 2) / 2:.4f}")
# --8<-- [end:first_look]


# --8<-- [start:sgd]
def sgd(w, g, s, lr):
    return w - lr * g


def walk(rule, gradient, w, lr, steps):
    s, path = {}, [np.array(w, dtype=float)]
    for t in range(1, steps + 1):
        s["t"] = t
        path.append(rule(path[-1], gradient(path[-1]), s, lr))
    return np.array(path)


# --8<-- [end:sgd]


# --8<-- [start:momentum]
def momentum(w, g, s, lr, beta=0.9):
    s["m"] = beta * s.get("m", 0) - lr * g
    return w + s["m"]


# --8<-- [end:momentum]

# --8<-- [start:terminal_speed]
line = walk(momentum, lambda w: 2.0, 0, 0.1, 200)
assert np.isclose(line[-1] - line[-2], -10 * 0.1 * 2), "끝 속도가 10배가 아닙니다"
# --8<-- [end:terminal_speed]


# --8<-- [start:nesterov]
def nesterov(w, g, s, lr, beta=0.9):
    s["m"] = beta * s.get("m", 0) - lr * g
    return w + beta * s["m"] - lr * g


# --8<-- [end:nesterov]


# --8<-- [start:adagrad]
EPS = 1e-7


def adagrad(w, g, s, lr):
    s["v"] = s.get("v", 0.1) + g**2
    return w - lr * g / np.sqrt(s["v"] + EPS)


# --8<-- [end:adagrad]

# --8<-- [start:adagrad_slows]
line = walk(adagrad, lambda w: 5.0, 0, 0.1, 1000)
for t in (10, 100, 1000):
    size = line[t - 1] - line[t]
    assert np.isclose(size, 0.1 / np.sqrt(t), rtol=1e-3), (
        f"{t}스텝의 보폭이 {size}입니다"
    )
# --8<-- [end:adagrad_slows]


# --8<-- [start:rmsprop]
def average(s, name, value, beta):
    s[name] = beta * s.get(name, 0) + (1 - beta) * value
    return s[name]


def rmsprop(w, g, s, lr, rho=0.9):
    v = average(s, "v", g**2, rho)
    return w - lr * g / np.sqrt(v + EPS)


# --8<-- [end:rmsprop]


# --8<-- [start:adam]
def adam(w, g, s, lr, beta_1=0.9, beta_2=0.999):
    c_1, c_2 = 1 - beta_1 ** s["t"], 1 - beta_2 ** s["t"]
    m = average(s, "m", g, beta_1) / c_1
    v = average(s, "v", g**2, beta_2) / c_2
    return w - lr * m / (np.sqrt(v) + EPS / np.sqrt(c_2))


# --8<-- [end:adam]


# --8<-- [start:adamax]
def adamax(w, g, s, lr, beta_1=0.9, beta_2=0.999):
    m = average(s, "m", g, beta_1) / (1 - beta_1 ** s["t"])
    s["u"] = np.maximum(beta_2 * s.get("u", 0), abs(g))
    return w - lr * m / (s["u"] + EPS)


# --8<-- [end:adamax]


# --8<-- [start:nadam]
def nadam(w, g, s, lr, beta_1=0.9, beta_2=0.999):
    mu, ahead = (beta_1 * (1 - 0.5 * 0.96**t) for t in (s["t"], s["t"] + 1))
    s["p"] = s.get("p", 1) * mu
    m = average(s, "m", g, beta_1) * ahead / (1 - s["p"] * ahead)
    m = m + (1 - mu) * g / (1 - s["p"])
    v = average(s, "v", g**2, beta_2) / (1 - beta_2 ** s["t"])
    return w - lr * m / (np.sqrt(v) + EPS)


# --8<-- [end:nadam]


# --8<-- [start:adamw]
def adamw(w, g, s, lr, decay=0.004):
    return adam(w, g, s, lr) - lr * decay * w


# --8<-- [end:adamw]


# --8<-- [start:lion]
def lion(w, g, s, lr, beta_1=0.9, beta_2=0.99):
    c = beta_1 * s.get("m", 0) + (1 - beta_1) * g
    average(s, "m", g, beta_2)
    return w - lr * np.sign(c)


# --8<-- [end:lion]

# --8<-- [start:pairs]
RULES = {
    "SGD": (sgd, keras.optimizers.SGD, {}),
    "모멘텀": (momentum, keras.optimizers.SGD, {"momentum": 0.9}),
    "네스테로프": (
        nesterov,
        keras.optimizers.SGD,
        {"momentum": 0.9, "nesterov": True},
    ),
    "AdaGrad": (adagrad, keras.optimizers.Adagrad, {}),
    "RMSProp": (rmsprop, keras.optimizers.RMSprop, {}),
    "Adam": (adam, keras.optimizers.Adam, {}),
    "AdaMax": (adamax, keras.optimizers.Adamax, {}),
    "Nadam": (nadam, keras.optimizers.Nadam, {}),
    "AdamW": (adamw, keras.optimizers.AdamW, {}),
    "Lion": (lion, keras.optimizers.Lion, {}),
}
# --8<-- [end:pairs]

# --8<-- [start:logistic]
from scipy.special import expit
from sklearn.datasets import load_digits

X, y = load_digits(return_X_y=True)
X, even = X / 16, y % 2 == 0  # 짝수인지 맞히는 문제
w_start = np.random.default_rng(42).normal(0, 0.5, 64)


def gradient(w):
    return X.T @ (expit(X @ w) - even) / len(X)


# --8<-- [end:logistic]

# --8<-- [start:ten_steps]
gaps, memory = {}, {}
for name, (rule, cls, options) in RULES.items():
    path = walk(rule, gradient, w_start, lr=0.05, steps=10)
    w, optimizer = keras.Variable(w_start), cls(0.05, **options)
    gaps[name] = 0
    for ours in path[1:]:
        optimizer.apply([gradient(w.numpy())], [w])
        gaps[name] = max(gaps[name], np.abs(ours - w.numpy()).max())
    memory[name] = sum(v.numpy().size for v in optimizer.variables)
    print(f"{path[-1, 20]:.4f} {w.numpy()[20]:.4f} {memory[name] // 64} {name}")
# --8<-- [end:ten_steps]

# --8<-- [start:ten_steps_agree]
for name, gap in gaps.items():
    assert gap < 1e-5, f"{name}: 열 스텝 안에서 {gap:.1e} 다릅니다"
# --8<-- [end:ten_steps_agree]

# --8<-- [start:memory_counted]
want = [0, 1, 1, 1, 1, 2, 2, 2, 2, 1]
for (name, count), n in zip(memory.items(), want):
    assert count - 64 * n in (2, 3), f"{name}: 64개에 변수 {count}개입니다"
assert 2 * 4 * 100_000_000 == 800_000_000, "float32 두 벌이 800MB가 아닙니다"
# --8<-- [end:memory_counted]

# --8<-- [start:first_step]
for name, (rule, _, _) in RULES.items():
    for g in (0.0001, 1, 100):
        size = -rule(0.0, g, {"t": 1}, lr=1)
        print(f"{size:9.4f}", end="")
    print(" ", name)
# --8<-- [end:first_step]


# --8<-- [start:keras_first]
def first_step(cls, g, **options):
    w = keras.Variable([0.0])
    cls(1.0, **options).apply([np.array([g], "float32")], [w])
    return -float(w[0])


for name, (rule, cls, options) in RULES.items():
    for g in (0.0001, 1.0, 100.0):
        want, got = -rule(0.0, g, {"t": 1}, 1), first_step(cls, g, **options)
        assert np.isclose(want, got, rtol=1e-3), f"{name}: {want}, 케라스는 {got}"
# --8<-- [end:keras_first]

# --8<-- [start:rate_in_velocity]
w = keras.Variable([0.0])
optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
outside, buffer = [0.0], 0
for step in range(20):
    optimizer.learning_rate = 0.1 if step < 10 else 0.0
    optimizer.apply([np.array([1.0], "float32")], [w])
    buffer = 0.9 * buffer + 1
    outside.append(outside[-1] - (0.1 if step < 10 else 0) * buffer)
    if step == 9:
        at_ten = float(w[0])
        assert np.isclose(at_ten, outside[-1]), "학습률이 일정한데 두 방식이 다릅니다"
assert outside[-1] == outside[10], "바깥에서 곱하는데 계속 움직였습니다"
assert float(w[0]) < at_ten - 1, f"{float(w[0]) - at_ten:.2f}만 더 움직였습니다"
# --8<-- [end:rate_in_velocity]

# --8<-- [start:nesterov_is_shifted]
w, m, beta, lr = w_start, 0, 0.9, 0.5
keras_path = walk(nesterov, gradient, w_start, lr, 20)
for t in range(1, 21):
    m = beta * m - lr * gradient(w + beta * m)
    w = w + m
    gap = np.abs(w + beta * m - keras_path[t]).max()
    assert gap < 1e-12, f"{t}스텝에서 앞서간 자리와 {gap:.1e} 다릅니다"
# --8<-- [end:nesterov_is_shifted]

# --8<-- [start:adagrad_start]
for g in (1e-3, 1.0, 100.0):
    empty = first_step(keras.optimizers.Adagrad, g, initial_accumulator_value=0.0)
    assert np.isclose(empty, 1, rtol=0.06), f"0에서 쌓는데 첫 스텝이 {empty:.3f}입니다"
filled = first_step(keras.optimizers.Adagrad, 1e-3)
assert np.isclose(filled, 1e-3 / np.sqrt(0.1), rtol=1e-3), (
    f"첫 스텝이 {filled:.5f}입니다"
)
# --8<-- [end:adagrad_start]

# --8<-- [start:rmsprop_inside]
for g in (1e-5, 1e-4, 1e-3):
    inside, outside = (
        g / np.sqrt(0.1 * g**2 + EPS),
        g / (np.sqrt(0.1) * g + EPS),
    )
    got = first_step(keras.optimizers.RMSprop, g)
    assert np.isclose(got, inside, rtol=1e-3), (
        f"근호 안의 식은 {inside}, 케라스는 {got}"
    )
    assert outside > 3, f"근호 밖이면 {outside:.2f}배입니다"
assert first_step(keras.optimizers.RMSprop, 1e-5) < 0.04, (
    "작은 그레이디언트가 커졌습니다"
)
# --8<-- [end:rmsprop_inside]

# --8<-- [start:rmsprop_momentum]
w, optimizer = keras.Variable(w_start), keras.optimizers.RMSprop(0.05, momentum=0.9)
ours, s, m = w_start, {}, 0
for step in range(10):
    optimizer.apply([gradient(w.numpy())], [w])
    m = 0.9 * m + (ours - rmsprop(ours, gradient(ours), s, 0.05))
    ours = ours - m
    gap = np.abs(ours - w.numpy()).max()
    assert gap < 1e-5, f"속도를 쌓은 RMSProp이 {gap:.1e} 다릅니다"
# --8<-- [end:rmsprop_momentum]

# --8<-- [start:epsilon_hat]
got = first_step(keras.optimizers.Adam, 1e-7)
assert np.isclose(got, 1 / (1 + 1 / np.sqrt(0.001)), rtol=1e-3), f"{got:.4f}입니다"
assert np.isclose(1e-7 / (1e-7 + EPS), 0.5), "논문의 첫 스텝이 절반이 아닙니다"
assert round(got, 2) == 0.03, f"케라스의 첫 스텝은 {got:.4f}배입니다"
assert keras.optimizers.Adam().epsilon == 1e-7, "엡실론의 기본값이 다릅니다"
# --8<-- [end:epsilon_hat]

# --8<-- [start:adamax_needs_epsilon]
unused = X.max(axis=0) == 0
assert unused.sum() == 3, f"늘 0인 픽셀이 {unused.sum()}개입니다"
g = gradient(w_start)
with np.errstate(invalid="ignore"):
    assert np.isnan((0.1 * g / np.abs(g))[unused]).all(), "0을 0으로 나누지 않았습니다"
# --8<-- [end:adamax_needs_epsilon]

# --8<-- [start:nadam_schedule]
steps = np.arange(1, 30_001)
near = [
    np.argmax(0.9 * (1 - 0.5 * 0.96 ** (steps / slow)) > 0.89) + 1 for slow in (1, 250)
]
assert near == [94, 23_313], f"0.89를 넘는 스텝이 {near}입니다"
# --8<-- [end:nadam_schedule]

# --8<-- [start:decay_times_rate]
for lr in (0.1, 0.01):
    w = keras.Variable([1.0])
    optimizer = keras.optimizers.AdamW(lr, weight_decay=0.5)
    optimizer.apply([np.zeros(1, "float32")], [w])
    assert np.isclose(w[0], 1 - lr * 0.5), f"학습률 {lr}에서 가중치 {float(w[0])}"
# --8<-- [end:decay_times_rate]

# --8<-- [start:landscapes]
LANDSCAPES = {  # 출발점과 높이와 그레이디언트
    "골짜기": (
        (-4, 0.5),
        lambda x, y: (x**2 + 50 * y**2) / 2,
        lambda x, y: (x, 50 * y),
    ),
    "안장": (
        (1.5, 0.01),
        lambda x, y: 2 * x**2 + (y**2 - 1) ** 2 / 4,
        lambda x, y: (4 * x, y**3 - y),
    ),
    "로젠브록": (
        (-1.2, 1),
        lambda x, y: (1 - x) ** 2 + 50 * (y - x**2) ** 2,
        lambda x, y: (2 * (x - 1) - 200 * x * (y - x**2), 100 * (y - x**2)),
    ),
}
# --8<-- [end:landscapes]


# --8<-- [start:tune]
def tune(rule, start, height, slope, steps=50):
    best = np.inf, None
    for lr in np.logspace(-3, 1, 33):
        with np.errstate(all="ignore"):
            path = walk(rule, lambda w: np.array(slope(*w)), start, lr, steps)
            mean = np.mean(height(*path.T))
        if mean < best[0]:
            best = mean, path
    return best


# --8<-- [end:tune]

# --8<-- [start:paths]
paths, means = {}, {}
for name, (rule, _, _) in RULES.items():
    for place, landscape in LANDSCAPES.items():
        means[name, place], paths[name, place] = tune(rule, *landscape)
    print(*(f"{means[name, place]:.1f}" for place in LANDSCAPES), name)
# --8<-- [end:paths]

# --8<-- [start:draw_paths]
COLORS = {
    "SGD": "C7",
    "모멘텀": "C0",
    "네스테로프": "C0",
    "AdaGrad": "C1",
    "RMSProp": "C1",
    "Adam": "C2",
    "Lion": "C3",
}
views = [(-4.5, 2.1, -1.1, 0.8), (-1.4, 1.8, -1.3, 1.7), (-1.6, 1.5, -0.5, 1.7)]
goals = [(0, 0), (0, 1), (1, 1)]
fig, axes = plt.subplots(7, 3, figsize=(5.4, 8), sharex="col", sharey="col")
for (place, (_, height, _)), view, goal, column in zip(
    LANDSCAPES.items(), views, goals, axes.T
):
    column[0].set_title(place)
    east, north = np.linspace(*view[:2], 120), np.linspace(*view[2:], 120)
    z = height(*np.meshgrid(east, north))
    levels = np.quantile(z, [0.03, 0.1, 0.25, 0.5, 0.75])
    for ax, (name, color) in zip(column, COLORS.items()):
        ax.contour(east, north, z, levels, colors="#d1d2d3", linewidths=0.8)
        ax.plot(*paths[name, place].T, ".-", color=color, lw=1.2, ms=3)
        ax.plot(*paths[name, place][-1], "o", color=color, ms=6)
        ax.plot(*goal, "x", color="#111213", ms=6, mew=1.5)
        ax.set(xlim=view[:2], ylim=view[2:], xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
for ax, (name, color) in zip(axes[:, 0], COLORS.items()):
    ax.text(1, 0, name, color=color, transform=ax.transAxes, ha="right")
plt.show()
# --8<-- [end:draw_paths]

# --8<-- [start:valley_is_scaled]
valley = {name: means[name, "골짜기"] for name in RULES}
for name in ("AdaGrad", "RMSProp"):
    ratio = valley[name] / valley["SGD"]
    assert ratio < 0.5, f"{name}의 평균 높이가 SGD의 {ratio:.2f}배입니다"
# --8<-- [end:valley_is_scaled]

# --8<-- [start:bend_reverses]
bend = {name: means[name, "로젠브록"] for name in RULES}
others = min(bend[name] for name in set(RULES) - {"모멘텀", "네스테로프"})
lead = others - max(bend["모멘텀"], bend["네스테로프"])
assert lead > 0.4, f"모멘텀과 네스테로프가 {lead:.2f}만 앞섭니다"
lag = min(bend["AdaGrad"], bend["RMSProp"]) - bend["SGD"]
assert lag > 0.5, f"AdaGrad와 RMSProp이 SGD에 {lag:.2f}만 뒤집니다"
# --8<-- [end:bend_reverses]

# --8<-- [start:saddle_first_step]
for name in ("AdaGrad", "RMSProp", "Adam", "Lion", "모멘텀", "SGD"):
    moved = np.diff(paths[name, "안장"][:2], axis=0)[0]
    share = abs(moved[1] / moved[0])
    if name in ("RMSProp", "Adam", "Lion"):
        assert share > 0.9, f"{name}: 첫 스텝의 기울기가 {share:.2f}입니다"
    else:
        assert share < 0.04, f"{name}: 첫 스텝의 기울기가 {share:.2f}입니다"
# --8<-- [end:saddle_first_step]

# --8<-- [start:l2_or_decay]
from functools import partial

scales = np.array([10, 1, 0.1])  # 세 가중치의 그레이디언트 크기


def flipping(l2):
    signs = np.tile([1, -1], 2500).tolist()
    return lambda w: signs.pop() * scales + l2 * w


rule, ones = partial(adamw, decay=0.02), np.ones(3)
w_l2 = walk(adam, flipping(l2=0.02), ones, 0.005, 5000)[-1]
w_decay = walk(rule, flipping(l2=0), ones, 0.005, 5000)[-1]
print(*(f"{weight:.2f}" for weight in w_l2), "Adam과 ℓ₂ 규제")
print(*(f"{weight:.2f}" for weight in w_decay), "AdamW")
# --8<-- [end:l2_or_decay]

# --8<-- [start:shrink_formula]
want = ones
for step in range(5000):
    want = want - 0.005 * 0.02 * want / np.sqrt(scales**2 + (0.02 * want) ** 2)
assert np.allclose(w_l2, want, atol=0.02), f"ℓ₂ 규제의 식은 {want}, 잰 값은 {w_l2}"
want = (1 - 0.005 * 0.02) ** 5000
assert np.allclose(w_decay, want, atol=0.01), f"AdamW의 식은 {want}, 잰 값은 {w_decay}"
# --8<-- [end:shrink_formula]

# --8<-- [start:sgd_is_same]
w = keras.Variable([1.0, 1.0, 1.0])
optimizer, pull = keras.optimizers.SGD(0.01, weight_decay=0.1), flipping(l2=0)
want = walk(sgd, flipping(l2=0.1), ones, 0.01, 50)
for step in range(50):
    optimizer.apply([pull(0).astype("float32")], [w])
assert np.allclose(w, want[-1], atol=1e-5), f"{w.numpy()}와 {want[-1]}"
# --8<-- [end:sgd_is_same]

# --8<-- [start:bias_decays]
for excluded in ([], ["bias"]):
    layer = keras.layers.Dense(2, bias_initializer="ones")
    layer.build((None, 2))
    optimizer = keras.optimizers.AdamW(0.1, weight_decay=0.5)
    optimizer.exclude_from_weight_decay(var_names=excluded)
    zeros = [np.zeros(v.shape, "float32") for v in layer.trainable_variables]
    optimizer.apply(zeros, layer.trainable_variables)
    want = 1 if excluded else 0.95
    assert np.allclose(layer.bias, want), f"편향이 {layer.bias.numpy()}입니다"
# --8<-- [end:bias_decays]

# --8<-- [start:one_cell]
from sklearn.model_selection import train_test_split

X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
# --8<-- [end:one_cell]


# --8<-- [start:build_model]
def build_model():
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(3):
        model.add(keras.layers.Dense(50, "relu", kernel_initializer="he_normal"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# --8<-- [end:build_model]

# --8<-- [start:train_one]
keras.utils.set_random_seed(0)
model = build_model()
model.compile(keras.optimizers.Adam(0.008), "sparse_categorical_crossentropy")
rng = np.random.default_rng(0)
for epoch in range(10):
    for batch in rng.permutation(1000).reshape(10, 100):
        model.train_on_batch(X_train[batch], y_train[batch])
accuracy = np.mean(np.argmax(model(X_valid), axis=1) == y_valid)
print(f"{accuracy:.2f}")
# --8<-- [end:train_one]

# --8<-- [start:read_runs]
import pandas as pd

runs = pd.read_csv("optimizers.csv")
mean = runs.groupby(["optimizer", "learning_rate"], sort=False).mean()
tuned = mean["valid_accuracy"].groupby("optimizer", sort=False).idxmax()
best = {}
for name, rate in tuned:
    best[name] = runs.query("optimizer == @name and learning_rate == @rate")
    test = best[name]["test_accuracy"]
    usable = mean.loc[name].query("valid_accuracy > 0.92").index
    print(f"{rate:.4f} {test.min():.2f}~{test.max():.2f}", end=" ")
    print(f"{usable.max() / usable.min():2.0f} {name}")
# --8<-- [end:read_runs]

# --8<-- [start:one_cell_agrees]
rows = best["Adam"]["valid_accuracy"]
assert tuned["Adam"][1] == 0.008, f"표의 학습률은 {tuned['Adam'][1]}입니다"
close = rows.min() - 0.01 <= accuracy <= rows.max() + 0.01
assert close, f"표는 {rows.min()}~{rows.max()}, 쪽에서는 {accuracy}입니다"
# --8<-- [end:one_cell_agrees]

# --8<-- [start:tuned_inside]
for name, rate in tuned:
    scores = mean.loc[name, "valid_accuracy"]
    ends = scores.iloc[[0, -1]].max()
    assert ends < 0.92, f"{name}: 그리드의 끝이 {ends:.3f}입니다"
    turns = np.abs(np.diff((scores > 0.92).astype(int))).sum()
    assert turns == 2, f"{name}: 쓸 수 있는 학습률이 끊겨 있습니다"
    assert scores.index.min() < rate < scores.index.max(), f"{name}: 끝값을 골랐습니다"
# --8<-- [end:tuned_inside]

# --8<-- [start:draw_curves]
steps = [5, 10, 20, 50, 100]
drawn = {"SGD": 0, "네스테로프": 4, "AdaGrad": 2, "Adam": -3, "Lion": 4}
for name, shift in drawn.items():
    losses = best[name][[f"loss_{step}" for step in steps]]
    plt.loglog(steps, losses.median(), color=COLORS[name])
    plt.fill_between(
        steps, losses.min(), losses.max(), color=COLORS[name], alpha=0.2, lw=0
    )
    plt.annotate(
        name,
        (100, losses["loss_100"].median()),
        (5, shift),
        textcoords="offset points",
        color=COLORS[name],
        va="center",
    )
plt.xlim(5, 170)
plt.xticks(steps, steps)
plt.yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
plt.minorticks_off()
plt.xlabel("스텝")
plt.ylabel("훈련 손실")
plt.show()
# --8<-- [end:draw_curves]

# --8<-- [start:draw_summary]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.6), sharey=True)
for i, (name, rate) in enumerate(tuned):
    color = COLORS.get(name, "C2")
    usable = mean.loc[name].query("valid_accuracy > 0.92").index
    axes[0].plot([usable.min(), usable.max()], [i, i], color=color, lw=5)
    axes[0].plot(rate, i, "o", color=color, ms=8)
    test = best[name]["test_accuracy"]
    axes[1].plot(test, [i] * 5, "o", color=color, ms=5, alpha=0.6)
    axes[1].plot(test.median(), i, "|", color=color, ms=14, mew=2)
axes[0].set(xscale="log", title="쓸 수 있는 학습률")
axes[0].set_xticks([0.001, 0.01, 0.1], ["0.001", "0.01", "0.1"])
axes[0].set_xlim(0.001, 0.5)
axes[0].set_yticks(range(10), list(best))
axes[0].invert_yaxis()
axes[1].set(title="테스트 정확도", xlim=(0.895, 0.985), xticks=[0.9, 0.94, 0.98])
plt.show()
# --8<-- [end:draw_summary]

# --8<-- [start:faster_start]
fast = pd.concat([best[name] for name in ("Adam", "AdaMax", "AdamW")])["loss_20"]
slow = pd.concat([best[name] for name in ("SGD", "AdaGrad")])["loss_20"]
assert fast.max() < 0.5 * slow.min(), f"{fast.max():.2f}와 {slow.min():.2f}"
middle = best["모멘텀"]["loss_20"].min()
assert fast.max() < middle, f"모멘텀의 {middle:.2f}보다 높습니다"
# --8<-- [end:faster_start]

# --8<-- [start:two_lag]
scores = {name: rows.set_index("seed")["test_accuracy"] for name, rows in best.items()}
for name in ("SGD", "Lion"):
    lead = (scores["네스테로프"] - scores[name]).min()
    assert lead > 0, f"{name}이 네스테로프를 앞선 시드가 있습니다"
# --8<-- [end:two_lag]

# --8<-- [start:accuracy_ties]
eight = pd.DataFrame(scores).drop(columns=["SGD", "Lion"])
gap, width = np.ptp(eight.median()), (eight.max() - eight.min()).min()
assert gap < width, f"중앙값의 차이 {gap:.3f}, 가장 좁은 시드의 폭 {width:.3f}"
# --8<-- [end:accuracy_ties]

# --8<-- [start:usable_width]
for bar in (0.91, 0.92, 0.925):
    rates = {n: mean.loc[n].query("valid_accuracy > @bar").index for n in best}
    widths = {n: index.max() / index.min() for n, index in rates.items()}
    wide = min(widths[name] for name in ("Adam", "Nadam", "AdamW"))
    narrow_ones = max(widths[name] for name in ("SGD", "AdaGrad"))
    assert wide >= 4 * narrow_ones, f"기준 {bar}에서 {widths}"
# --8<-- [end:usable_width]

# --8<-- [start:adamw_is_adam]
small = [0.0005, 0.001, 0.002, 0.004, 0.008]
gap = (mean.loc["Adam"] - mean.loc["AdamW"]).loc[small, "loss_100"].abs().max()
assert gap < 0.005, f"손실이 {gap:.4f} 다릅니다"
decayed = 1 - (1 - 0.008 * 0.004) ** 100
assert decayed < 0.004, f"100스텝에 {decayed:.4f} 줄었습니다"
# --8<-- [end:adamw_is_adam]

# --8<-- [start:lion_is_sure]
pair = [best[name].set_index("seed")["valid_loss"] for name in ("Lion", "Adam")]
ratio = pair[0] / pair[1]
assert ratio.min() > 1.3, f"검증 손실이 {ratio.min():.2f}배인 시드가 있습니다"
gap = (best["Adam"]["valid_accuracy"].mean()) - best["Lion"]["valid_accuracy"].mean()
assert abs(gap) < 0.02, f"정확도의 차이가 {gap:.3f}입니다"
# --8<-- [end:lion_is_sure]

# --8<-- [start:answer_rotate]
tilt = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
start, height, slope = LANDSCAPES["골짜기"]
turned = (
    tilt @ start,
    lambda x, y: height(*(tilt.T @ [x, y])),
    lambda x, y: tilt @ slope(*(tilt.T @ [x, y])),
)
rotated = {name: tune(rule, *turned)[0] for name, (rule, _, _) in RULES.items()}
for name in COLORS:
    print(f"{means[name, '골짜기']:.1f} {rotated[name]:.1f} {name}")
# --8<-- [end:answer_rotate]

# --8<-- [start:rotation_matters]
for name in ("SGD", "모멘텀", "네스테로프"):
    gap = abs(rotated[name] - valley[name])
    assert gap < 1e-6, f"{name}: 돌리자 {gap:.1e} 달라졌습니다"
for name in ("AdaGrad", "RMSProp", "Adam"):
    ratio = rotated[name] / valley[name]
    assert ratio > 1.4, f"{name}: 돌려도 {ratio:.2f}배입니다"
    assert rotated[name] > 1.2 * rotated["네스테로프"], f"{name}: 뒤지지 않습니다"
# --8<-- [end:rotation_matters]


# --8<-- [start:answer_bias]
def uncorrected(w, g, s, lr):
    m, v = average(s, "m", g, 0.9), average(s, "v", g**2, 0.999)
    return w - lr * m / (np.sqrt(v) + EPS)


for rule in (adam, uncorrected):
    path = walk(rule, lambda w: 1.0, 0, 1, 1000)
    print(*(f"{path[t - 1] - path[t]:.1f}" for t in (1, 10, 100, 1000)))
# --8<-- [end:answer_bias]

# --8<-- [start:answer_coast]
w = keras.Variable([0.0])
optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
for step in range(60):
    if step == 30:
        optimizer.learning_rate = 0.0
        print(f"{w.numpy()[0]:.1f}")
    optimizer.apply([np.array([1.0])], [w])
print(f"{w.numpy()[0]:.1f}")
# --8<-- [end:answer_coast]


# --8<-- [start:answer_by_loss]
by_loss = mean["valid_loss"].groupby("optimizer", sort=False).idxmin()
for name, rate in by_loss:
    print(f"{tuned[name][1]:.4f} {rate:.4f} {name}")
# --8<-- [end:answer_by_loss]
