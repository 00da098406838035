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


# --8<-- [start:wide_and_deep]
def build_wide_and_deep(wide=True):
    pixels = keras.Input(shape=(64,), name="pixels")
    x = keras.layers.Dense(32, activation="relu", name="hidden1")(pixels)
    x = keras.layers.Dense(32, activation="relu", name="hidden2")(x)
    if wide:
        x = keras.layers.Concatenate(name="join")([pixels, x])
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(pixels, digit)


wide_and_deep = build_wide_and_deep()
print([layer.name for layer in wide_and_deep.layers])
# --8<-- [end:wide_and_deep]

# --8<-- [start:join_width]
kernel = wide_and_deep.get_layer("digit").kernel
assert kernel.shape == (64 + 32, 10), f"출력층의 가중치는 {kernel.shape}입니다"
names = [layer.name for layer in wide_and_deep.layers]
assert names == ["pixels", "hidden1", "hidden2", "join", "digit"], f"층은 {names}입니다"
# --8<-- [end:join_width]


# --8<-- [start:draw_model]
import re


def read_graph(model):
    """층마다 그 층에 들어오는 층의 이름을 모델의 설계도에서 읽습니다."""
    return {
        layer["name"]: re.findall(r"'keras_history': \['(\w+)'", str(layer))
        for layer in model.get_config()["layers"]
    }


def draw_model(ax, model):
    graph, depth, place = read_graph(model), {}, {}
    for name, before in graph.items():
        depth[name] = max((depth[b] + 1 for b in before), default=0)
    for name, row in depth.items():
        peers = [n for n in depth if depth[n] == row]
        place[name] = (peers.index(name) - (len(peers) - 1) / 2, -row)
    for name, before in graph.items():
        for b in before:
            bend = 0.35 if depth[name] - depth[b] > 1 else 0
            arrow = {"arrowstyle": "->", "connectionstyle": f"arc3,rad={bend}"}
            arrow |= {"shrinkA": 11, "shrinkB": 12, "lw": 1.2}
            ax.annotate("", place[name], place[b], arrowprops=arrow)
    for name, (x, height) in place.items():
        shape = model.get_layer(name).output.shape
        box = {"boxstyle": "round,pad=0.35", "fc": "C0", "alpha": 0.25, "lw": 0}
        ax.text(x, height, f"{name} {shape[1]}", ha="center", va="center", bbox=box)
    xs = [x for x, _ in place.values()]
    ax.set(xlim=(min(xs) - 0.9, max(xs) + 0.9), ylim=(-max(depth.values()) - 0.5, 0.5))
    ax.axis("off")


# --8<-- [end:draw_model]

# --8<-- [start:draw_wide_and_deep]
fig, ax = plt.subplots(figsize=(3.6, 3.6))
draw_model(ax, wide_and_deep)
plt.show()
# --8<-- [end:draw_wide_and_deep]


# --8<-- [start:accuracies]
def accuracies(wide, seed):
    keras.utils.set_random_seed(seed)
    net = build_wide_and_deep(wide)
    net.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
    )
    scores = []
    for n_steps in [20, 180]:
        for _ in range(n_steps):
            net.train_on_batch(X_train[:100], y_train[:100])
        y_proba = keras.ops.convert_to_numpy(net(X_valid))
        scores.append((y_proba.argmax(axis=1) == y_valid).mean())
    return scores


# --8<-- [end:accuracies]

# --8<-- [start:compare]
runs = {
    name: np.array([accuracies(wide, seed) for seed in range(5)])
    for name, wide in [("깊은 길만", False), ("와이드 & 딥", True)]
}
for name, scores in runs.items():
    for n_steps, s in zip([20, 200], scores.T):
        print(f"{n_steps:3}스텝 {s.mean():.2f} ({s.min():.2f}~{s.max():.2f}) {name}")
# --8<-- [end:compare]

# --8<-- [start:wide_is_faster]
deep_only, both = runs.values()
early = both[:, 0].mean() - deep_only[:, 0].mean()
assert early > 0.015, f"20스텝의 차이는 {early:.3f}입니다"
gap = both[:, 1].mean() - deep_only[:, 1].mean()
assert abs(gap) < 0.03, f"200스텝 뒤의 차이는 {gap:.3f}입니다"
# --8<-- [end:wide_is_faster]


# --8<-- [start:ink]
def ink(X):
    images = X.reshape(-1, 8, 8)
    return np.hstack([images.sum(axis=2), images.sum(axis=1)])  # (n, 16)


print(ink(X_train[:1]).round(1))
# --8<-- [end:ink]


# --8<-- [start:two_inputs]
def build_two_inputs():
    pixels = keras.Input(shape=(64,), name="pixels")
    sums = keras.Input(shape=(16,), name="sums")
    x = keras.layers.Dense(32, activation="relu", name="hidden")(pixels)
    x = keras.layers.Concatenate(name="join")([x, sums])
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(inputs={"pixels": pixels, "sums": sums}, outputs=digit)


keras.utils.set_random_seed(42)
two_inputs = build_two_inputs()
two_inputs.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
# --8<-- [end:two_inputs]

# --8<-- [start:fit_two_inputs]
history = two_inputs.fit(
    {"pixels": X_train, "sums": ink(X_train)},
    y_train,
    epochs=5,
    batch_size=50,
    validation_data=({"pixels": X_valid, "sums": ink(X_valid)}, y_valid),
    verbose=0,
)
print(f"{history.history['val_accuracy'][-1]:.2f}")
# --8<-- [end:fit_two_inputs]

# --8<-- [start:every_container]
listed = keras.Model(inputs=two_inputs.inputs, outputs=two_inputs.outputs[0])
ways = [
    two_inputs({"pixels": X_valid, "sums": ink(X_valid)}),
    listed([X_valid, ink(X_valid)]),
    listed((X_valid, ink(X_valid))),
]
first, *others = map(keras.ops.convert_to_numpy, ways)
assert all(np.array_equal(first, other) for other in others), "예측이 다릅니다"
listed.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
pair = [X_valid, ink(X_valid)]
losses = [
    listed.evaluate(inputs, y_valid, verbose=0)[0]
    for inputs in (pair, tuple(pair), dict(zip(["pixels", "sums"], pair)))
]
assert np.ptp(losses) < 1e-6, f"손실이 {losses}입니다"
# --8<-- [end:every_container]


# --8<-- [start:two_outputs]
def build_two_outputs():
    pixels = keras.Input(shape=(64,), name="pixels")
    x = keras.layers.Dense(32, activation="relu", name="hidden1")(pixels)
    odd = keras.layers.Dense(1, activation="sigmoid", name="odd")(x)
    x = keras.layers.Dense(32, activation="relu", name="hidden2")(x)
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(inputs=pixels, outputs={"digit": digit, "odd": odd})


keras.utils.set_random_seed(42)
two_outputs = build_two_outputs()
two_outputs.compile(
    loss={"digit": "sparse_categorical_crossentropy", "odd": "binary_crossentropy"},
    loss_weights={"digit": 1.0, "odd": 0.3},
    metrics={"digit": ["accuracy"], "odd": ["accuracy"]},
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
# --8<-- [end:two_outputs]

# --8<-- [start:draw_two_outputs]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.2))
draw_model(axes[0], two_inputs)
draw_model(axes[1], two_outputs)
axes[0].set_title("입력이 둘")
axes[1].set_title("출력이 둘")
plt.show()
# --8<-- [end:draw_two_outputs]

# --8<-- [start:fit_two_outputs]
history = two_outputs.fit(
    X_train,
    {"digit": y_train, "odd": y_train % 2},
    epochs=5,
    batch_size=100,
    verbose=0,
).history
for name, values in history.items():
    print(f"{name:15} {values[-1]:.3f}")
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
assert np.isclose(result["digit_loss"], digit_loss, rtol=1e-4), (
    f"셈한 값 {digit_loss:.5f}"
)
assert np.isclose(result["odd_loss"], odd_loss, rtol=1e-4), f"셈한 값 {odd_loss:.5f}"
assert np.isclose(result["loss"], digit_loss + 0.3 * odd_loss, rtol=1e-4), (
    f"전체 {result['loss']:.5f}, 셈한 값 {digit_loss + 0.3 * odd_loss:.5f}"
)
# --8<-- [end:sum_by_numpy]

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

# --8<-- [start:predict_by_name]
proba = two_outputs.predict(X_test[:5], verbose=0)
print(proba["digit"].argmax(axis=1), (proba["odd"].ravel() > 0.5).astype(int))
# --8<-- [end:predict_by_name]

# --8<-- [start:agree]
proba = {k: keras.ops.convert_to_numpy(v) for k, v in two_outputs(X_test).items()}
agreement = (proba["digit"].argmax(axis=1) % 2 == (proba["odd"].ravel() > 0.5)).mean()
assert 0.85 < agreement < 1, f"두 출력이 맞는 비율은 {agreement:.3f}입니다"
# --8<-- [end:agree]

# --8<-- [start:features]
features = keras.Model(
    inputs=two_outputs.input,
    outputs=two_outputs.get_layer("hidden2").output,
)
print(features(X_test).shape)
# --8<-- [end:features]

# --8<-- [start:same_weights]
shared = two_outputs.get_layer("hidden2").kernel
assert features.get_layer("hidden2").kernel is shared, "가중치를 복사했습니다"
# --8<-- [end:same_weights]

# --8<-- [start:draw_features]
from sklearn.decomposition import PCA

fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.0))
inside = keras.ops.convert_to_numpy(features(X_test))
for ax, values, title in zip(axes, [X_test, inside], ["픽셀", "hidden2의 출력"]):
    points = PCA(2).fit_transform(values)
    points *= np.sign(points[y_test == 0].mean(axis=0))
    for number in range(10):
        center = points[y_test == number]
        ax.plot(*center.T, ".", ms=3, color=f"C{number % 8}")
        ax.text(*np.median(center, axis=0), str(number), ha="center", va="center")
    ax.set(title=title, xticks=[], yticks=[])
plt.show()
# --8<-- [end:draw_features]

# --8<-- [start:clusters]
from sklearn.neighbors import KNeighborsClassifier


def separation(values):
    centers = np.array([values[y_test == k].mean(axis=0) for k in range(10)])
    within = np.mean((values - centers[y_test]) ** 2)
    return np.mean((centers - centers.mean(axis=0)) ** 2) / within


def neighbour_agrees(values):
    nearest = KNeighborsClassifier(1).fit(values, y_test)
    return (y_test[nearest.kneighbors(values, 2)[1][:, 1]] == y_test).mean()


ratio = separation(inside) / separation(X_test)
assert ratio > 1.2, f"무리가 갈라진 정도는 픽셀의 {ratio:.2f}배입니다"
gap = neighbour_agrees(inside) - neighbour_agrees(X_test)
assert abs(gap) < 0.06, f"이웃이 같은 비율의 차이는 {gap:.3f}입니다"
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
assert twins.count_params() == 64 * 16 + 16 + 16 + 1, "가중치를 두 번 셌습니다"
# --8<-- [end:twins_are_equal]

# --8<-- [start:answer_residual]
pixels = keras.Input(shape=(64,), name="pixels")
x = keras.layers.Dense(64, activation="relu", name="block")(pixels)
x = keras.layers.Add(name="add")([pixels, x])
digit = keras.layers.Dense(10, activation="softmax", name="digit")(x)
residual = keras.Model(pixels, digit)
print(read_graph(residual)["add"], residual.count_params())
# --8<-- [end:answer_residual]

# --8<-- [start:answer_weights]
for weight in [0.0, 1.0]:
    keras.utils.set_random_seed(42)
    net = build_two_outputs()
    net.compile(
        loss={"digit": "sparse_categorical_crossentropy", "odd": "binary_crossentropy"},
        loss_weights={"digit": 1.0, "odd": weight},
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
    )
    before = net.get_layer("odd").get_weights()[0].copy()
    targets = {"digit": y_train, "odd": y_train % 2}
    for _ in range(20):
        net.train_on_batch(X_train, targets)
    after = net.get_layer("odd").get_weights()[0]
    print(weight, f"{np.abs(after - before).max():.2f}")
# --8<-- [end:answer_weights]

# --8<-- [start:answer_agree]
numbers = proba["digit"].argmax(axis=1)
says_odd = proba["odd"].ravel() > 0.5
differ = numbers % 2 != says_odd
is_odd = y_test[differ] % 2
print(f"{(numbers[differ] % 2 == is_odd).mean():.1f} digit이 맞은 비율")
print(f"{(says_odd[differ] == is_odd).mean():.1f} odd가 맞은 비율")
# --8<-- [end:answer_agree]

# --8<-- [start:digit_wins]
right = (numbers[differ] % 2 == is_odd).mean()
assert right > 0.6, f"어긋난 것 가운데 digit이 맞은 비율은 {right:.2f}입니다"
# --8<-- [end:digit_wins]
