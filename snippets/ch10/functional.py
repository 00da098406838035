"""docs/ch10/functional.md의 코드입니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
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

# --8<-- [start:first_model]
pixels = keras.Input(shape=(64,), name="pixels")
hidden = keras.layers.Dense(32, activation="relu", name="hidden")
digit = keras.layers.Dense(10, activation="softmax", name="digit")

model = keras.Model(inputs=pixels, outputs=digit(hidden(pixels)))
print(model(X_valid[:3]).shape)
# --8<-- [end:first_model]

# --8<-- [start:same_as_sequential]
stacked = keras.Sequential([keras.Input(shape=(64,)), hidden, digit])
outputs = [keras.ops.convert_to_numpy(net(X_valid)) for net in (model, stacked)]
W1, b1, W2, b2 = model.get_weights()
logits = np.maximum(X_valid @ W1 + b1, 0) @ W2 + b2
by_hand = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
for output in outputs:
    assert np.abs(output - by_hand).max() < 1e-5, "넘파이의 예측과 다릅니다"
# --8<-- [end:same_as_sequential]

# --8<-- [start:symbolic]
print(type(pixels).__name__, pixels.shape)
print(type(hidden(pixels)).__name__, hidden(pixels).shape)
# --8<-- [end:symbolic]

# --8<-- [start:keras_ops]
brighter = keras.Model(pixels, keras.ops.sqrt(pixels))
gap = np.abs(keras.ops.convert_to_numpy(brighter(X_valid)) - np.sqrt(X_valid)).max()
assert gap < 1e-6, f"넘파이의 제곱근과 {gap:.1e}만큼 다릅니다"
assert brighter.count_params() == 0, f"파라미터가 {brighter.count_params()}개입니다"
# --8<-- [end:keras_ops]


# --8<-- [start:wide_and_deep]
def wide_and_deep(pixels):
    x = keras.layers.Dense(32, activation="relu", name="hidden1")(pixels)
    x = keras.layers.Dense(32, activation="relu", name="hidden2")(x)
    x = keras.layers.Concatenate(name="join")([pixels, x])
    return keras.layers.Dense(10, activation="softmax", name="digit")(x)


wide_model = keras.Model(pixels, wide_and_deep(pixels))
print([layer.name for layer in wide_model.layers])
# --8<-- [end:wide_and_deep]

# --8<-- [start:join_width]
kernel = wide_model.get_layer("digit").kernel
assert kernel.shape == (64 + 32, 10), f"출력층의 가중치는 {kernel.shape}입니다"
by_hand = (64 + 1) * 32 + (32 + 1) * 32 + (96 + 1) * 10
assert wide_model.count_params() == by_hand, (
    f"파라미터가 {wide_model.count_params()}개입니다"
)
# --8<-- [end:join_width]


# --8<-- [start:read_graph]
import re


def read_graph(model):
    """층마다 그 층에 들어오는 층의 이름을 모델의 설계도에서 읽습니다."""
    return {
        layer["name"]: re.findall(r"'keras_history': \['(\w+)'", str(layer))
        for layer in model.get_config()["layers"]
    }


# --8<-- [end:read_graph]

# --8<-- [start:draw_model]
from itertools import pairwise

from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path


def draw_model(ax, model, gap=1.5):
    graph, depth = read_graph(model), {}
    for name, before in graph.items():
        depth[name] = max((depth[b] + 1 for b in before), default=0)

    # 여러 줄을 건너뛰는 길에는 줄마다 지나갈 자리를 만듭니다.
    rows = [[] for _ in range(max(depth.values()) + 1)]
    above, routes = {}, []
    for name, before in graph.items():
        rows[depth[name]].append(name)
        above.setdefault(name, [])
        for b in before:
            between = [(b, name, r) for r in range(depth[b] + 1, depth[name])]
            routes.append([b, *between, name])
            for up, down in pairwise(routes[-1]):
                above.setdefault(down, []).append(up)
            for spot in between:
                rows[spot[2]].append(spot)

    place = {}
    for r, row in enumerate(rows):
        wish = {n: np.mean([place[u][0] for u in above[n] or []] or [0]) for n in row}
        middle = np.mean(list(wish.values()))
        for i, n in enumerate(sorted(row, key=wish.get)):
            place[n] = (middle + (i - (len(row) - 1) / 2) * gap, -r)

    for route in routes:
        (x, height), *rest = [place[n] for n in route]
        points, codes = [(x, height - 0.25)], [Path.MOVETO]
        for i, (new_x, new_height) in enumerate(rest, 1):
            half = height - 0.5
            points += [(x, half), (new_x, half), (new_x, new_height + 0.25)]
            codes += [Path.CURVE4] * 3
            if i < len(rest):
                points.append((new_x, new_height - 0.25))
                codes.append(Path.LINETO)
            x, height = new_x, new_height
        style = {"arrowstyle": "->", "mutation_scale": 12, "shrinkA": 0, "shrinkB": 0}
        ink = plt.rcParams["text.color"]
        ax.add_patch(FancyArrowPatch(path=Path(points, codes), color=ink, **style))

    for name in graph:
        x, height = place[name]
        layer = model.get_layer(name)
        box = {"boxstyle": "round,pad=0.35", "fc": "C0", "alpha": 0.25, "lw": 0}
        label = f"{name}  {layer.output.shape[-1]}"
        ax.text(x, height, label, ha="center", va="center", bbox=box)
    xs = [x for x, _ in place.values()]
    ax.set(xlim=(min(xs) - 0.8, max(xs) + 0.8), ylim=(0.5 - len(rows), 0.4))
    ax.axis("off")


# --8<-- [end:draw_model]

# --8<-- [start:draw_wide]
fig, ax = plt.subplots(figsize=(4, 3.8))
draw_model(ax, wide_model)
plt.show()
# --8<-- [end:draw_wide]

# --8<-- [start:shape_features]
from scipy.ndimage import label


def shape_features(X):
    rows = []
    for image in X.reshape(-1, 8, 8):
        paper = np.pad(image < 0.4, 1, constant_values=True)
        n_holes = label(paper)[1] - 1  # 바깥 종이를 뺍니다
        lopsided = np.abs(image - image[:, ::-1]).mean()
        rows.append([n_holes, lopsided, image.mean()])
    return np.array(rows)


S_train, S_valid = shape_features(X_train), shape_features(X_valid)
for k in [0, 1, 8]:
    print(k, S_train[y_train == k].mean(axis=0).round(2))
# --8<-- [end:shape_features]

# --8<-- [start:two_inputs]
keras.utils.set_random_seed(42)
shapes = keras.Input(shape=(3,), name="shapes")
x = keras.layers.Dense(32, activation="relu", name="hidden")(pixels)
x = keras.layers.Concatenate(name="join")([x, shapes])
x = keras.layers.Dense(10, activation="softmax", name="digit")(x)
two_inputs = keras.Model({"pixels": pixels, "shapes": shapes}, x)
two_inputs.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
# --8<-- [end:two_inputs]

# --8<-- [start:fit_two_inputs]
history = two_inputs.fit(
    {"pixels": X_train, "shapes": S_train},
    y_train,
    epochs=5,
    batch_size=100,
    validation_data=({"pixels": X_valid, "shapes": S_valid}, y_valid),
    verbose=0,
)
print(f"{history.history['val_accuracy'][-1]:.2f}")
# --8<-- [end:fit_two_inputs]

# --8<-- [start:every_container]
listed = keras.Model([pixels, shapes], two_inputs.output)
listed.compile(loss="sparse_categorical_crossentropy")
pair = [X_valid, S_valid]
named = {"pixels": X_valid, "shapes": S_valid}
p = keras.ops.convert_to_numpy(two_inputs(named))
losses = [-np.log(p[np.arange(400), y_valid]).mean()]
for inputs in (pair, tuple(pair), named):
    losses.append(listed.evaluate(inputs, y_valid, batch_size=400, verbose=0))
for data in [(tuple(pair), y_valid), [pair, y_valid]]:
    h = listed.fit(
        pair,
        y_valid,
        sample_weight=np.zeros(400),
        batch_size=400,
        validation_data=data,
        verbose=0,
    ).history
    losses.append(h["val_loss"][0])
assert np.allclose(losses, losses[0], rtol=1e-4), f"손실이 {np.round(losses, 5)}입니다"
# --8<-- [end:every_container]


# --8<-- [start:two_outputs]
def build_two_outputs():
    pixels = keras.Input(shape=(64,), name="pixels")
    x = keras.layers.Dense(32, activation="relu", name="hidden1")(pixels)
    odd = keras.layers.Dense(1, activation="sigmoid", name="odd")(x)
    x = keras.layers.Dense(32, activation="relu", name="hidden2")(x)
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(pixels, {"digit": digit, "odd": odd})


keras.utils.set_random_seed(42)
two_outputs = build_two_outputs()
two_outputs.compile(
    loss={"digit": "sparse_categorical_crossentropy", "odd": "binary_crossentropy"},
    loss_weights={"digit": 1.0, "odd": 0.3},
    metrics={"digit": ["accuracy"], "odd": ["accuracy"]},
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
# --8<-- [end:two_outputs]

# --8<-- [start:draw_two]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.2))
draw_model(axes[0], two_inputs)
draw_model(axes[1], two_outputs)
axes[0].set_title("입력이 둘")
axes[1].set_title("출력이 둘")
plt.show()
# --8<-- [end:draw_two]

# --8<-- [start:fit_two_outputs]
history = two_outputs.fit(
    X_train,
    {"digit": y_train, "odd": y_train % 2},
    epochs=5,
    batch_size=100,
    verbose=0,
).history
for name, values in history.items():
    print(f"{name:15}{values[-1]:.3f}")
# --8<-- [end:fit_two_outputs]

# --8<-- [start:weighted_sum]
last = {name: values[-1] for name, values in history.items()}
total = 1.0 * last["digit_loss"] + 0.3 * last["odd_loss"]
print(f"{total:.4f} {last['loss']:.4f}")
# --8<-- [end:weighted_sum]

# --8<-- [start:sum_by_numpy]
proba = {k: keras.ops.convert_to_numpy(v) for k, v in two_outputs(X_valid).items()}
digit_loss = -np.log(proba["digit"][np.arange(400), y_valid]).mean()
p = np.where(y_valid % 2 == 1, proba["odd"].ravel(), 1 - proba["odd"].ravel())
odd_loss = -np.log(p).mean()
result = two_outputs.evaluate(
    X_valid,
    {"digit": y_valid, "odd": y_valid % 2},
    batch_size=400,
    verbose=0,
    return_dict=True,
)
for name, value in [
    ("digit_loss", digit_loss),
    ("odd_loss", odd_loss),
    ("loss", digit_loss + 0.3 * odd_loss),
]:
    assert np.isclose(result[name], value, rtol=1e-4), (
        f"{name}을 셈하면 {value:.5f}입니다"
    )
# --8<-- [end:sum_by_numpy]

# --8<-- [start:with_penalty]
inside = keras.layers.Dense(4, kernel_regularizer=keras.regularizers.L2(0.1))(pixels)
penalized = keras.Model(
    pixels, {k: keras.layers.Dense(1, name=k)(inside) for k in ("a", "b")}
)
penalized.compile(loss={"a": "mse", "b": "mse"}, loss_weights={"a": 1.0, "b": 0.3})
targets = {"a": y_valid, "b": y_valid % 2}
outputs = penalized(X_valid)
mse = {
    k: np.mean((keras.ops.convert_to_numpy(outputs[k]).ravel() - targets[k]) ** 2)
    for k in targets
}
penalty = 0.1 * np.sum(penalized.layers[1].get_weights()[0] ** 2)
loss = penalized.evaluate(X_valid, targets, batch_size=400, verbose=0)
loss = loss if np.isscalar(loss) else loss[0]
by_hand = mse["a"] + 0.3 * mse["b"] + penalty
assert penalty > 0.1, f"페널티가 {penalty:.4f}입니다"
assert np.isclose(loss, by_hand, rtol=1e-4), f"기록 {loss:.4f}, 셈한 값 {by_hand:.4f}"
# --8<-- [end:with_penalty]

# --8<-- [start:last_batch]
result = two_outputs.evaluate(
    X_valid,
    {"digit": y_valid, "odd": y_valid % 2},
    batch_size=390,
    verbose=0,
    return_dict=True,
)
total = result["digit_loss"] + 0.3 * result["odd_loss"]
print(f"{total:.4f} {result['loss']:.4f}")
# --8<-- [end:last_batch]

# --8<-- [start:plain_mean]
parts = [slice(0, 390), slice(390, 400)]
digit = [
    -np.log(proba["digit"][part][np.arange(len(y_valid[part])), y_valid[part]]).mean()
    for part in parts
]
odd = [-np.log(p[part]).mean() for part in parts]
assert np.isclose(result["digit_loss"], np.mean(digit), rtol=1e-4), f"{digit}의 평균"
assert np.isclose(result["odd_loss"], np.mean(odd), rtol=1e-4), f"{odd}의 평균"
weighted = np.average(np.add(digit, 0.3 * np.array(odd)), weights=[390, 10])
assert np.isclose(result["loss"], weighted, rtol=1e-4), (
    f"셈한 값은 {weighted:.4f}입니다"
)
# --8<-- [end:plain_mean]

# --8<-- [start:predict_by_name]
proba = two_outputs.predict(X_test[:5], verbose=0)
print(proba["digit"].argmax(axis=-1), (proba["odd"][:, 0] >= 0.5).astype(int))
# --8<-- [end:predict_by_name]

# --8<-- [start:disagree]
proba = {k: keras.ops.convert_to_numpy(v) for k, v in two_outputs(X_test).items()}
says_odd = proba["odd"][:, 0] >= 0.5
differ = (proba["digit"].argmax(axis=-1) % 2 == 1) != says_odd
assert 0.02 < differ.mean() < 0.15, f"어긋나는 비율은 {differ.mean():.3f}입니다"
# --8<-- [end:disagree]


# --8<-- [start:branches]
def branch(kind, pixels, shapes):
    dense = keras.layers.Dense
    if kind == "넓은 길만":
        return dense(10, activation="softmax")(pixels)
    x = dense(32, activation="relu")(pixels)
    x = dense(32, activation="relu")(x)
    if kind == "깊은 길 + 픽셀":
        x = keras.layers.Concatenate()([pixels, x])
    if kind == "깊은 길 + 모양":
        x = keras.layers.Concatenate()([shapes, x])
    return dense(10, activation="softmax")(x)


# --8<-- [end:branches]

# --8<-- [start:twenty]
keras.utils.set_random_seed(42)
kinds = ["넓은 길만", "깊은 길만", "깊은 길 + 픽셀", "깊은 길 + 모양"]
outputs = [branch(kind, pixels, shapes) for kind in kinds for _ in range(5)]
twenty = keras.Model([pixels, shapes], outputs)
twenty.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.SGD(learning_rate=0.2),
)
# --8<-- [end:twenty]


# --8<-- [start:train_twenty]
def accuracies(model, inputs):
    outputs = [keras.ops.convert_to_numpy(p) for p in model(inputs)]
    return np.array([(p.argmax(axis=-1) == y_valid).mean() for p in outputs])


rng, curves = np.random.default_rng(42), {}
for step in range(1, 201):
    i = rng.permutation(1000)[:100]
    twenty.train_on_batch([X_train[i], S_train[i]], [y_train[i]] * 20)
    if step in [5, 10, 20, 30, 45, 70, 100, 150, 200]:
        scores = accuracies(twenty, [X_valid, S_valid])
        curves[step] = scores.reshape(4, 5)
# --8<-- [end:train_twenty]

# --8<-- [start:compare]
print("          20스텝          200스텝")
for k, kind in enumerate(kinds):
    for step in [20, 200]:
        s = curves[step][k]
        print(f"{s.mean():.2f} ({s.min():.2f}~{s.max():.2f})", end="  ")
    print(kind)
# --8<-- [end:compare]

# --8<-- [start:draw_compare]
fig, ax = plt.subplots(figsize=(5.4, 3.4))
steps = list(curves)
for k, kind in enumerate(kinds):
    runs = np.array([curves[step][k] for step in steps])
    color = ["C7", "C0", "C1", "C2"][k]
    ax.plot(steps, runs.mean(axis=1), color=color, label=kind)
    ax.fill_between(steps, runs.min(axis=1), runs.max(axis=1), fc=color, alpha=0.2)
ax.set(xlabel="스텝", ylabel="검증 정확도", ylim=(0.3, 1))
ax.legend(loc="lower right")
plt.show()
# --8<-- [end:draw_compare]

# --8<-- [start:wide_is_faster]
wide, deep, both, shaped = np.moveaxis([curves[20], curves[200]], 1, 0)
assert both[0].min() > deep[0].max(), (
    f"20스텝: {both[0].min():.2f}, {deep[0].max():.2f}"
)
assert both[0].mean() > wide[0].mean() + 0.03, "20스텝에 넓은 길만과 비슷합니다"
ends = [kind[1].mean() for kind in (deep, both, shaped)]
assert np.ptp(ends) < 0.02, f"200스텝의 평균은 {np.round(ends, 3)}입니다"
assert wide[1].mean() < min(ends) - 0.005, (
    f"넓은 길만의 평균은 {wide[1].mean():.3f}, 나머지는 {np.round(ends, 3)}입니다"
)
# --8<-- [end:wide_is_faster]

# --8<-- [start:as_if_alone]
keras.utils.set_random_seed(7)
group = keras.Model(
    [pixels, shapes], [branch("깊은 길 + 픽셀", pixels, shapes) for _ in range(3)]
)
one = keras.Model(pixels, group.outputs[1])
one = keras.models.clone_model(one)
start = keras.Model(pixels, group.outputs[1]).get_weights()
one.set_weights(start)
for net in (group, one):
    net.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate=0.2),
    )
for i in np.split(np.random.default_rng(7).permutation(1000), 10):
    group.train_on_batch([X_train[i], S_train[i]], [y_train[i]] * 3)
    one.train_on_batch(X_train[i], y_train[i])
together = keras.ops.convert_to_numpy(group([X_valid, S_valid])[1])
apart = keras.ops.convert_to_numpy(one(X_valid))
before = keras.models.clone_model(one)
before.set_weights(start)
moved = np.abs(apart - keras.ops.convert_to_numpy(before(X_valid))).max()
gap = np.abs(together - apart).max()
assert gap < 1e-4 < moved, f"따로 훈련한 것과 {gap:.1e}만큼 다릅니다"
# --8<-- [end:as_if_alone]


# --8<-- [start:deep_net]
def deep_net(pixels, activation="sigmoid"):
    dense = keras.layers.Dense
    x = dense(32, activation=activation)(pixels)
    x = dense(32, activation=activation)(x)
    helper = dense(10, activation="softmax")(x)
    x = dense(32, activation=activation)(x)
    x = dense(32, activation=activation)(x)
    return dense(10, activation="softmax")(x), helper


# --8<-- [end:deep_net]


# --8<-- [start:with_helpers]
def with_helpers(activation, learning_rate, n_steps):
    keras.utils.set_random_seed(42)
    alone = [deep_net(pixels, activation)[0] for _ in range(4)]
    pairs = [deep_net(pixels, activation) for _ in range(4)]
    helped, helpers = map(list, zip(*pairs))
    nets = keras.Model([pixels], alone + helped + helpers)
    nets.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate),
    )
    rng = np.random.default_rng(42)
    for _ in range(n_steps):
        i = rng.permutation(1000)[:100]
        nets.train_on_batch([X_train[i]], [y_train[i]] * 12)
    return nets


# --8<-- [end:with_helpers]

# --8<-- [start:helped]
nets = with_helpers("sigmoid", learning_rate=2.0, n_steps=300)
scores = accuracies(nets, [X_valid]).reshape(3, 4)
for name, s in zip(["혼자", "보조 출력과 함께"], scores):
    print(f"{s.mean():.2f} ({s.min():.2f}~{s.max():.2f}) {name}")
# --8<-- [end:helped]

# --8<-- [start:helpers_help]
assert scores[0].max() < 0.3, f"혼자 배운 신경망의 최고는 {scores[0].max():.2f}입니다"
assert scores[1].min() > 0.6, f"도움받은 신경망의 최저는 {scores[1].min():.2f}입니다"
# --8<-- [end:helpers_help]

# --8<-- [start:first_layer_gradient]
import tensorflow as tf

keras.utils.set_random_seed(42)
probe = keras.Model(pixels, deep_net(pixels))
kernel = probe.layers[1].kernel.value
rows = np.arange(1000)
norms = []
for n_outputs in [1, 2]:
    with tf.GradientTape() as tape:
        tape.watch(kernel)
        outputs = probe(X_train)[:n_outputs]
        chosen = [tf.gather(p, y_train, axis=1, batch_dims=1) for p in outputs]
        loss = -sum(tf.reduce_mean(tf.math.log(c)) for c in chosen)
    norms.append(float(tf.norm(tape.gradient(loss, kernel))))
ratio = norms[1] / norms[0]
assert ratio > 10, f"1층의 그레이디언트는 {ratio:.1f}배입니다"
# --8<-- [end:first_layer_gradient]

# --8<-- [start:detach]
final = keras.Model(pixels, nets.outputs[4])
print(len(nets.outputs), len(final.outputs), final.count_params())
# --8<-- [end:detach]

# --8<-- [start:nothing_left]
kept = keras.ops.convert_to_numpy(final(X_valid))
before = keras.ops.convert_to_numpy(nets([X_valid])[4])
assert np.allclose(kept, before, atol=1e-6), "떼어 낸 뒤의 예측이 다릅니다"
by_hand = 65 * 32 + 3 * 33 * 32 + 33 * 10
assert final.count_params() == by_hand, f"파라미터가 {final.count_params()}개입니다"
# --8<-- [end:nothing_left]

# --8<-- [start:features]
features = keras.Model(
    inputs=two_outputs.input,
    outputs=two_outputs.get_layer("hidden2").output,
)
print(features(X_test).shape)
# --8<-- [end:features]

# --8<-- [start:same_weights]
kernel = two_outputs.get_layer("hidden2").kernel
assert features.get_layer("hidden2").kernel is kernel, "가중치를 복사했습니다"
# --8<-- [end:same_weights]

# --8<-- [start:draw_features]
from sklearn.decomposition import PCA

fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.0))
inside = keras.ops.convert_to_numpy(features(X_test))
for ax, values, title in zip(axes, [X_test, inside], ["픽셀", "hidden2의 출력"]):
    points = PCA(2).fit_transform(values)
    points *= np.sign(points[y_test == 0].mean(axis=0))
    for number in range(10):
        group, color = points[y_test == number], f"C{number % 8}"
        ax.plot(*group.T, ".", ms=3, color=color)
        box = {"boxstyle": "circle,pad=0.2", "fc": color, "alpha": 0.4, "lw": 0}
        x, height = np.median(group, axis=0)
        ax.text(x, height, number, ha="center", va="center", bbox=box)
    ax.set(title=title, xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
plt.show()
# --8<-- [end:draw_features]


# --8<-- [start:clusters]
def separation(values):
    centers = np.array([values[y_test == k].mean(axis=0) for k in range(10)])
    within = np.mean((values - centers[y_test]) ** 2)
    return np.mean((centers - centers.mean(axis=0)) ** 2) / within


ratio = separation(inside) / separation(X_test)
assert ratio > 1.2, f"무리가 갈라진 정도는 픽셀의 {ratio:.2f}배입니다"
# --8<-- [end:clusters]

# --8<-- [start:shared_layer]
encoder = keras.layers.Dense(16, activation="relu", name="encoder")
left = keras.Input(shape=(64,), name="left")
right = keras.Input(shape=(64,), name="right")
distance = keras.ops.abs(encoder(left) - encoder(right))
same = keras.layers.Dense(1, activation="sigmoid", name="same")(distance)

twins = keras.Model([left, right], same)
print(twins.count_params(), 64 * 16 + 16, 16 + 1)
# --8<-- [end:shared_layer]

# --8<-- [start:twins_are_equal]
A, B = X_train[:50], X_train[50:100]
forward = keras.ops.convert_to_numpy(twins([A, B]))
backward = keras.ops.convert_to_numpy(twins([B, A]))
assert np.allclose(forward, backward, atol=1e-6), "두 입력을 바꾸면 답이 달라집니다"
assert np.ptp(forward) > 1e-3, "모든 쌍에 같은 답을 합니다"
assert twins.count_params() == 64 * 16 + 16 + 16 + 1, "가중치를 두 번 셌습니다"
# --8<-- [end:twins_are_equal]

# --8<-- [start:answer_residual]
x = keras.layers.Dense(64, activation="relu", name="block")(pixels)
x = keras.layers.Add(name="add")([pixels, x])
x = keras.layers.Dense(10, activation="softmax", name="digit")(x)
residual = keras.Model(pixels, x)
print(read_graph(residual)["add"], residual.count_params())
# --8<-- [end:answer_residual]

# --8<-- [start:answer_weights]
for weight in [0.0, 1.0]:
    keras.utils.set_random_seed(42)
    net = build_two_outputs()
    net.compile(
        loss={"digit": "sparse_categorical_crossentropy", "odd": "binary_crossentropy"},
        loss_weights={"digit": 1.0, "odd": weight},
        optimizer=keras.optimizers.SGD(learning_rate=0.2),
    )
    before = net.get_layer("odd").get_weights()[0]
    for _ in range(5):
        net.train_on_batch(X_train, {"digit": y_train, "odd": y_train % 2})
    after = net.get_layer("odd").get_weights()[0]
    print(weight, f"{np.abs(after - before).max():.2f}")
# --8<-- [end:answer_weights]

# --8<-- [start:answer_relu]
nets = with_helpers("relu", learning_rate=0.1, n_steps=100)
scores = accuracies(nets, [X_valid]).reshape(3, 4)
for name, s in zip(["혼자", "보조 출력과 함께"], scores):
    print(f"{s.mean():.2f} ({s.min():.2f}~{s.max():.2f}) {name}")
# --8<-- [end:answer_relu]

# --8<-- [start:answer_adam]
keras.utils.set_random_seed(42)
joined = [branch("깊은 길 + 픽셀", pixels, shapes) for _ in range(3)]
widened = []
for _ in range(3):
    x = keras.layers.Dense(32, activation="relu")(pixels)
    x = keras.layers.Dense(96, activation="relu")(x)
    widened.append(keras.layers.Dense(10, activation="softmax")(x))
six = keras.Model([pixels], joined + widened)
six.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    run_eagerly=True,  # 10스텝뿐이라 그래프를 만드는 시간이 더 깁니다
)
for i in np.split(np.random.default_rng(42).permutation(1000), 10):
    six.train_on_batch([X_train[i]], [y_train[i]] * 6)
for name, s in zip(
    ["깊은 길 + 픽셀", "96유닛"], accuracies(six, [X_valid]).reshape(2, 3)
):
    print(f"{s.mean():.2f} ({s.min():.2f}~{s.max():.2f}) {name}")
# --8<-- [end:answer_adam]
