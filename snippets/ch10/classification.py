"""분류에서의 MLP입니다. docs/ch10/classification.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

X, y = load_breast_cancer(return_X_y=True)  # (569, 30)
y = 1 - y  # 악성이면 1, 양성이면 0
X_train, X_valid, y_train, y_valid = train_test_split(
    X, y, test_size=200, stratify=y, random_state=42
)
# --8<-- [end:data]

# --8<-- [start:binary]
norm = keras.layers.Normalization()
norm.adapt(X_train)

keras.utils.set_random_seed(42)
model = keras.Sequential(
    [
        keras.Input(shape=(30,)),
        norm,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
)
# --8<-- [end:binary]

# --8<-- [start:fit_binary]
model.fit(X_train, y_train, epochs=10, batch_size=32, verbose=0)

p = keras.ops.convert_to_numpy(model(X_valid)).ravel()
print(p[:8].round(2))
print(y_valid[:8])
print(f"정확도 {np.mean((p > 0.5) == y_valid):.2f}")
# --8<-- [end:fit_binary]

# --8<-- [start:binary_formula]
Z = model.layers[1](norm(X_valid)) @ model.layers[2].kernel + model.layers[2].bias
z = keras.ops.convert_to_numpy(Z).ravel().astype(float)
log_p, log_q = -np.logaddexp(0, -z), -np.logaddexp(0, z)
by_hand = -np.mean(y_valid * log_p + (1 - y_valid) * log_q)
loss = model.evaluate(X_valid, y_valid, verbose=0)
assert np.isclose(loss, by_hand, rtol=1e-3), f"손실 {loss:.5f}, 식 {by_hand:.5f}"
assert np.allclose(p, np.exp(log_p), atol=1e-5), "확률이 로짓의 시그모이드가 아닙니다"
# --8<-- [end:binary_formula]

# --8<-- [start:thresholds]
print("임곗값  놓친 암  헛경보  재현율  정밀도")
for threshold in (0.05, 0.2, 0.5, 0.9):
    called = p > threshold
    hit = np.sum(called & (y_valid == 1))
    missed, false = np.sum(y_valid) - hit, np.sum(called) - hit
    recall, precision = hit / np.sum(y_valid), hit / np.sum(called)
    print(f"{threshold:6}{missed:8}{false:8}{recall:9.2f}{precision:8.2f}")
# --8<-- [end:thresholds]

# --8<-- [start:recall_falls]
from sklearn.metrics import precision_score, recall_score

levels = np.linspace(0.01, 0.99, 99)
recalls = [recall_score(y_valid, p > t) for t in levels]
assert (np.diff(recalls) <= 0).all(), "임곗값을 높였는데 재현율이 올랐습니다"
precisions = [precision_score(y_valid, p > t) for t in levels]
assert (np.diff(precisions) < 0).any(), "정밀도가 떨어지는 곳이 없습니다"
# --8<-- [end:recall_falls]

# --8<-- [start:draw_threshold]
levels = np.linspace(0.01, 0.99, 197)
calls = p[:, None] > levels
hits = np.sum(calls & (y_valid[:, None] == 1), axis=0)

plt.plot(levels, hits / np.sum(y_valid), label="재현율")
plt.plot(levels, hits / np.sum(calls, axis=0), "--", label="정밀도")
plt.axvline(0.5, c="C7", lw=1, ls=":")
plt.xlabel("임곗값")
plt.ylim(0.7, 1.01)
plt.legend(loc="lower center")
plt.show()
# --8<-- [end:draw_threshold]

# --8<-- [start:digits]
from sklearn.datasets import load_digits

X, y = load_digits(return_X_y=True)
X = X / 16  # (1797, 64), 0~1

X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
# --8<-- [end:digits]


# --8<-- [start:train]
def train(n_outputs, activation, loss, labels, seed=42):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(n_outputs, activation=activation),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.02)
    model.compile(loss=loss, optimizer=adam)
    model.fit(X_train, labels, epochs=10, batch_size=100, verbose=0)
    return model


def predict(model):
    return keras.ops.convert_to_numpy(model(X_valid))


# --8<-- [end:train]

# --8<-- [start:multiclass]
multiclass = train(10, "softmax", "sparse_categorical_crossentropy", y_train)
p_digit = predict(multiclass)
print(f"정확도 {np.mean(p_digit.argmax(axis=1) == y_valid):.2f}")

unsure = p_digit.max(axis=1).argmin()  # 가장 자신 없는 이미지
print(p_digit[unsure].round(2), f"합 {p_digit[unsure].sum():.2f}")
print("답", p_digit[unsure].argmax(), "정답", y_valid[unsure])
# --8<-- [end:multiclass]

# --8<-- [start:softmax_sums]
z = np.random.default_rng(0).normal(0, 5, (1000, 10))
by_hand = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
by_keras = keras.ops.convert_to_numpy(keras.ops.softmax(z))
assert np.allclose(by_keras, by_hand, atol=1e-6), "소프트맥스의 식과 다릅니다"
assert np.allclose(p_digit.sum(axis=1), 1, atol=1e-5), "예측의 합이 1이 아닙니다"
# --8<-- [end:softmax_sums]

# --8<-- [start:one_is_enough]
two = np.stack([0 * z[:, 0], z[:, 0]], axis=1)
by_softmax = keras.ops.convert_to_numpy(keras.ops.softmax(two))[:, 1]
by_sigmoid = keras.ops.convert_to_numpy(keras.ops.sigmoid(z[:, 0]))
assert np.allclose(by_softmax, by_sigmoid, atol=1e-6), "두 값이 다릅니다"
# --8<-- [end:one_is_enough]

# --8<-- [start:compare_sklearn]
from sklearn.neural_network import MLPClassifier

print("시드  케라스  MLPClassifier")
for seed in (42, 43, 44):
    net = multiclass
    if seed != 42:
        net = train(10, "softmax", "sparse_categorical_crossentropy", y_train, seed)
    mlp = MLPClassifier(
        hidden_layer_sizes=[32],
        learning_rate_init=0.02,
        batch_size=100,
        tol=0.02,
        n_iter_no_change=3,
        random_state=seed,
    )
    mlp.fit(X_train, y_train)
    hit = predict(net).argmax(axis=1) == y_valid
    print(f"{seed:4}{np.mean(hit):8.2f}{mlp.score(X_valid, y_valid):15.2f}")
# --8<-- [end:compare_sklearn]


# --8<-- [start:labels]
def to_labels(y):
    even, big, hole = y % 2 == 0, y >= 5, np.isin(y, [0, 6, 8, 9])
    return np.stack([even, big, hole], axis=1).astype(int)


Y_train, Y_valid = to_labels(y_train), to_labels(y_valid)
print(to_labels(np.array([8, 1, 6, 7])))
# --8<-- [end:labels]

# --8<-- [start:sklearn_heads]
even = y_train % 2
for labels, expected in [
    (y_train, "softmax"),
    (even, "logistic"),
    (np.stack([even, 1 - even], axis=1), "logistic"),
]:
    mlp = MLPClassifier(hidden_layer_sizes=[4], tol=10, n_iter_no_change=1)
    mlp.fit(X_train, labels)
    assert mlp.out_activation_ == expected, f"출력층은 {mlp.out_activation_}입니다"
# --8<-- [end:sklearn_heads]

# --8<-- [start:multilabel]
multilabel = train(3, "sigmoid", "binary_crossentropy", Y_train)
p_label = predict(multilabel)
called = p_label > 0.5

print("칸마다", np.mean(called == Y_valid, axis=0).round(2))
print(f"셋 모두 {np.mean(np.all(called == Y_valid, axis=1)):.2f}")
print(f"확률의 합 {p_label.sum(axis=1).min():.1f}~{p_label.sum(axis=1).max():.1f}")
# --8<-- [end:multilabel]

# --8<-- [start:sums_vary]
sums = p_label.sum(axis=1)
assert sums.min() < 0.2 and sums.max() > 2.8, f"합이 {sums.min()}~{sums.max()}입니다"
hidden, output = multilabel.layers
z = keras.ops.convert_to_numpy(hidden(X_valid) @ output.kernel + output.bias)
gap = np.abs(p_label - 1 / (1 + np.exp(-z))).max()
assert gap < 1e-5, f"칸마다의 시그모이드와 {gap}만큼 다릅니다"
# --8<-- [end:sums_vary]

# --8<-- [start:tied]
tied = train(3, "softmax", "binary_crossentropy", Y_train)
greedy = train(3, "sigmoid", "categorical_crossentropy", Y_train)

print("첫 손실  끝 손실  셋 모두  켠 레이블")
for net in (multilabel, tied, greedy):
    losses = net.history.history["loss"]
    called = predict(net) > 0.5
    exact = np.mean(np.all(called == Y_valid, axis=1))
    n_called = np.mean(called.sum(axis=1))
    print(f"{losses[0]:7.1f}{losses[-1]:9.1f}{exact:9.2f}{n_called:11.1f}")
# --8<-- [end:tied]

# --8<-- [start:same_weights]
for a, b in zip(multilabel.get_weights(), tied.get_weights()):
    assert np.allclose(a, b, atol=1e-3), "두 모델의 가중치가 다릅니다"
assert (np.sum(predict(tied) > 0.5, axis=1) <= 1).all(), "둘 넘게 켠 이미지가 있습니다"
# --8<-- [end:same_weights]


# --8<-- [start:assumes_one]
import tensorflow as tf

z = tf.Variable([[1.0, 2.0, 0.5]])
for labels, is_right in [([[1.0, 0.0, 0.0]], True), ([[1.0, 1.0, 1.0]], False)]:
    with tf.GradientTape() as tape:
        loss = tf.nn.softmax_cross_entropy_with_logits(labels, z)
    gradient, proba = tape.gradient(loss, z).numpy(), tf.nn.softmax(z).numpy()
    assert np.allclose(gradient, proba - labels), f"그레이디언트: {gradient}"
    same = np.allclose(gradient, np.sum(labels) * proba - labels)
    assert same == is_right, f"{labels}의 그레이디언트: {gradient}"
assert gradient.max() < 0, f"세 로짓이 함께 올라가지 않습니다: {gradient}"
# --8<-- [end:assumes_one]


# --8<-- [start:other_seeds]
def start_over(model, seed):
    """그래프를 다시 만들지 않도록, 훈련한 모델을 다른 시드의 처음으로 되돌립니다."""
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    for variable in model.optimizer.variables:
        if "learning_rate" not in variable.path:
            variable.assign(keras.ops.zeros(variable.shape, variable.dtype))


net = keras.models.clone_model(multilabel)
net.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02))
net.optimizer.build(net.trainable_variables)
for seed in (43, 44):
    for each in (net, greedy):
        start_over(each, seed)
        for rows in np.split(np.random.permutation(1000), 10) * 10:
            each.train_on_batch(X_train[rows], Y_train[rows])
    exact = np.mean(np.all((predict(net) > 0.5) == Y_valid, axis=1))
    hidden, output = net.layers
    logits = hidden(X_valid) @ output.kernel + output.bias
    half = keras.ops.convert_to_numpy(keras.ops.softmax(logits)) > 0.5
    wrong = np.mean(np.all(half == Y_valid, axis=1))
    assert exact > 0.8 and wrong < 0.5, f"시드 {seed}: {exact:.2f}, {wrong:.2f}"
    n_called = np.mean(np.sum(predict(greedy) > 0.5, axis=1))
    assert n_called > 2.9, f"시드 {seed}: 켠 레이블 {n_called:.2f}개"
# --8<-- [end:other_seeds]

# --8<-- [start:draw_heads]
names = ["짝수", "5 이상", "구멍"]
right = np.all((p_label > 0.5) == Y_valid, axis=1)
fig, axes = plt.subplots(3, 3, figsize=(5.4, 4), width_ratios=[1, 2, 2])
for row, digit in zip(axes, [8, 4, 1]):
    i = np.flatnonzero(right & (y_valid == digit))[0]
    row[0].imshow(X_valid[i].reshape(8, 8), cmap="gray_r")
    row[0].axis("off")
    for ax, net, color in zip(row[1:], [multilabel, tied], ["C0", "C1"]):
        ax.barh(names, predict(net)[i], color=color)
        ax.axvline(0.5, c="C7", lw=1, ls=":")
        ax.set(xlim=(0, 1), ylim=(2.6, -0.6), xticks=[])
    row[2].set_yticks([])
for ax, title in zip(axes[0, 1:], ["시그모이드", "소프트맥스"]):
    ax.set_title(title)
for ax in axes[2, 1:]:
    ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
plt.show()
# --8<-- [end:draw_heads]

# --8<-- [start:single]
single = train(1, "softmax", "binary_crossentropy", Y_train[:, 0])
losses = single.history.history["loss"]
p_even = predict(single).ravel()

print(f"손실 {losses[0]:.2f} → {losses[-1]:.2f}")
print(f"예측 {np.unique(p_even.round(3))}")
print(f"정확도 {np.mean((p_even > 0.5) == Y_valid[:, 0]):.2f}")
# --8<-- [end:single]

# --8<-- [start:always_one]
z = np.random.default_rng(0).normal(0, 100, (50, 1))
assert (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) == 1).all(), "1이 아닙니다"
hit = np.mean((p_even > 0.5) == Y_valid[:, 0])
assert np.isclose(hit, Y_valid[:, 0].mean()), f"정확도 {hit:.3f}"
# --8<-- [end:always_one]

# --8<-- [start:loose]
loose = train(10, "sigmoid", "sparse_categorical_crossentropy", y_train)
p_loose = predict(loose)

print(f"같은 답 {np.mean(p_loose.argmax(axis=1) == p_digit.argmax(axis=1)):.2f}")
print(f"확률의 합 {p_loose.sum(axis=1).min():.1f}~{p_loose.sum(axis=1).max():.1f}")
# --8<-- [end:loose]

# --8<-- [start:bare]
bare = train(10, None, "sparse_categorical_crossentropy", y_train)
losses = bare.history.history["loss"]

print(f"첫 에포크 {losses[0]:.1f}")
print("셋째부터", *[f"{loss:.2f}" for loss in losses[2:6]])
print(f"정확도 {np.mean(predict(bare).argmax(axis=1) == y_valid):.1f}")
# --8<-- [end:bare]

# --8<-- [start:never_below_chance]
for seed in (43, 44):
    start_over(bare, seed)
    bare.fit(X_train, y_train, epochs=10, batch_size=100, verbose=0)
    loss = bare.history.history["loss"][-1]
    hit = np.mean(predict(bare).argmax(axis=1) == y_valid)
    assert loss > np.log(10) - 0.01, f"시드 {seed}: 손실 {loss:.3f}"
    assert hit < 0.6, f"시드 {seed}: 정확도 {hit:.2f}"
negative = -np.random.default_rng(0).exponential(1, (20, 10))
loss = keras.losses.sparse_categorical_crossentropy(np.arange(20) % 10, negative)
assert np.allclose(loss, np.log(10), atol=1e-4), "모두 음수인 출력의 손실이 다릅니다"
# --8<-- [end:never_below_chance]

# --8<-- [start:from_logits]
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
logit = train(10, None, loss, y_train)
z = predict(logit)

print(f"손실 {multiclass.evaluate(X_valid, y_valid, verbose=0):.4f} 소프트맥스")
print(f"손실 {logit.evaluate(X_valid, y_valid, verbose=0):.4f} 로짓")
print(z[unsure].round(1))
print(keras.ops.convert_to_numpy(keras.ops.softmax(z[unsure])).round(2))
# --8<-- [end:from_logits]

# --8<-- [start:same_loss]
exact = keras.ops.convert_to_numpy(keras.ops.softmax(z))
assert np.allclose(exact, p_digit, atol=1e-3), "두 모델의 확률이 다릅니다"
labels = np.random.default_rng(0).integers(10, size=1000)
z10 = np.random.default_rng(1).normal(0, 2, (1000, 10))
from_p = keras.losses.sparse_categorical_crossentropy(
    labels, keras.ops.convert_to_numpy(keras.ops.softmax(z10))
)
from_z = keras.losses.sparse_categorical_crossentropy(labels, z10, from_logits=True)
assert np.allclose(from_p, from_z, atol=1e-3), "두 손실이 다릅니다"
# --8<-- [end:same_loss]

# --8<-- [start:stability]
by_p = keras.losses.BinaryCrossentropy()
by_z = keras.losses.BinaryCrossentropy(from_logits=True)

for label, logit_value in [(0, 1), (0, 10), (0, 100), (1, -100)]:
    answer, z = np.array([[label]]), np.array([[float(logit_value)]])
    p_one = keras.ops.convert_to_numpy(keras.ops.sigmoid(z))
    print(f"{logit_value:4}{by_p(answer, p_one):10.4f}{by_z(answer, z):10.4f}")
# --8<-- [end:stability]

# --8<-- [start:clipped]
for label, value in [(0, 100.0), (1, -100.0), (0, 60.0), (1, -37.0)]:
    answer, z = np.array([[label]]), np.array([[value]])
    exact = np.logaddexp(0, abs(value))
    assert np.isclose(by_z(answer, z), exact), f"로짓 {value}의 손실이 다릅니다"
    p_one = keras.ops.convert_to_numpy(keras.ops.sigmoid(z))
    low = float(by_p(answer, p_one))
    assert 15.9 < low < 16.2, f"로짓 {value}의 손실이 {low:.2f}입니다"
assert np.isclose(low, -np.log(1e-7), atol=1e-3), f"1e-7의 손실이 아닙니다: {low}"
# --8<-- [end:clipped]

# --8<-- [start:draw_clipped]
z = np.linspace(-10, 40, 501)[:, None].astype("float32")
zero = np.zeros_like(z)
p_one = keras.ops.convert_to_numpy(keras.ops.sigmoid(z))
loss_p = keras.losses.binary_crossentropy(zero, p_one)
loss_z = keras.losses.binary_crossentropy(zero, z, from_logits=True)
clipped = p_one > 1 - 1e-7  # 잘린 곳에서는 기울기가 0입니다

fig, (left, right) = plt.subplots(1, 2, figsize=(5.4, 2.9))
left.plot(z, loss_p, label="확률로")
left.plot(z, loss_z, "--", label="로짓으로")
right.plot(z, np.where(clipped, 0, p_one))
right.plot(z, p_one, "--")
left.set(title="손실", xlabel="로짓")
right.set(title="손실의 기울기", xlabel="로짓", ylim=(-0.1, 1.3))
left.legend()
plt.show()
# --8<-- [end:draw_clipped]

# --8<-- [start:slope_is_p]
for value in (-3.0, 0.5, 8.0):
    near = np.array([[value - 1e-4], [value + 1e-4]])
    low, high = keras.losses.binary_crossentropy(np.zeros((2, 1)), near, True)
    slope = float(high - low) / 2e-4
    expected = 1 / (1 + np.exp(-value))
    assert abs(slope - expected) < 0.01, f"로짓 {value}의 기울기가 {slope:.4f}입니다"
far = keras.ops.convert_to_numpy(keras.ops.sigmoid(np.array([[20.0], [30.0]])))
low, high = keras.losses.binary_crossentropy(np.zeros((2, 1)), far)
assert float(low) == float(high), f"잘린 곳의 손실이 {low:.4f}와 {high:.4f}입니다"
# --8<-- [end:slope_is_p]

# --8<-- [start:remembers]
Dense, Rescaling = keras.layers.Dense, keras.layers.Rescaling
heads = {
    "시그모이드": ([Dense(1, activation="sigmoid")], by_p),
    "시그모이드, Rescaling": ([Dense(1, activation="sigmoid"), Rescaling(1.0)], by_p),
    "로짓": ([Dense(1)], by_z),
}
for name, (layers, loss) in heads.items():
    net = keras.Sequential([keras.Input(shape=(1,)), *layers])
    net.set_weights([np.ones((1, 1)), np.zeros(1)])
    net.compile(loss=loss, optimizer=keras.optimizers.SGD(learning_rate=0.001))
    value = net.train_on_batch(np.array([[100.0]]), np.array([[0.0]]))
    print(f"{value:6.2f} {net.get_weights()[0][0, 0]:.2f} {name}")
# --8<-- [end:remembers]

# --8<-- [start:answer_classes]
from_classes = to_labels(p_digit.argmax(axis=1))

print(f"{np.mean(np.all(from_classes == Y_valid, axis=1)):.2f} 숫자를 맞힌 다음")
print(f"{np.mean(np.all((p_label > 0.5) == Y_valid, axis=1)):.2f} 레이블을 바로")
# --8<-- [end:answer_classes]

# --8<-- [start:classes_win]
for seed in range(5):
    scores = []
    for labels in (y_train, Y_train):
        mlp = MLPClassifier(
            hidden_layer_sizes=[32],
            learning_rate_init=0.02,
            batch_size=100,
            tol=0.02,
            n_iter_no_change=3,
            random_state=seed,
        )
        answer = mlp.fit(X_train, labels).predict(X_valid)
        answer = to_labels(answer) if answer.ndim == 1 else answer
        scores.append(np.mean(np.all(answer == Y_valid, axis=1)))
    assert scores[0] > scores[1] + 0.02, f"시드 {seed}: {scores}"
# --8<-- [end:classes_win]

# --8<-- [start:answer_two]
two = train(2, "softmax", "sparse_categorical_crossentropy", Y_train[:, 0])
p_two = predict(two)
hidden, output = two.layers
z = keras.ops.convert_to_numpy(hidden(X_valid) @ output.kernel + output.bias)
by_sigmoid = 1 / (1 + np.exp(-(z[:, 1] - z[:, 0])))

print(f"정확도 {np.mean(p_two.argmax(axis=1) == Y_valid[:, 0]):.2f}")
print(f"가장 큰 차이 {np.abs(p_two[:, 1] - by_sigmoid).max():.4f}")
# --8<-- [end:answer_two]

# --8<-- [start:answer_threshold]
X, y = load_breast_cancer(return_X_y=True)
y = 1 - y
y_cancer = train_test_split(y, test_size=200, stratify=y, random_state=42)[1]

threshold = np.sort(p[y_cancer == 1])[2]
called = p >= threshold
print(f"임곗값 {threshold:.2f}")
print("놓친 암", np.sum(~called & (y_cancer == 1)))
print("헛경보", np.sum(called & (y_cancer == 0)))
# --8<-- [end:answer_threshold]
