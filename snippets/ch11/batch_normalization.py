"""배치 정규화입니다. docs/ch11/batch-normalization.md에서 읽습니다."""

# --8<-- [start:first_look]
import keras
import numpy as np

rng = np.random.default_rng(42)
x = rng.normal([50, -3], [10, 0.5], (200, 2))  # 특성마다 평균과 크기가 다름
norm = keras.layers.BatchNormalization()
for name, z in [
    ("입력", x),
    ("훈련", norm(x, training=True)),
    ("추론", norm(x)),
]:
    print(name, np.mean(z, axis=0).round(1) + 0.0, np.std(z, axis=0).round(1))
# --8<-- [end:first_look]


# --8<-- [start:first_look_agrees]
fresh = keras.layers.BatchNormalization()
z = np.array(fresh(x, training=True))
assert np.allclose(z.mean(axis=0), 0, atol=1e-4), f"평균이 {z.mean(axis=0)}입니다"
want = (x - 0.01 * x.mean(axis=0)) / np.sqrt(0.99 + 0.01 * x.var(axis=0) + 1e-3)
assert np.allclose(fresh(x), want, rtol=1e-3, atol=1e-3), "이동 평균을 쓰지 않았습니다"
# --8<-- [end:first_look_agrees]


# --8<-- [start:forward]
def batch_norm(x, gamma, beta, epsilon=1e-3):
    mean, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mean) / np.sqrt(var + epsilon)
    return gamma * x_hat + beta, x_hat, mean, var


# --8<-- [end:forward]


# --8<-- [start:backward]
def batch_norm_backward(g, x_hat, var, gamma, epsilon=1e-3):
    d_gamma, d_beta = (g * x_hat).sum(axis=0), g.sum(axis=0)
    along = (g * x_hat).mean(axis=0)
    dx = g - g.mean(axis=0) - along * x_hat
    return gamma * dx / np.sqrt(var + epsilon), d_gamma, d_beta


# --8<-- [end:backward]

# --8<-- [start:gradient_check]
check = np.random.default_rng(0)
x_check, g = check.standard_normal((2, 6, 3))
gamma, beta = check.standard_normal((2, 3))
_, x_hat, _, var = batch_norm(x_check, gamma, beta)
exact = batch_norm_backward(g, x_hat, var, gamma)
arrays, h = [x_check, gamma, beta], 1e-6
for name, array, want in zip("xγβ", arrays, exact):
    for index in np.ndindex(array.shape):
        sides = []
        for step in (h, -h):
            array[index] += step
            sides.append(np.sum(g * batch_norm(*arrays)[0]))
            array[index] -= step
        gap = abs((sides[0] - sides[1]) / (2 * h) - want[index])
        assert gap < 1e-6, f"{name}{list(index)}의 그레이디언트가 {gap:.1e} 다릅니다"
# --8<-- [end:gradient_check]

# --8<-- [start:data]
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
mean, sd = X_train.mean(), X_train.std()
X_train, X_valid, X_test = ((X - mean) / sd for X in (X_train, X_valid, X_test))
# --8<-- [end:data]

# --8<-- [start:twin]
keras.utils.set_random_seed(42)
twin = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(10, use_bias=False),
        keras.layers.BatchNormalization(),
    ]
)
twin.compile(optimizer=keras.optimizers.SGD(0.5), loss="mse")
# --8<-- [end:twin]


# --8<-- [start:sgd_step]
def sgd_step(X, Y, W, gamma, beta, moving_mean, moving_var):
    z, x_hat, mean, var = batch_norm(X @ W, gamma, beta)
    g = 2 * (z - Y) / z.size
    dx, d_gamma, d_beta = batch_norm_backward(g, x_hat, var, gamma)
    params = W - 0.5 * X.T @ dx, gamma - 0.5 * d_gamma, beta - 0.5 * d_beta
    moving = 0.99 * moving_mean + 0.01 * mean, 0.99 * moving_var + 0.01 * var
    return np.mean((z - Y) ** 2), *params, *moving


# --8<-- [end:sgd_step]

# --8<-- [start:ten_steps]
Y_train, gaps = np.eye(10)[y_train], []
ours = [np.float64(array) for array in twin.get_weights()]
for step in range(10):
    X_batch, Y_batch = X_train[100 * step :][:100], Y_train[100 * step :][:100]
    our_loss, *ours = sgd_step(X_batch, Y_batch, *ours)
    loss = twin.train_on_batch(X_batch, Y_batch)
    gaps.append([np.abs(a - b).max() for a, b in zip(ours, twin.get_weights())])
    if step in (0, 4, 9):
        print(f"{step + 1:2d} {our_loss:.4f} {loss:.4f}")
# --8<-- [end:ten_steps]

# --8<-- [start:ten_steps_agree]
assert np.shape(gaps) == (10, 5), f"견준 것이 {np.shape(gaps)}개입니다"
assert np.max(gaps) < 1e-5, f"차이가 {np.max(gaps):.1e}까지 벌어졌습니다"
# --8<-- [end:ten_steps_agree]

# --8<-- [start:four_vectors]
for variable in norm.variables:
    print(variable.name, variable.shape, variable.trainable)
# --8<-- [end:four_vectors]

# --8<-- [start:initial_values]
fresh = keras.layers.BatchNormalization()
fresh.build((None, 28, 28, 32))
got = {v.name: (v.shape, set(v.numpy())) for v in fresh.variables}
start = {"gamma": 1, "beta": 0, "moving_mean": 0, "moving_variance": 1}
assert got == {name: ((32,), {value}) for name, value in start.items()}, (
    f"첫 값이 {got}입니다"
)
maps = np.random.default_rng(0).normal(5, 3, (4, 7, 7, 32)).astype("float32")
z = np.array(fresh(maps, training=True))
assert np.allclose(z.mean(axis=(0, 1, 2)), 0, atol=1e-5), "채널의 평균이 0이 아닙니다"
# --8<-- [end:initial_values]

# --8<-- [start:shapes]
from scipy.stats import skew


def describe(x):
    return np.round([x.mean(), x.std(), skew(x)], 2) + 0.0


x = rng.exponential(size=(10_000, 3)) * [1, 1, 0.02]
norm = keras.layers.BatchNormalization()
norm.build(x.shape)
norm.gamma.assign([1, 2, 1])
norm.beta.assign([0, 5, 0])
z = np.array(norm(x, training=True))
for i in range(3):
    print(describe(x[:, i]), "->", describe(z[:, i]))
# --8<-- [end:shapes]

# --8<-- [start:mean_and_deviation]
gamma, beta = norm.get_weights()[:2]
want = gamma * np.sqrt(x.var(axis=0) / (x.var(axis=0) + 1e-3))
assert np.allclose(z.mean(axis=0), beta, atol=1e-4), f"평균이 {z.mean(axis=0)}입니다"
assert np.allclose(z.std(axis=0), want, atol=1e-4), f"표준편차가 {z.std(axis=0)}입니다"
assert z[:, 2].std() < 0.6, f"셋째 특성의 표준편차가 {z[:, 2].std():.2f}입니다"
# --8<-- [end:mean_and_deviation]

# --8<-- [start:shape_is_kept]
from scipy.stats import kstest

assert np.allclose(skew(x), skew(z), atol=1e-3), f"왜도가 {skew(z)}입니다"
p = kstest(z[:1000, 0], "norm").pvalue
assert p < 1e-6, f"정규 분포와 구별되지 않습니다 (p = {p:.2f})"
# --8<-- [end:shape_is_kept]

# --8<-- [start:draw_shapes]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.8), sharey=True)
for ax, values, title in zip(axes, (x, z), ("입력", "출력")):
    ax.hist(values[:, 0], bins=60, density=True, alpha=0.8)
    ax.axvline(values[:, 0].mean(), color="C1", ls="--", lw=1.5)
    ax.set_title(title)
    ax.set_xlim(values[:, 0].mean() - 2.6, values[:, 0].mean() + 4.6)
t = np.linspace(-2.6, 4.6, 200)
axes[1].plot(t, np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi), color="C2")
axes[1].text(1.4, 0.3, "N(0, 1)", color="C2")
axes[0].set_ylabel("밀도")
plt.show()
# --8<-- [end:draw_shapes]


# --8<-- [start:build_modes]
def build(momentum):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(3):
        model.add(keras.layers.Dense(50, use_bias=False))
        model.add(keras.layers.BatchNormalization(momentum=momentum))
        model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.SGD(0.1),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:build_modes]

# --8<-- [start:puzzle]
keras.utils.set_random_seed(42)
model = build(momentum=0.99)
history = model.fit(X_train, y_train, epochs=2, batch_size=100, verbose=0)
print(f"{history.history['accuracy'][-1]:.1f} 훈련하면서")
loss, accuracy = model.evaluate(X_train, y_train, batch_size=1000, verbose=0)
print(f"{accuracy:.1f} 훈련한 다음")
# --8<-- [end:puzzle]


# --8<-- [start:accuracy]
def valid_accuracy(model, training):
    proba, _ = model.stateless_call(
        model.trainable_variables,
        model.non_trainable_variables,
        X_valid,
        training=training,
    )
    return np.mean(np.argmax(proba, axis=1) == y_valid)


# --8<-- [end:accuracy]

# --8<-- [start:both_modes]
print(f"{valid_accuracy(model, training=True):.1f} 배치의 통계")
print(f"{valid_accuracy(model, training=False):.1f} 이동 평균")
# --8<-- [end:both_modes]

# --8<-- [start:nothing_moves]
before = model.get_weights()
valid_accuracy(model, training=True)
gap = max(np.abs(a - b).max() for a, b in zip(before, model.get_weights()))
assert gap == 0, f"재기만 했는데 {gap} 움직였습니다"
# --8<-- [end:nothing_moves]

# --8<-- [start:remember]
norm = keras.layers.BatchNormalization()
x = rng.normal(5, 2, (100, 1))
for step in range(1, 460):
    norm(x, training=True)
    if step in (1, 10, 69, 459):
        share = float(norm.moving_mean[0]) / x.mean()
        print(f"{step:3d} {share:.3f} {1 - 0.99**step:.3f}")
# --8<-- [end:remember]

# --8<-- [start:moving_formula]
for momentum in (0.5, 0.9, 0.999):
    norm = keras.layers.BatchNormalization(momentum=momentum)
    for _ in range(7):
        norm(x, training=True)
    left = momentum**7
    mean, var = float(norm.moving_mean[0]), float(norm.moving_variance[0])
    assert np.isclose(mean, (1 - left) * x.mean(), rtol=1e-4), f"평균 {mean}"
    assert np.isclose(var, left + (1 - left) * x.var(), rtol=1e-4), f"분산 {var}"
# --8<-- [end:moving_formula]

# --8<-- [start:curves]
steps, curves = [1, 3, 10, 20, 40, 60, 100, 200], {}
for momentum in (0.99, 0.9):
    model, curves[momentum] = build(momentum), np.empty((3, 8, 2))
    for seed in range(3):
        keras.utils.set_random_seed(seed)
        model.set_weights(keras.models.clone_model(model).get_weights())
        for step in range(1, 201):
            i = np.random.choice(1000, 100, replace=False)
            model.train_on_batch(X_train[i], y_train[i])
            if step in steps:
                pair = valid_accuracy(model, True), valid_accuracy(model, False)
                curves[momentum][seed, steps.index(step)] = pair
# --8<-- [end:curves]

# --8<-- [start:draw_curves]
fig, ax = plt.subplots(figsize=(5.4, 3.4))
for runs, label, color, style in [
    (curves[0.99][..., 0], "배치의 통계", "C7", "o-"),
    (curves[0.9][..., 1], "이동 평균, 모멘텀 0.9", "C2", "s-"),
    (curves[0.99][..., 1], "이동 평균, 모멘텀 0.99", "C1", "^-"),
]:
    ax.fill_between(steps, runs.min(0), runs.max(0), color=color, alpha=0.25, lw=0)
    ax.plot(steps, runs.mean(0), style, color=color, ms=4, label=label)
ax.set_xscale("log")
ax.set_xticks([1, 10, 100, 200], ["1", "10", "100", "200"])
ax.set_ylim(0, 1)
ax.set_xlabel("스텝")
ax.set_ylabel("검증 정확도")
ax.legend(loc="lower right")
plt.show()
# --8<-- [end:draw_curves]

# --8<-- [start:when_they_meet]
gap = {m: np.abs(runs[..., 0] - runs[..., 1]) for m, runs in curves.items()}
at = steps.index
assert gap[0.99][:, at(10)].min() > 0.2, f"10스텝: {gap[0.99][:, at(10)]}"
assert gap[0.9][:, at(60) :].max() < 0.03, f"모멘텀 0.9: {gap[0.9].max(0)}"
assert gap[0.99][:, at(60)].min() > 0.02, f"60스텝: {gap[0.99][:, at(60)]}"
assert gap[0.99][:, at(200)].max() < 0.03, f"모멘텀 0.99: {gap[0.99].max(0)}"
# --8<-- [end:when_they_meet]

# --8<-- [start:company]
sample, friends = X_valid[:1], X_valid[1:50]
alone = model(sample)[0]
together = model(np.vstack([sample, friends]))[0]
assert np.allclose(alone, together, atol=1e-5), "추론 모드에서 예측이 달라졌습니다"
norm = keras.layers.BatchNormalization(beta_initializer="ones")
one = np.array(norm(sample, training=True))
assert np.allclose(one, 1), (
    f"샘플 하나의 출력이 β가 아닙니다: {np.abs(one - 1).max():.1e}"
)
two = [
    norm(np.vstack([sample, X_valid[i : i + 20]]), training=True)[0] for i in (1, 30)
]
assert np.abs(two[0] - two[1]).max() > 0.1, "함께 든 샘플이 바뀌어도 같습니다"
# --8<-- [end:company]

# --8<-- [start:frozen]
norm = keras.layers.BatchNormalization()
norm.trainable = False
x = np.random.default_rng(0).normal(5, 2, (100, 1))
z = np.array(norm(x, training=True))
assert np.allclose(z, x / np.sqrt(1.001), atol=1e-4), f"평균이 {z.mean():.2f}입니다"
assert float(norm.moving_mean[0]) == 0, "동결했는데 이동 평균이 움직였습니다"
# --8<-- [end:frozen]

# --8<-- [start:biased]
x = np.random.default_rng(0).normal(0, 3, (4, 5)).astype("float32")
norm = keras.layers.BatchNormalization(momentum=0.0)
norm(x, training=True)
moving = norm.get_weights()[-1]
assert np.allclose(moving, x.var(axis=0), rtol=1e-4), "n으로 나눈 분산이 아닙니다"
assert not np.allclose(moving, x.var(axis=0, ddof=1), rtol=0.1), "n - 1로 나눴습니다"
# --8<-- [end:biased]


# --8<-- [start:block]
def add_block(model, kind):
    model.add(keras.layers.Dense(50, use_bias=kind != "before"))
    if kind == "before":
        model.add(keras.layers.BatchNormalization(momentum=0.9))
    model.add(keras.layers.Activation("relu"))
    if kind == "after":
        model.add(keras.layers.BatchNormalization(momentum=0.9))


# --8<-- [end:block]

# --8<-- [start:useless_bias]
import tensorflow as tf

dense = keras.layers.Dense(50)
norm = keras.layers.BatchNormalization()
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
with tf.GradientTape() as tape:
    z = norm(dense(X_train), training=True)
    loss = loss_fn(y_train, z)
d_kernel, d_bias = tape.gradient(loss, [dense.kernel, dense.bias])
print(f"{np.abs(d_kernel).max():.4f} kernel")
print(f"{np.abs(d_bias).max():.4f} bias")
# --8<-- [end:useless_bias]

# --8<-- [start:bias_cancels]
z = np.array(norm(dense(X_train), training=True))
dense.bias.assign(np.full(50, 7.0))
moved = np.array(norm(dense(X_train), training=True))
assert np.allclose(z, moved, atol=1e-3), f"{np.abs(z - moved).max():.1e} 달라졌습니다"
# --8<-- [end:bias_cancels]

# --8<-- [start:scale_cancels]
W = dense.get_weights()[0]


def gradient_of(scale):
    dense.kernel.assign(scale * W)
    with tf.GradientTape() as tape:
        z = norm(dense(X_train), training=True)
        loss = loss_fn(y_train, z)
    return np.array(z), np.array(tape.gradient(loss, dense.kernel))


(z_1, g_1), (z_10, g_10) = gradient_of(1), gradient_of(10)
assert np.allclose(z_1, z_10, atol=0.02), f"{np.abs(z_1 - z_10).max():.1e}만큼 다릅니다"
ratio = np.linalg.norm(g_1) / np.linalg.norm(g_10)
assert abs(ratio / 10 - 1) < 0.02, f"그레이디언트가 {ratio:.2f}분의 1입니다"
# --8<-- [end:scale_cancels]


# --8<-- [start:compare_build]
def build_deep(kind, n_hidden):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        add_block(model, kind)
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.SGD(),
        loss="sparse_categorical_crossentropy",
        steps_per_execution=50,
    )
    return model


def he_normal(model, seed):
    rng = np.random.default_rng(seed)
    return [
        rng.normal(0, np.sqrt(2 / len(w)), w.shape) if w.ndim == 2 else w
        for w in model.get_weights()
    ]


# --8<-- [end:compare_build]


# --8<-- [start:compare_train]
def minibatches(n_steps):
    data = tf.data.Dataset.from_tensor_slices((X_train, y_train))
    data = data.shuffle(1000, seed=42).batch(100)
    return data.repeat().take(n_steps).cache()


def train(model, weights, learning_rate, data):
    model.set_weights(weights)
    model.optimizer.learning_rate = learning_rate
    model.fit(data, shuffle=False, verbose=0)
    proba = model.predict_on_batch(X_valid)
    return np.mean(np.argmax(proba, axis=1) == y_valid)


# --8<-- [end:compare_train]

# --8<-- [start:compare]
keras.utils.set_random_seed(42)
rates, short = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0], minibatches(50)


def sweep(model):
    starts = [he_normal(model, seed) for seed in range(5)]
    return np.array([[train(model, w, r, short) for w in starts] for r in rates])


KINDS = {"none": "정규화 없음", "before": "활성화 앞", "after": "활성화 뒤"}
models, deep = {}, {}
for kind, label in KINDS.items():
    models[kind] = build_deep(kind, n_hidden=10)
    deep[kind] = sweep(models[kind])
    print(*(f"{a:.1f}" for a in deep[kind].mean(axis=1)), label)
# --8<-- [end:compare]

# --8<-- [start:same_start]
for seed in range(2):
    plain, *others = (
        [w for w in he_normal(model, seed) if w.ndim == 2] for model in models.values()
    )
    for weights in others:
        for a, b in zip(plain, weights, strict=True):
            assert np.array_equal(a, b), f"시드 {seed}: 초깃값이 다릅니다"
# --8<-- [end:same_start]

# --8<-- [start:wider_range]
plain, before, after = (runs.mean(axis=1) for runs in deep.values())
assert plain.max() < 0.75, f"정규화 없이 {plain.max():.2f}까지 올랐습니다"
assert plain[4:].max() < 0.2, f"큰 학습률에서 {plain[4:].max():.2f}입니다"
for means in (before, after):
    assert means[2:5].min() > 0.75, f"0.1에서 1까지의 평균이 {means[2:5]}입니다"
    assert means[5] > 0.6, f"학습률 3의 평균이 {means[5]:.2f}입니다"
# --8<-- [end:wider_range]

# --8<-- [start:slower_when_small]
slow, fast = deep["before"][0], deep["none"][0]
assert (slow < fast).all(), f"정규화 {slow}, 없이 {fast}"
# --8<-- [end:slower_when_small]

# --8<-- [start:order_is_equal]
best = {kind: runs[runs.mean(axis=1).argmax()] for kind, runs in deep.items()}
gap = abs(best["before"].mean() - best["after"].mean())
spread = max(np.ptp(best[kind]) for kind in ("before", "after"))
assert gap < spread, f"평균의 차이가 {gap:.3f}, 시드의 차이가 {spread:.3f}입니다"
lead = deep["after"][:3].mean(axis=1) - deep["before"][:3].mean(axis=1)
assert lead.min() > 0, f"작은 학습률의 차이가 {lead}입니다"
# --8<-- [end:order_is_equal]

# --8<-- [start:shallow]
shallow = {}
for kind in ("none", "before"):
    shallow[kind] = sweep(build_deep(kind, n_hidden=1))
    print(*(f"{a:.1f}" for a in shallow[kind].mean(axis=1)), KINDS[kind])
# --8<-- [end:shallow]

# --8<-- [start:shallow_is_equal]
plain, normed = (runs.mean(axis=1) for runs in shallow.values())
gain = normed[:5] - plain[:5]
assert gain.max() < 0.03, f"학습률 1까지 얻는 정확도가 {gain}입니다"
assert gain[:2].max() < 0, f"작은 학습률에서 얻는 정확도가 {gain[:2]}입니다"
assert plain[5] < 0.5 and normed[5] > 0.9, f"학습률 3: {plain[5]}, {normed[5]}"
# --8<-- [end:shallow_is_equal]

# --8<-- [start:draw_compare]
fig, axes = plt.subplots(2, 1, figsize=(5.4, 5.2), sharex=True)
for ax, scores, title in zip(axes, (deep, shallow), ("은닉층 10개", "은닉층 1개")):
    for (kind, runs), color, style in zip(
        scores.items(), ("C7", "C0", "C1"), ("o-", "s-", "^-")
    ):
        band = runs.min(1), runs.max(1)
        ax.fill_between(rates, *band, color=color, alpha=0.25, lw=0)
        ax.plot(rates, runs.mean(1), style, color=color, ms=5, label=KINDS[kind])
    ax.set_title(title)
    ax.set_ylim(0, 1)
    ax.set_ylabel("검증 정확도")
axes[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1.12), ncols=3, frameon=False)
axes[1].set_xscale("log")
axes[1].set_xticks(rates, [f"{rate:g}" for rate in rates])
axes[1].set_xticks([], minor=True)
axes[1].set_xlabel("학습률")
plt.show()
# --8<-- [end:draw_compare]

# --8<-- [start:fold_model]
keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(50, use_bias=False),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.Activation("relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(X_train, y_train, epochs=3, batch_size=50, verbose=0)
# --8<-- [end:fold_model]

# --8<-- [start:fold]
W_1, gamma, beta, mean, var, W_2, b_2 = model.get_weights()
scale = gamma / np.sqrt(var + 1e-3)
folded = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
folded.set_weights([W_1 * scale, beta - mean * scale, W_2, b_2])
gap = np.abs(model(X_test) - folded(X_test)).max()
print(model.count_params(), folded.count_params(), f"{gap:.4f}")
# --8<-- [end:fold]

# --8<-- [start:folded_same]
assert gap < 1e-5, f"예측이 {gap:.1e} 다릅니다"
fresh_gap = np.abs(model(X_test, training=True) - folded(X_test)).max()
assert fresh_gap > 1e-3, f"훈련 모드와도 같습니다: {fresh_gap:.1e}"
# --8<-- [end:folded_same]

# --8<-- [start:layer_norm]
x = rng.normal(5, 2, (4, 64)).astype("float32")
mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
by_hand = (x - mean) / np.sqrt(var + 1e-3)

layer = keras.layers.LayerNormalization()
print(f"{np.abs(layer(x, training=True) - by_hand).max():.4f}")
print(f"{np.abs(layer(x) - by_hand).max():.4f}")
print([variable.name for variable in layer.variables])
# --8<-- [end:layer_norm]

# --8<-- [start:draw_axes]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.5))
for ax, title, (left, bottom, width, height) in zip(
    axes, ("배치 정규화", "층 정규화"), ((2, 0, 1, 6), (0, 3, 8, 1))
):
    ax.add_patch(plt.Rectangle((left, bottom), width, height, color="C0", lw=0))
    ax.hlines(range(7), 0, 8, color="C7", lw=0.8)
    ax.vlines(range(9), 0, 6, color="C7", lw=0.8)
    ax.set_title(title)
    ax.set_xlabel("특성")
    ax.set_ylabel("샘플")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.set_aspect("equal")
plt.show()
# --8<-- [end:draw_axes]

# --8<-- [start:layer_norm_alone]
whole = np.array(layer(x))
assert np.allclose(whole[:1], layer(x[:1]), atol=1e-5), "혼자 계산하면 달라집니다"
assert np.allclose(whole, by_hand, atol=1e-5), "식과 다릅니다"
# --8<-- [end:layer_norm_alone]

# --8<-- [start:answer_momentum]
for momentum in (0.9, 0.99, 0.999):
    n_steps = int(np.ceil(np.log(0.01) / np.log(momentum)))
    print(momentum, n_steps)
# --8<-- [end:answer_momentum]

# --8<-- [start:momentum_count]
share = {m: (m ** (n - 1), m**n) for m, n in [(0.9, 44), (0.99, 459), (0.999, 4603)]}
for momentum, (one_before, now) in share.items():
    assert now <= 0.01 < one_before, f"모멘텀 {momentum}: {one_before}, {now}"
# --8<-- [end:momentum_count]

# --8<-- [start:answer_recalibrate]
keras.utils.set_random_seed(42)
model = build(momentum=0.99)
model.fit(X_train, y_train, batch_size=100, verbose=0)
before = valid_accuracy(model, training=False)
for layer in model.layers:
    if isinstance(layer, keras.layers.BatchNormalization):
        layer.momentum = 0.0
model(X_train, training=True)
print(f"{before:.1f} {valid_accuracy(model, training=False):.1f}")
# --8<-- [end:answer_recalibrate]

# --8<-- [start:answer_fold_after]
keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model(X_train, training=True)  # 이동 평균을 움직임

W_1, b_1, gamma, beta, mean, var, W_2, b_2 = model.get_weights()
scale = gamma / np.sqrt(var + 1e-3)
shift = beta - mean * scale
folded.set_weights([W_1, b_1, scale[:, None] * W_2, b_2 + shift @ W_2])
print(f"{np.abs(model(X_test) - folded(X_test)).max():.4f}")
# --8<-- [end:answer_fold_after]

# --8<-- [start:answer_longer]
model, long = build_deep("none", n_hidden=10), minibatches(200)
starts = [he_normal(model, seed) for seed in range(5)]
longer = [train(model, weights, 0.1, long) for weights in starts]
print(*(f"{score:.1f}" for score in longer))
# --8<-- [end:answer_longer]

# --8<-- [start:catches_up]
target = deep["before"].mean(axis=1).max()
middle = np.median(longer)
assert middle > target - 0.03, f"가운데 시드가 {middle:.2f}, 목표는 {target:.2f}입니다"
# --8<-- [end:catches_up]
