"""docs/ch10/subclassing.md의 코드입니다."""

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


# --8<-- [start:DigitNet]
class DigitNet(keras.Model):
    def __init__(self, n_hidden=2, wide=True, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [
            keras.layers.Dense(32, activation="relu", name=f"hidden{i + 1}")
            for i in range(n_hidden)
        ]
        self.out = keras.layers.Dense(10, activation="softmax", name="out")
        self.wide = wide

    def call(self, x):
        h = x
        for layer in self.hidden:
            h = layer(h)
        if self.wide:
            h = keras.ops.concatenate([x, h], axis=1)
        return self.out(h)


# --8<-- [end:DigitNet]


# --8<-- [start:train]
def train(model, X, y, epochs=10):
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        metrics=["accuracy"],
    )
    return model.fit(X, y, batch_size=100, epochs=epochs, verbose=0)


# --8<-- [end:train]

# --8<-- [start:first_fit]
keras.utils.set_random_seed(42)
model = DigitNet(n_hidden=2, wide=True)
history = train(model, X_train, y_train)

loss, accuracy = model.evaluate(X_valid, y_valid, verbose=0)
print(f"{accuracy:.2f} 검증 정확도")
# --8<-- [end:first_fit]

# --8<-- [start:same_as_functional]
inputs = keras.Input(shape=(64,))
h = keras.layers.Dense(32, activation="relu")(inputs)
h = keras.layers.Dense(32, activation="relu")(h)
joined = keras.layers.Concatenate()([inputs, h])
outputs = keras.layers.Dense(10, activation="softmax")(joined)
functional = keras.Model(inputs, outputs)
functional.set_weights(model.get_weights())
gap = np.abs(functional(X_valid) - model(X_valid)).max()
assert gap < 1e-6, f"함수형 API의 예측과 {gap}만큼 다릅니다"
# --8<-- [end:same_as_functional]


# --8<-- [start:IfNet]
class IfNet(DigitNet):
    def call(self, x):
        if keras.ops.mean(x) > 0.5:
            x = 1 - x
        return super().call(x)


if_net = IfNet()
image = X_valid[:1]
print(np.allclose(if_net(image), if_net(1 - image)))
# --8<-- [end:IfNet]

# --8<-- [start:brightness]
brightest = X.mean(axis=1).max()
darkest = (1 - X).mean(axis=1).min()
assert brightest < 0.5 < darkest, (
    f"가장 밝은 원본 {brightest:.2f}, 가장 어두운 뒤집은 것 {darkest:.2f}"
)
# --8<-- [end:brightness]

# --8<-- [start:if_in_fit]
import re

try:
    train(if_net, X_train, y_train)
except Exception as error:
    print(type(error).__name__)
    print(re.search("Using .+? not allowed", str(error))[0])
# --8<-- [end:if_in_fit]

# --8<-- [start:only_in_graph]
eager = IfNet()
eager.compile(loss="sparse_categorical_crossentropy", run_eagerly=True)
losses = [
    eager.evaluate(inputs, y_valid, batch_size=400, verbose=0)
    for inputs in [X_valid, 1 - X_valid]
]
assert np.isclose(*losses, rtol=1e-5), f"손실이 {losses}입니다"
for method in [if_net.evaluate, if_net.train_on_batch]:
    try:
        method(X_valid, y_valid)
        name = "오류 없음"
    except Exception as error:
        name = type(error).__name__
    assert name == "OperatorNotAllowedInGraphError", f"{method.__name__}에서 {name}"
# --8<-- [end:only_in_graph]

# --8<-- [start:autograph]
import tensorflow as tf

batch = (1 - X_valid[:5]).astype("float32")
converted = tf.function(if_net.call)(batch)
gap = np.abs(converted - if_net(X_valid[:5])).max()
assert gap < 1e-6, f"AutoGraph로 바꾼 예측과 {gap}만큼 다릅니다"
try:
    tf.function(if_net.call, autograph=False)(batch)
    name = "오류 없음"
except Exception as error:
    name = type(error).__name__
assert name == "OperatorNotAllowedInGraphError", f"AutoGraph를 끄면 {name}"
# --8<-- [end:autograph]


# --8<-- [start:TalkingNet]
class TalkingNet(DigitNet):
    def call(self, x):
        print(type(x).__name__, x.shape)
        return super().call(x)


talking = TalkingNet()
talking(X_train[:5])
print("--- 한 번 더 호출")
talking(X_train[:5])
print("--- fit의 100스텝")
train(talking, X_train, y_train, epochs=10)
print("--- 이어서 100스텝")
more = talking.fit(X_train, y_train, batch_size=100, epochs=10, verbose=0)
# --8<-- [end:TalkingNet]

# --8<-- [start:steps_really_ran]
steps = int(talking.optimizer.iterations)
assert steps == 200, f"{steps}스텝을 훈련했습니다"
drop = more.history["loss"][0] - more.history["loss"][-1]
assert drop > 0, f"인쇄가 없는 동안 손실이 {drop:.3f}만큼 줄었습니다"
# --8<-- [end:steps_really_ran]

# --8<-- [start:noise_layers]
rng = np.random.default_rng(42)


class NumpyNoise(keras.layers.Layer):
    def call(self, x):
        return x + rng.normal(0, 0.2, 64).astype("float32")


class KerasNoise(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed = keras.random.SeedGenerator(42)

    def call(self, x):
        return x + keras.random.normal((64,), stddev=0.2, seed=self.seed)


# --8<-- [end:noise_layers]

# --8<-- [start:four_steps]
noisy = {}
for layer in [NumpyNoise(), KerasNoise()]:
    noisy_net = keras.Sequential([keras.Input(shape=(64,)), layer])
    same_image = np.repeat(X_train[:1], 4, axis=0)
    noisy[layer.name] = noisy_net.predict(same_image, batch_size=1, verbose=0)

for name, images in noisy.items():
    print(len(np.unique(images, axis=0)), name)
# --8<-- [end:four_steps]

# --8<-- [start:noise_is_noise]
fresh = NumpyNoise()
calls = [np.array(fresh(X_train[:1])) for _ in range(4)]
assert len(np.unique(calls, axis=0)) == 4, "바로 호출해도 잡음이 같습니다"
for name, images in noisy.items():
    spread = (images - X_train[:1]).std()
    assert 0.1 < spread < 0.3, f"{name}의 표준편차가 {spread:.2f}입니다"
# --8<-- [end:noise_is_noise]

# --8<-- [start:draw_noise]
fig, axes = plt.subplots(2, 4, figsize=(5.4, 3.1))
for row, (images, name) in enumerate(zip(noisy.values(), ["np", "keras"])):
    for column in range(4):
        ax = axes[row, column]
        ax.imshow(images[column].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        if row == 0:
            ax.set_title(f"{column + 1}스텝")
    axes[row, 0].set_ylabel(f"{name}.random")
plt.show()
# --8<-- [end:draw_noise]

# --8<-- [start:where_cond]
mixed = np.concatenate([X_valid[:3], 1 - X_valid[3:4]])  # 넷째만 뒤집힘

bright = keras.ops.mean(mixed, axis=1, keepdims=True) > 0.5
by_where = keras.ops.where(bright, 1 - mixed, mixed)
by_cond = keras.ops.cond(
    keras.ops.mean(mixed) > 0.5,
    lambda: 1 - mixed,
    lambda: mixed,
)
print(np.mean(by_where, axis=1) < 0.5, "where")
print(np.mean(by_cond, axis=1) < 0.5, "cond")
# --8<-- [end:where_cond]

# --8<-- [start:draw_flip]
fig, axes = plt.subplots(3, 4, figsize=(5.4, 4.2))
rows = {"넣은 것": mixed, "where": by_where, "cond": by_cond}
for row, (name, images) in enumerate(rows.items()):
    for ax, image in zip(axes[row], np.array(images)):
        ax.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    axes[row, 0].set_ylabel(name)
plt.show()
# --8<-- [end:draw_flip]


# --8<-- [start:FlipNet]
class FlipNet(DigitNet):
    def call(self, x):
        bright = keras.ops.mean(x, axis=1, keepdims=True) > 0.5
        return super().call(keras.ops.where(bright, 1 - x, x))


keras.utils.set_random_seed(42)
flip = FlipNet()
train(flip, X_train, y_train)

for net in [model, flip]:
    scores = [
        np.mean(np.argmax(net(images), axis=1) == y_valid)
        for images in [X_valid, 1 - X_valid]
    ]
    print(f"{scores[0]:.2f} {scores[1]:.2f} {type(net).__name__}")
# --8<-- [end:FlipNet]

# --8<-- [start:flip_is_exact]
gap = np.abs(flip(X_valid) - flip(1 - X_valid)).max()
assert gap == 0, f"뒤집은 숫자의 예측이 {gap}만큼 다릅니다"
gap = np.abs(flip(X_valid) - flip.predict(1 - X_valid, verbose=0)).max()
assert gap < 1e-6, f"predict의 예측이 {gap}만큼 다릅니다"
# --8<-- [end:flip_is_exact]


# --8<-- [start:both_branches]
traced = []


class Branch(keras.layers.Layer):
    def call(self, x):
        def bright():
            traced.append("bright")
            return 1 - x

        def dark():
            traced.append("dark")
            return x

        return keras.ops.cond(keras.ops.mean(x) > 0.5, bright, dark)


branch = Branch()
branch(X_valid[:3])
assert traced == ["dark"], f"바로 호출하면 {traced}를 지납니다"
traced.clear()
branch(keras.Input(shape=(64,)))
assert sorted(traced) == ["bright", "dark"], f"추적하면 {traced}를 지납니다"
# --8<-- [end:both_branches]


# --8<-- [start:python_in_graph]
def error_of(body):
    class Body(keras.layers.Layer):
        def call(self, x):
            return body(x)

    try:
        Body()(keras.Input(shape=(64,)))
    except Exception as error:
        return type(error).__name__
    return "오류 없음"


def assign(x):
    x[0] = 0
    return x


expected = {
    "OperatorNotAllowedInGraphError": [
        lambda x: x if keras.ops.max(x) > 0.5 else -x,
        lambda x: sum(row for row in x),
    ],
    "TypeError": [lambda x: x * float(keras.ops.max(x)), assign],
    "NotImplementedError": [lambda x: x * np.max(x)],
    "AttributeError": [lambda x: x * x.numpy()],
    "오류 없음": [lambda x: x if x.shape[1] == 64 else -x],
}
for name, bodies in expected.items():
    for body in bodies:
        assert error_of(body) == name, f"{name}이 아니라 {error_of(body)}입니다"
# --8<-- [end:python_in_graph]


# --8<-- [start:MaxScale]
class MaxScale(keras.layers.Layer):
    def __init__(self, start=1.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.high = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
            trainable=False,
        )

    def call(self, x, training=False):
        if training:
            largest = keras.ops.max(x, axis=0)
            self.high.assign(keras.ops.maximum(self.high, largest))
        return x / self.high


# --8<-- [end:MaxScale]

# --8<-- [start:use_MaxScale]
scale = MaxScale()
raw_net = keras.Sequential([keras.Input(shape=(64,)), scale, DigitNet()])
train(raw_net, 16 * X_train, y_train, epochs=2)

print(np.max(16 * X_train, axis=0)[:8].astype(int), "훈련 세트의 최댓값")
print(keras.ops.convert_to_numpy(scale.high)[:8].astype(int), "scale.high")
# --8<-- [end:use_MaxScale]

# --8<-- [start:high_is_max]
high = keras.ops.convert_to_numpy(scale.high)
largest = np.maximum(1, 16 * X_train.max(axis=0))
assert np.array_equal(high, largest), f"기억한 최댓값은 {high}"
raw_net.evaluate(32 * X_valid, y_valid, batch_size=400, verbose=0)
after = keras.ops.convert_to_numpy(scale.high)
assert np.array_equal(high, after), "평가할 때도 최댓값이 바뀝니다"
trainable = [weight.path for weight in raw_net.trainable_variables]
assert scale.high.path not in trainable, "훈련 가능한 파라미터에 들었습니다"
assert scale.high.path in [weight.path for weight in raw_net.weights], (
    "모델의 가중치에 없습니다"
)
# --8<-- [end:high_is_max]


# --8<-- [start:leaked]
class Attribute(keras.layers.Layer):
    def call(self, x):
        self.high = keras.ops.max(x)
        return x / self.high


attribute = Attribute()
forgetful = keras.Sequential([keras.Input(shape=(64,)), attribute])
forgetful.predict(X_valid, batch_size=400, verbose=0)
assert attribute.weights == [], "속성이 가중치가 되었습니다"
try:
    float(attribute.high)
    name = "오류 없음"
except TypeError as error:
    name = str(error)
assert "SymbolicTensor" in name, f"남은 값: {name}"
# --8<-- [end:leaked]

# --8<-- [start:get_config]
print(MaxScale(start=2.0).get_config()["start"])
print(DigitNet(n_hidden=3).get_config()["n_hidden"])
# --8<-- [end:get_config]

# --8<-- [start:defaults_only]
assert keras.layers.Layer.__new__ is not keras.Model.__new__, "같은 __new__입니다"
for arguments in [{"n_hidden": 5}, {"wide": False}]:
    config = DigitNet(**arguments).get_config()
    name, given = next(iter(arguments.items()))
    assert config[name] != given, f"{name}에 {given}이 남았습니다"
copy = DigitNet.from_config(DigitNet(wide=False).get_config())
assert copy.wide, "되살린 모델이 인수를 기억합니다"
# --8<-- [end:defaults_only]


# --8<-- [start:SavableNet]
class SavableNet(DigitNet):
    def get_config(self):
        config = super().get_config()
        config.update(n_hidden=len(self.hidden), wide=self.wide)
        return config


copy = SavableNet.from_config(SavableNet(n_hidden=3).get_config())
print(len(copy.hidden), copy.wide)
# --8<-- [end:SavableNet]


# --8<-- [start:ForgetfulNet]
class ForgetfulNet(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        h = keras.layers.Dense(32, activation="relu")(x)
        return self.out(h)


forgetful = ForgetfulNet()
print(np.allclose(forgetful(X_valid), forgetful(X_valid)))
print([tuple(weight.shape) for weight in forgetful.weights])
# --8<-- [end:ForgetfulNet]

# --8<-- [start:made_in_call]
assert len(forgetful.weights) == 2, f"가중치가 {len(forgetful.weights)}개입니다"
try:
    train(forgetful, X_train, y_train, epochs=1)
    message = "오류 없음"
except ValueError as error:
    message = str(error)
assert "created on the first call" in message, f"다른 결과입니다: {message}"
# --8<-- [end:made_in_call]


# --8<-- [start:places]
class Places(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.one = keras.layers.Dense(4)
        self.many = [keras.layers.Dense(4), keras.layers.Dense(4)]
        self.named = {"a": keras.layers.Dense(4)}
        self.nested = [({"b": keras.layers.Dense(4)},)]

    def call(self, x):
        for layer in [self.one, *self.many, self.named["a"], self.nested[0][0]["b"]]:
            x = layer(x)
        return x


places = Places()
places(X_valid[:1])
assert len(places.trainable_variables) == 10, f"{len(places.weights)}개를 찾았습니다"


class NoSuper(keras.Model):
    def __init__(self):
        self.out = keras.layers.Dense(10)

    def call(self, x):
        return self.out(x)


try:
    NoSuper()(X_valid[:1])
    message = "오류 없음"
except RuntimeError as error:
    message = str(error)
assert "forgot to call" in message, f"다른 결과입니다: {message}"
# --8<-- [end:places]


# --8<-- [start:Penalty]
class Penalty(keras.layers.Layer):
    def call(self, x):
        self.add_loss(keras.ops.mean(keras.ops.square(x)))
        return x


keras.utils.set_random_seed(42)
penalized = keras.Sequential(
    [
        keras.Input(shape=(64,)),
        keras.layers.Dense(32, activation="relu"),
        Penalty(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
penalized.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
# --8<-- [end:Penalty]

# --8<-- [start:add_loss]
total = penalized.evaluate(X_valid, y_valid, batch_size=400, verbose=0)

probability = keras.ops.convert_to_numpy(penalized(X_valid))
cross_entropy = -np.log(probability[np.arange(400), y_valid]).mean()
penalty = float(penalized.losses[0])
print(f"{cross_entropy:.4f} 크로스 엔트로피")
print(f"{penalty:.4f} add_loss")
print(f"{total:.4f} evaluate")
# --8<-- [end:add_loss]

# --8<-- [start:loss_counts]
W, b = penalized.get_weights()[:2]
by_hand = np.mean(np.maximum(X_valid @ W + b, 0) ** 2)
assert np.isclose(penalty, by_hand, rtol=1e-4), f"{penalty}와 {by_hand}"
assert np.isclose(total, cross_entropy + by_hand, rtol=1e-4), f"더한 값은 {total}"
penalized(X_valid), penalized(X_valid)
assert len(penalized.losses) == 1, "호출할 때마다 쌓입니다"
recorded = penalized.train_on_batch(X_valid, y_valid)
assert np.isclose(recorded, total, rtol=1e-4), f"훈련 손실은 {recorded}"
# --8<-- [end:loss_counts]

# --8<-- [start:summary]
fresh = DigitNet(name="fresh")
fresh.summary()
# --8<-- [end:summary]


# --8<-- [start:same_summary]
class Chain(keras.Model):
    def __init__(self, backwards, **kwargs):
        super().__init__(**kwargs)
        self.a = keras.layers.Dense(64, name="a")
        self.b = keras.layers.Dense(64, name="b")
        self.backwards = backwards

    def call(self, x):
        return self.a(self.b(x)) if self.backwards else x + self.b(self.a(x))


def summary_of(net):
    lines = []
    net(X_valid[:1])
    net.summary(print_fn=lambda text, **kwargs: lines.append(text))
    return "".join(lines)


chains = [Chain(backwards, name="chain") for backwards in [False, True]]
assert summary_of(chains[0]) == summary_of(chains[1]), "요약에 연결이 보입니다"
chains[1].set_weights(chains[0].get_weights())
first, second = [keras.ops.convert_to_numpy(chain(X_valid)) for chain in chains]
assert not np.allclose(first, second), "연결이 같은 두 모델입니다"
for name in ["input", "output"]:
    assert not hasattr(chains[0], name), f"서브클래싱 모델에 {name}이 있습니다"
    assert hasattr(functional, name), f"함수형 모델에 {name}이 없습니다"
# --8<-- [end:same_summary]

# --8<-- [start:build_only]
fresh = DigitNet(name="fresh")
fresh.build((None, 64))
print(fresh.built, fresh.count_params())
# --8<-- [end:build_only]

# --8<-- [start:symbolic_call]
fresh = DigitNet(name="fresh")
fresh(keras.Input(shape=(64,)))
print(fresh.count_params())
# --8<-- [end:symbolic_call]


# --8<-- [start:TwoHeads]
class TwoHeads(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.digit = keras.layers.Dense(10, activation="softmax")
        self.odd = keras.layers.Dense(1, activation="sigmoid")

    def call(self, x):
        return self.digit(x), self.odd(x)


loss = {"digit": "sparse_categorical_crossentropy", "odd": "binary_crossentropy"}
targets = {"digit": y_train, "odd": y_train % 2}
# --8<-- [end:TwoHeads]


# --8<-- [start:NamedHeads]
class NamedHeads(TwoHeads):
    def call(self, x):
        return {"digit": self.digit(x), "odd": self.odd(x)}


two = NamedHeads()
two.compile(loss=loss, loss_weights={"digit": 0.7, "odd": 0.3})
record = two.fit(X_train, targets, batch_size=100, verbose=0).history
print(sorted(record))
# --8<-- [end:NamedHeads]

# --8<-- [start:train_step]
import tensorflow as tf


class WatchedNet(DigitNet):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        logs = self.compute_metrics(x, y, y_pred)
        return logs | {"loss": loss, "norm": tf.linalg.global_norm(gradients)}


keras.utils.set_random_seed(42)
watched = WatchedNet()
record = train(watched, X_train, y_train).history
print(*[f"{norm:.1f}" for norm in record["norm"]])
# --8<-- [end:train_step]

# --8<-- [start:same_as_fit]
pairs = zip(watched.get_weights(), model.get_weights())
gap = max(np.abs(a - b).max() for a, b in pairs)
assert gap < 1e-4, f"fit으로 훈련한 가중치와 {gap}만큼 다릅니다"
gap = record["loss"][0] - history.history["loss"][0]
assert abs(gap) > 0.1, f"첫 에포크의 손실이 {gap:.3f}만큼만 다릅니다"
# --8<-- [end:same_as_fit]


# --8<-- [start:answer_attribute]
class GainNet(DigitNet):
    gain = 1.0

    def call(self, x):
        return super().call(self.gain * x)


gain_net = GainNet()
before = gain_net.predict(X_valid, batch_size=400, verbose=0)
gain_net.gain = 0.0
print(np.allclose(gain_net.predict(X_valid, batch_size=400, verbose=0), before))
print(np.allclose(gain_net(X_valid), before))
# --8<-- [end:answer_attribute]


# --8<-- [start:answer_dense]
class MyDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        shape = (input_shape[-1], self.units)
        self.kernel = self.add_weight(shape=shape, initializer="glorot_uniform")
        self.bias = self.add_weight(shape=shape[1:], initializer="zeros")

    def call(self, x):
        return self.activation(keras.ops.matmul(x, self.kernel) + self.bias)


mine = MyDense(32, activation="relu")
theirs = keras.layers.Dense(32, activation="relu")
mine.build((None, 64))
theirs.build((None, 64))
mine.set_weights(theirs.get_weights())
print(np.allclose(mine(X_valid), theirs(X_valid), atol=1e-6))
# --8<-- [end:answer_dense]


# --8<-- [start:answer_nan]
def gradient(function):
    x = tf.constant([0.0, 4.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
    print(value.numpy(), tape.gradient(value, x).numpy())


def inside(x):
    return keras.ops.where(x > 0, x, 1.0)


gradient(lambda x: keras.ops.where(x > 0, keras.ops.log(x), 0.0))
gradient(lambda x: keras.ops.where(x > 0, keras.ops.log(inside(x)), 0.0))
# --8<-- [end:answer_nan]


# --8<-- [start:answer_residual]
class Residual(keras.layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, x):
        return x + self.layer(x)

    def get_config(self):
        config = super().get_config()
        config["layer"] = keras.saving.serialize_keras_object(self.layer)
        return config

    @classmethod
    def from_config(cls, config):
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)


residual = Residual(keras.layers.Dense(64, activation="relu"))
copy = Residual.from_config(residual.get_config())
print(copy.layer.units, copy.layer.activation.__name__)
# --8<-- [end:answer_residual]
