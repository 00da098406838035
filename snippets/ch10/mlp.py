"""docs/ch10/mlp.md의 코드입니다."""

# --8<-- [start:data]
import matplotlib.pyplot as plt
import numpy as np

X_xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y_xor = np.array([[0], [1], [1], [0]])
# --8<-- [end:data]


# --8<-- [start:forward]
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(params, X):
    W1, b1, W2, b2 = params
    A1 = sigmoid(X @ W1 + b1)  # 은닉층
    A2 = sigmoid(A1 @ W2 + b2)  # 출력층
    return A1, A2


# --8<-- [end:forward]


# --8<-- [start:backward]
def backward(params, X, y, A1, A2):
    W2 = params[2]
    D2 = 2 * (A2 - y) / len(X) * A2 * (1 - A2)
    D1 = D2 @ W2.mT * A1 * (1 - A1)
    dW2, db2 = A1.mT @ D2, D2.sum(axis=-2, keepdims=True)
    dW1, db1 = X.T @ D1, D1.sum(axis=-2, keepdims=True)
    return dW1, db1, dW2, db2


# --8<-- [end:backward]


# --8<-- [start:train]
def init(n_hidden, seed):
    rng = np.random.default_rng(seed)
    shapes = [(2, n_hidden), (1, n_hidden), (n_hidden, 1), (1, 1)]
    return [rng.normal(size=shape) for shape in shapes]


def train(params, X, y, learning_rate=5.0, n_steps=2000):
    for _ in range(n_steps):
        grads = backward(params, X, y, *forward(params, X))
        params = [p - learning_rate * g for p, g in zip(params, grads)]
    return params


# --8<-- [end:train]

# --8<-- [start:first_run]
trained = train(init(n_hidden=2, seed=42), X_xor, y_xor)
_, y_pred = forward(trained, X_xor)
for x, p in zip(X_xor, y_pred):
    print(x, f"{p[0]:.2f}")
# --8<-- [end:first_run]

# --8<-- [start:solves_xor]
assert np.array_equal(y_pred > 0.5, y_xor == 1), f"XOR를 틀렸습니다: {y_pred.ravel()}"
assert np.abs(y_pred - y_xor).max() < 0.05, f"덜 배웠습니다: {y_pred.ravel()}"
# --8<-- [end:solves_xor]

# --8<-- [start:activations]
z = np.linspace(-4, 4, 801)
a, t = sigmoid(z), np.tanh(z)
curves = {
    "계단 함수": ((z >= 0) * 1.0, 0 * z),
    "시그모이드": (a, a * (1 - a)),
    "tanh": (t, 1 - t**2),
    "ReLU": (np.maximum(z, 0), (z > 0) * 1.0),
}
# --8<-- [end:activations]

# --8<-- [start:draw_activations]
fig, axes = plt.subplots(2, 2, figsize=(5.4, 4.4), sharex=True)
ticks = [0, 1], [0, 0.25, 1], [-1, 0, 1], [0, 1, 2]
for ax, name, yticks in zip(axes.flat, curves, ticks):
    value, slope = curves[name]
    for side in z < 0, z > 0:  # 0에서 뛰는 곳은 잇지 않습니다
        ax.plot(z[side], value[side], c="C0")
        ax.plot(z[side], slope[side], c="C1", ls="--")
    low, high = yticks[0] - 0.15, yticks[-1] + 0.15
    ax.set(title=name, xlim=(-4, 4), ylim=(low, high))
    ax.set(xticks=[-4, 0, 4], yticks=yticks)
    ax.grid()
axes[0, 0].plot([], [], "C0", label="함수")
axes[0, 0].plot([], [], "C1--", label="도함수")
axes[0, 0].legend(loc="center left")
plt.show()
# --8<-- [end:draw_activations]

# --8<-- [start:relu_at_zero]
import keras
import tensorflow as tf

points = tf.Variable([-1.0, 0.0, 1.0])
with tf.GradientTape() as tape:
    a = keras.activations.relu(points)
print(tape.gradient(a, points).numpy())
# --8<-- [end:relu_at_zero]

# --8<-- [start:slopes_agree]
h, off_zero = 1e-5, abs(z) > 1e-3
functions = {
    "계단 함수": (lambda z: (z >= 0) * 1.0, None),
    "시그모이드": (sigmoid, "sigmoid"),
    "tanh": (np.tanh, "tanh"),
    "ReLU": (lambda z: np.maximum(z, 0), "relu"),
}
for name, (f, keras_name) in functions.items():
    value, slope = curves[name]
    moved = (f(z + h) - f(z - h)) / (2 * h)
    gap = abs(moved - slope)[off_zero].max()
    assert np.allclose(f(z), value), f"{name}: 그린 함수가 다릅니다"
    assert gap < 1e-8, f"{name}: 움직여서 잰 기울기와 {gap:.1e} 다릅니다"
    if keras_name:
        in_keras = tf.constant(z, "float32")
        with tf.GradientTape() as tape_all:
            tape_all.watch(in_keras)
            out = keras.activations.get(keras_name)(in_keras)
        gap = abs(tape_all.gradient(out, in_keras).numpy() - slope)[off_zero].max()
        assert gap < 1e-5, f"{name}: 케라스의 기울기와 {gap:.1e} 다릅니다"
signs = tf.constant([-1.0, 0.5, 2.0])
with tf.GradientTape() as tape_sign:
    tape_sign.watch(signs)
    out = keras.ops.sign(signs)
flat_slope = tape_sign.gradient(out, signs).numpy()
assert (flat_slope == 0).all(), f"케라스의 부호 함수의 기울기는 {flat_slope}"
# --8<-- [end:slopes_agree]

# --8<-- [start:slope_limits]
for name, limit in [("시그모이드", 0.25), ("tanh", 1.0)]:
    slope = curves[name][1]
    assert np.isclose(slope.max(), limit), f"{name}의 기울기는 {slope.max():.4f}까지"
    assert abs(z[slope.argmax()]) < 1e-9, f"{name}의 봉우리가 0에 없습니다"
# --8<-- [end:slope_limits]

# --8<-- [start:step_is_flat]
away = np.r_[np.linspace(-4, -0.01, 400), np.linspace(0.01, 4, 400)]
for d in 10.0 ** -np.arange(3, 9):
    rise = (away + d >= 0) * 1.0 - (away - d >= 0) * 1.0
    assert (rise == 0).all(), f"간격이 {d}일 때 기울지 않은 곳이 아닙니다"
    at_zero = ((d >= 0) * 1.0 - (-d >= 0) * 1.0) / (2 * d)
    assert np.isclose(at_zero, 1 / (2 * d)), "0의 기울기가 한 값으로 다가갑니다"
# --8<-- [end:step_is_flat]


# --8<-- [start:no_gradient]
def step(z):
    return keras.ops.cast(z >= 0, "float32")


keras.utils.set_random_seed(42)
frozen = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        keras.layers.Dense(2, activation=step),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
frozen.compile(loss="mse", optimizer="sgd")
frozen.train_on_batch(X_xor, y_xor)
# --8<-- [end:no_gradient]

# --8<-- [start:only_output_moves]
before = frozen.get_weights()
frozen.train_on_batch(X_xor, y_xor)
moved = [not np.array_equal(u, v) for u, v in zip(before, frozen.get_weights())]
assert moved == [False, False, True, True], f"바뀐 가중치: {moved}"
# --8<-- [end:only_output_moves]

# --8<-- [start:one_sample]
params = [
    np.array([[1.5, -1.0], [0.5, 2.0]]),  # W1
    np.array([[-0.5, 0.5]]),  # b1
    np.array([[2.0], [-1.5]]),  # W2
    np.array([[-1.0]]),  # b2
]
x, target = X_xor[[2]], y_xor[[2]]  # (1, 0)과 1
A1, A2 = forward(params, x)
print(f"{A2[0, 0]:.3f}")
# --8<-- [end:one_sample]

# --8<-- [start:chain]
W1, b1, W2, b2 = params
w, a, y_hat = W1[0, 0], A1[0, 0], A2[0, 0]
slopes = [
    x[0, 0],
    a * (1 - a),
    W2[0, 0],
    y_hat * (1 - y_hat),
    2 * (y_hat - 1),
]
print(*[f"{slope:.3f}" for slope in slopes])
print(f"{np.prod(slopes):.3f}")
# --8<-- [end:chain]

# --8<-- [start:draw_chain]
Z = np.r_[(x @ W1 + b1)[0], (A1 @ W2 + b2)[0]]  # 은닉 유닛 둘과 출력 유닛
loss = (y_hat - 1) ** 2
names = ["$w$", "$z_1$", "$a_1$", "$z_3$", "$\\hat{y}$", "손실"]
values = [w, Z[0], a, Z[2], y_hat, loss]
swept = np.cumprod([1, *slopes[::-1]])[::-1]  # 손실을 그 값으로 미분한 것

fig, ax = plt.subplots(figsize=(5.4, 2))
style = {"color": "C7", "shrinkA": 0, "shrinkB": 0}
center = {"ha": "center", "va": "center"}
for i, (name, value) in enumerate(zip(names, values)):
    ax.add_patch(plt.Circle((i, 1), 0.29, fill=False, ec="C7", lw=1.5))
    ax.text(i, 1, name, **center)
    ax.text(i, 1.55, f"{value:.3f}", **center)
    ax.text(i, 0.4, f"{swept[i]:.3f}", color="C1", **center)
for i, slope in enumerate(slopes):
    ends = {"arrowstyle": "-|>", **style}
    ax.annotate("", (i + 0.71, 1), (i + 0.29, 1), arrowprops=ends)
    ax.text(
        i + 0.5,
        2.0,
        f"×({slope:.3f})" if slope < 0 else f"×{slope:.3f}",
        color="C2",
        **center,
    )
ax.set(xlim=(-0.45, 5.45), ylim=(0.15, 2.2), aspect="equal")
ax.axis("off")
plt.show()
# --8<-- [end:draw_chain]


# --8<-- [start:nudge]
def loss_of(params, X, y):
    return np.mean((forward(params, X)[1] - y) ** 2)


nudged = [p.copy() for p in params]
nudged[0][0, 0] += 0.001
moved = loss_of(nudged, x, target) - loss_of(params, x, target)
print(f"{moved / 0.001:.3f}")
# --8<-- [end:nudge]

# --8<-- [start:draw_forward]
A = np.r_[A1[0], A2[0]]
spots = np.array([[0.6, 5.5], [0.6, 1.7], [4.1, 5.5], [4.1, 1.7], [7.5, 3.6]])
sizes = 0.5, 0.5, 1, 1, 1
edges = (0, 2), (0, 3), (1, 2), (1, 3), (2, 4), (3, 4)
places = np.array([[2, 5.9], [2.4, 4.6], [2.4, 2.6], [2, 1.3], [6.3, 5.1], [5.9, 2]])


def draw_net(inside, weights, biases, output, color, arrow):
    _, ax = plt.subplots(figsize=(5.4, 3.5))
    style = {"arrowstyle": arrow, "color": "C7", "shrinkA": 0, "shrinkB": 0}
    for i, j in edges:
        way = (spots[j] - spots[i]) / np.linalg.norm(spots[j] - spots[i])
        tail, head = spots[i] + sizes[i] * way, spots[j] - sizes[j] * way
        ax.annotate("", head, tail, arrowprops=style)
    ax.annotate("", (9.3, 3.6), (8.5, 3.6), arrowprops=style)
    for spot, size in zip(spots, sizes):
        ax.add_patch(plt.Circle(spot, size, fill=False, ec="C7", lw=1.5))
    center = {"ha": "center", "va": "center", "fontsize": 12.5}
    for spot, text in zip([*spots, [10, 3.6]], [*inside, output]):
        ax.text(*spot, text, **center)
    for spot, text in zip([*places, *(spots[2:] - [0, 1.35])], [*weights, *biases]):
        ax.text(*spot, text, color=color, **center)
    ax.set(xlim=(0, 10.8), ylim=(0, 6.7), aspect="equal")
    ax.axis("off")


draw_net(
    inside=[*x[0], *[f"z {z:.3f}\na {a:.3f}" for z, a in zip(Z, A)]],
    weights=np.r_[W1.ravel(), W2.ravel()],
    biases=[f"b {b}" for b in np.r_[b1[0], b2[0]]],
    output=f"손실\n{loss:.3f}",
    color="C0",
    arrow="-|>",
)
plt.show()
# --8<-- [end:draw_forward]

# --8<-- [start:draw_backward]
dW1, db1, dW2, db2 = backward(params, x, target, A1, A2)
deltas = np.r_[db1[0], db2[0]]  # 편향의 그레이디언트는 δ와 같습니다

draw_net(
    inside=[*x[0], *[f"a {a:.3f}\nδ {d:.3f}" for a, d in zip(A, deltas)]],
    weights=[f"{w:.3f}" for w in np.r_[dW1.ravel(), dW2.ravel()]],
    biases=[f"b {d:.3f}" for d in deltas],
    output=f"$\\partial L/\\partial\\hat{{y}}$\n{2 * (A2 - target)[0, 0]:.3f}",
    color="C1",
    arrow="<|-",
)
plt.show()
# --8<-- [end:draw_backward]


# --8<-- [start:drawing_is_right]
check = {
    "델타": (deltas, [*(deltas[2] * W2[:, 0] * A1[0] * (1 - A1[0])), swept[3]]),
    "은닉층 가중치": (dW1, np.outer(x[0], deltas[:2])),
    "출력층 가중치": (dW2[:, 0], A1[0] * deltas[2]),
    "사슬": (swept[0], dW1[0, 0]),
}
for name, (drawn, by_rule) in check.items():
    assert np.allclose(drawn, by_rule), f"{name}: {drawn}과 {by_rule}"
assert (dW1[1] == 0).all(), f"입력이 0인 가중치의 그레이디언트가 {dW1[1]}입니다"
# --8<-- [end:drawing_is_right]


# --8<-- [start:numeric]
def numeric_gradients(params, X, y, h=1e-6):
    slopes = []
    for p in params:
        for i in np.ndindex(p.shape):
            middle = p[i]
            p[i] = middle + h
            loss_up = loss_of(params, X, y)
            p[i] = middle - h
            slopes.append((loss_up - loss_of(params, X, y)) / (2 * h))
            p[i] = middle
    return np.array(slopes)


# --8<-- [end:numeric]


# --8<-- [start:keras_gradients]
def build_model(params):
    W1, b1, W2, b2 = params
    hidden = keras.layers.Dense(b1.size, activation="sigmoid")
    output = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input(shape=(2,)), hidden, output])
    model.set_weights([W1, b1[0], W2, b2[0]])
    return model


def keras_gradients(model, X, y):
    with tf.GradientTape() as tape:
        loss = keras.losses.MeanSquaredError()(y, model(X))
    grads = tape.gradient(loss, model.trainable_variables)
    return np.concatenate([np.ravel(g) for g in grads])


# --8<-- [end:keras_gradients]

# --8<-- [start:compare]
grads = backward(params, X_xor, y_xor, *forward(params, X_xor))
by_hand = np.concatenate([np.ravel(g) for g in grads])
by_moving = numeric_gradients(params, X_xor, y_xor)
by_keras = keras_gradients(build_model(params), X_xor, y_xor)

for row in zip(by_hand, by_moving, by_keras):
    print(*[f"{value:8.5f}" for value in row])
# --8<-- [end:compare]

# --8<-- [start:gradients_agree]
for n_hidden in 2, 4, 8:
    for seed in range(10):
        some = init(n_hidden, seed)
        hand = backward(some, X_xor, y_xor, *forward(some, X_xor))
        hand = np.concatenate([np.ravel(g) for g in hand])
        gap = abs(hand - numeric_gradients(some, X_xor, y_xor)).max()
        assert gap < 1e-8, f"유닛 {n_hidden}, 시드 {seed}: 움직인 것과 {gap:.1e}"
        gap = abs(hand - keras_gradients(build_model(some), X_xor, y_xor)).max()
        assert gap < 1e-5, f"유닛 {n_hidden}, 시드 {seed}: 케라스와 {gap:.1e}"
# --8<-- [end:gradients_agree]


# --8<-- [start:count]
from itertools import pairwise


def count(sizes):
    layers = list(pairwise(sizes))
    n_params = sum((m + 1) * n for m, n in layers)
    forward = sum(m * n for m, n in layers)
    backward = 2 * forward - sizes[0] * sizes[1]
    return n_params, forward + backward, (n_params + 1) * forward


for sizes in [2, 2, 1], [64, 32, 10], [784, 300, 100, 10]:
    n_params, swept_once, one_by_one = count(sizes)
    print(f"{n_params:7,} {swept_once:9,} {one_by_one:18,}", sizes)
# --8<-- [end:count]


# --8<-- [start:counted]
class Counted(np.ndarray):
    n = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        plain = [np.asarray(value) for value in inputs]
        if ufunc is np.matmul:
            Counted.n += plain[0].size * plain[1].shape[-1]
        return np.asarray(getattr(ufunc, method)(*plain, **kwargs)).view(Counted)


for n_hidden in 2, 4, 8:
    counted = [p.view(Counted) for p in init(n_hidden, seed=0)]
    Counted.n = 0
    passed = forward(counted, X_xor[[0]].view(Counted))
    n_forward = Counted.n
    backward(counted, X_xor[[0]].view(Counted), y_xor[[0]], *passed)
    n_params, swept_once, one_by_one = count([2, n_hidden, 1])
    assert Counted.n == swept_once, f"곱셈 {Counted.n}번, 식은 {swept_once}번"
    assert one_by_one == (n_params + 1) * n_forward, "하나씩 움직이는 곱셈의 수"
for sizes in [2, 2, 1], [64, 32, 10], [784, 300, 100, 10]:
    n_params, swept_once, one_by_one = count(sizes)
    n_forward = one_by_one / (n_params + 1)
    assert swept_once < 3 * n_forward, f"{sizes}: {swept_once / n_forward:.2f}배"
# --8<-- [end:counted]

# --8<-- [start:drawn_net]
_, y_pred = forward(train(params, X_xor, y_xor), X_xor)
print(*[f"{p:.2f}" for p in y_pred.ravel()])
# --8<-- [end:drawn_net]


# --8<-- [start:hundred]
def init_many(n_hidden, n_seeds=100):
    nets = [init(n_hidden, seed) for seed in range(n_seeds)]
    return [np.stack(group) for group in zip(*nets)]


def n_correct(nets):
    return ((forward(nets, X_xor)[1] > 0.5) == y_xor).sum(axis=(1, 2))


results = {n: train(init_many(n), X_xor, y_xor) for n in [2, 4, 8]}
for n, nets in results.items():
    print(n, np.bincount(n_correct(nets), minlength=5))
# --8<-- [end:hundred]

# --8<-- [start:many_is_one]
for seed in 6, 42:
    alone = train(init(2, seed), X_xor, y_xor)
    for one, many in zip(alone, results[2]):
        assert np.allclose(one, many[seed], atol=1e-6), f"시드 {seed}가 다릅니다"
# --8<-- [end:many_is_one]

# --8<-- [start:more_units]
solved = {n: int(np.sum(n_correct(nets) == 4)) for n, nets in results.items()}
assert 65 <= solved[2] <= 85, f"유닛 2개: 100번 가운데 {solved[2]}번"
assert solved[4] == solved[8] == 100, f"유닛 4개와 8개: {solved}"
for first in 100, 200, 300:
    later = [init(4, seed) for seed in range(first, first + 100)]
    later = [np.stack(group) for group in zip(*later)]
    later = train(later, X_xor, y_xor, n_steps=1000)
    assert np.sum(n_correct(later) == 4) >= 97, f"시드 {first}부터 {n_correct(later)}"
# --8<-- [end:more_units]

# --8<-- [start:draw_losses]
nets = init_many(2)
is_stuck = n_correct(results[2]) < 4
losses = []
for _ in range(51):
    losses.append(np.mean((forward(nets, X_xor)[1] - y_xor) ** 2, axis=(1, 2)))
    nets = train(nets, X_xor, y_xor, n_steps=20)
losses = np.array(losses)

fig, ax = plt.subplots(figsize=(5.4, 3.4))
steps = np.arange(0, 1001, 20)
ax.plot(steps, losses[:, ~is_stuck], c="C0", lw=0.8, alpha=0.8)
ax.plot(steps, losses[:, is_stuck], c="C1", lw=1.2)
ax.plot([], [], c="C0", label="네 점을 맞힌 시드")
ax.plot([], [], c="C1", label="막힌 시드")
ax.set(
    xlim=(0, 1000), ylim=(0, 0.32), xlabel="스텝", title="은닉 유닛이 둘일 때의 손실"
)
ax.set_yticks([0, 1 / 8, 1 / 6, 1 / 4], ["0", "1/8", "1/6", "1/4"])
ax.grid(axis="y")
ax.legend(loc="upper right")
plt.show()
# --8<-- [end:draw_losses]

# --8<-- [start:draw_hidden]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3))
for ax, seed, title in zip(axes, [42, 6], ["푼 시드 42", "막힌 시드 6"]):
    W1, b1, W2, b2 = [group[seed] for group in results[2]]
    H = sigmoid(X_xor @ W1 + b1)
    h1 = np.array([-0.2, 1.2])
    ax.plot(h1, -(W2[0] * h1 + b2[0]) / W2[1], c="C2")
    for label, color, marker, size in [(0, "C1", "s", 150), (1, "C0", "o", 60)]:
        points = H[y_xor[:, 0] == label]
        ax.scatter(*points.T, s=size, c=color, marker=marker, zorder=3)
    ax.set(xlim=(-0.2, 1.2), ylim=(-0.2, 1.2), aspect="equal")
    ax.set(xticks=[0, 1], yticks=[0, 1], xlabel="$a_1$", title=title)
axes[0].set_ylabel("$a_2$")
plt.show()
# --8<-- [end:draw_hidden]

# --8<-- [start:stuck_merges]
H = forward(results[2], X_xor)[0]
off, on = [0, 0, 3, 3], [1, 2, 1, 2]  # 레이블이 다른 짝
apart = np.linalg.norm(H[:, off] - H[:, on], axis=-1)
merged = H[is_stuck, np.take(off, apart[is_stuck].argmin(axis=1))]
assert np.max(merged * (1 - merged)) < 0.005, "겹친 점에서 포화하지 않았습니다"
apart = apart.min(axis=1)
assert apart[is_stuck].max() < 0.01, f"막혔는데 {apart[is_stuck].max():.3f} 떨어짐"
assert apart[~is_stuck].min() > 0.3, f"풀었는데 {apart[~is_stuck].min():.3f} 떨어짐"
at_end = np.mean((forward(results[2], X_xor)[1] - y_xor) ** 2, axis=(1, 2))[is_stuck]
gap = abs(at_end[:, None] - [1 / 8, 1 / 6]).min(axis=1)
assert gap.max() < 0.003, f"막힌 손실은 {at_end.round(3)}"
assert at_end.min() > 1 / 8, f"1/8보다 낮습니다: {at_end.min():.4f}"
# --8<-- [end:stuck_merges]

# --8<-- [start:keras_fit]
model = build_model(init(n_hidden=2, seed=42))
model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=5.0))
model.fit(
    np.tile(X_xor, (1000, 1)),
    np.tile(y_xor, (1000, 1)),
    batch_size=4,
    shuffle=False,
    verbose=0,
)
print(*[f"{p:.2f}" for p in np.ravel(model(X_xor))])
# --8<-- [end:keras_fit]

# --8<-- [start:keras_is_numpy]
by_numpy = train(init(n_hidden=2, seed=42), X_xor, y_xor, n_steps=1000)
for ours, theirs in zip(by_numpy, model.get_weights()):
    gap = abs(np.ravel(ours) - np.ravel(theirs)).max()
    assert gap < 1e-3, f"1,000스텝 뒤의 가중치가 {gap:.1e} 다릅니다"
assert np.array_equal(np.array(model(X_xor)) > 0.5, y_xor == 1), (
    "케라스가 XOR를 틀렸습니다"
)
# --8<-- [end:keras_is_numpy]

# --8<-- [start:digits]
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
# --8<-- [end:digits]


# --8<-- [start:fit_digits]
from sklearn.neural_network import MLPClassifier


def fit_digits(y_train, activation, seed=42):
    model = MLPClassifier(
        hidden_layer_sizes=(32,),
        activation=activation,
        learning_rate_init=0.01,
        batch_size=100,
        tol=1e-3,
        random_state=seed,
    )
    return model.fit(X_train, y_train)


# --8<-- [end:fit_digits]

# --8<-- [start:one_matrix]
linear = fit_digits(y_train, "identity")
W1, W2 = linear.coefs_
b1, b2 = linear.intercepts_
W, b = W1 @ W2, b1 @ W2 + b2

print(W1.shape, W2.shape, W.shape)
print(np.array_equal((X_valid @ W + b).argmax(axis=1), linear.predict(X_valid)))
# --8<-- [end:one_matrix]

# --8<-- [start:still_linear]
deep = keras.Sequential(
    [keras.Input(shape=(64,))] + [keras.layers.Dense(n) for n in (50, 40, 30, 10)]
)
rng = np.random.default_rng(0)
weights = [rng.normal(0, 0.1, size=w.shape) for w in deep.get_weights()]
deep.set_weights(weights)
W_all, b_all = np.eye(64), np.zeros(64)
for W_layer, b_layer in zip(weights[::2], weights[1::2]):
    W_all, b_all = W_all @ W_layer, b_all @ W_layer + b_layer
stacked = np.array(deep(X_valid))
assert np.allclose(stacked, X_valid @ W_all + b_all, atol=1e-4), "한 층과 다릅니다"
bent = np.maximum(X_valid @ weights[0] + weights[1], 0) @ weights[2] + weights[3]
flat = (X_valid @ weights[0] + weights[1]) @ weights[2] + weights[3]
assert not np.allclose(bent, flat, atol=1e-2), "ReLU를 넣어도 같습니다"
# --8<-- [end:still_linear]

# --8<-- [start:two_tasks]
tasks = {"열 가지 숫자": lambda y: y, "홀수인가": lambda y: y % 2}
scores = {}
for task, target_of in tasks.items():
    for activation in "identity", "relu":
        models = [fit_digits(target_of(y_train), activation, s) for s in range(5)]
        accuracy = [m.score(X_valid, target_of(y_valid)) for m in models]
        scores[task, activation] = accuracy
        low, high = min(accuracy), max(accuracy)
        print(f"{np.mean(accuracy):.2f} ({low:.2f}~{high:.2f})", task, activation)
# --8<-- [end:two_tasks]

# --8<-- [start:mlp_pays]
for seed in range(5):
    straight, bent = [scores["홀수인가", name][seed] for name in ("identity", "relu")]
    assert bent > straight + 0.04, f"시드 {seed}: {straight:.3f}과 {bent:.3f}"
straight, bent = [np.mean(scores["열 가지 숫자", n]) for n in ("identity", "relu")]
assert abs(bent - straight) < 0.015, f"열 가지 숫자: {straight:.3f}과 {bent:.3f}"
# --8<-- [end:mlp_pays]

# --8<-- [start:line_is_not_enough]
of_ten = linear.score(X_train, y_train)
odd = [
    fit_digits(y_train % 2, "identity", s).score(X_train, y_train % 2) for s in (0, 1)
]
assert of_ten > 0.99, f"열 가지 숫자의 훈련 정확도 {of_ten:.3f}"
assert max(odd) < 0.95, f"홀수의 훈련 정확도 {max(odd):.3f}"
# --8<-- [end:line_is_not_enough]

# --8<-- [start:draw_digits]
fig, ax = plt.subplots(figsize=(5.4, 2.4))
for row, task in enumerate(tasks):
    for name, color, up in [("identity", "C1", 0.12), ("relu", "C0", -0.12)]:
        ax.plot(scores[task, name], 5 * [up - row], "o", c=color, ms=8, alpha=0.6)
ax.plot([], [], "C1o", label="활성화 함수 없음")
ax.plot([], [], "C0o", label="ReLU")
ax.set(xlim=(0.85, 1), ylim=(-1.5, 0.5), xlabel="검증 정확도")
ax.set_yticks([0, -1], tasks)
ax.grid(axis="x")
fig.legend(loc="outside upper center", ncols=2)
plt.show()
# --8<-- [end:draw_digits]

# --8<-- [start:answer_by_hand]
x, target = X_xor[[3]], y_xor[[3]]
A1, A2 = forward(params, x)
delta3 = 2 * A2[0, 0] * A2[0, 0] * (1 - A2[0, 0])
delta1 = delta3 * params[2][0, 0] * A1[0, 0] * (1 - A1[0, 0])
delta2 = delta3 * params[2][1, 0] * A1[0, 1] * (1 - A1[0, 1])
print(f"{delta1:.3f} {delta2:.3f} {delta3:.3f}")
print(numeric_gradients(params, x, target).round(3))
# --8<-- [end:answer_by_hand]

# --8<-- [start:answer_same_start]
same = [np.full(p.shape, 0.5) for p in init(n_hidden=8, seed=42)]
same = train(same, X_xor, y_xor, n_steps=500)
print(same[0].round(2))
print(*[f"{p:.2f}" for p in forward(same, X_xor)[1].ravel()])
# --8<-- [end:answer_same_start]


# --8<-- [start:stay_same]
def copies(seed):
    one = init(1, seed)
    return [np.repeat(p, 8, axis=i) for p, i in zip(one[:3], [1, 1, 0])] + one[3:]


copied = [np.stack(group) for group in zip(*[copies(seed) for seed in range(20)])]
learned = train(copied, X_xor, y_xor, n_steps=500)
gap = np.ptp(learned[0], axis=2).max()
assert gap < 1e-6, f"유닛이 {gap:.1e} 갈라졌습니다"
assert (n_correct(learned) < 4).all(), f"맞힌 개수 {n_correct(learned)}"
# --8<-- [end:stay_same]

# --8<-- [start:noise_grows]
rng = np.random.default_rng(0)
shaken = [p + 1e-6 * rng.normal(size=p.shape) for p in copied]
gap = np.ptp(train(shaken, X_xor, y_xor)[0], axis=2).max()
assert gap > 1, f"가장 크게 벌어진 것이 {gap:.1e}입니다"
# --8<-- [end:noise_grows]


# --8<-- [start:answer_bug]
def backward_bug(params, X, y, A1, A2):
    W2 = params[2]
    D2 = 2 * (A2 - y) / len(X) * A2 * (1 - A2)
    D1 = D2 @ W2.mT
    dW2, db2 = A1.mT @ D2, D2.sum(axis=-2, keepdims=True)
    dW1, db1 = X.T @ D1, D1.sum(axis=-2, keepdims=True)
    return dW1, db1, dW2, db2


nets = init_many(2)
for _ in range(2000):
    grads = backward_bug(nets, X_xor, y_xor, *forward(nets, X_xor))
    nets = [p - 5.0 * g for p, g in zip(nets, grads)]
print(f"{np.mean(n_correct(nets) == 4):.2f}")
grads = backward_bug(params, X_xor, y_xor, *forward(params, X_xor))
gap = np.concatenate([np.ravel(g) for g in grads]) - by_moving
print(f"{np.abs(gap).max():.2f}")
# --8<-- [end:answer_bug]

# --8<-- [start:bug_is_silent]
share = np.mean(n_correct(nets) == 4)
assert share < 0.4, f"빠뜨리고도 {share:.2f}를 풉니다"
assert np.sum(n_correct(results[2]) == 4) > 65, "빠뜨리지 않은 쪽이 덜 풉니다"
correct = [np.ravel(g) for g in backward(params, X_xor, y_xor, *forward(params, X_xor))]
assert abs(np.concatenate(correct) - by_moving).max() < 1e-8, "바른 코드의 차이"
# --8<-- [end:bug_is_silent]


# --8<-- [start:answer_activations]
def train_with(f, slope, params, n_steps=2000):
    for _ in range(n_steps):
        W1, b1, W2, b2 = params
        A1 = f(X_xor @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        D2 = (A2 - y_xor) / 2 * A2 * (1 - A2)
        D1 = D2 @ W2.mT * slope(A1)
        dW2, db2 = A1.mT @ D2, D2.sum(axis=-2, keepdims=True)
        dW1, db1 = X_xor.T @ D1, D1.sum(axis=-2, keepdims=True)
        grads = dW1, db1, dW2, db2
        params = [p - 2.0 * g for p, g in zip(params, grads)]
    return A1, ((A2 > 0.5) == y_xor).all(axis=(1, 2))


pairs = {
    "계단": (lambda z: (z >= 0) * 1.0, lambda a: 0 * a),
    "시그모이드": (sigmoid, lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "ReLU": (lambda z: np.maximum(z, 0), lambda a: (a > 0) * 1.0),
}
for name, (f, slope) in pairs.items():
    runs = [train_with(f, slope, init_many(n)) for n in [2, 4, 8]]
    print(*[solved.sum() for _, solved in runs], name)
# --8<-- [end:answer_activations]

# --8<-- [start:dead_units]
A1, solved_relu = train_with(*pairs["ReLU"], init_many(2))
has_dead = (A1 == 0).all(axis=1).any(axis=1)
assert not has_dead[solved_relu].any(), "죽은 유닛이 있는데 풀었습니다"
share = has_dead[~solved_relu].mean()
assert share > 0.5, f"못 푼 시드에서 유닛이 죽은 비율은 {share:.2f}입니다"
# --8<-- [end:dead_units]

# --8<-- [start:answer_longer]
stuck = [p[is_stuck] for p in results[2]]
for n_steps in 0, 4000, 4000:
    stuck = train(stuck, X_xor, y_xor, n_steps=n_steps)
    loss = np.mean((forward(stuck, X_xor)[1] - y_xor) ** 2, axis=(1, 2))
    rest = loss[n_correct(stuck) < 4]
    print(f"{len(rest)} {rest.min():.4f}~{rest.max():.4f}")
# --8<-- [end:answer_longer]

# --8<-- [start:never_below]
assert len(rest) >= 20, f"8,000스텝을 더 훈련하니 {len(rest)}개만 남았습니다"
assert rest.min() > 1 / 8, f"손실이 1/8보다 낮아졌습니다: {rest.min():.6f}"
# --8<-- [end:never_below]
