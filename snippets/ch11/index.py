"""네 가지 문제의 증상을 잽니다. docs/ch11/index.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = (X / 16).astype("float32")
X_rest, X_test, y_rest, y_test = train_test_split(
    X, y, test_size=397, stratify=y, random_state=42
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=400, stratify=y_rest, random_state=42
)
# --8<-- [end:data]


# --8<-- [start:build]
def build(n_hidden, activation="relu", initializer="he_normal"):
    model = keras.Sequential([keras.Input(shape=(64,))])
    for _ in range(n_hidden):
        model.add(
            keras.layers.Dense(
                100, activation=activation, kernel_initializer=initializer
            )
        )
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


# --8<-- [end:build]


# --8<-- [start:unstable]
def gradient_norms(activation, initializer, seed):
    keras.utils.set_random_seed(seed)
    model = build(10, activation, initializer)
    with tf.GradientTape() as tape:
        p = model(X_train)
        loss = keras.losses.sparse_categorical_crossentropy(y_train, p)
    kernels = [layer.kernel for layer in model.layers[:-1]]
    return [np.linalg.norm(g) for g in tape.gradient(loss, kernels)]


lost, kept = (
    np.array([gradient_norms(*pair, seed) for seed in range(5)])
    for pair in [("sigmoid", "glorot_uniform"), ("relu", "he_normal")]
)
# --8<-- [end:unstable]

# --8<-- [start:make_step]
loss_fn = keras.losses.SparseCategoricalCrossentropy()


def make_step(model):
    @tf.function
    def step(X_batch, y_batch):
        with tf.GradientTape() as tape:
            loss = loss_fn(y_batch, model(X_batch, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        model.optimizer.apply(gradients, model.trainable_variables)

    return step


nets = {}
for optimizer in [keras.optimizers.SGD(0.01), keras.optimizers.Adam(0.01)]:
    model = build(2)
    model.compile(optimizer)
    optimizer.build(model.trainable_variables)
    fresh = [variable.numpy() for variable in optimizer.variables]
    nets[optimizer.name] = model, make_step(model), fresh
# --8<-- [end:make_step]


# --8<-- [start:train]
def train(name, seed, n_labels, n_steps, watch=None):
    model, step, fresh = nets[name]
    keras.utils.set_random_seed(seed)
    model.set_weights(build(2).get_weights())
    for variable, value in zip(model.optimizer.variables, fresh):
        variable.assign(value)
    rng = np.random.default_rng(seed)
    labeled, seen = rng.permutation(1000)[:n_labels], []
    for i in range(n_steps + 1):
        if watch and i % 10 == 0:
            seen.append(watch(model, labeled))
        batch = rng.choice(labeled, 100)
        step(X_train[batch], y_train[batch])
    return model, np.array(seen)


# --8<-- [end:train]

# --8<-- [start:few]
sizes = [20, 50, 100, 300, 1000]
accuracy = np.empty((5, len(sizes)))
for seed in range(5):
    for k, n_labels in enumerate(sizes):
        model, _ = train("adam", seed, n_labels, 30)
        guess = np.argmax(model(X_valid), axis=1)
        accuracy[seed, k] = np.mean(guess == y_valid)
# --8<-- [end:few]


# --8<-- [start:slow]
def whole_loss(model, labeled):
    return float(loss_fn(y_train, model(X_train)))


slow, fast = (
    np.array([train(name, seed, 1000, 60, whole_loss)[1] for seed in range(5)])
    for name in ("sgd", "adam")
)
# --8<-- [end:slow]


# --8<-- [start:overfit]
def both_losses(model, labeled):
    train_loss = loss_fn(y_train[labeled], model(X_train[labeled]))
    return float(train_loss), float(loss_fn(y_valid, model(X_valid)))


gap = np.array([train("adam", seed, 100, 60, both_losses)[1] for seed in range(5)])
# --8<-- [end:overfit]


# --8<-- [start:draw]
def band(ax, x, runs, color, label=None):
    ax.fill_between(
        x, runs.min(axis=0), runs.max(axis=0), color=color, alpha=0.25, lw=0
    )
    ax.plot(x, np.median(runs, axis=0), color=color, label=label)


fig, axes = plt.subplots(2, 2, figsize=(5.4, 5.8), layout="constrained")
fig.get_layout_engine().set(hspace=0.08, wspace=0.06)
(unstable, few), (slow_ax, over) = axes
layers, steps = np.arange(1, 11), np.arange(0, 61, 10)
band(unstable, layers, lost / lost[:, -1:], "C1", "시그모이드, 글로럿")
band(unstable, layers, kept / kept[:, -1:], "C7", "ReLU, He")
unstable.set(title="불안정한 그레이디언트", xlabel="층", ylabel="노름 / 10층의 노름")
unstable.set(yscale="log", xticks=[1, 5, 10], ylim=(1e-7, 1e2))
band(few, sizes, accuracy, "C0")
few.set(title="모자란 레이블", xlabel="레이블 수", ylabel="검증 정확도")
few.set(xscale="log", ylim=(0, 1), xticks=[20, 100, 1000])
few.set_xticklabels(["20", "100", "1,000"])
band(slow_ax, steps, slow, "C1", "SGD, 0.01")
band(slow_ax, steps, fast, "C7", "Adam, 0.01")
slow_ax.set(title="느린 훈련", xlabel="스텝", ylabel="훈련 손실", ylim=(0, 3))
band(over, steps, gap[..., 0], "C7", "훈련")
band(over, steps, gap[..., 1], "C1", "검증")
over.set(title="과대적합", xlabel="스텝", ylabel="손실", ylim=(0, 3))
for ax in (unstable, slow_ax, over):
    ax.legend(fontsize=9, frameon=False)
plt.show()
# --8<-- [end:draw]

# --8<-- [start:vanishes]
ratio = lost[:, 0] / lost[:, -1]
assert ratio.max() < 1e-4, f"시그모이드의 1층이 10층의 {ratio}배입니다"
ratio = kept[:, 0] / kept[:, -1]
assert ratio.min() > 0.1 and ratio.max() < 10, f"ReLU의 1층이 10층의 {ratio}배입니다"
# --8<-- [end:vanishes]

# --8<-- [start:labels_matter]
means = accuracy.mean(axis=0)
assert means[0] < 0.7 and means[-1] > 0.9, f"평균 정확도가 {means}입니다"
gain = accuracy[:, 2] - accuracy[:, 0]
assert gain.min() > 0.1, f"레이블을 100개로 늘려 얻은 정확도가 {gain}입니다"
# --8<-- [end:labels_matter]

# --8<-- [start:slower]
assert slow[:, -1].min() > 1.5, f"SGD의 마지막 손실이 {slow[:, -1]}입니다"
assert fast[:, -1].max() < 0.5, f"Adam의 마지막 손실이 {fast[:, -1]}입니다"
# --8<-- [end:slower]

# --8<-- [start:overfits]
assert gap[:, -1, 0].max() < 0.05, f"훈련 손실이 {gap[:, -1, 0]}입니다"
assert gap[:, -1, 1].min() > 0.25, f"검증 손실이 {gap[:, -1, 1]}입니다"
# --8<-- [end:overfits]
