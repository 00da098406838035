"""docs/ch10/sequential.md의 코드입니다."""

# --8<-- [start:model]
import keras

keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(32, activation="relu", name="hidden"),
        keras.layers.Dense(10, activation="softmax", name="output"),
    ]
)
model.summary()
# --8<-- [end:model]

# --8<-- [start:data]
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

# --8<-- [start:raw_pixels]
raw = load_digits()
assert raw.data.shape == (1797, 64), f"크기가 {raw.data.shape}입니다"
assert np.array_equal(raw.images.reshape(-1, 64), raw.data), "줄을 이은 것이 아닙니다"
assert (raw.data.min(), raw.data.max()) == (0, 16), "픽셀의 범위가 0~16이 아닙니다"
assert (raw.data == raw.data.round()).all(), "정수가 아닌 픽셀이 있습니다"
sizes = len(X_train), len(X_valid), len(X_test)
assert sizes == (1000, 400, 397), f"세트의 크기가 {sizes}입니다"
# --8<-- [end:raw_pixels]

# --8<-- [start:draw_digits]
from matplotlib.colors import to_rgba

rows = [[X_train[y_train == k][i] for k in range(10)] for i in range(4)]
padded = [[np.pad(digit.reshape(8, 8), 1) for digit in row] for row in rows]
ink = np.full((40, 100, 4), to_rgba("C0"))
ink[:, :, 3] = np.block(padded)

fig, ax = plt.subplots(figsize=(5.4, 2.6))
ax.imshow(ink)
ax.vlines(10 * np.arange(11) - 0.5, -0.5, 39.5, "C7", lw=0.5)
ax.hlines(10 * np.arange(5) - 0.5, -0.5, 99.5, "C7", lw=0.5)
ax.set_xticks(10 * np.arange(10) + 4.5, range(10))
ax.set_yticks([])
ax.spines[:].set_visible(False)
ax.tick_params(length=0)
ax.set_xlabel("레이블")
plt.show()
# --8<-- [end:draw_digits]

# --8<-- [start:class_counts]
for labels in [y_train, y_valid, y_test]:
    print(np.bincount(labels))
# --8<-- [end:class_counts]

# --8<-- [start:same_ratio]
for labels in [y_train, y_valid, y_test]:
    share = np.bincount(labels) / len(labels)
    gap = abs(share - np.bincount(y) / len(y)).max()
    assert gap < 0.003, f"비율이 {gap:.4f}만큼 다릅니다"
# --8<-- [end:same_ratio]

# --8<-- [start:scale]
for pixels in [X_train, X_train * 16]:
    probability = keras.ops.convert_to_numpy(model(pixels))
    highest = probability.max(axis=1)
    print(f"0~{pixels.max():.0f} {highest.mean():.2f}")
# --8<-- [end:scale]

# --8<-- [start:scale_seeds]
for seed in range(5):
    keras.utils.set_random_seed(seed)
    net = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    losses, highest = [], []
    for pixels in [X_train, X_train * 16]:
        p = keras.ops.convert_to_numpy(net(pixels)).astype(float)
        losses.append(-np.log(p[np.arange(1000), y_train]).mean())
        highest.append(p.max(axis=1).mean())
    assert highest[0] < 0.3 and highest[1] > 0.6, f"시드 {seed}의 확률 {highest}"
    assert (p.argmax(axis=1) == y_train).mean() < 0.3, f"시드 {seed}는 잘 맞힙니다"
    assert losses[1] > 3 * losses[0], f"시드 {seed}의 손실 {losses}"
# --8<-- [end:scale_seeds]

# --8<-- [start:draw_model]
x = X_train[0]
h = keras.ops.convert_to_numpy(model.layers[0](X_train[:1]))[0]
p = keras.ops.convert_to_numpy(model(X_train[:1]))[0]
columns, lines = np.meshgrid(np.arange(8), np.arange(8))
pixels = np.column_stack([columns.ravel() / 5 - 0.7, 0.41 - lines.ravel() / 8.5])
hidden_units = np.column_stack([np.full(32, 3.3), np.linspace(1, -1, 32)])
output_units = np.column_stack([np.full(10, 5.6), np.linspace(1, -1, 10)])

fig, ax = plt.subplots(figsize=(5.4, 4.2))
for before, after, layer, one in [
    (pixels, hidden_units, model.layers[0], 14),
    (hidden_units, output_units, model.layers[1], 4),
]:
    kernel, bias = layer.get_weights()
    for start, weight in zip(before, kernel[:, one] / abs(kernel).max()):
        color = "C3" if weight > 0 else "C2"
        ax.plot(*zip(start, after[one]), color, lw=0.8, alpha=abs(weight), zorder=0)
    n_in, n_out = kernel.shape
    note = f"({n_in} + 1) × {n_out}\n= {layer.count_params():,}개"
    ax.text((before[-1, 0] + after[0, 0]) / 2, -1.2, note, ha="center", va="top")
    ax.text(after[0, 0], 1.12, f"{layer.name}\n{layer.output.shape}", ha="center")
ax.text(0, 1.12, f"Input\n{model.input_shape}", ha="center")

for (across, down), values, marker, color, size in [
    (pixels.T, x, "s", "C0", 92),
    (hidden_units.T, h / h.max(), "o", "C1", 36),
    (output_units.T, p, "o", "C1", 140),
]:
    ax.scatter(across, down, size, color, alpha=values, marker=marker, lw=0)
    ax.scatter(across, down, size, "none", marker=marker, edgecolors="C7", lw=0.6)
for digit, (across, down) in enumerate(output_units):
    ax.text(across + 0.32, down, f"{digit}", va="center", ha="center")
ax.set(xlim=(-0.9, 6.2), ylim=(-1.5, 1.45))
ax.axis("off")
plt.show()
# --8<-- [end:draw_model]

# --8<-- [start:by_add]
keras.utils.set_random_seed(42)
added = keras.Sequential()
added.add(keras.Input(shape=(64,)))
added.add(keras.layers.Dense(32, activation="relu", name="hidden"))
added.add(keras.layers.Dense(10, activation="softmax", name="output"))
# --8<-- [end:by_add]

# --8<-- [start:same_by_add]
pairs = list(zip(added.get_weights(), model.get_weights(), strict=True))
assert len(pairs) == 4, f"가중치 배열이 {len(pairs)}개입니다"
assert all(np.array_equal(a, b) for a, b in pairs), "가중치가 다릅니다"
assert added.input_shape == model.input_shape, "입력의 크기가 다릅니다"
# --8<-- [end:same_by_add]

# --8<-- [start:count]
for layer in model.layers:
    n_in, n_out = layer.kernel.shape
    print(layer.name, (n_in + 1) * n_out, layer.count_params())
# --8<-- [end:count]

# --8<-- [start:count_total]
by_hand = (64 + 1) * 32 + (32 + 1) * 10
n_params = sum(w.size for w in model.get_weights())
assert by_hand == n_params == model.count_params() == 2410, f"{by_hand}와 {n_params}"
n_bytes = sum(w.nbytes for w in model.get_weights())
assert n_bytes == 4 * 2410, f"{n_bytes}바이트입니다"
assert f"{n_bytes / 1024:.2f}" == "9.41", f"{n_bytes / 1024:.2f}KB입니다"
# --8<-- [end:count_total]

# --8<-- [start:get_weights]
hidden = model.get_layer("hidden")
W, b = hidden.get_weights()
print(W.shape, b.shape, W.dtype)
print(f"{W.min():.3f} {W.max():.3f}")
print(np.unique(b))
# --8<-- [end:get_weights]

# --8<-- [start:initial_values]
for layer in model.layers:
    kernel, bias = layer.get_weights()
    limit = np.sqrt(6 / sum(kernel.shape))
    largest = abs(kernel).max()
    assert 0.97 * limit < largest <= limit, f"{layer.name}: {largest}, 한계 {limit}"
    assert not bias.any(), f"{layer.name}의 편향이 0이 아닙니다"
    assert layer.kernel_initializer.__class__.__name__ == "GlorotUniform", (
        "초기화가 다릅니다"
    )
# --8<-- [end:initial_values]

# --8<-- [start:copied_weights]
copied = model.get_weights()
copied[0][:] = 0
assert model.get_weights()[0].any(), "꺼낸 배열을 고쳤더니 모델이 바뀌었습니다"
same = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
before = keras.ops.convert_to_numpy(same(X_valid))
same.set_weights(model.get_weights())
after = keras.ops.convert_to_numpy(same(X_valid))
target = keras.ops.convert_to_numpy(model(X_valid))
assert abs(before - target).max() > 0.01, "가중치를 넣기 전에도 예측이 같습니다"
assert np.array_equal(after, target), "가중치를 넣었는데 예측이 다릅니다"
# --8<-- [end:copied_weights]

# --8<-- [start:by_hand]
W1, b1, W2, b2 = model.get_weights()
h = np.maximum(0, X_valid @ W1 + b1)
z = h @ W2 + b2
by_hand = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)

by_keras = keras.ops.convert_to_numpy(model(X_valid))
print(by_keras.shape, f"{np.abs(by_hand - by_keras).max():.6f}")
# --8<-- [end:by_hand]

# --8<-- [start:single_precision]
assert X_valid.dtype == "float64" and by_keras.dtype == "float32", (
    f"입력 {X_valid.dtype}, 출력 {by_keras.dtype}"
)
assert by_hand.dtype == "float64", f"넘파이의 결과가 {by_hand.dtype}입니다"
gap = np.abs(by_hand - by_keras).max()
assert 0 < gap < 1e-6, f"차이가 {gap:.1e}입니다"
# --8<-- [end:single_precision]

# --8<-- [start:without_input]
late = keras.Sequential(
    [
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
print(late.built, len(late.weights))
late(X_train[:5])
print(late.built, len(late.weights), late.count_params())
# --8<-- [end:without_input]

# --8<-- [start:only_once]
widths = [layer.get_weights()[0].shape[0] for layer in late.layers]
assert widths == [64, 32], f"입력의 너비가 {widths}입니다"
assert late.layers[0].output.shape == (5, 32), "첫 배치의 크기가 남지 않았습니다"
assert model.layers[0].output.shape == (None, 32), "배치의 크기가 정해져 있습니다"
assert late(X_train[:7]).shape == (7, 10), "다른 크기의 배치를 받지 못합니다"
fresh = keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(10)])
try:
    fresh.count_params()
except ValueError as error:
    message = str(error)
assert "isn't built" in message, f"다른 오류입니다: {message}"
# --8<-- [end:only_once]

# --8<-- [start:wrong_first]
images = X_train.reshape(-1, 8, 8)

late = keras.Sequential(
    [
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
print(late(images[:5]).shape, late.count_params())
# --8<-- [end:wrong_first]

# --8<-- [start:last_axis]
kernel = late.layers[0].get_weights()[0]
assert kernel.shape == (8, 32), f"커널의 크기가 {kernel.shape}입니다"
one_row = late.layers[1](late.layers[0](images[:5, 3]))
one_row = keras.ops.convert_to_numpy(one_row)
every_row = keras.ops.convert_to_numpy(late(images[:5]))
assert np.allclose(one_row, every_row[:, 3], atol=1e-6), "줄마다 따로 세지 않습니다"
try:
    model(images[:5])
except ValueError as error:
    message = str(error)
assert "Expected shape (None, 64)" in message, f"다른 오류입니다: {message[-300:]}"
# --8<-- [end:last_axis]

# --8<-- [start:wrong_width]
import textwrap

try:
    model(X_train[:5, :63])
except ValueError as error:
    print(textwrap.fill(str(error).splitlines()[2], 60))
# --8<-- [end:wrong_width]


# --8<-- [start:seeds]
import random

import tensorflow as tf


def new_kernel():
    layer = keras.layers.Dense(32)
    layer.build((None, 64))
    return layer.get_weights()[0]


# --8<-- [end:seeds]

# --8<-- [start:four_seeds]
for module, set_seed in [
    ("keras.utils", keras.utils.set_random_seed),
    ("tf.random", tf.random.set_seed),
    ("np.random", np.random.seed),
    ("random", random.seed),
]:
    set_seed(42)
    first = new_kernel()
    set_seed(42)
    print(np.array_equal(first, new_kernel()), module)
# --8<-- [end:four_seeds]

# --8<-- [start:seed_order]
keras.utils.set_random_seed(42)
one, two = new_kernel(), new_kernel()
assert not np.array_equal(one, two), "시드를 한 번 정한 두 층의 값이 같습니다"
keras.utils.set_random_seed(42)
keras.layers.Dense(5)
assert not np.array_equal(one, new_kernel()), "쓰지 않는 층은 값을 바꾸지 않았습니다"
keras.utils.set_random_seed(42)
assert np.array_equal(one, new_kernel()), "시드를 정해도 값이 다릅니다"
# --8<-- [end:seed_order]

# --8<-- [start:shared_initializer]
keras.utils.set_random_seed(42)
he = keras.initializers.HeNormal()
twins = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(64, activation="relu", kernel_initializer=he),
        keras.layers.Dense(64, activation="relu", kernel_initializer=he),
    ]
)
first, _, second, _ = twins.get_weights()
print(np.array_equal(first, second))
# --8<-- [end:shared_initializer]

# --8<-- [start:same_stream]
narrow = keras.layers.Dense(16, kernel_initializer=he)
narrow.build((None, 64))
numbers = narrow.get_weights()[0].ravel()
together = np.corrcoef(first.ravel()[: numbers.size], numbers)[0, 1]
assert together > 0.9999, f"크기가 다른 층의 상관계수는 {together:.4f}입니다"

for fixed in ("he_normal", None):
    layers = [
        keras.layers.Dense(64, kernel_initializer=fixed or he.clone()) for _ in range(2)
    ]
    for layer in layers:
        layer.build((None, 64))
    kernels = [layer.get_weights()[0] for layer in layers]
    assert not np.array_equal(*kernels), f"{fixed or 'clone()'}도 값이 같습니다"
# --8<-- [end:same_stream]

# --8<-- [start:shared_layer]
repeated = [keras.layers.Dense(64, activation="relu")] * 3
stack = keras.Sequential([keras.Input(shape=(64,)), *repeated])
print(len(stack.layers), len(stack.weights), stack.count_params())

separate = [keras.layers.Dense(64, activation="relu") for _ in range(3)]
stack = keras.Sequential([keras.Input(shape=(64,)), *separate])
print(len(stack.layers), len(stack.weights), stack.count_params())
# --8<-- [end:shared_layer]

# --8<-- [start:one_layer]
assert repeated[0] is repeated[2], "서로 다른 층입니다"
assert 64 * 64 + 64 == repeated[0].count_params() == 4160, "층 하나의 수가 다릅니다"
lines = []
shared = keras.Sequential([keras.Input(shape=(64,)), *repeated])
shared.summary(print_fn=lambda line, **_: lines.append(line))
assert "".join(lines).count("4,160") == 5, "표에 4,160이 다섯 번 나오지 않습니다"
# --8<-- [end:one_layer]

# --8<-- [start:names]
keras.utils.clear_session()
for _ in range(2):
    pair = keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(10)])
    print([layer.name for layer in pair.layers])
# --8<-- [end:names]

# --8<-- [start:unique_names]
keras.utils.clear_session()
again = keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(10)])
assert [layer.name for layer in again.layers] == ["dense", "dense_1"], (
    "번호가 처음으로 돌아가지 않았습니다"
)
try:
    twice = keras.layers.Dense(32, name="hidden"), keras.layers.Dense(10, name="hidden")
    keras.Sequential(twice)
except ValueError as error:
    message = str(error)
assert "unique names" in message, f"다른 오류입니다: {message}"
# --8<-- [end:unique_names]

# --8<-- [start:answer_count]
by_hand = (784 + 1) * 300 + (300 + 1) * 100 + (100 + 1) * 10

large = keras.Sequential([keras.Input(shape=(784,))])
for n_units in [300, 100, 10]:
    large.add(keras.layers.Dense(n_units))
print(by_hand, large.count_params())
# --8<-- [end:answer_count]

# --8<-- [start:first_layer_share]
share = (784 * 300 + 300) / large.count_params()
assert 0.85 < share < 0.9, f"첫 은닉층의 몫은 {share:.3f}입니다"
# --8<-- [end:first_layer_share]

# --8<-- [start:answer_flatten]
flat = keras.Sequential(
    [
        keras.Input(shape=(8, 8)),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
flat.set_weights(model.get_weights())
gap = keras.ops.max(keras.ops.abs(flat(images) - model(X_train)))
print(f"{float(gap):.6f}", [layer.count_params() for layer in flat.layers])
# --8<-- [end:answer_flatten]


# --8<-- [start:answer_symmetry]
def count_different(output_initializer):
    keras.utils.set_random_seed(42)
    hidden = keras.layers.Dense(32, "relu", kernel_initializer="ones")
    output = keras.layers.Dense(10, "softmax", kernel_initializer=output_initializer)
    net = keras.Sequential([keras.Input(shape=(64,)), hidden, output])
    net.compile("sgd", "sparse_categorical_crossentropy")
    net.fit(X_train, y_train, epochs=3, batch_size=100, verbose=0)
    return len(np.unique(hidden.get_weights()[0].round(3), axis=1).T)


print(count_different("ones"), count_different("glorot_uniform"))
# --8<-- [end:answer_symmetry]

# --8<-- [start:answer_one]
one = keras.ops.convert_to_numpy(model(X_train[:1]))
many = keras.ops.convert_to_numpy(model(X_train))
print(X_train[0].shape, X_train[:1].shape, X_train[0][np.newaxis].shape)
print(one.shape, np.allclose(one[0], many[0]))
# --8<-- [end:answer_one]
