"""가중치 규제입니다. docs/ch11/weight-regularization.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import numpy as np
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

# --8<-- [start:first_look]
keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(
            100,
            activation="relu",
            kernel_initializer="he_normal",
            kernel_regularizer=keras.regularizers.L2(0.01),
        ),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
W = model.layers[0].get_weights()[0]
print(f"{float(model.losses[0]):.4f} model.losses")
print(f"{0.01 * np.sum(W**2):.4f} 0.01 × 제곱합")
# --8<-- [end:first_look]

# --8<-- [start:one_penalty]
assert len(model.losses) == 1, f"페널티가 {len(model.losses)}개입니다"
got = float(model.losses[0])
assert np.isclose(got, 0.01 * np.sum(W**2), rtol=1e-5), f"페널티가 {got}입니다"
# --8<-- [end:one_penalty]


# --8<-- [start:penalties]
def l1_penalty(W, strength):
    return strength * np.abs(W).sum(), strength * np.sign(W)


def l2_penalty(W, strength):
    return strength * (W**2).sum(), 2 * strength * W


# --8<-- [end:penalties]

# --8<-- [start:compare_penalties]
import tensorflow as tf

kernel = tf.Variable(W)
for by_hand, regularizer in [
    (l1_penalty, keras.regularizers.L1(0.01)),
    (l2_penalty, keras.regularizers.L2(0.01)),
]:
    with tf.GradientTape() as tape:
        penalty = regularizer(kernel)
    value, slope = by_hand(W, 0.01)
    gap = np.abs(tape.gradient(penalty, kernel) - slope).max()
    print(f"{float(penalty):7.4f} {value:7.4f} {gap:.4f}")
# --8<-- [end:compare_penalties]

# --8<-- [start:penalty_gradients]
check, h = np.random.default_rng(0).normal(size=(3, 4)), 1e-6
for by_hand, regularizer in [
    (l1_penalty, keras.regularizers.L1(0.3)),
    (l2_penalty, keras.regularizers.L2(0.3)),
]:
    value, slope = by_hand(check, 0.3)
    got = float(regularizer(check.astype("float32")))
    assert np.isclose(got, value, rtol=1e-5), f"케라스는 {got}, 식은 {value}"
    for index in np.ndindex(check.shape):
        sides = []
        for step in (h, -h):
            moved = check.copy()
            moved[index] += step
            sides.append(by_hand(moved, 0.3)[0])
        gap = abs((sides[0] - sides[1]) / (2 * h) - slope[index])
        assert gap < 1e-6, f"{index}의 기울기가 {gap:.1e} 다릅니다"
# --8<-- [end:penalty_gradients]

# --8<-- [start:zero_gradient]
zero = tf.Variable([0.0, 1e-30, -1e-30])
with tf.GradientTape() as tape:
    penalty = keras.regularizers.L1(0.3)(zero)
got = tape.gradient(penalty, zero).numpy()
assert np.allclose(got, [0, 0.3, -0.3]), f"0에서의 기울기가 {got}입니다"
# --8<-- [end:zero_gradient]

# --8<-- [start:old_names]
assert keras.regularizers.l2 is keras.regularizers.L2, "l2는 L2의 다른 이름입니다"
assert keras.constraints.max_norm is keras.constraints.MaxNorm, "다른 클래스입니다"
assert not hasattr(keras.constraints, "maxnorm"), "maxnorm이 남아 있습니다"
# --8<-- [end:old_names]

# --8<-- [start:fit]
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["sparse_categorical_crossentropy"],
)
history = model.fit(
    X_train,
    y_train,
    epochs=3,
    batch_size=100,
    validation_data=(X_valid, y_valid),
    verbose=0,
)
for name, values in history.history.items():
    print(*(f"{value:.2f}" for value in values), name)
# --8<-- [end:fit]

# --8<-- [start:batch_independent]
penalty = float(sum(model.losses))
for n in (10, 100, 400):
    loss, data_loss = model.test_on_batch(X_valid[:n], y_valid[:n])
    assert np.isclose(loss - data_loss, penalty, rtol=1e-3), (
        f"{n}개를 넣었더니 {loss - data_loss}, 페널티는 {penalty}"
    )
# --8<-- [end:batch_independent]

# --8<-- [start:val_loss_has_penalty]
last = {name: values[-1] for name, values in history.history.items()}
extra = last["val_loss"] - last["val_sparse_categorical_crossentropy"]
proba = keras.ops.convert_to_numpy(model(X_valid))
data_loss = -np.log(proba[np.arange(400), y_valid]).mean()
assert np.isclose(extra, float(sum(model.losses)), rtol=1e-3), f"{extra}가 더 있습니다"
assert np.isclose(last["val_loss"] - extra, data_loss, rtol=1e-3), (
    f"페널티를 뺀 손실이 {data_loss}와 다릅니다"
)
# --8<-- [end:val_loss_has_penalty]

# --8<-- [start:train_is_higher]
first = {name: values[0] for name, values in history.history.items()}
name = "sparse_categorical_crossentropy"
running = first["loss"] - first[name]
at_end = first["val_loss"] - first["val_" + name]
assert running > at_end + 0.2, f"페널티가 {running:.2f}에서 {at_end:.2f}가 됩니다"
entropy = first[name], first["val_" + name]
assert entropy[0] > entropy[1] + 0.2, f"크로스 엔트로피는 {entropy}입니다"
# --8<-- [end:train_is_higher]


# --8<-- [start:step]
def step(W, b, X, Y, rate, l1=0, l2=0, decay=0, r=np.inf):
    proba = np.exp(X @ W + b)
    g = (proba / proba.sum(axis=1, keepdims=True) - Y) / len(X)
    dW, db = X.T @ g, g.sum(axis=0)
    dW = dW + l1 * np.sign(W) + 2 * l2 * W  # L1과 L2
    W, b = (1 - rate * decay) * W, (1 - rate * decay) * b  # 가중치 감쇠
    W, b = W - rate * dW, b - rate * db
    norms = np.linalg.norm(W, axis=0)
    return W * np.minimum(1, r / norms), b  # 맥스-노름


# --8<-- [end:step]


# --8<-- [start:build_linear]
def build_linear(optimizer=None, **options):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(10, activation="softmax", **options),
        ]
    )
    optimizer = optimizer or keras.optimizers.SGD(0.5)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


METHODS = {
    "l1": (0.01, {"kernel_regularizer": keras.regularizers.L1(0.01)}),
    "l2": (0.01, {"kernel_regularizer": keras.regularizers.L2(0.01)}),
    "decay": (0.02, {"optimizer": keras.optimizers.SGD(0.5, weight_decay=0.02)}),
    "r": (1.0, {"kernel_constraint": keras.constraints.MaxNorm(1.0)}),
}
# --8<-- [end:build_linear]

# --8<-- [start:ten_steps]
keras.utils.set_random_seed(42)
gaps = {}
for name, (strength, options) in METHODS.items():
    model, gaps[name] = build_linear(**options), []
    W, b = (np.float64(w) for w in model.get_weights())
    for i in range(0, 1000, 100):
        X_batch, y_batch = X_train[i : i + 100], y_train[i : i + 100]
        Y_batch = np.eye(10)[y_batch]
        W, b = step(W, b, X_batch, Y_batch, rate=0.5, **{name: strength})
        model.train_on_batch(X_batch, y_batch)
        both = zip((W, b), model.get_weights())
        gaps[name].append([np.abs(ours - keras_).max() for ours, keras_ in both])
    print(f"{np.max(gaps[name]):.4f} {name}")
# --8<-- [end:ten_steps]

# --8<-- [start:ten_steps_agree]
for name, gap in gaps.items():
    assert np.shape(gap) == (10, 2), f"{name}: 견준 것이 {np.shape(gap)}입니다"
    assert np.max(gap) < 1e-5, f"{name}: 차이가 {np.max(gap):.1e}까지 벌어졌습니다"
# --8<-- [end:ten_steps_agree]

# --8<-- [start:dead]
dead = (X_train == 0).all(axis=0)
print(np.flatnonzero(dead))
# --8<-- [end:dead]

# --8<-- [start:follow]
keras.utils.set_random_seed(42)
W_start = build_linear().get_weights()[0]


def follow(n_steps, optimizer, **options):
    model = build_linear(optimizer, use_bias=False, **options)
    model.set_weights([W_start])
    path = [W_start]
    for i in range(n_steps):
        batch = slice(i % 10 * 100, i % 10 * 100 + 100)
        model.train_on_batch(X_train[batch], y_train[batch])
        path.append(model.get_weights()[0])
    return np.array(path)  # (n_steps + 1, 64, 10)


# --8<-- [end:follow]

# --8<-- [start:paths]
SGD, Adam = keras.optimizers.SGD, keras.optimizers.Adam
L1, L2 = keras.regularizers.L1, keras.regularizers.L2
paths = {
    "규제 없음": follow(100, SGD(0.5)),
    "L1": follow(100, SGD(0.5), kernel_regularizer=L1(0.01)),
    "L2": follow(100, SGD(0.5), kernel_regularizer=L2(0.01)),
    "Adam, L2 0.1": follow(100, Adam(0.005), kernel_regularizer=L2(0.1)),
    "Adam, L2 0.001": follow(100, Adam(0.005), kernel_regularizer=L2(0.001)),
    "Adam, 감쇠 2": follow(100, Adam(0.005, weight_decay=2)),
}
# --8<-- [end:paths]

# --8<-- [start:draw_paths]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.2), sharey=True)
k = W_start[0].argmax()
styles = ["C7-", "C1-", "C0-", "C0-", "C3--", "C2-"]
for (name, path), style in zip(paths.items(), styles):
    ax = axes[int("Adam" in name)]
    ax.plot(path[:, 0, k], style, label=name.removeprefix("Adam, "))
for ax, title in zip(axes, ("SGD", "Adam")):
    ax.set_title(title)
    ax.set_xlabel("스텝")
    ax.set_ylim(-0.02, W_start[0, k] * 1.7)
    ax.legend(loc="upper right")
axes[0].set_ylabel("늘 0인 픽셀의 가중치")
plt.show()
# --8<-- [end:draw_paths]

# --8<-- [start:dead_never_moves]
kept = paths["규제 없음"][:, dead]
assert (kept == W_start[dead]).all(), "규제가 없는데 움직였습니다"
# --8<-- [end:dead_never_moves]

# --8<-- [start:l2_is_geometric]
t = np.arange(101)[:, None, None]
want = W_start[dead] * (1 - 2 * 0.5 * 0.01) ** t
gap = np.abs(paths["L2"][:, dead] - want).max()
assert gap < 1e-5, f"식과 {gap:.1e} 다릅니다"
# --8<-- [end:l2_is_geometric]

# --8<-- [start:l1_is_linear]
size = np.abs(paths["L1"][:, dead])
want = np.abs(W_start[dead]) - 0.5 * 0.01 * t
gap = np.abs(size - want)[want > 0].max()
assert gap < 1e-5, f"0에 닿기 전인데 {gap:.1e} 다릅니다"
assert (want <= 0).any(), "100스텝 안에 0을 지나지 않습니다"
bounce = size[want <= 0].max()
assert bounce <= 0.5 * 0.01 + 1e-6, f"0을 지난 다음 {bounce:.4f}까지 벗어납니다"
# --8<-- [end:l1_is_linear]

# --8<-- [start:adam_ignores_strength]
strong, weak = (paths[f"Adam, L2 {s}"][:, dead] for s in (0.1, 0.001))
moved = np.abs(strong - strong[0]).max()
gap = np.abs(strong - weak).max()
assert gap < 0.05 * moved, f"{moved:.3f} 움직이는 동안 {gap:.4f} 벌어졌습니다"
first = np.abs(weak[1] - weak[0])[np.abs(W_start[dead]) > 0.05]
assert np.allclose(first, 0.005, rtol=0.05), f"첫 스텝에 {first.min():.4f} 움직입니다"
# --8<-- [end:adam_ignores_strength]

# --8<-- [start:decay_is_geometric]
want = W_start[dead] * (1 - 0.005 * 2) ** t
gap = np.abs(paths["Adam, 감쇠 2"][:, dead] - want).max()
assert gap < 1e-5, f"식과 {gap:.1e} 다릅니다"
# --8<-- [end:decay_is_geometric]

# --8<-- [start:build]
from functools import partial


def build(**options):
    Dense = partial(keras.layers.Dense, kernel_initializer="he_normal", **options)
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            Dense(30, activation="relu"),
            Dense(10, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile(SGD(0.3), loss, steps_per_execution=100)
    return model


# --8<-- [end:build]

# --8<-- [start:partial_reaches_all]
for layer in build(kernel_regularizer=L2(0.25)).layers:
    config = layer.get_config()
    name = config["kernel_initializer"]["class_name"]
    assert name == "HeNormal", f"초기화가 {name}입니다"
    assert float(layer.kernel_regularizer.l2) == 0.25, f"{layer.name}에 없습니다"
    assert layer.bias_regularizer is None, f"{layer.name}의 편향까지 규제합니다"
# --8<-- [end:partial_reaches_all]

# --8<-- [start:train_three]
X_long, y_long = np.tile(X_train, (80, 1)), np.tile(y_train, 80)
keras.utils.set_random_seed(42)
start = build().get_weights()


def train(**options):
    model = build(**options)
    model.set_weights(start)
    model.fit(X_long, y_long, batch_size=100, shuffle=False, verbose=0)
    return model


models = {
    "규제 없음": train(),
    "L2": train(kernel_regularizer=L2(0.003)),
    "L1": train(kernel_regularizer=L1(0.002)),
}
# --8<-- [end:train_three]

# --8<-- [start:draw_weights]
fig = plt.figure(figsize=(5.4, 4.6))
grid = fig.add_gridspec(3, 4, width_ratios=[1.9, 1, 1, 1])
for row, (name, model) in enumerate(models.items()):
    W = model.layers[0].get_weights()[0]
    ax = fig.add_subplot(grid[row, 0])
    ax.hist(W.ravel(), bins=np.linspace(-0.8, 0.8, 41), color="C0")
    ax.set_yscale("log")
    ax.set_ylim(0.8, 2000)
    ax.set_title(name)
    for column, unit in enumerate((1, 4, 7)):
        ax = fig.add_subplot(grid[row, 1 + column])
        image = W[:, unit].reshape(8, 8)
        ax.imshow(image, "coolwarm", norm=plt.Normalize(-0.8, 0.8))
        ax.axis("off")
plt.show()
# --8<-- [end:draw_weights]


# --8<-- [start:soft_threshold]
class SoftThreshold(keras.constraints.Constraint):
    def __init__(self, threshold):
        self.threshold = threshold

    def __call__(self, w):
        size = keras.ops.maximum(keras.ops.abs(w) - self.threshold, 0)
        return keras.ops.sign(w) * size


models["근접 스텝"] = train(kernel_constraint=SoftThreshold(0.3 * 0.002))
# --8<-- [end:soft_threshold]

# --8<-- [start:count_zeros]
for name, model in models.items():
    W = model.layers[0].get_weights()[0]
    accuracy = np.mean(np.argmax(model(X_valid), axis=1) == y_valid)
    shares = np.mean(W == 0), np.mean(np.abs(W) < 0.001)
    print(*(f"{value:.2f}" for value in (*shares, accuracy)), name)
# --8<-- [end:count_zeros]

# --8<-- [start:only_l1_near_zero]
for seed in (None, 0, 1):
    near, exact = {}, {}
    for name in ("L2", "L1", "근접 스텝"):
        model, kept = models[name], models[name].get_weights()
        if seed is not None:
            draw = keras.initializers.HeNormal(seed)
            shapes = [w.shape for w in kept]
            model.set_weights([draw(s) if len(s) > 1 else np.zeros(s) for s in shapes])
            model.fit(X_long, y_long, batch_size=100, shuffle=False, verbose=0)
        W = model.layers[0].get_weights()[0]
        near[name], exact[name] = np.mean(np.abs(W) < 0.001), np.mean(W == 0)
        model.set_weights(kept)
    assert near["L1"] > 0.5 and near["L2"] < 0.05, f"0.001보다 작은 몫이 {near}입니다"
    assert exact["L1"] < 0.01 and exact["L2"] < 0.01, f"0의 몫이 {exact}입니다"
    assert exact["근접 스텝"] > 0.5, f"0의 몫이 {exact}입니다"
# --8<-- [end:only_l1_near_zero]

# --8<-- [start:cut_small]
model = models["L1"]
accuracy = np.mean(np.argmax(model(X_valid), axis=1) == y_valid)
cut = keras.models.clone_model(model)
cut.set_weights([np.where(np.abs(w) < 0.001, 0, w) for w in model.get_weights()])
left = np.mean(np.argmax(cut(X_valid), axis=1) == y_valid)
assert abs(left - accuracy) < 0.006, f"정확도가 {accuracy:.4f}에서 {left:.4f}가 됩니다"
# --8<-- [end:cut_small]

# --8<-- [start:scikit_learn_zeros]
from sklearn.linear_model import LogisticRegression

optimum = LogisticRegression(C=1 / (1000 * 0.02), l1_ratio=1, solver="saga")
optimum.fit(X_train, y_train)
answer = [optimum.coef_.T, optimum.intercept_]
zeros = answer[0] == 0
assert 0.5 < zeros.mean() < 0.99, f"정답의 0이 {zeros.mean():.2f}입니다"
kept = {}
for name, options in [
    ("L1", {"kernel_regularizer": L1(0.02)}),
    ("근접", {"kernel_constraint": SoftThreshold(0.5 * 0.02)}),
]:
    linear = build_linear(**options)
    linear.set_weights(answer)
    linear.train_on_batch(X_train, y_train)
    moved = linear.get_weights()[0]
    assert np.abs(moved - answer[0])[~zeros].max() < 1e-3, f"{name}: 정답에서 떠납니다"
    kept[name] = np.mean(moved[zeros] == 0)
assert kept["근접"] > 0.99, f"0이 {kept['근접']:.2f}만 남았습니다"
assert kept["L1"] < 0.3, f"L1의 기울기로도 0이 {kept['L1']:.2f} 남았습니다"
# --8<-- [end:scikit_learn_zeros]

# --8<-- [start:conversion]
OPTIMIZERS = {
    "SGD": partial(SGD, 0.1),
    "SGD, 모멘텀": partial(SGD, 0.1, momentum=0.9),
    "Adam": partial(Adam, 0.01),
}
for name, optimizer in OPTIMIZERS.items():
    l2 = follow(10, optimizer(), kernel_regularizer=L2(0.01))
    decay = follow(10, optimizer(weight_decay=2 * 0.01))
    gaps[name] = np.abs(l2 - decay).max(axis=(1, 2))
    print(f"{gaps[name][1]:.4f} {gaps[name][10]:.4f} {name}")
# --8<-- [end:conversion]

# --8<-- [start:only_sgd_agrees]
assert gaps["SGD"].max() < 1e-5, f"SGD: {gaps['SGD'].max():.1e} 다릅니다"
assert gaps["SGD, 모멘텀"][1] < 1e-5, "모멘텀: 첫 스텝부터 다릅니다"
for name in ("SGD, 모멘텀", "Adam"):
    assert gaps[name][10] > 0.005, f"{name}: {gaps[name][10]:.4f}만 다릅니다"
# --8<-- [end:only_sgd_agrees]

# --8<-- [start:adam_is_adamw]
same = follow(10, keras.optimizers.AdamW(0.01, weight_decay=0.02))
gap = np.abs(same - decay).max()  # decay는 Adam으로 훈련한 길
assert gap < 1e-6, f"AdamW와 {gap:.1e} 다릅니다"
# --8<-- [end:adam_is_adamw]


# --8<-- [start:decay_everything]
def decayed(exclude):
    norm = keras.layers.BatchNormalization()
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(3), norm])
    model.set_weights([np.ones_like(w) for w in model.get_weights()])
    optimizer = keras.optimizers.AdamW(0.1, weight_decay=0.1)
    optimizer.exclude_from_weight_decay(var_names=exclude)
    variables = model.trainable_variables
    optimizer.apply([keras.ops.zeros_like(v) for v in variables], variables)
    return [(v.name, v.numpy().mean()) for v in variables]


for exclude in ([], ["bias", "gamma", "beta"]):
    print(*(f"{name} {value:.2f}" for name, value in decayed(exclude)))
# --8<-- [end:decay_everything]

# --8<-- [start:exclude_too_late]
shrink = {}
for late in (False, True):
    optimizer = SGD(0.5, weight_decay=0.1)
    linear = build_linear(optimizer)
    linear.set_weights([W_start, np.zeros(10)])
    if late:
        linear.train_on_batch(X_train, y_train)
    optimizer.exclude_from_weight_decay(var_names=["kernel"])
    before = linear.get_weights()[0][dead]
    linear.train_on_batch(X_train, y_train)
    shrink[late] = np.mean(linear.get_weights()[0][dead] / before)
assert shrink[False] == 1, f"먼저 뺐는데 {shrink[False]:.3f}배가 됩니다"
assert np.isclose(shrink[True], 0.95), f"나중에 뺐더니 {shrink[True]:.3f}배가 됩니다"
# --8<-- [end:exclude_too_late]

# --8<-- [start:max_norm]
W = np.array([[3.0, 0.3], [4.0, 0.4]])  # 노름이 5와 0.5인 뉴런 두 개
norms = np.linalg.norm(W, axis=0)
print(W * np.minimum(1, 1.0 / norms))
print(keras.ops.convert_to_numpy(keras.constraints.MaxNorm(1.0)(W)).round(4))
# --8<-- [end:max_norm]

# --8<-- [start:max_norm_formula]
rng = np.random.default_rng(0)
for shape, axis in [((64, 30), 0), ((3, 3, 8, 16), (0, 1, 2))]:
    W = rng.normal(size=shape).astype("float32")
    norms = np.sqrt((W**2).sum(axis=axis, keepdims=True))
    r = float(np.median(norms))
    got = np.array(keras.constraints.MaxNorm(r, axis=axis)(W))
    assert np.allclose(got, W * np.minimum(1, r / norms), atol=1e-5), (
        f"크기가 {shape}일 때 식과 다릅니다"
    )
    assert np.allclose(got[..., norms.ravel() < r], W[..., norms.ravel() < r]), (
        "r 안에 있던 벡터가 바뀌었습니다"
    )
# --8<-- [end:max_norm_formula]

# --8<-- [start:max_norm_steps]
ceiling = follow(100, SGD(0.5), kernel_constraint=keras.constraints.MaxNorm(1.2))
for name, path in [("규제 없음", paths["규제 없음"]), ("r = 1.2", ceiling)]:
    norms = np.linalg.norm(path, axis=1)  # (101, 10)
    print(*(f"{norms[i].max():.2f}" for i in (0, 1, 10, 100)), name)
# --8<-- [end:max_norm_steps]

# --8<-- [start:below_r_every_step]
norms = np.linalg.norm(ceiling, axis=1)
assert norms[0].max() > 1.2, "처음부터 r 안에 있습니다"
for i in range(1, 101):
    assert norms[i].max() <= 1.2 + 1e-5, f"{i}스텝의 노름이 {norms[i].max():.5f}입니다"
assert (norms[100] > 1.2 - 1e-4).mean() > 0.5, f"닿은 뉴런이 적습니다: {norms[100]}"
free = np.linalg.norm(paths["규제 없음"], axis=1)
assert free[100].min() > 1.2, f"규제가 없어도 {free[100].min():.2f}입니다"
# --8<-- [end:below_r_every_step]

# --8<-- [start:wrong_axis]
wrong = keras.constraints.MaxNorm(1.2, axis=1)
rows = follow(10, SGD(0.5), kernel_constraint=wrong)[10]
assert np.linalg.norm(rows, axis=1).max() <= 1.2 + 1e-5, "행의 노름이 1.2를 넘습니다"
columns = np.linalg.norm(rows, axis=0).max()
assert columns > 1.4, f"뉴런의 노름이 {columns:.2f}입니다"
# --8<-- [end:wrong_axis]

# --8<-- [start:one_cell]
rng = np.random.default_rng(0)
chosen = rng.choice(1000, 200, replace=False)
X_few, y_few = X_train[chosen], y_train[chosen]
y_few = np.where(rng.random(200) < 0.2, rng.integers(10, size=200), y_few)
order = np.concatenate([rng.permutation(200) for _ in range(100)])  # 100에포크
# --8<-- [end:one_cell]


# --8<-- [start:big_model]
def big_model(**options):
    Dense = partial(keras.layers.Dense, kernel_initializer="he_normal", **options)
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            Dense(256, activation="relu"),
            Dense(256, activation="relu"),
            Dense(10, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile(Adam(0.001), loss, steps_per_execution=400)
    return model


# --8<-- [end:big_model]

# --8<-- [start:try_two]
keras.utils.set_random_seed(42)
for name, options in [("규제 없음", {}), ("L2", {"kernel_regularizer": L2(0.01)})]:
    model = big_model(**options)
    model.fit(X_few[order], y_few[order], batch_size=50, shuffle=False, verbose=0)
    for X_part, y_part in [(X_few, y_few), (X_test, y_test)]:
        hit = np.argmax(model(X_part), axis=1) == y_part
        print(f"{hit.mean():.2f}", end=" ")
    print(name)
# --8<-- [end:try_two]

# --8<-- [start:read_runs]
import pandas as pd

runs = pd.read_csv("weight_regularization.csv")


def best(part, score="valid_accuracy"):
    mean = part.groupby(["strength", "rate"])[score].mean()
    strength, rate = mean.idxmin() if "loss" in score else mean.idxmax()
    return part[(part.strength == strength) & (part.rate == rate)]


# --8<-- [end:read_runs]

# --8<-- [start:cases]
LABELS = {
    "none": "규제 없음",
    "l2": "L2",
    "l1": "L1",
    "decay": "가중치 감쇠",
    "max_norm": "맥스-노름",
}
wrong = runs[runs.wrong == 0.2]
CASES = {
    "틀린 레이블, 학습률 0.001": wrong[wrong.rate == 0.001],
    "틀린 레이블, 학습률도 고름": wrong,
    "바른 레이블, 학습률도 고름": runs[runs.wrong == 0],
}
# --8<-- [end:cases]

# --8<-- [start:table]
for title, part in CASES.items():
    print(title)
    for method, label in LABELS.items():
        chosen = best(part[part.method == method])
        for column in ("test_accuracy", "test_loss"):
            values = chosen[column]
            print(f"{values.mean():.3f} ±{values.std():.3f}", end="  ")
        print(f"{chosen.strength.iloc[0]:g}, {chosen.rate.iloc[0]:g} {label}")
# --8<-- [end:table]

# --8<-- [start:draw_runs]
fig, axes = plt.subplots(3, 2, figsize=(5.4, 6.2), sharex="col", sharey=True)
for row, (title, part) in zip(axes, CASES.items()):
    row[0].set_title(title, loc="left").set_in_layout(False)
    for i, method in enumerate(LABELS):
        chosen = best(part[part.method == method])
        for ax, column in zip(row, ("test_accuracy", "test_loss")):
            color = "C0" if i else "C7"
            ax.plot(chosen[column], [i] * 5, "o", color=color, ms=5, alpha=0.6)
            ax.plot(chosen[column].mean(), i, "|", color=color, ms=18, mew=2)
axes[0, 0].set_yticks(range(5), LABELS.values())
axes[0, 0].set_ylim(4.5, -0.5)
axes[2, 0].set_xlabel("테스트 정확도")
axes[2, 1].set_xlabel("테스트 손실")
plt.show()
# --8<-- [end:draw_runs]


# --8<-- [start:helps_at_default_rate]
def gains(case, column, score="valid_accuracy"):
    """규제마다 시드 다섯 개에서 규제 없음과의 차이입니다."""
    pairs = {}
    for method in LABELS:
        chosen = best(case[case.method == method], score)
        pairs[method] = chosen.sort_values("seed")[column].to_numpy()
    plain = pairs.pop("none")
    return {method: values - plain for method, values in pairs.items()}


default, tuned, clean = CASES.values()
for method, gain in gains(default, "test_accuracy").items():
    assert gain.min() > 0 and gain.mean() > 0.06, (
        f"{method}: 정확도의 차이가 {gain.round(3)}입니다"
    )
# --8<-- [end:helps_at_default_rate]

# --8<-- [start:tuned_rate_is_equal]
spread = best(tuned[tuned.method == "none"]).test_accuracy.std()
for method, gain in gains(tuned, "test_accuracy").items():
    assert abs(gain.mean()) < spread, (
        f"{method}: {gain.round(3)}, 표준편차 {spread:.3f}"
    )
# --8<-- [end:tuned_rate_is_equal]

# --8<-- [start:loss_is_higher]
for method, gain in gains(tuned, "test_loss").items():
    assert gain.min() > 0, f"{method}: 손실의 차이가 {gain.round(3)}입니다"
# --8<-- [end:loss_is_higher]

# --8<-- [start:clean_is_equal]
plain = best(clean[clean.method == "none"])
for column in ("test_accuracy", "test_loss"):
    for method, gain in gains(clean, column).items():
        spread = plain[column].std()
        assert abs(gain.mean()) < spread / 2, (
            f"{method}: {gain.round(3)}, 표준편차 {spread:.3f}"
        )
# --8<-- [end:clean_is_equal]

# --8<-- [start:small_rate_does_not_memorize]
plain = wrong[wrong.method == "none"].groupby("rate").train_accuracy
assert abs(plain.mean()[0.0001] - 0.82) < 0.02, f"평균 {plain.mean()[0.0001]:.3f}"
assert plain.max()[0.0001] < 0.9, f"0.0001로도 {plain.max()[0.0001]:.3f}까지 외웁니다"
assert plain.min()[0.001] > 0.99, f"0.001로 {plain.min()[0.001]:.3f}만 외웁니다"
# --8<-- [end:small_rate_does_not_memorize]

# --8<-- [start:answer_convert]
l2 = follow(10, SGD(0.1), kernel_regularizer=L2(0.0005))
decay = follow(10, SGD(0.1, weight_decay=0.001))
print(f"{np.abs(l2 - decay).max():.4f}")
# --8<-- [end:answer_convert]

# --8<-- [start:answer_radius]
keras.utils.set_random_seed(42)
for n_inputs in (64, 256, 1024):
    W = np.array(keras.initializers.HeNormal()((n_inputs, 500)))
    norms = np.linalg.norm(W, axis=0)
    print(f"{n_inputs:4d} 평균 {norms.mean():.2f}, 최댓값 {norms.max():.2f}")
# --8<-- [end:answer_radius]

# --8<-- [start:he_norm]
for n_inputs in (64, 256, 1024):
    W = np.array(keras.initializers.HeNormal(seed=1)((n_inputs, 500)))
    square = np.mean(np.linalg.norm(W, axis=0) ** 2)
    assert abs(square - 2) < 0.1, f"입력 {n_inputs}개: 제곱의 평균이 {square:.2f}입니다"
# --8<-- [end:he_norm]

# --8<-- [start:answer_by_loss]
part = CASES["틀린 레이블, 학습률도 고름"]
for method, label in LABELS.items():
    chosen = best(part[part.method == method], "valid_loss")
    accuracy, loss = chosen.test_accuracy.mean(), chosen.test_loss.mean()
    print(f"{accuracy:.3f} {loss:.3f} {label}")
# --8<-- [end:answer_by_loss]

# --8<-- [start:by_loss_differs]
for method, gain in gains(tuned, "test_accuracy", "valid_loss").items():
    assert gain.mean() > 0.015, f"{method}: 정확도 {gain.round(3)}"
for method, gain in gains(tuned, "test_loss", "valid_loss").items():
    assert abs(gain.mean()) < 0.05, f"{method}: 손실 {gain.round(3)}"
for method in LABELS:
    part = tuned[tuned.method == method]
    by_accuracy, by_loss = best(part), best(part, "valid_loss")
    lead = by_accuracy.test_accuracy.mean() - by_loss.test_accuracy.mean()
    assert lead > 0, f"{method}: 정확도로 고르면 {lead:.3f} 높습니다"
# --8<-- [end:by_loss_differs]


# --8<-- [start:answer_batch_norm]
def normed(scale, rate):
    norm = keras.layers.BatchNormalization(epsilon=1e-7, center=False, scale=False)
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(10, use_bias=False),
            norm,
            keras.layers.Softmax(),
        ]
    )
    model.compile(SGD(rate), "sparse_categorical_crossentropy")
    model.layers[0].kernel.assign(scale * W_start)
    losses = [model.train_on_batch(X_train, y_train) for _ in range(10)]
    return np.array(losses)


print(*(f"{loss:.3f}" for loss in normed(1, 1.0)[[0, 4, 9]]))
print(*(f"{loss:.3f}" for loss in normed(0.5, 0.25)[[0, 4, 9]]))
# --8<-- [end:answer_batch_norm]
