"""활성화 함수입니다. docs/ch11/activations.md에서 읽습니다."""

# --8<-- [start:first_look]
import keras
import matplotlib.pyplot as plt
import numpy as np

NAMES = ["relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish"]
x = np.array([-3, -1, 0, 1, 3], dtype="float32")
for name in NAMES:
    activation = keras.activations.get(name)
    print(f"{name:11}", *(f"{y:5.2f}" for y in activation(x)))
# --8<-- [end:first_look]

# --8<-- [start:functions]
from scipy.special import expit, ndtr  # 시그모이드, 누적 확률

ALPHA, SCALE = 1.6732632, 1.0507010
FUNCTIONS = {
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.2 * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "selu": lambda z: SCALE * np.where(z > 0, z, ALPHA * FUNCTIONS["elu"](z)),
    "gelu": lambda z: z * ndtr(z),
    "silu": lambda z: z * expit(z),
    "mish": lambda z: z * np.tanh(np.logaddexp(0, z)),
}
# --8<-- [end:functions]

# --8<-- [start:constants]
far, one = keras.activations.selu(np.array([-50, 1], dtype="float32"))
assert np.isclose(one, 1.0507, atol=1e-4), f"람다가 {one:.4f}입니다"
assert np.isclose(-far / one, 1.6733, atol=1e-4), f"알파가 {-far / one:.4f}입니다"
# --8<-- [end:constants]

# --8<-- [start:swish_is_silu]
silu, swish = (keras.activations.get(name) for name in ["silu", "swish"])
assert np.array_equal(silu(x), swish(x)), "silu와 swish의 값이 다릅니다"
# --8<-- [end:swish_is_silu]

# --8<-- [start:slopes]
from scipy.stats import norm


def mish_slope(z):
    t = np.tanh(np.logaddexp(0, z))
    return t + z * (1 - t**2) * expit(z)


SLOPES = {
    "relu": lambda z: np.where(z > 0, 1, 0),
    "leaky_relu": lambda z: np.where(z > 0, 1, 0.2),
    "elu": lambda z: np.where(z > 0, 1, np.exp(z)),
    "selu": lambda z: SCALE * np.where(z > 0, 1, ALPHA * np.exp(z)),
    "gelu": lambda z: ndtr(z) + z * norm.pdf(z),
    "silu": lambda z: expit(z) * (1 + z * expit(-z)),
    "mish": mish_slope,
}
# --8<-- [end:slopes]

# --8<-- [start:draw_functions]
z = np.linspace(-4, 3, 701)
columns = {
    "0에서 꺾이는 함수": ["relu", "leaky_relu", "PReLU", "selu"],
    "매끄러운 함수": ["elu", "gelu", "silu", "mish"],
}
titles = dict(zip(NAMES, ["ReLU", "LeakyReLU", "ELU", "SELU", "GELU", "Swish", "Mish"]))
fig, axes = plt.subplots(4, 2, figsize=(5.4, 7), sharex=True, sharey=True)
for column, (heading, names) in zip(axes.T, columns.items()):
    column[0].set_title(heading)
    column[-1].set_xlabel("z")
    for ax, name in zip(column, names):
        ax.axhline(0, color="C7", lw=0.6)
        ax.axvline(0, color="C7", lw=0.6)
        ax.text(-3.9, 2.3, titles.get(name, name))
        if name == "PReLU":  # 기울기를 훈련으로 정합니다
            for slope in np.arange(0, 0.6, 0.1):
                ax.plot([-4, 0, 3], [-4 * slope, 0, 3], color="C0", lw=0.9)
                ax.plot([-4, 0], [slope, slope], "--", color="C1", lw=0.9)
            ax.plot([0, 3], [1, 1], "--", color="C1")
            continue
        gap = (np.abs(z) < 0.004) & (ax in axes[:, 0])  # 도함수가 뛰는 곳
        slopes = np.where(gap, np.nan, SLOPES[name](z))
        ax.plot(z, FUNCTIONS[name](z), color="C0", label="함수")
        ax.plot(z, slopes, "--", color="C1", label="도함수")
axes[0, 0].set_ylim(-2, 3)
handles, labels = axes[0, 0].get_legend_handles_labels()
fig.legend(handles, labels, loc="outside lower center", ncols=2)
plt.show()
# --8<-- [end:draw_functions]

# --8<-- [start:kinks]
for name in NAMES:
    left, right = SLOPES[name](np.array([-1e-7, 1e-7]))
    if name in ("relu", "leaky_relu", "selu"):
        assert abs(right - left) > 0.5, f"{name}: 0에서 꺾이지 않습니다"
    else:
        assert abs(right - left) < 1e-5, f"{name}: 0에서 꺾입니다"
# --8<-- [end:kinks]

# --8<-- [start:lowest]
deep = np.linspace(-20, 0, 20_001)
for name in ["elu", "selu"]:
    assert (SLOPES[name](deep) > 0).all(), f"{name}: 내려가는 곳이 있습니다"
for name in ["gelu", "silu", "mish"]:
    bottom = deep[np.argmin(FUNCTIONS[name](deep))]
    assert -1.4 < bottom < -0.7, f"{name}: {bottom:.2f}에서 가장 낮습니다"
    assert SLOPES[name](bottom - 0.2) < 0, f"{name}: 바닥의 왼쪽도 올라갑니다"
# --8<-- [end:lowest]

# --8<-- [start:agree]
import tensorflow as tf

z = np.linspace(-5, 5, 1000)
for name in NAMES:
    inputs = tf.constant(z, dtype="float32")
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = keras.activations.get(name)(inputs)
    slopes = tape.gradient(outputs, inputs)
    gap = np.abs(outputs - FUNCTIONS[name](z)).max()
    slope_gap = np.abs(slopes - SLOPES[name](z)).max()
    print(f"{name:11}{gap:.5f} {slope_gap:.5f}")
# --8<-- [end:agree]

# --8<-- [start:within_1e_5]
h = 1e-6
for name in NAMES:
    keras_z = np.array(keras.activations.get(name)(z.astype("float32")))
    gap = np.abs(keras_z - FUNCTIONS[name](z)).max()
    assert gap < 1e-5, f"{name}: 케라스와 공식이 {gap:.1e} 다릅니다"
    numeric = (FUNCTIONS[name](z + h) - FUNCTIONS[name](z - h)) / (2 * h)
    gap = np.abs(numeric - SLOPES[name](z)).max()
    assert gap < 1e-5, f"{name}: 도함수가 차분과 {gap:.1e} 다릅니다"
# --8<-- [end:within_1e_5]

# --8<-- [start:names]
z = np.array([-1.0], dtype="float32")
print(keras.layers.Activation("leaky_relu")(z).numpy())
print(keras.layers.LeakyReLU()(z).numpy())
print(keras.layers.LeakyReLU(negative_slope=0.01)(z).numpy())
# --8<-- [end:names]

# --8<-- [start:prelu]
keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(100, kernel_initializer="he_normal"),
        keras.layers.PReLU(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
slopes = model.layers[1].get_weights()[0]
print(slopes.shape, slopes.min(), slopes.max())
# --8<-- [end:prelu]

# --8<-- [start:prelu_formula]
layer = keras.layers.PReLU(alpha_initializer=keras.initializers.Constant(0.25))
with tf.GradientTape() as tape:
    inputs = tf.constant([[-2.0, -0.5, 0.5, 2.0]])
    tape.watch(inputs)
    outputs = layer(inputs)
    total = keras.ops.sum(outputs)
dz, dalpha = tape.gradient(total, [inputs, layer.alpha])
assert np.allclose(outputs, [[-0.5, -0.125, 0.5, 2]], atol=1e-5), "값이 다릅니다"
assert np.allclose(dz, [[0.25, 0.25, 1, 1]], atol=1e-5), "입력의 기울기가 다릅니다"
assert np.allclose(dalpha, [-2, -0.5, 0, 0], atol=1e-5), "alpha의 기울기가 다릅니다"
# --8<-- [end:prelu_formula]

# --8<-- [start:two_gelus]
z = np.linspace(-5, 5, 10_001, dtype="float32")
exact = keras.activations.gelu(z)
tanh_form = keras.activations.gelu(z, approximate=True)
print(f"{np.abs(exact - tanh_form).max():.4f}")
print(f"{np.abs(exact - keras.ops.gelu(z)).max():.4f}")
# --8<-- [end:two_gelus]

# --8<-- [start:gelu_forms]
inner = np.sqrt(2 / np.pi) * (z + 0.044715 * z.astype("float64") ** 3)
gap = np.abs(tanh_form - z * (1 + np.tanh(inner)) / 2).max()
assert gap < 1e-5, f"tanh로 쓴 식과 {gap:.1e} 다릅니다"
gap = np.abs(keras.ops.gelu(z) - tanh_form).max()
assert gap < 1e-6, f"ops.gelu()의 기본값이 다릅니다: {gap:.1e}"
gap = np.abs(exact - FUNCTIONS["gelu"](z)).max()
assert gap < 1e-5, f"activations.gelu()의 기본값이 다릅니다: {gap:.1e}"
# --8<-- [end:gelu_forms]

# --8<-- [start:data]
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16  # (1797, 64), 0~1
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
# --8<-- [end:data]


# --8<-- [start:build]
def build(activation, bias=0.0):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(
                100,
                activation=activation,
                kernel_initializer="he_normal",
                bias_initializer=keras.initializers.Constant(bias),
            ),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile("sgd", loss, steps_per_execution=10)
    return model


# --8<-- [end:build]


# --8<-- [start:train]
def train(model, learning_rate, n_epochs):
    model.optimizer.learning_rate = learning_rate
    X_long, y_long = np.tile(X_train, (n_epochs, 1)), np.tile(y_train, n_epochs)
    model.fit(X_long, y_long, batch_size=100, shuffle=False, verbose=0)


def dead(model):
    W, b = model.layers[0].get_weights()
    return (X_train @ W + b <= 0).all(axis=0)


def accuracy(model):
    return np.mean(np.argmax(model(X_valid), axis=1) == y_valid)


# --8<-- [end:train]


# --8<-- [start:accident]
keras.utils.set_random_seed(42)
model = build("relu")
for learning_rate, n_epochs in [(20, 1), (0.5, 10)]:
    before = model.get_weights()
    train(model, learning_rate, n_epochs)
    print(f"{learning_rate:4} {dead(model).mean():.2f} {accuracy(model):.1f}")
# --8<-- [end:accident]

# --8<-- [start:gradient]
loss_fn = keras.losses.SparseCategoricalCrossentropy()
with tf.GradientTape() as tape:
    loss = loss_fn(y_train, model(X_train))
gradient = tape.gradient(loss, model.layers[0].kernel)
largest = np.abs(gradient).max(axis=0)
print(largest[dead(model)].max(), "죽은 유닛의 가장 큰 그레이디언트")
# --8<-- [end:gradient]

# --8<-- [start:never_back]
W_before, b_before = before[:2]
W, b = model.layers[0].get_weights()
was_dead = (X_train @ W_before + b_before <= 0).all(axis=0)
assert was_dead.mean() > 0.5, f"죽은 유닛이 {was_dead.mean():.2f}뿐입니다"
assert np.array_equal(W[:, was_dead], W_before[:, was_dead]), "가중치가 움직였습니다"
assert np.array_equal(b[was_dead], b_before[was_dead]), "편향이 움직였습니다"
alive = ~dead(model)
assert largest[alive].max() > 0, "산 유닛의 그레이디언트도 0입니다"
# --8<-- [end:never_back]

# --8<-- [start:cures]
relu, leaky = build("relu"), build("leaky_relu")
cures = []
for seed in range(5):
    keras.utils.set_random_seed(seed)
    start = build("relu").get_weights()
    relu.set_weights(start)
    train(relu, 20, 1)
    hurt = relu.get_weights()
    shifted = [start[0], start[1] - 3, *start[2:]]
    for label, model, weights in [
        ("ReLU, 낮은 학습률", relu, start),
        ("ReLU, 사고 뒤", relu, hurt),
        ("LeakyReLU, 사고 뒤", leaky, hurt),
        ("ReLU, 편향 -3", relu, shifted),
        ("LeakyReLU, 편향 -3", leaky, shifted),
    ]:
        model.set_weights(weights)
        train(model, 0.5, 10)
        cures.append((label, dead(model).mean(), accuracy(model)))
# --8<-- [end:cures]

# --8<-- [start:draw_cures]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.9), sharey=True)
labels = list(dict.fromkeys(label for label, *_ in cures))
for i, (label, *values) in enumerate(cures):
    row = labels.index(label)
    for ax, value in zip(axes, values):
        shift = (i // len(labels) - 2) * 0.1
        ax.plot(value, row + shift, "o", color=f"C{row}", ms=5, alpha=0.8)
axes[0].set_yticks(range(len(labels)), labels)
axes[0].invert_yaxis()
axes[0].set_xlabel("죽은 유닛의 비율")
axes[1].set_xlabel("검증 정확도")
for ax in axes:
    ax.set_xlim(-0.05, 1.05)
    ax.grid(axis="y")
plt.show()
# --8<-- [end:draw_cures]

# --8<-- [start:cures_hold]
results = {label: np.array([c[1:] for c in cures if c[0] == label]) for label in labels}
low, hurt_relu, hurt_leaky, shifted_relu, shifted_leaky = results.values()
assert low[:, 0].max() < 0.2, f"낮은 학습률에서 {low[:, 0].max():.2f}가 죽었습니다"
assert low[:, 1].min() > 0.85, f"정확도가 {low[:, 1].min():.2f}입니다"
assert hurt_relu[:, 0].min() > 0.8, f"죽은 유닛이 {hurt_relu[:, 0].min():.2f}입니다"
gain = hurt_leaky[:, 1] - hurt_relu[:, 1]
assert gain.min() > 0.1, f"LeakyReLU로 얻은 정확도가 {gain.min():.2f}입니다"
assert (hurt_leaky[:, 0] < hurt_relu[:, 0]).all(), "죽은 유닛이 줄지 않았습니다"
assert shifted_relu[:, 1].max() < 0.3, f"정확도가 {shifted_relu[:, 1].max():.2f}입니다"
assert shifted_leaky[:, 1].min() > 0.7, (
    f"정확도가 {shifted_leaky[:, 1].min():.2f}입니다"
)
# --8<-- [end:cures_hold]

# --8<-- [start:leaky_is_no_cure]
for seed in range(5):
    keras.utils.set_random_seed(seed)
    leaky.set_weights(build("leaky_relu").get_weights())
    train(leaky, 20, 10)
    assert accuracy(leaky) < 0.4, f"학습률 20에서 {accuracy(leaky):.2f}까지 배웠습니다"
# --8<-- [end:leaky_is_no_cure]

# --8<-- [start:selu_stack]
from sklearn.preprocessing import StandardScaler

keras.utils.set_random_seed(42)
X_scaled = StandardScaler().fit_transform(X_train)
a = X_scaled
for n in range(1, 51):
    layer = keras.layers.Dense(
        100, activation="selu", kernel_initializer="lecun_normal"
    )
    a = layer(a)
    if n in (1, 10, 30, 50):
        print(f"{n:2d} {np.mean(a):5.2f} {np.std(a):.2f}")
# --8<-- [end:selu_stack]

# --8<-- [start:selu_constants]
from scipy.optimize import fsolve

z = np.linspace(-10, 10, 20_001)
density = norm.pdf(z) * (z[1] - z[0])


def moments(constants):
    alpha, scale = constants
    a = scale * np.where(z > 0, z, alpha * np.expm1(z))
    return density @ a, density @ a**2 - 1


print(fsolve(moments, (1, 1)).round(4))
# --8<-- [end:selu_constants]


# --8<-- [start:stack]
def stack(X, seed, name="selu", scale=1.0, skip=False, rate=0.0):
    rng = np.random.default_rng(seed)
    a, stats = X, []
    for _ in range(50):
        n_inputs = a.shape[1]
        W = rng.normal(0, np.sqrt(scale / n_inputs), (n_inputs, 100))
        out = FUNCTIONS[name](a @ W)
        if rate:
            out = out * (rng.random(out.shape) > rate) / (1 - rate)
        a = a + out if skip and a.shape == out.shape else out
        stats.append((a.mean(), a.std()))
    return np.array(stats)


# --8<-- [end:stack]

# --8<-- [start:conditions]
X_small = X_scaled[:100]
conditions = {
    "모두 지킴": (X_small, {}),
    "입력을 0~16 그대로": (X_train[:100] * 16, {}),
    "He 초기화": (X_small, {"scale": 2}),
    "가중치를 0.8배로": (X_small, {"scale": 0.8**2}),
    "스킵 연결": (X_small, {"skip": True}),
    "절반을 끄는 드롭아웃": (X_small, {"rate": 0.5}),
}
means, sds = {}, {}
for label, (inputs, broken) in conditions.items():
    runs = np.array([stack(inputs, seed, **broken) for seed in range(5)])
    means[label], sds[label] = runs[:, :, 0], runs[:, :, 1]
    first, last = np.median(sds[label][:, [0, 49]], axis=0)
    print(f"{first:.1f} {last:7.2g} {label}")
# --8<-- [end:conditions]

# --8<-- [start:draw_conditions]
fig, ax = plt.subplots(figsize=(5.4, 4))
depth = np.arange(1, 51)
for i, (label, sd) in enumerate(sds.items()):
    low, high = sd.min(axis=0), sd.max(axis=0)
    ax.fill_between(depth, low, high, color=f"C{i}", alpha=0.2, lw=0)
    style = "--" if label == "모두 지킴" else "-"
    middle = np.median(sd, axis=0)
    ax.plot(depth, middle, style, color=f"C{i}", label=label, zorder=3 - (i == 1))
ax.set_yscale("log")
ax.set_ylim(0.1, 200)
ax.set_xticks([1, 10, 20, 30, 40, 50])
ax.set_xlabel("층")
ax.set_ylabel("출력의 표준편차")
fig.legend(loc="outside lower center", ncols=2)
plt.show()
# --8<-- [end:draw_conditions]

# --8<-- [start:selu_keeps]
kept = np.abs(means["모두 지킴"]).max()
assert kept < 0.25, f"평균이 {kept:.2f}까지 벗어났습니다"
low_sd, high_sd = sds["모두 지킴"].min(), sds["모두 지킴"].max()
assert 0.75 < low_sd < high_sd < 1.3, f"표준편차가 {low_sd:.2f}~{high_sd:.2f}입니다"
assert abs(np.mean(a)) < 0.2, f"케라스로 쌓은 50층의 평균이 {np.mean(a):.2f}입니다"
assert 0.8 < np.std(a) < 1.25, f"케라스로 쌓은 50층의 표준편차가 {np.std(a):.2f}입니다"
# --8<-- [end:selu_keeps]

# --8<-- [start:selu_stops]
last = {label: sd[:, -1] for label, sd in sds.items()}
for label in ["He 초기화", "스킵 연결", "절반을 끄는 드롭아웃"]:
    assert last[label].min() > 5, f"{label}: {last[label].min():.1f}까지만 커졌습니다"
shrunk = last["가중치를 0.8배로"].max()
assert shrunk < 0.6, f"작은 가중치의 표준편차가 {shrunk:.2f}입니다"
raw = sds["입력을 0~16 그대로"]
assert raw[:, 0].min() > 2, f"표준화하지 않은 입력이 {raw[:, 0].min():.2f}로 시작합니다"
assert raw[:, -1].min() > 0.8 and raw[:, -1].max() < 1.25, (
    "표준편차가 돌아오지 않습니다"
)
# --8<-- [end:selu_stops]

# --8<-- [start:one_cell]
scale = X_train.mean(), X_train.std()
X_norm, X_norm_valid = ((A - scale[0]) / scale[1] for A in (X_train, X_valid))
keras.utils.set_random_seed(42)
deep = keras.Sequential([keras.Input(shape=(64,))])
for _ in range(20):
    deep.add(keras.layers.Dense(50, kernel_initializer="lecun_normal"))
    deep.add(keras.layers.Activation("selu"))
deep.add(keras.layers.Dense(10, activation="softmax"))
deep.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.01),
    loss="sparse_categorical_crossentropy",
    steps_per_execution=20,
    jit_compile=False,
)
X_long, y_long = np.tile(X_norm, (10, 1)), np.tile(y_train, 10)
deep.fit(X_long, y_long, batch_size=50, shuffle=False, verbose=0)
print(f"{np.mean(np.argmax(deep(X_norm_valid), axis=1) == y_valid):.1f}")
# --8<-- [end:one_cell]

# --8<-- [start:read_table]
import pandas as pd

table = pd.read_csv("activations.csv")
setting = ["net", "activation"]
valid = table.groupby([*setting, "learning_rate"])["valid"].mean()
best = valid.groupby(setting).idxmax()
chosen = table.set_index([*setting, "learning_rate"]).loc[best]
test = chosen.groupby(setting)["test"]
print(test.agg(["median", "min", "max"]).loc["20층"].round(2).to_string())
# --8<-- [end:read_table]

# --8<-- [start:draw_table]
nets = {"2층": "은닉층 2개", "20층": "20개", "20층+정규화": "20개와 배치 정규화"}
order = ["relu", "leaky_relu", "prelu", "elu", "selu", "gelu", "silu", "mish"]
fig, ax = plt.subplots(figsize=(5.4, 4.4))
for i, (net, label) in enumerate(nets.items()):
    rows = chosen.loc[net]["test"]
    for name in rows.index.unique("activation"):
        row = order.index(name) + (i - 1) * 0.25
        ax.plot(rows[name], [row] * 5, "osD"[i], color=f"C{i}", ms=4.5, alpha=0.8)
    ax.plot([], [], "osD"[i], color=f"C{i}", ms=4.5, label=label)
ax.set_yticks(range(8), order)
ax.invert_yaxis()
ax.set_xlabel("테스트 정확도")
ax.grid(axis="y")
ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=3, columnspacing=1)
plt.show()
# --8<-- [end:draw_table]

# --8<-- [start:shallow_is_equal]
medians = test.median()
gap = medians["2층"].max() - medians["2층"].min()
assert gap < 0.02, f"2층의 중앙값이 {gap:.3f} 다릅니다"
# --8<-- [end:shallow_is_equal]

# --8<-- [start:selu_is_best]
by_seed = chosen.reset_index().pivot(index="seed", columns=setting, values="test")
plain = by_seed["20층"]
for name in ["relu", "leaky_relu", "prelu", "gelu", "silu"]:
    gain = (plain["selu"] - plain[name]).min()
    assert gain > 0.03, f"SELU가 {name}보다 {gain:.3f} 높을 뿐입니다"
# --8<-- [end:selu_is_best]

# --8<-- [start:smooth_is_worst]
for name in ["gelu", "silu"]:
    gap = (plain["relu"] - plain[name]).min()
    assert gap > 0, f"{name}가 ReLU보다 {-gap:.3f} 높은 시드가 있습니다"
# --8<-- [end:smooth_is_worst]

# --8<-- [start:normalized_is_better]
normalized = medians["20층+정규화"]
for name in ["gelu", "silu", "mish"]:
    gain = normalized[name] - normalized["relu"]
    assert gain > 0.02, f"{name}의 중앙값이 ReLU보다 {gain:.3f} 높을 뿐입니다"
for name, median in normalized.items():
    gain = median - medians["20층"][name]
    assert gain > 0.02, f"정규화가 {name}의 중앙값을 {gain:.3f} 올릴 뿐입니다"
# --8<-- [end:normalized_is_better]

# --8<-- [start:signal]
left = {}
for name in NAMES:
    scale = 1 if name == "selu" else 2
    left[name] = [stack(X_norm[:100], seed, name, scale)[19, 1] for seed in range(5)]
    print(f"{name:11}{np.median(left[name]):.3f}")
# --8<-- [end:signal]

# --8<-- [start:swish_fades]
ratio = max(np.array(left["gelu"]) / left["relu"])
assert ratio < 0.6, f"GELU에 ReLU의 {ratio:.2f}배가 남은 시드가 있습니다"
assert max(left["silu"]) < 0.05, f"Swish의 신호가 {max(left['silu']):.3f} 남았습니다"
assert np.less(left["mish"], left["relu"]).all(), "Mish가 ReLU보다 많이 남았습니다"
# --8<-- [end:swish_fades]

# --8<-- [start:cost]
import time


def cost(function, inputs):
    times = []
    for _ in range(7):
        started = time.process_time()
        for _ in range(3):
            function(inputs)
        times.append(time.process_time() - started)
    return min(times)


inputs = keras.random.normal((1_000_000,), seed=42)
costs = {name: cost(keras.activations.get(name), inputs) for name in NAMES}
for name in NAMES:
    print(f"{name:11}{costs[name] / costs['relu']:5.1f}")
# --8<-- [end:cost]

# --8<-- [start:layer_cost]
inputs = keras.random.normal((300, 1000), seed=42)
layer_costs = {}
for name in NAMES:
    layer_costs[name] = cost(keras.layers.Dense(1000, activation=name), inputs)
    print(f"{name:11}{layer_costs[name] / layer_costs['relu']:5.1f}")
# --8<-- [end:layer_cost]

# --8<-- [start:cost_order]
ratios = {name: costs[name] / costs["relu"] for name in NAMES}
assert ratios["leaky_relu"] < 3, f"leaky_relu가 {ratios['leaky_relu']:.1f}배입니다"
for name in ["gelu", "silu", "mish"]:
    assert ratios[name] > 2, f"{name}: {ratios[name]:.1f}배입니다"
    layer_ratio = layer_costs[name] / layer_costs["relu"]
    assert layer_ratio < 2, f"{name} 층: {layer_ratio:.1f}배입니다"
# --8<-- [end:cost_order]

# --8<-- [start:answer_swish]
z = np.linspace(-8, 8, 1601)
for beta in [1, 10, 100]:
    gap = np.abs(z * expit(beta * z) - np.maximum(z, 0)).max()
    print(f"{beta:5} {gap:.4f}")
gap = np.abs(z * expit(1.702 * z) - FUNCTIONS["gelu"](z)).max()
print(f"1.702 {gap:.4f}")
# --8<-- [end:answer_swish]

# --8<-- [start:answer_upper]
keras.utils.set_random_seed(42)
model = keras.Sequential([keras.Input(shape=(64,))])
for _ in range(5):
    model.add(
        keras.layers.Dense(100, activation="relu", kernel_initializer="he_normal")
    )
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile("sgd", "sparse_categorical_crossentropy", steps_per_execution=10)
hidden = keras.Model(model.inputs[0], [layer.output for layer in model.layers[:-1]])


def dead_by_layer():
    return np.array([np.all(a == 0, axis=0).mean() for a in hidden(X_train)])


before = dead_by_layer()
train(model, 0.3, 10)
after = dead_by_layer()
print(before.round(2))
print(after.round(2))
# --8<-- [end:answer_upper]

# --8<-- [start:upper_come_back]
assert after[0] >= before[0], f"1층에서 {before[0]:.2f}가 {after[0]:.2f}로 줄었습니다"
assert after[1:].sum() < before[1:].sum() / 2, (
    f"{before[1:]}에서 {after[1:]}가 되었습니다"
)
# --8<-- [end:upper_come_back]

# --8<-- [start:answer_trained]
outputs = [layer.output for layer in deep.layers if layer.name.startswith("activation")]
for n, a in enumerate(keras.Model(deep.inputs[0], outputs)(X_norm), 1):
    if n in (1, 10, 20):
        print(f"{n:2d} {np.mean(a):5.1f} {np.std(a):.1f}")
# --8<-- [end:answer_trained]

# --8<-- [start:trained_drifts]
trained = [np.std(a) for a in keras.Model(deep.inputs[0], outputs)(X_norm)]
assert trained[-1] > trained[0] * 1.1, f"{trained[0]:.2f}에서 {trained[-1]:.2f}입니다"
assert trained[-1] < trained[0] * 2, (
    f"{trained[0]:.2f}에서 {trained[-1]:.2f}로 커집니다"
)
# --8<-- [end:trained_drifts]


# --8<-- [start:answer_rrelu]
class RReLU(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(42)

    def call(self, z, training=False):
        if not training:
            return keras.ops.where(z < 0, z / 5.5, z)
        a = keras.random.uniform(keras.ops.shape(z), 3, 8, seed=self.seeds)
        return keras.ops.where(z < 0, z / a, z)


layer, z = RReLU(), np.full((1, 5), -1.0)
for training in [True, True, False]:
    print(np.round(layer(z, training=training), 2))
# --8<-- [end:answer_rrelu]

# --8<-- [start:rrelu_bounds]
many = np.array(layer(np.full((1, 10_000), -1.0), training=True))
assert many.min() > -0.3334 and many.max() < -0.1249, "범위를 벗어났습니다"
mean = -(np.log(8) - np.log(3)) / 5
assert abs(many.mean() - mean) < 0.003, f"평균 {many.mean():.4f}, 셈한 값 {mean:.4f}"
steady = keras.layers.LeakyReLU(negative_slope=1 / 5.5)
same = np.abs(np.array(layer(X_norm)) - np.array(steady(X_norm))).max()
assert same < 1e-6, f"예측할 때 LeakyReLU와 {same:.1e}만큼 다릅니다"
positive = np.array(layer(np.abs(X_norm), training=True))
assert np.allclose(positive, np.abs(X_norm)), "양수가 바뀌었습니다"
# --8<-- [end:rrelu_bounds]
