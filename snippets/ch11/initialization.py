"""가중치 초기화입니다. docs/ch11/initialization.md에서 읽습니다."""

# --8<-- [start:model]
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(400,)),
        keras.layers.Dense(300, activation="tanh"),
        keras.layers.Dense(
            100,
            activation="relu",
            kernel_initializer="he_normal",
        ),
    ]
)
# --8<-- [end:model]

# --8<-- [start:first_look]
for layer, formula in zip(model.layers, [2 / (400 + 300), 2 / 300]):
    W, b = layer.get_weights()
    print(W.shape, f"잰 분산 {W.var():.5f}, 공식 {formula:.5f}")
# --8<-- [end:first_look]

# --8<-- [start:layer_defaults]
import random

state = random.getstate()  # 뒤에서 뽑는 난수가 달라지지 않게 되돌립니다
for activation in (None, "tanh", "sigmoid", "relu", "selu"):
    dense = keras.layers.Dense(1, activation=activation)
    conv = keras.layers.Conv2D(1, 1, activation=activation)
    for kind in (dense, conv):
        rule = type(kind.kernel_initializer).__name__
        assert rule == "GlorotUniform", f"가중치의 초기화가 {rule}입니다"
        rule = type(kind.bias_initializer).__name__
        assert rule == "Zeros", f"편향의 초기화가 {rule}입니다"
random.setstate(state)
# --8<-- [end:layer_defaults]

# --8<-- [start:six_initializers]
theory = {"glorot": 2 / (400 + 100), "he": 2 / 400, "lecun": 1 / 400}
measured = {}
for rule, variance in theory.items():
    for form in ["uniform", "normal"]:
        initializer = keras.initializers.get(f"{rule}_{form}")
        W = np.array(initializer((400, 100)))
        measured[rule, form] = W.var()
        print(f"{rule:7}{form:8} {variance:.5f} {W.var():.5f}")
# --8<-- [end:six_initializers]

# --8<-- [start:sampling_error]
N = 400 * 100
draws = []
for _ in range(200):
    W = np.array(keras.initializers.HeUniform()((400, 100)))
    draws.append(W.var())
print(f"{np.std(draws) / np.mean(draws):.4f} 200번 잰 흔들림")
print(f"{np.sqrt((1.8 - 1) / N):.4f} 공식")
# --8<-- [end:sampling_error]

# --8<-- [start:within_sampling_error]
kurtosis = {"uniform": 1.8, "normal": 2.3655}
for (rule, form), variance in measured.items():
    error = abs(variance / theory[rule] - 1) / np.sqrt((kurtosis[form] - 1) / N)
    assert error < 3, f"{rule}_{form}: 표집 오차의 {error:.1f}배 벗어났습니다"
# --8<-- [end:within_sampling_error]

# --8<-- [start:three_forms]
shapes = {}
for form in ["uniform", "truncated_normal", "untruncated_normal"]:
    scaling = keras.initializers.VarianceScaling(1.0, "fan_in", form)
    z = np.array(scaling((400, 500))) * np.sqrt(400)
    shapes[form] = z.ravel()
    print(f"{form:19} {z.var():.2f} {z.max():.2f}")
# --8<-- [end:three_forms]

# --8<-- [start:draw_forms]
bins = np.linspace(-4, 4, 81)
labels = ["균등 분포", "절단 정규 분포", "정규 분포"]
for form, label, style in zip(shapes, labels, ["-", "-", "--"]):
    density, _ = np.histogram(shapes[form], bins, density=True)
    plt.stairs(density, bins, ls=style, lw=1.8, label=label)
plt.xlabel("가중치 / 표준편차")
plt.ylabel("밀도")
plt.legend(loc="upper right")
plt.show()
# --8<-- [end:draw_forms]

# --8<-- [start:truncation]
from scipy import stats

sd = stats.truncnorm(-2, 2).std()
print(f"{sd:.4f} {2 / sd:.4f}")
# --8<-- [end:truncation]

# --8<-- [start:forms_match]
for form, law in [
    ("uniform", stats.uniform(-np.sqrt(3), 2 * np.sqrt(3))),
    ("truncated_normal", stats.truncnorm(-2, 2, scale=1 / sd)),
    ("untruncated_normal", stats.norm()),
]:
    p = stats.kstest(shapes[form][:50_000].astype(float), law.cdf).pvalue
    assert p > 0.001, f"{form}: 분포가 다릅니다 (p = {p:.1e})"
# --8<-- [end:forms_match]

# --8<-- [start:form_does_not_matter]
x = np.random.default_rng(42).standard_normal((1000, 400))
for form, z in shapes.items():
    ratio = np.var(x @ z.reshape(400, 500) / 20)
    assert abs(ratio - 1) < 0.03, f"{form}: 출력의 분산이 {ratio:.3f}배입니다"
# --8<-- [end:form_does_not_matter]

# --8<-- [start:both_ways]
rng = np.random.default_rng(42)
x = rng.standard_normal((500, 1600))  # 정방향의 입력
g = rng.standard_normal((500, 400))  # 역방향의 입력
for mode in ["fan_in", "fan_out", "fan_avg"]:
    scaling = keras.initializers.VarianceScaling(1.0, mode, "uniform")
    W = np.array(scaling((1600, 400)))
    print(f"{mode:8} {np.var(x @ W):.2f} {np.var(g @ W.T):.2f}")
# --8<-- [end:both_ways]

# --8<-- [start:backward_is_transpose]
h = 1e-6
for i in (0, 800, 1599):
    up, down = x[0].copy(), x[0].copy()
    up[i], down[i] = up[i] + h, down[i] - h
    numeric = (g[0] @ (up @ W) - g[0] @ (down @ W)) / (2 * h)
    gap = abs(numeric - (g[0] @ W.T)[i])
    assert gap < 1e-6, f"입력 {i}의 그레이디언트가 {gap:.1e} 다릅니다"
# --8<-- [end:backward_is_transpose]

# --8<-- [start:activations]
from scipy.special import expit

ACTIVATIONS = {  # 함수와 도함수
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
}
z = stats.norm.ppf((np.arange(10_000) + 0.5) / 10_000)
for name, (function, slope) in ACTIVATIONS.items():
    small, large = (np.mean(slope(s * z) ** 2) for s in (0.1, 1))
    print(f"{name:8}{small:.3f} {large:.3f}")
# --8<-- [end:activations]

# --8<-- [start:relu_half]
for sd_z in (0.1, 1, 10):
    share = np.mean(np.maximum(sd_z * z, 0) ** 2) / np.mean((sd_z * z) ** 2)
    assert np.isclose(share, 0.5), f"ReLU가 남긴 제곱 평균은 {share:.4f}입니다"
# --8<-- [end:relu_half]


# --8<-- [start:signal]
def signal(activation, scale, W):
    function, slope = ACTIVATIONS[activation]
    W = W * np.sqrt(scale / W.shape[1])
    a, g = np.random.default_rng(0).standard_normal((2, 50, W.shape[1]))
    z, forward, backward = [], [], []
    for W_l in W:
        z.append(a @ W_l)
        a = function(z[-1])
        forward.append(np.mean(z[-1] ** 2))
    for W_l, z_l in zip(W[::-1], z[::-1]):
        g = g * slope(z_l)
        backward.insert(0, np.mean(g**2))
        g = g @ W_l.T
    return np.array(forward), np.array(backward)


# --8<-- [end:signal]


# --8<-- [start:fifty_layers]
SCALES = {"파이토치": 1 / 3, "글로럿": 1, "He": 2}
levels = {(name, rule): 0 for name in ACTIVATIONS for rule in SCALES}
for seed in range(5):
    W = np.random.default_rng(seed).standard_normal((50, 200, 200))
    for name, rule in levels:
        forward, backward = signal(name, SCALES[rule], W)
        pair = forward / forward[0], backward / backward[-1]
        levels[name, rule] = levels[name, rule] + np.log10(pair) / 5
for (name, rule), (forward, backward) in levels.items():
    print(f"{name:8}{forward[-1]:6.1f} {backward[0]:6.1f}  {rule}")
# --8<-- [end:fifty_layers]

# --8<-- [start:draw_relu]
depth = np.arange(1, 51)
for rule, color in zip(["He", "글로럿", "파이토치"], ["C2", "C0", "C1"]):
    forward = levels["relu", rule][0]
    factor = SCALES[rule] / 2
    plt.semilogy(depth, 10**forward, color=color)
    plt.semilogy(depth, factor ** (depth - 1), ":", color=color, lw=1.2)
    plt.text(51, 10 ** forward[-1], rule, color=color, va="center")
plt.xlim(0, 60)
plt.xticks([1, 10, 20, 30, 40, 50])
plt.xlabel("층")
plt.ylabel("z의 제곱 평균 / 1층의 값")
plt.show()
# --8<-- [end:draw_relu]

# --8<-- [start:relu_follows_formula]
for rule, scale in SCALES.items():
    forward = levels["relu", rule][0]
    gap = abs(forward[-1] - 49 * np.log10(scale / 2))
    assert gap < 1, f"{rule}: 공식과 10의 {gap:.1f}제곱만큼 다릅니다"
# --8<-- [end:relu_follows_formula]

# --8<-- [start:shallow_loss]
ratio = 10 ** levels["relu", "글로럿"][0][2]
assert 0.2 < ratio < 0.3, f"은닉층 세 개 뒤에 {ratio:.2f}배입니다"
# --8<-- [end:shallow_loss]

# --8<-- [start:draw_map]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.9), sharey=True)
names = [f"{name}, {rule}" for name, rule in levels]
norm = plt.Normalize(-10, 10)
for i, (ax, title) in enumerate(zip(axes, ["정방향", "역방향"])):
    rows = [pair[i] for pair in levels.values()]
    image = ax.imshow(rows, "coolwarm", aspect="auto", norm=norm)
    ax.set_title(title)
    ax.set_xticks([0, 24, 49], [1, 25, 50])
    ax.set_xlabel("층")
    ax.hlines([2.5, 5.5], -0.5, 49.5, color="C7", lw=0.8)
axes[0].set_yticks(range(9), names)
bar = fig.colorbar(image, ax=axes, location="bottom", extend="min")
bar.set_ticks([-10, -5, 0, 5, 10])
bar.set_label("10의 몇 제곱배인지")
plt.show()
# --8<-- [end:draw_map]

# --8<-- [start:map_follows_theory]
nodes, mass = np.polynomial.hermite_e.hermegauss(200)
mass = mass / mass.sum()
for (name, rule), (forward, backward) in levels.items():
    function, slope = ACTIVATIONS[name]
    q, scale = SCALES[rule], SCALES[rule]
    first, slopes = q, []
    for _ in range(50):
        h, last = np.sqrt(q) * nodes, q
        slopes.append(scale * (mass @ slope(h) ** 2))
        q = scale * (mass @ function(h) ** 2)
    expected = np.log10(last / first), np.log10(slopes[:-1]).sum()
    for got, want in zip((forward[-1], backward[0]), expected):
        assert abs(got - want) < 1, f"{name}, {rule}: {got:.1f}, 이론은 {want:.1f}"
# --8<-- [end:map_follows_theory]

# --8<-- [start:conv_fans]
conv = keras.layers.Conv2D(64, 3)
conv.build((None, 28, 28, 32))
W, b = conv.get_weights()
fan_in, fan_out = 3 * 3 * 32, 3 * 3 * 64
print(W.shape, f"잰 분산 {W.var():.5f}, 공식 {2 / (fan_in + fan_out):.5f}")
# --8<-- [end:conv_fans]


# --8<-- [start:shared_initializer]
def same_weights(initializer):
    model = keras.Sequential(
        [
            keras.Input(shape=(100,)),
            keras.layers.Dense(100, kernel_initializer=initializer),
            keras.layers.Dense(100, kernel_initializer=initializer),
        ]
    )
    first, second = (layer.get_weights()[0] for layer in model.layers)
    return np.array_equal(first, second)


# --8<-- [end:shared_initializer]


# --8<-- [start:sharing]
seeds = keras.random.SeedGenerator(42)
print(same_weights("he_normal"), "이름")
print(same_weights(keras.initializers.HeNormal()), "객체 하나")
print(same_weights(keras.initializers.HeNormal(seed=seeds)), "시드 생성기")
# --8<-- [end:sharing]

# --8<-- [start:no_warning]
import warnings

state = random.getstate()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    assert same_weights(keras.initializers.HeNormal()), "가중치가 다릅니다"
assert not caught, f"경고가 났습니다: {caught[0].message}"
random.setstate(state)
# --8<-- [end:no_warning]

# --8<-- [start:same_integer_seed]
one, two = (keras.initializers.HeNormal(seed=42) for _ in range(2))
equal = np.array_equal(one((100, 100)), two((100, 100)))
assert equal, "시드가 같은데 가중치가 다릅니다"
# --8<-- [end:same_integer_seed]

# --8<-- [start:pytorch_twin]
fan_in = 400
r = 1 / np.sqrt(fan_in)
scaling = keras.initializers.VarianceScaling(1 / 3, "fan_in", "uniform")
layer = keras.layers.Dense(
    300,
    kernel_initializer=scaling,
    bias_initializer=keras.initializers.RandomUniform(-r, r),
)
layer.build((None, fan_in))
for values in layer.get_weights():
    print(f"{values.max():.3f} {values.var() * fan_in:.2f}")
# --8<-- [end:pytorch_twin]

# --8<-- [start:kaiming_gain]
a = np.sqrt(5)
gain = np.sqrt(2 / (1 + a**2))
bound = np.sqrt(3) * gain / np.sqrt(fan_in)
assert np.isclose(bound, 1 / np.sqrt(fan_in)), f"한계가 {bound}입니다"
W = layer.get_weights()[0]
assert np.isclose(bound, W.max(), rtol=1e-3), f"최댓값이 {W.max()}입니다"
he = np.array(keras.initializers.HeUniform(seed=42)((400, 300))).var()
assert 5.9 < he / W.var() < 6.1, f"He의 분산이 {he / W.var():.2f}배입니다"
# --8<-- [end:kaiming_gain]

# --8<-- [start:bias_signal]
rng = np.random.default_rng(42)
a, r = rng.standard_normal((100, 200)), 1 / np.sqrt(200)
for n in range(1, 11):
    W, b = rng.uniform(-r, r, (200, 200)), rng.uniform(-r, r, 200)
    a = np.maximum(a @ W + b, 0)
    if n in (1, 4, 7, 10):
        between = a.var(axis=0).mean()
        print(f"{n:2d} {np.mean(a**2):.0e} {between:.0e}")
# --8<-- [end:bias_signal]

# --8<-- [start:digits]
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X_train, X_valid, y_train, y_valid = train_test_split(
    X, y, train_size=1408, stratify=y, random_state=42
)
mean, sd = X_train.mean(), X_train.std()
X_train, X_valid = (X_train - mean) / sd, (X_valid - mean) / sd
X_train, y_train = np.tile(X_train, (6, 1)), np.tile(y_train, 6)
# --8<-- [end:digits]


# --8<-- [start:build]
def build(n_hidden):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(100, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.SGD(global_clipnorm=1.0),
        loss="sparse_categorical_crossentropy",
        steps_per_execution=22,
    )
    return model


# --8<-- [end:build]


# --8<-- [start:train]
def train(model, initializer, learning_rate, seed):
    draw = initializer(seed=keras.random.SeedGenerator(seed))
    for layer in model.layers:
        layer.kernel.assign(draw(layer.kernel.shape))
        layer.bias.assign(keras.ops.zeros_like(layer.bias))
    model.optimizer.learning_rate = learning_rate
    model.fit(X_train, y_train, batch_size=64, verbose=0)
    return np.mean(np.argmax(model(X_valid), axis=1) == y_valid)


def accuracies(model, initializer):
    rates = [0.03, 0.3, 3.0]
    tuned = [train(model, initializer, rate, seed=0) for rate in rates]
    best = rates[np.argmax(tuned)]
    seeds = range(1, 6)
    return [train(model, initializer, best, seed) for seed in seeds]


# --8<-- [end:train]


# --8<-- [start:train_shallow]
rules = [keras.initializers.GlorotUniform, keras.initializers.HeUniform]
model, shallow = build(2), []
for initializer in rules:
    scores = accuracies(model, initializer)
    shallow.append(scores)
    print(*(f"{score:.2f}" for score in scores), initializer.__name__)
# --8<-- [end:train_shallow]

# --8<-- [start:shallow_is_equal]
gap = abs(np.mean(shallow[1]) - np.mean(shallow[0]))
assert gap < max(np.ptp(scores) for scores in shallow), f"차이가 {gap:.3f}입니다"
# --8<-- [end:shallow_is_equal]

# --8<-- [start:train_deep]
model, deep = build(20), []
for initializer in rules:
    scores = accuracies(model, initializer)
    deep.append(scores)
    print(*(f"{score:.1f}" for score in scores), initializer.__name__)
# --8<-- [end:train_deep]

# --8<-- [start:deep_differs]
assert max(deep[0]) < 0.35, f"글로럿의 정확도가 {max(deep[0]):.2f}까지 올랐습니다"
assert min(deep[1]) > 0.5, f"He의 정확도가 {min(deep[1]):.2f}까지 내려갔습니다"
# --8<-- [end:deep_differs]

# --8<-- [start:leaky]
a = 0.3
ACTIVATIONS["leaky"] = (
    lambda z: np.where(z > 0, z, a * z),
    lambda z: np.where(z > 0, 1.0, a),
)
W = np.random.default_rng(42).standard_normal((50, 200, 200))
for scale in (2, 2 / (1 + a**2)):
    forward, backward = signal("leaky", scale, W)
    growth = np.log10(forward[-1] / forward[0])
    print(f"배율 {scale:.2f}: 10의 {growth:.1f}제곱배")
# --8<-- [end:leaky]

# --8<-- [start:bottleneck]
from itertools import pairwise

sizes = [400, 100] * 5 + [400]
fans = {
    "fan_in": lambda n_in, n_out: n_in,
    "fan_out": lambda n_in, n_out: n_out,
    "fan_avg": lambda n_in, n_out: (n_in + n_out) / 2,
}
for mode, fan in fans.items():
    rng = np.random.default_rng(42)
    a, g = rng.standard_normal((2, 200, 400))
    weights = []
    for shape in pairwise(sizes):
        weights.append(rng.standard_normal(shape) / np.sqrt(fan(*shape)))
        a = a @ weights[-1]
    for W_l in weights[::-1]:
        g = g @ W_l.T
    print(f"{mode:8}{a.var():.2f} {g.var():.2f}")
# --8<-- [end:bottleneck]

# --8<-- [start:sigmoid_between]
a = np.random.default_rng(42).standard_normal((100, 200))
for n in range(1, 21):
    z = a @ W[n] / np.sqrt(200)
    a = expit(z)
    if n in (1, 10, 20):
        between = z.var(axis=0).mean()
        print(f"{n:2d} {np.mean(z**2):.2f} {between:.0e}")
# --8<-- [end:sigmoid_between]

# --8<-- [start:sigmoid_shrinks]
assert 0.2 < np.mean(z**2) < 0.4, f"제곱 평균이 {np.mean(z**2):.2f}입니다"
assert between < 10.0**-19, f"20층의 샘플 사이 분산이 {between:.0e}입니다"
# --8<-- [end:sigmoid_shrinks]

# --8<-- [start:adam]
loss, adam = "sparse_categorical_crossentropy", []
model.compile(keras.optimizers.Adam(), loss, steps_per_execution=22)
for seed in range(1, 6):
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    adam.append(train(model, rules[0], 0.001, seed))
print(f"평균 {np.mean(adam):.1f}, 최솟값 {min(adam):.1f}")
# --8<-- [end:adam]

# --8<-- [start:adam_learns]
assert min(adam) > max(deep[0]), f"정확도가 {min(adam):.2f}에 그쳤습니다"
assert np.mean(adam) < np.mean(deep[1]), f"평균 {np.mean(adam):.2f}이 He보다 높습니다"
# --8<-- [end:adam_learns]
