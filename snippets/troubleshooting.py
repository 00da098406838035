"""문제 해결입니다. docs/troubleshooting.md에서 읽습니다."""

# --8<-- [start:version]
import keras

print(keras.__version__, keras.config.backend())
# --8<-- [end:version]

# --8<-- [start:data]
import contextlib
import tempfile
import warnings

import numpy as np
import tensorflow as tf
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
X_small, y_small = X_train[:100], y_train[:100]
# --8<-- [end:data]


# --8<-- [start:build_model]
def build_model(learning_rate=0.01):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate=learning_rate),
        metrics=["accuracy"],
    )
    return model


keras.utils.set_random_seed(42)
model = build_model(learning_rate=0.5)
model.fit(X_train, y_train, epochs=5, batch_size=50, verbose=0)
# --8<-- [end:build_model]

# --8<-- [start:input_first]
with_input = keras.Sequential(
    [keras.Input(shape=(64,)), keras.layers.Dense(16)],
)
with_batch = keras.Sequential(
    [keras.Input(batch_shape=(1, 64)), keras.layers.Dense(16)],
)
print(with_input.input_shape, with_batch.input_shape)
# --8<-- [end:input_first]

# --8<-- [start:input_tuple]
print(keras.Input(shape=(28 * 28,)).shape)
# --8<-- [end:input_tuple]

# --8<-- [start:call_first]
lazy = keras.Sequential([keras.layers.Dense(10)])
print(lazy.built)

lazy(X_small)
print(lazy.built, lazy.count_params())
# --8<-- [end:call_first]

# --8<-- [start:new_import]
print(keras.utils.to_categorical([2, 0], num_classes=3))
# --8<-- [end:new_import]

# --8<-- [start:import_table]
import importlib

OLD = """
keras.utils.np_utils.to_categorical keras.utils.to_categorical
keras.utils.vis_utils.plot_model keras.utils.plot_model
keras.layers.core.Dense keras.layers.Dense
keras.layers.advanced_activations.LeakyReLU keras.layers.LeakyReLU
keras.layers.normalization.BatchNormalization keras.layers.BatchNormalization
keras.layers.experimental.preprocessing.Normalization keras.layers.Normalization
keras.engine.topology.Layer keras.layers.Layer
keras.optimizers.adam keras.optimizers.Adam
"""
for line in OLD.split("\n")[1:-1]:
    found = []
    for path in line.split():
        module, name = path.rsplit(".", 1)
        try:
            found.append(hasattr(importlib.import_module(module), name))
        except ModuleNotFoundError:
            found.append(False)
    assert found == [False, True], f"{line}: {found}를 찾았습니다"
try:
    keras.optimizers.legacy.Adam()
    message = ""
except ImportError as error:
    message = str(error)
assert "not supported in Keras 3" in message, f"legacy의 메시지가 다릅니다: {message}"
# --8<-- [end:import_table]

# --8<-- [start:retracing]
import io
import logging

log = io.StringIO()
handler = logging.StreamHandler(log)
tf.get_logger().addHandler(handler)

nets = [build_model() for _ in range(6)]
for net in nets:
    net.predict(X_small, verbose=0)

tf.get_logger().removeHandler(handler)
start = log.getvalue().index("triggered")
print(log.getvalue()[start:].split(". ")[0])
# --8<-- [end:retracing]

# --8<-- [start:direct_calls]
log.seek(0)
log.truncate()
tf.get_logger().addHandler(handler)

outputs = [net(X_small) for net in nets]

tf.get_logger().removeHandler(handler)
print(len(log.getvalue()))
# --8<-- [end:direct_calls]

# --8<-- [start:same_outputs]
for net, output in zip(nets, outputs):
    again = net.predict(X_small, verbose=0)
    assert np.allclose(output, again, atol=1e-6), "두 방법의 예측이 다릅니다"
# --8<-- [end:same_outputs]

# --8<-- [start:wrong_shapes]
for wrong in (X_small[0], X_small[:, :63]):
    try:
        model.predict(wrong, verbose=0)
    except ValueError as error:
        line = str(error).splitlines()[2]
        print(line.split(". ")[-1].split("layer: ")[-1])
# --8<-- [end:wrong_shapes]

# --8<-- [start:right_shapes]
images = X_small.reshape(-1, 8, 8)
print(model.predict(X_small[:1], verbose=0).shape)
print(model.predict(images.reshape(len(images), -1), verbose=0).shape)
# --8<-- [end:right_shapes]

# --8<-- [start:symbolic]
inputs = keras.Input(shape=(64,))
for function in (tf.exp, np.exp):
    try:
        function(inputs)
    except ValueError as error:
        print(str(error).split(". ")[0])
# --8<-- [end:symbolic]

# --8<-- [start:keras_ops]
grower = keras.Model(inputs, keras.ops.exp(inputs))
print(np.allclose(grower(X_small), np.exp(X_small)))
# --8<-- [end:keras_ops]


# --8<-- [start:python_if]
class Flip(keras.layers.Layer):
    def call(self, x):
        if keras.ops.mean(x) > 0.3:
            return 1 - x
        return x


try:
    keras.Sequential([keras.Input(shape=(64,)), Flip()])
except Exception as error:
    print(type(error).__name__)
    print(str(error).split("Error encountered:\n\n")[1].split(". ")[0])
# --8<-- [end:python_if]


# --8<-- [start:ops_where]
class Flip(keras.layers.Layer):
    def call(self, x):
        return keras.ops.where(keras.ops.mean(x) > 0.3, 1 - x, x)


flip = keras.Sequential([keras.Input(shape=(64,)), Flip()])
print(X_small.mean() > 0.3, np.allclose(flip(X_small), 1 - X_small))
# --8<-- [end:ops_where]

# --8<-- [start:ops_where_both]
dark = X_small / 10
assert X_small.mean() > 0.3 > dark.mean(), "두 갈래를 모두 지나지 않습니다"
assert np.allclose(flip(dark), dark), "평균이 작을 때 그대로 두지 않습니다"
# --8<-- [end:ops_where_both]

# --8<-- [start:lr_silent]
optimizer = keras.optimizers.SGD(learning_rate=0.01)
optimizer.lr = 0.5
print(f"{float(optimizer.learning_rate):.2f} lr에 0.5를 넣은 다음")

optimizer.learning_rate = 0.5
print(f"{float(optimizer.learning_rate):.2f} learning_rate에 0.5를 넣은 다음")
# --8<-- [end:lr_silent]

# --8<-- [start:learning_rate_value]
model.optimizer.learning_rate = 0.02
print(f"{float(model.optimizer.learning_rate):.2f}")
# --8<-- [end:learning_rate_value]

# --8<-- [start:learning_rate_used]
trial, moves = build_model(), []
for rate in (0.01, 0.0, 0.02):
    trial.optimizer.learning_rate = rate
    before = keras.ops.convert_to_numpy(trial.layers[1].bias).copy()
    trial.train_on_batch(X_small, y_small)
    after = keras.ops.convert_to_numpy(trial.layers[1].bias)
    moves.append(np.abs(after - before).max())
assert moves[0] > 0 and moves[2] > 0, f"편향이 움직이지 않았습니다: {moves}"
assert moves[1] == 0, "학습률이 0인데 편향이 움직였습니다"
# --8<-- [end:learning_rate_used]

# --8<-- [start:metrics_list]
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer="sgd",
    metrics=["accuracy"],
)
print(list(model.evaluate(X_small, y_small, verbose=0, return_dict=True)))
# --8<-- [end:metrics_list]


# --8<-- [start:two_outputs]
def build_two():
    inputs = keras.Input(shape=(64,))
    hidden = keras.layers.Dense(16, activation="relu")(inputs)
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(hidden)
    even = keras.layers.Dense(1, activation="sigmoid", name="even")(hidden)
    return keras.Model(inputs, [digit, even])


LOSSES = ["sparse_categorical_crossentropy", "binary_crossentropy"]
y_two = (y_small, 1.0 - y_small % 2)
# --8<-- [end:two_outputs]

# --8<-- [start:metrics_by_name]
two = build_two()
two.compile(
    loss=LOSSES,
    loss_weights=[0.9, 0.1],
    metrics={"digit": "accuracy", "even": "accuracy"},
)
result = two.evaluate(X_small, y_two, batch_size=100, verbose=0, return_dict=True)
print(list(result))
# --8<-- [end:metrics_by_name]

# --8<-- [start:weighted_total]
total = 0.9 * result["digit_loss"] + 0.1 * result["even_loss"]
assert np.isclose(result["loss"], total, rtol=1e-5), (
    f"{result['loss']:.6f}와 {total:.6f}"
)
# --8<-- [end:weighted_total]

# --8<-- [start:uneven_batches]
uneven = two.evaluate(X_small, y_two, batch_size=90, verbose=0, return_dict=True)
weighted = 0.9 * uneven["digit_loss"] + 0.1 * uneven["even_loss"]
assert np.isclose(uneven["loss"], total, rtol=1e-5), f"전체 손실 {uneven['loss']:.6f}"
assert abs(weighted - total) > 1e-4, f"마지막 배치가 작은데도 {weighted:.6f}입니다"
# --8<-- [end:uneven_batches]


# --8<-- [start:two_inputs]
def build_halves():
    top = keras.Input(shape=(32,), name="top")
    bottom = keras.Input(shape=(32,), name="bottom")
    both = keras.layers.Concatenate()([top, bottom])
    outputs = keras.layers.Dense(10, activation="softmax")(both)
    return keras.Model([top, bottom], outputs, name="halves")


halves = build_halves()
top, bottom = X_small[:, :32], X_small[:, 32:]
# --8<-- [end:two_inputs]

# --8<-- [start:list_tuple_dict]
as_list = halves([top, bottom])
as_tuple = halves((top, bottom))
as_dict = halves({"top": top, "bottom": bottom})
print(np.allclose(as_list, as_tuple), np.allclose(as_list, as_dict))
# --8<-- [end:list_tuple_dict]

# --8<-- [start:validation_pair]
halves.compile(loss="sparse_categorical_crossentropy")
seen = []
for pair in ([[top, bottom], y_small], ((top, bottom), y_small)):
    history = halves.fit(
        [top, bottom], y_small, batch_size=100, validation_data=pair, verbose=0
    )
    seen.append(history.history["val_loss"][0])
assert seen[1] < seen[0], f"이어서 훈련한 손실이 {seen}입니다"
# --8<-- [end:validation_pair]

# --8<-- [start:matching_loss]
probability = model(X_small)
sparse = keras.losses.SparseCategoricalCrossentropy()
onehot = keras.losses.CategoricalCrossentropy()
y_onehot = keras.utils.to_categorical(y_small, num_classes=10)

print(f"{float(sparse(y_small, probability)):.4f} 정수 레이블")
print(f"{float(onehot(y_onehot, probability)):.4f} 원-핫 레이블")
# --8<-- [end:matching_loss]

# --8<-- [start:out_of_range]
try:
    model.train_on_batch(X_small, y_small + 1)
except tf.errors.InvalidArgumentError as error:
    start = error.message.index("Received a label")
    print(error.message[start:].split(".")[0])
# --8<-- [end:out_of_range]

# --8<-- [start:relabel]
y_from_one = y_small + 1
classes, y_from_zero = np.unique(y_from_one, return_inverse=True)
print(y_from_one.min(), y_from_one.max(), "고치기 전")
print(y_from_zero.min(), y_from_zero.max(), "고친 다음")
# --8<-- [end:relabel]

# --8<-- [start:relabel_trains]
loss = build_model().train_on_batch(X_small, y_from_zero)[0]
assert np.isfinite(loss), f"손실이 {loss}입니다"
assert np.array_equal(classes[y_from_zero], y_from_one), "되돌린 레이블이 다릅니다"
# --8<-- [end:relabel_trains]

# --8<-- [start:compiled]
fresh = keras.Sequential([keras.Input(shape=(64,)), keras.layers.Dense(1)])
print(fresh.predict(X_small, verbose=0).shape)

fresh.compile(loss="mean_squared_error", optimizer="sgd")
print(fresh.compiled)
# --8<-- [end:compiled]

# --8<-- [start:new_optimizer]
first, second = build_model(), build_model()
print(first.optimizer is second.optimizer)

for net in (first, second):
    loss, accuracy = net.train_on_batch(X_small, y_small)
print(int(second.optimizer.iterations))
# --8<-- [end:new_optimizer]

# --8<-- [start:copy_optimizer]
adam = keras.optimizers.Adam(learning_rate=0.003)
copied = keras.optimizers.Adam.from_config(adam.get_config())
print(copied is adam, f"{float(copied.learning_rate):.3f}")
# --8<-- [end:copy_optimizer]

# --8<-- [start:gone_methods]
for name in ("predict_classes", "predict_proba", "fit_generator", "evaluate_generator"):
    assert not hasattr(model, name), f"{name}이 있습니다"
# --8<-- [end:gone_methods]

# --8<-- [start:argmax]
probability = model.predict(X_small, verbose=0)
predicted = probability.argmax(axis=1)
print(predicted.shape, f"{np.mean(predicted == y_small):.2f}")
# --8<-- [end:argmax]

# --8<-- [start:argmax_is_accuracy]
accuracy = model.evaluate(X_small, y_small, verbose=0, return_dict=True)["accuracy"]
assert np.isclose(np.mean(predicted == y_small), accuracy), f"정확도 {accuracy:.4f}"
# --8<-- [end:argmax_is_accuracy]

# --8<-- [start:save_keras]
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    model.save("digits.keras")
    loaded = keras.models.load_model("digits.keras")
print(np.array_equal(loaded(X_small), model(X_small)))
# --8<-- [end:save_keras]

# --8<-- [start:same_message]
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    model.export("exported", verbose=False)
    for name in ("exported", "nothing"):
        try:
            keras.models.load_model(name)
            message = ""
        except ValueError as error:
            message = str(error)
        assert "File format not supported" in message, f"{name}의 메시지: {message}"
# --8<-- [end:same_message]

# --8<-- [start:export]
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    model.export("digits", verbose=False)
    layer = keras.layers.TFSMLayer("digits", call_endpoint="serve")
    print(np.allclose(layer(X_small), model(X_small), atol=1e-6))
# --8<-- [end:export]

# --8<-- [start:serving_default]
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    tf.saved_model.save(model, "plain")
    plain = keras.layers.TFSMLayer("plain", call_endpoint="serving_default")
    (served,) = tf.nest.flatten(plain(tf.cast(X_small, "float32")))
assert np.allclose(served, model(X_small), atol=1e-6), "예측이 다릅니다"
# --8<-- [end:serving_default]

# --8<-- [start:save_weights]
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    model.save_weights("digits.weights.h5")
    again = build_model()
    again.load_weights("digits.weights.h5")
print(np.array_equal(again(X_small), model(X_small)))
# --8<-- [end:save_weights]


# --8<-- [start:regressor]
def build_regressor(loss):
    model = keras.Sequential([keras.Input(shape=(64,)), keras.layers.Dense(1)])
    model.compile(loss=loss, optimizer="sgd")
    return model


# --8<-- [end:regressor]

# --8<-- [start:three_ways]
short, full = build_regressor("mse"), build_regressor("mean_squared_error")

with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    short.save("new.keras")
    by_keras = keras.models.load_model("new.keras")

    short.save("old.h5")
    by_hand = keras.models.load_model("old.h5", compile=False)

    full.save("full.h5")
    by_name = keras.models.load_model("full.h5")

for saved, loaded in ((short, by_keras), (short, by_hand), (full, by_name)):
    print(loaded.compiled, np.array_equal(loaded(X_small), saved(X_small)))
# --8<-- [end:three_ways]

# --8<-- [start:only_aliases]
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    fails = []
    for loss in ("mse", "mae", "huber"):
        build_regressor(loss).save("loss.h5")
        try:
            keras.models.load_model("loss.h5")
        except ValueError:
            fails.append(loss)
assert fails == ["mse", "mae"], f"실패한 손실은 {fails}입니다"
# --8<-- [end:only_aliases]

# --8<-- [start:not_trained]
untrained = build_regressor("mean_squared_error")
untrained.compile(loss="mean_squared_error", optimizer="adam")

with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    untrained.save("untrained.keras")
    loaded = keras.models.load_model("untrained.keras")
print(np.array_equal(loaded(X_small), untrained(X_small)))
# --8<-- [end:not_trained]

# --8<-- [start:trained]
untrained.train_on_batch(X_small, y_small)
with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
    warnings.simplefilter("error", UserWarning)
    untrained.save(f"{folder}/trained.keras")
    loaded = keras.models.load_model(f"{folder}/trained.keras")
assert int(loaded.optimizer.iterations) == 1, "옵티마이저의 스텝 수가 다릅니다"
# --8<-- [end:trained]

# --8<-- [start:h5_first]
regressor = build_regressor("mean_squared_error")
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    regressor.save("old.h5")
    regressor.save("new.keras")
    loaded = keras.models.load_model("new.keras")
print(type(loaded.optimizer).__name__)
# --8<-- [end:h5_first]

# --8<-- [start:keras_first]
regressor = build_regressor("mean_squared_error")
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    regressor.save("new.keras")
    regressor.save("old.h5")
    loaded = keras.models.load_model("new.keras")
print(type(loaded.optimizer).__name__)
# --8<-- [end:keras_first]


# --8<-- [start:unregistered]
class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return self.factor * x


scaled = keras.Sequential([keras.Input(shape=(64,)), Scale(3.0)])
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    scaled.save("scaled.keras")
    try:
        keras.models.load_model("scaled.keras")
    except TypeError as error:
        start = str(error).index("Could not locate")
        print(*str(error)[start:].split(". ")[:2], sep="\n")
# --8<-- [end:unregistered]


# --8<-- [start:registered]
@keras.saving.register_keras_serializable()
class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return self.factor * x


scaled = keras.Sequential([keras.Input(shape=(64,)), Scale(3.0)])
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    scaled.save("scaled.keras")
    loaded = keras.models.load_model("scaled.keras")
print(loaded.layers[0].factor)
# --8<-- [end:registered]

# --8<-- [start:custom_objects]
plain = keras.saving.get_registered_object("Custom>Scale")
assert plain is Scale, "등록된 이름이 다릅니다"
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    keras.Sequential([keras.Input(shape=(64,)), Flip()]).save("flip.keras")
    loaded = keras.models.load_model("flip.keras", custom_objects={"Flip": Flip})
assert np.allclose(loaded(X_small), 1 - X_small), "불러온 모델의 출력이 다릅니다"
try:
    Scale(np.ones(64)).get_config()
    message = ""
except NotImplementedError as error:
    message = str(error)
assert "override `get_config()`" in message, f"메시지가 다릅니다: {message[:80]}"
# --8<-- [end:custom_objects]

# --8<-- [start:no_lambda]
doubled = keras.Sequential([keras.Input(shape=(64,)), keras.layers.Rescaling(2.0)])
with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    doubled.save("doubled.keras")
    loaded = keras.models.load_model("doubled.keras")
print(np.allclose(loaded(X_small), 2 * X_small))
# --8<-- [end:no_lambda]

# --8<-- [start:checkpoint_names]
for name, weights_only in (
    ("best.keras", False),
    ("best.h5", False),
    ("best.weights.h5", True),
):
    keras.callbacks.ModelCheckpoint(name, save_weights_only=weights_only)
    print(name)
# --8<-- [end:checkpoint_names]

# --8<-- [start:checkpoint_refuses]
for name, weights_only in (
    ("best", False),
    ("best.hdf5", False),
    ("best.ckpt", True),
    ("best.h5", True),
):
    try:
        keras.callbacks.ModelCheckpoint(name, save_weights_only=weights_only)
        message = ""
    except ValueError as error:
        message = str(error)
    end = ".weights.h5" if weights_only else ".keras"
    assert f"must end in `{end}`" in message, f"{name}의 메시지: {message}"
# --8<-- [end:checkpoint_refuses]

# --8<-- [start:history_names]
scheduler = keras.callbacks.LearningRateScheduler(lambda epoch, lr: 0.9 * lr)
history = build_model().fit(X_small, y_small, verbose=0, callbacks=[scheduler])
print(list(history.history))
# --8<-- [end:history_names]

# --8<-- [start:stuck]
stuck = build_model(learning_rate=0.0)  # 검증 손실이 줄지 않습니다
stopping = keras.callbacks.EarlyStopping(patience=2)
# --8<-- [end:stuck]

# --8<-- [start:without_validation]
history = stuck.fit(
    X_small, y_small, epochs=8, batch_size=100, verbose=0, callbacks=[stopping]
)
print(f"{len(history.epoch)}에포크")
# --8<-- [end:without_validation]

# --8<-- [start:with_validation]
history = stuck.fit(
    X_small,
    y_small,
    epochs=8,
    batch_size=100,
    validation_data=(X_valid, y_valid),
    verbose=0,
    callbacks=[stopping],
)
print(f"{len(history.epoch)}에포크")
# --8<-- [end:with_validation]

# --8<-- [start:plateau_fixed]
slower = keras.callbacks.ReduceLROnPlateau(
    monitor="loss", factor=0.5, patience=0, min_delta=10
)
history = build_model(learning_rate=0.1).fit(
    X_small, y_small, epochs=3, verbose=0, callbacks=[slower]
)
print([f"{rate:.3f}" for rate in history.history["learning_rate"]])
# --8<-- [end:plateau_fixed]

# --8<-- [start:plateau_late]
scheduled = build_model(keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9))
waiting = keras.callbacks.ReduceLROnPlateau(monitor="loss", patience=2, min_delta=10)
ends = []
count = keras.callbacks.LambdaCallback(
    on_epoch_begin=lambda epoch, logs: ends.append(epoch)
)
try:
    scheduled.fit(X_small, y_small, epochs=9, verbose=0, callbacks=[count, waiting])
    message = ""
except TypeError as error:
    message = str(error)
assert "not settable" in message, f"오류가 나지 않았습니다: {message}"
assert len(ends) == 3, f"{len(ends)}에포크에서 멈췄습니다"
# --8<-- [end:plateau_late]


# --8<-- [start:restore_best]
def falls_then_rises(epoch, learning_rate):
    return 0.5 if epoch < 3 else -0.01  # 음수면 손실이 커집니다


keras.utils.set_random_seed(42)
net = build_model()
scheduler = keras.callbacks.LearningRateScheduler(falls_then_rises)
stopping = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
history = net.fit(
    X_train,
    y_train,
    epochs=5,
    batch_size=100,
    validation_data=(X_valid, y_valid),
    verbose=0,
    callbacks=[scheduler, stopping],
)
print([f"{loss:.2f}" for loss in history.history["val_loss"]])
print(f"{net.evaluate(X_valid, y_valid, verbose=0)[0]:.2f} 훈련이 끝난 모델")
# --8<-- [end:restore_best]

# --8<-- [start:restored]
losses = history.history["val_loss"]
final = net.evaluate(X_valid, y_valid, verbose=0)[0]
assert stopping.stopped_epoch == 0, "조기 종료했습니다"
assert np.isclose(final, min(losses), rtol=1e-4), f"{final:.4f}와 {min(losses):.4f}"
assert losses[-1] > 1.05 * min(losses), f"마지막이 가장 좋습니다: {losses}"
# --8<-- [end:restored]

# --8<-- [start:tensorboard]
import os

with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    stuck.fit(
        X_small,
        y_small,
        verbose=0,
        callbacks=[keras.callbacks.TensorBoard("logs")],
    )
    print(os.listdir("logs"))
# --8<-- [end:tensorboard]


# --8<-- [start:sklearn_model]
def build_for_sklearn(X, y, n_units=16):
    model = keras.Sequential(
        [
            keras.Input(shape=X.shape[1:]),
            keras.layers.Dense(n_units, activation="relu"),
            keras.layers.Dense(y.shape[1], activation="softmax"),
        ]
    )
    adam = keras.optimizers.Adam(learning_rate=0.03)
    model.compile(loss="categorical_crossentropy", optimizer=adam)
    return model


classifier = keras.wrappers.SKLearnClassifier(
    build_for_sklearn, model_kwargs={"n_units": 32}
)
# --8<-- [end:sklearn_model]

# --8<-- [start:cross_validate]
from sklearn.model_selection import cross_val_score

keras.utils.set_random_seed(42)
keras.config.disable_interactive_logging()  # 진행 막대를 끕니다
scores = cross_val_score(
    classifier,
    X_train[:200],
    y_train[:200],
    cv=2,
    params={"epochs": 10, "batch_size": 50, "verbose": 0},
)
keras.config.enable_interactive_logging()
print([f"{score:.2f}" for score in scores])
# --8<-- [end:cross_validate]

# --8<-- [start:dropped]
from sklearn.base import clone

classifier = keras.wrappers.SKLearnClassifier(
    build_for_sklearn,
    model_kwargs={"n_units": 32},
    fit_kwargs={"epochs": 10, "batch_size": 50, "verbose": 0},
)
print(classifier.fit_kwargs["epochs"], clone(classifier).fit_kwargs)
# --8<-- [end:dropped]

# --8<-- [start:one_epoch]
copied = clone(classifier)
copied.fit(X_small, y_small, verbose=0)
print(len(copied.history_.epoch), "fit_kwargs로 10에포크")

copied.fit(X_small, y_small, epochs=10, batch_size=50, verbose=0)
print(len(copied.history_.epoch), "fit()에 10에포크")
# --8<-- [end:one_epoch]

# --8<-- [start:tuner_unbuilt]
import keras_tuner


def build_unbuilt(hp):
    units = hp.Int("units", min_value=8, max_value=32)
    layers = [
        keras.layers.Dense(units, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
    model = keras.Sequential(layers, name="unbuilt")
    loss = "sparse_categorical_crossentropy"
    model.compile(loss=loss, optimizer="adam", metrics=["accuracy"])
    return model


# --8<-- [end:tuner_unbuilt]


# --8<-- [start:tuner_input]
def build_with_input(hp):
    units = hp.Int("units", min_value=8, max_value=32)
    layers = [
        keras.Input(shape=(64,)),
        keras.layers.Dense(units, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
    model = keras.Sequential(layers, name="built")
    loss = "sparse_categorical_crossentropy"
    model.compile(loss=loss, optimizer="adam", metrics=["accuracy"])
    return model


print(build_with_input(keras_tuner.HyperParameters()).count_params())
# --8<-- [end:tuner_input]

# --8<-- [start:search]
with tempfile.TemporaryDirectory() as folder:
    tuner = keras_tuner.RandomSearch(
        build_unbuilt,
        objective="val_accuracy",
        max_trials=1,
        seed=42,
        directory=folder,
    )
    tuner.search(
        X_small,
        y_small,
        batch_size=50,
        validation_data=(X_valid, y_valid),
        verbose=0,
    )
    found = tuner.get_best_models()[0]
print(int(found.optimizer.iterations))
# --8<-- [end:search]

# --8<-- [start:weights_come_back]
score = tuner.oracle.get_best_trials()[0].score
accuracy = found.evaluate(X_valid, y_valid, verbose=0)[1]
assert found.built, "불러온 모델이 비어 있습니다"
assert np.isclose(accuracy, score), f"{accuracy:.4f}와 {score:.4f}"
# --8<-- [end:weights_come_back]

# --8<-- [start:retrain]
best = tuner.get_best_hyperparameters()[0]
retrained = build_with_input(best)
retrained.fit(X_small, y_small, batch_size=50, verbose=0)
print(int(retrained.optimizer.iterations))
# --8<-- [end:retrain]

# --8<-- [start:negative_slope]
minus = np.array([-1.0])
layer = keras.layers.LeakyReLU(negative_slope=0.2)
print(f"{float(layer(minus)[0]):.1f} LeakyReLU(negative_slope=0.2)")
print(f"{float(keras.layers.LeakyReLU()(minus)[0]):.1f} LeakyReLU()")
print(f"{float(keras.activations.leaky_relu(minus)[0]):.1f} leaky_relu()")
# --8<-- [end:negative_slope]

# --8<-- [start:alpha_same]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    old = keras.layers.LeakyReLU(alpha=0.2)
new = keras.layers.LeakyReLU(negative_slope=0.2)
z = np.linspace(-3, 3, 13)
assert np.allclose(old(z), new(z)), "alpha와 negative_slope의 결과가 다릅니다"
assert np.allclose(new(z), np.where(z < 0, 0.2 * z, z)), "식과 다릅니다"
# --8<-- [end:alpha_same]

# --8<-- [start:two_classes]
print(tf.keras.layers.Dropout is keras.layers.Dropout)
print(tf.keras.layers.AlphaDropout is keras.layers.AlphaDropout)

from_tf = tf.keras.layers.AlphaDropout(0.2)
print(isinstance(from_tf, keras.layers.AlphaDropout))
# --8<-- [end:two_classes]

# --8<-- [start:one_import]
from_keras = keras.layers.AlphaDropout(0.2)
print(isinstance(from_keras, keras.layers.AlphaDropout))
# --8<-- [end:one_import]

# --8<-- [start:both_work]
noise = np.random.default_rng(0).standard_normal((1000, 100)).astype("float32")
for layer in (from_tf, from_keras):
    out = keras.ops.convert_to_numpy(layer(noise, training=True))
    assert abs(out.mean()) < 0.02, f"평균이 {out.mean():.3f}입니다"
    assert abs(out.std() - 1) < 0.02, f"표준편차가 {out.std():.3f}입니다"
    net = keras.Sequential([keras.Input(shape=(64,)), layer, keras.layers.Dense(1)])
    net.compile(loss="mse", optimizer="sgd")
    assert np.isfinite(net.train_on_batch(X_small, y_small)), "훈련하지 못했습니다"
others = [
    name
    for name in dir(keras.layers)
    if name[0].isupper()
    and getattr(tf.keras.layers, name, None) is not getattr(keras.layers, name)
]
assert others == ["AlphaDropout"], f"다른 클래스는 {others}입니다"
# --8<-- [end:both_work]

# --8<-- [start:adamw]
adamw = keras.optimizers.AdamW(learning_rate=0.1, weight_decay=0.01)
weight = keras.Variable(1.0)
adamw.apply([keras.ops.zeros(())], [weight])
print(f"{float(weight):.4f}")
# --8<-- [end:adamw]

# --8<-- [start:adamw_formula]
expected = 1.0 - 0.1 * 0.01
assert np.isclose(float(weight), expected, atol=1e-6), f"가중치 {float(weight)}"
assert "extend" not in dir(keras.optimizers), "다른 모듈입니다"
# --8<-- [end:adamw_formula]


# --8<-- [start:gone_phase]
for name in ("learning_phase", "set_learning_phase", "function"):
    assert not hasattr(keras.backend, name), f"keras.backend에 {name}이 있습니다"
# --8<-- [end:gone_phase]


# --8<-- [start:build_dropout]
def build_dropout(dropout):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.BatchNormalization(),
            dropout,
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    return model, model.layers[1]


# --8<-- [end:build_dropout]


# --8<-- [start:training_true]
keras.utils.set_random_seed(42)
net, norm = build_dropout(keras.layers.Dropout(0.5))
samples = np.stack([net(X_valid[:5], training=True) for _ in range(20)])
print(samples.shape, f"{samples.std(axis=0).mean():.3f}")
print(np.array_equal(net(X_valid[:5]), net(X_valid[:5])))
# --8<-- [end:training_true]

# --8<-- [start:moved]
keras.utils.set_random_seed(42)
net, norm = build_dropout(keras.layers.Dropout(0.5))
before = keras.ops.convert_to_numpy(norm.moving_mean).copy()
predicted = net(X_valid)

for _ in range(20):
    net(X_valid, training=True)

after = keras.ops.convert_to_numpy(norm.moving_mean)
print(f"{np.abs(after - before).max():.3f} 이동 평균이 움직인 거리")
print(f"{np.abs(net(X_valid) - predicted).max():.3f} 예측이 달라진 크기")
# --8<-- [end:moved]


# --8<-- [start:mc_dropout]
class MCDropout(keras.layers.Dropout):
    def call(self, inputs, training=False):
        return super().call(inputs, training=True)


keras.utils.set_random_seed(42)
net, norm = build_dropout(MCDropout(0.5))
before = keras.ops.convert_to_numpy(norm.moving_mean).copy()
samples = np.stack([net(X_valid) for _ in range(20)])
after = keras.ops.convert_to_numpy(norm.moving_mean)
print(f"{np.abs(after - before).max():.3f} 이동 평균이 움직인 거리")
print(f"{samples.std(axis=0).mean():.3f} 예측의 표준편차")
# --8<-- [end:mc_dropout]

# --8<-- [start:moved_every_seed]
for seed in range(3):
    keras.utils.set_random_seed(seed)
    for dropout, forced in ((keras.layers.Dropout(0.5), True), (MCDropout(0.5), None)):
        net, norm = build_dropout(dropout)
        start = keras.ops.convert_to_numpy(norm.moving_mean).copy()
        outs = np.stack([net(X_valid, training=forced) for _ in range(10)])
        shift = np.abs(keras.ops.convert_to_numpy(norm.moving_mean) - start).max()
        assert bool(shift > 0.05) is bool(forced), f"시드 {seed}: {shift:.3f}"
        assert outs.std(axis=0).mean() > 0.01, f"시드 {seed}: 예측이 한결같습니다"
# --8<-- [end:moved_every_seed]

# --8<-- [start:frozen_norm]
norm = keras.layers.BatchNormalization()
shifted = (X_valid + 5).astype("float32")

out = norm(shifted, training=True)
print(f"{float(keras.ops.mean(out)):.2f} 동결하지 않음")

norm = keras.layers.BatchNormalization(trainable=False)
out = norm(shifted, training=True)
print(f"{float(keras.ops.mean(out)):.2f} 동결함")
# --8<-- [end:frozen_norm]

# --8<-- [start:frozen_is_inference]
assert np.array_equal(out, norm(shifted, training=False)), "추론할 때와 다릅니다"
moving = keras.ops.convert_to_numpy(norm.moving_mean)
assert np.array_equal(moving, np.zeros(64)), "이동 평균이 움직였습니다"
expected = shifted / np.sqrt(1 + norm.epsilon)
assert np.allclose(out, expected, rtol=1e-5), "식과 다릅니다"
# --8<-- [end:frozen_is_inference]

# --8<-- [start:freeze_others]
keras.utils.set_random_seed(42)
net, norm = build_dropout(keras.layers.Dropout(0.5))
for layer in net.layers[:-1]:
    layer.trainable = isinstance(layer, keras.layers.BatchNormalization)

net(X_valid, training=True)
moving = keras.ops.convert_to_numpy(norm.moving_mean)
print([weight.path.split("/")[-1] for weight in net.trainable_weights])
print(f"{np.abs(moving).max():.3f} 이동 평균이 움직인 거리")
# --8<-- [end:freeze_others]


# --8<-- [start:moved_weights]
def moved_weights(net):
    before = keras.ops.convert_to_numpy(net.layers[0].kernel).copy()
    net.fit(X_small, y_small, batch_size=50, verbose=0)
    after = keras.ops.convert_to_numpy(net.layers[0].kernel)
    return np.abs(after - before).max()


keras.utils.set_random_seed(42)
net = build_model()
net.fit(X_small, y_small, batch_size=50, verbose=0)
net.layers[0].trainable = False
print(f"{moved_weights(net):.4f} 동결만 함")
# --8<-- [end:moved_weights]

# --8<-- [start:recompiled]
net.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
print(f"{moved_weights(net):.4f} 다시 컴파일함")

net.layers[0].trainable = True
print(f"{moved_weights(net):.4f} 동결을 풀기만 함")
# --8<-- [end:recompiled]

# --8<-- [start:silent_freeze]
with warnings.catch_warnings():
    warnings.simplefilter("error", UserWarning)
    assert moved_weights(net) == 0, "컴파일하지 않았는데 가중치가 움직였습니다"
net.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
assert moved_weights(net) > 0, "다시 컴파일했는데 가중치가 그대로입니다"
# --8<-- [end:silent_freeze]


# --8<-- [start:clone]
def difference(a, b):
    return float(keras.ops.max(keras.ops.abs(a(X_valid) - b(X_valid))))


keras.utils.set_random_seed(42)
copied = keras.models.clone_model(model)
print(f"{difference(model, copied):.2f} clone_model()만 부름")

copied.set_weights(model.get_weights())
print(f"{difference(model, copied):.2f} 가중치도 옮김")
# --8<-- [end:clone]


# --8<-- [start:shared]
def even_or_odd(base):
    layers = [*base.layers[:-1], keras.layers.Dense(2, activation="softmax")]
    net = keras.Sequential(layers)
    optimizer = keras.optimizers.SGD(learning_rate=0.5)
    net.compile(loss="sparse_categorical_crossentropy", optimizer=optimizer)
    net.train_on_batch(X_small, y_small % 2)


keras.utils.set_random_seed(42)
even_or_odd(model)
print(f"{difference(model, copied):.2f} 층을 그대로 가져다 씀")
# --8<-- [end:shared]

# --8<-- [start:unshared]
spare = keras.models.clone_model(model)
spare.set_weights(model.get_weights())
copied.set_weights(model.get_weights())

even_or_odd(spare)
print(f"{difference(model, copied):.2f} 복제한 모델의 층을 씀")
# --8<-- [end:unshared]

# --8<-- [start:one_initializer]
he = keras.initializers.HeNormal()
net = keras.Sequential([keras.Input(shape=(64,))])
for initializer in (he, he, he.clone(), "he_normal"):
    net.add(keras.layers.Dense(64, kernel_initializer=initializer))
kernels = [keras.ops.convert_to_numpy(layer.kernel) for layer in net.layers]
print(np.array_equal(kernels[0], kernels[1]), "같은 객체")
print(np.array_equal(kernels[0], kernels[2]), "clone()")
print(np.array_equal(kernels[0], kernels[3]), "문자열")
# --8<-- [end:one_initializer]

# --8<-- [start:korean_font]
import matplotlib.pyplot as plt
from matplotlib import font_manager

candidates = ["Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic"]
names = font_manager.get_font_names()
family = [name for name in candidates if name in names] + ["DejaVu Sans"]

with plt.rc_context({"font.family": family, "axes.unicode_minus": False}):
    plt.title("손실")
    plt.savefig(io.BytesIO())
plt.close()
# --8<-- [end:korean_font]

# --8<-- [start:has_hangul]
path = font_manager.findfont(font_manager.FontProperties(family=family))
assert 0xC190 in font_manager.get_font(path).get_charmap(), f"{path}에 '손'이 없습니다"
# --8<-- [end:has_hangul]

# --8<-- [start:layers_as_text]
for layer in model.layers:
    print(layer.name.split("_")[0], layer.output.shape, layer.count_params())
# --8<-- [end:layers_as_text]

# --8<-- [start:needs_program]
import inspect

source = inspect.getsource(keras.utils.plot_model)
assert "You must install graphviz" in source, "메시지가 바뀌었습니다"
assert "IPython" in source, "노트북을 가리지 않습니다"
# --8<-- [end:needs_program]

# --8<-- [start:only_keras_layers]
try:
    keras.Sequential([object()])
    message = ""
except ValueError as error:
    message = str(error)
assert "Only instances of `keras.Layer`" in message, f"메시지가 다릅니다: {message}"
# --8<-- [end:only_keras_layers]

# --8<-- [start:set_seed]
keras.utils.set_random_seed(0)
for set_seed in (tf.random.set_seed, keras.utils.set_random_seed):
    kernels = []
    for _ in range(2):
        set_seed(42)
        kernels.append(keras.ops.convert_to_numpy(build_model().layers[0].kernel))
    gap = np.abs(kernels[0] - kernels[1]).max()
    print(f"{gap:.2f} {set_seed.__name__}")
# --8<-- [end:set_seed]

# --8<-- [start:decay]
with_decay = keras.optimizers.SGD(learning_rate=0.1, decay=0.01)
# --8<-- [end:decay]

# --8<-- [start:decay_ignored]
with_decay.iterations.assign(100)
print(f"{float(with_decay.learning_rate):.2f} decay")

weight_decay = keras.optimizers.SGD(learning_rate=0.1, weight_decay=0.01)
weight_decay.iterations.assign(100)
print(f"{float(weight_decay.learning_rate):.2f} weight_decay")
# --8<-- [end:decay_ignored]

# --8<-- [start:inverse_time]
schedule = keras.optimizers.schedules.InverseTimeDecay(
    initial_learning_rate=0.1, decay_steps=1, decay_rate=0.01
)
scheduled = keras.optimizers.SGD(learning_rate=schedule)
scheduled.iterations.assign(100)
print(f"{float(scheduled.learning_rate):.2f} InverseTimeDecay")
# --8<-- [end:inverse_time]

# --8<-- [start:inverse_time_formula]
for step in (0, 1, 10, 100, 1000):
    expected = 0.1 / (1 + 0.01 * step)
    assert np.isclose(float(schedule(step)), expected), f"{step}스텝에서 다릅니다"
# --8<-- [end:inverse_time_formula]

# --8<-- [start:last_rows]
order = np.argsort(y_train[:500], kind="stable")
X_sorted, y_sorted = X_train[:500][order], y_train[:500][order]

keras.utils.set_random_seed(42)
net = build_model(learning_rate=0.5)
history = net.fit(
    X_sorted, y_sorted, epochs=3, batch_size=25, validation_split=0.2, verbose=0
)
print(f"{history.history['val_accuracy'][-1]:.2f} 정렬된 데이터")
print(np.unique(y_sorted[:400]), "훈련한 레이블")
print(np.unique(y_sorted[400:]), "검증한 레이블")
# --8<-- [end:last_rows]

# --8<-- [start:exactly_last_rows]
last = net.evaluate(X_sorted[400:], y_sorted[400:], verbose=0)[0]
assert np.isclose(history.history["val_loss"][-1], last, rtol=1e-4), f"손실 {last:.4f}"
# --8<-- [end:exactly_last_rows]

# --8<-- [start:shuffled]
mixed = np.random.default_rng(42).permutation(len(X_sorted))

keras.utils.set_random_seed(42)
net = build_model(learning_rate=0.5)
history = net.fit(
    X_sorted[mixed],
    y_sorted[mixed],
    epochs=3,
    batch_size=25,
    validation_split=0.2,
    verbose=0,
)
print(f"{history.history['val_accuracy'][-1]:.1f} 섞은 데이터")
# --8<-- [end:shuffled]
