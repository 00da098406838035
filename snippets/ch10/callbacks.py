"""docs/ch10/callbacks.md의 코드입니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, log_loss
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

# --8<-- [start:add_noise]
rng = np.random.default_rng(42)
X_train, X_valid, X_test = [
    part + rng.normal(0, 0.3, part.shape) for part in [X_train, X_valid, X_test]
]
# --8<-- [end:add_noise]


# --8<-- [start:build_model]
def build_model():
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:build_model]

# --8<-- [start:callbacks]
checkpoint = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
early_stopping = keras.callbacks.EarlyStopping(
    patience=5,
    restore_best_weights=True,
)
# --8<-- [end:callbacks]

# --8<-- [start:first_fit]
keras.utils.set_random_seed(42)
model = build_model()
history = model.fit(
    X_train,
    y_train,
    epochs=100,
    batch_size=200,
    validation_data=(X_valid, y_valid),
    verbose=0,
    callbacks=[checkpoint, early_stopping],
)
# --8<-- [end:first_fit]

# --8<-- [start:which_model]
val_loss = history.history["val_loss"]
best_epoch = int(np.argmin(val_loss)) + 1
saved = keras.models.load_model("best.keras")

print(f"{len(val_loss)}에포크에서 멈춤, 가장 좋은 에포크는 {best_epoch}")
print(f"{min(val_loss):.2f} 가장 낮은 검증 손실")
print(f"{val_loss[-1]:.2f} 마지막 에포크의 검증 손실")
print(f"{model.evaluate(X_valid, y_valid, verbose=0)[0]:.2f} model")
print(f"{saved.evaluate(X_valid, y_valid, verbose=0)[0]:.2f} best.keras")
# --8<-- [end:which_model]

# --8<-- [start:restored_is_best]
for net, name in [(model, "복원한 모델"), (saved, "파일의 모델")]:
    probability = keras.ops.convert_to_numpy(net(X_valid))
    by_hand = -np.log(probability[np.arange(400), y_valid]).mean()
    assert np.isclose(by_hand, min(val_loss), rtol=1e-4), (
        f"{name}: {by_hand:.5f}, 가장 낮은 검증 손실 {min(val_loss):.5f}"
    )
pairs = zip(model.get_weights(), saved.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "두 모델의 가중치가 다릅니다"
second = sorted(val_loss)[1]
assert second - min(val_loss) > 1e-3, f"둘째로 낮은 손실과 너무 가깝습니다: {second}"
# --8<-- [end:restored_is_best]

# --8<-- [start:draw_stop]
fig, ax = plt.subplots(figsize=(5.4, 3.4))
epochs = np.arange(1, len(val_loss) + 1)
ax.axvspan(best_epoch + 0.5, epochs[-1] + 0.5, color="C7", alpha=0.15, lw=0)
ax.plot(epochs - 0.5, history.history["loss"], "C0", label="훈련 손실")
ax.plot(epochs, val_loss, "C1", label="검증 손실")
ax.plot(epochs[-1], val_loss[-1], "C1s", ms=8)
ax.plot(best_epoch, min(val_loss), "C2o", ms=9)
ax.annotate(
    "",
    (best_epoch + 0.15, min(val_loss) + 0.03),
    (epochs[-1] - 0.1, val_loss[-1] + 0.03),
    arrowprops={"arrowstyle": "->", "color": "C2", "connectionstyle": "arc3,rad=.5"},
)
ax.text(7.5, 0.98, "복원", color="C2", ha="center")
ax.text(best_epoch - 0.2, 0.45, "가장 좋은 에포크", color="C2", ha="center", va="top")
ax.text(epochs[-1], 0.49, "멈춤", color="C1", ha="center", va="top")
ax.text(8, 0.28, "기다린 에포크", ha="center")
ax.set(xlim=(0, 10.7), ylim=(0, 1.35), xticks=epochs, xlabel="에포크", ylabel="손실")
ax.legend(loc="upper right", ncols=2)
plt.show()
# --8<-- [end:draw_stop]

# --8<-- [start:patience_zero]
stops = []
for patience in [0, 1]:
    watcher = keras.callbacks.EarlyStopping(patience=patience)
    watcher.set_model(model)
    watcher.on_train_begin()
    model.stop_training = False
    for epoch, value in enumerate(val_loss):
        watcher.on_epoch_end(epoch, {"val_loss": value})
        if model.stop_training:
            break
    stops.append(epoch + 1)
assert stops == [4, 4], f"멈춘 에포크: {stops}"
assert len(val_loss) == best_epoch + 5, "patience만큼 기다리지 않았습니다"
# --8<-- [end:patience_zero]

# --8<-- [start:optimizer_stays]
steps = int(model.optimizer.iterations)
assert steps == 5 * len(val_loss), f"스텝 수가 {steps}입니다"
assert steps > 5 * best_epoch, "스텝 수도 되돌아갔습니다"
# --8<-- [end:optimizer_stays]


# --8<-- [start:restart]
def restart(model, seed):
    keras.utils.set_random_seed(seed)
    fresh = build_model()
    fresh.optimizer.build(fresh.trainable_variables)
    model.set_weights(fresh.get_weights())
    for v, initial in zip(model.optimizer.variables, fresh.optimizer.variables):
        v.assign(initial)


# --8<-- [end:restart]


# --8<-- [start:train_long]
def train_long(net, seed):
    restart(net, seed)
    weights = []
    restore = keras.callbacks.EarlyStopping(patience=12, restore_best_weights=True)
    collect = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: weights.append(net.get_weights())
    )
    history = net.fit(
        X_train,
        y_train,
        epochs=12,
        batch_size=200,
        validation_data=(X_valid, y_valid),
        verbose=0,
        callbacks=[restore, collect],
    )
    return weights[-1], history.history["val_loss"]


# --8<-- [end:train_long]


# --8<-- [start:best_and_last]
def score(net, X, y):
    probability = keras.ops.convert_to_numpy(net(X))
    return log_loss(y, probability), accuracy_score(y, probability.argmax(axis=1))


net = build_model()
net.optimizer.build(net.trainable_variables)
at_best, at_last, curves, restored = [], [], [], []
for seed in range(42, 47):
    last_weights, curve = train_long(net, seed)
    curves.append(curve)
    restored.append(score(net, X_valid, y_valid)[0])
    at_best.append(score(net, X_test, y_test))
    net.set_weights(last_weights)
    at_last.append(score(net, X_test, y_test))
# --8<-- [end:best_and_last]

# --8<-- [start:best_and_last_table]
for i, name in enumerate(["손실", "정확도"]):
    for scores, which in [(at_best, "복원한 모델"), (at_last, "마지막 모델")]:
        values = np.array(scores)[:, i]
        spread = f"{values.min():.2f}~{values.max():.2f}"
        print(f"{values.mean():.2f} ({spread}) {which}의 {name}")
# --8<-- [end:best_and_last_table]

# --8<-- [start:restores_without_stopping]
for curve, loss in zip(curves, restored):
    assert len(curve) == 12, f"{len(curve)}에포크에서 멈췄습니다"
    assert np.isclose(loss, min(curve), rtol=1e-4), (
        f"복원한 손실 {loss}, 최솟값 {min(curve)}"
    )
    assert loss < 0.95 * curve[-1], f"마지막 손실과 다르지 않습니다: {curve[-1]}"
assert np.allclose(curves[0][:10], val_loss, rtol=1e-4), "같은 훈련이 아닙니다"
# --8<-- [end:restores_without_stopping]

# --8<-- [start:loss_not_accuracy]
change = np.array(at_last) - np.array(at_best)
ratio = np.array(at_last)[:, 0] / np.array(at_best)[:, 0]
assert ratio.min() > 1.05, f"손실의 비율: {ratio.round(2)}"
assert abs(change[:, 1]).max() < 0.02, f"정확도의 차이: {change[:, 1].round(3)}"
assert abs(change[:, 1].mean()) < 0.01, f"평균 차이: {change[:, 1].mean():.4f}"
# --8<-- [end:loss_not_accuracy]

# --8<-- [start:draw_best_and_last]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.6))
for i, (ax, title) in enumerate(zip(axes, ["테스트 손실", "테스트 정확도"])):
    for best, last in zip(at_best, at_last):
        ax.plot([0, 1], [best[i], last[i]], "C7-", lw=1)
        ax.plot(0, best[i], "C2o", ms=7)
        ax.plot(1, last[i], "C1s", ms=7)
    ax.set(title=title, xlim=(-0.4, 1.4))
    ax.set_xticks([0, 1], ["복원한 모델", "마지막 모델"])
axes[0].set(ylim=(0.4, 0.8))
axes[1].set(ylim=(0.7, 0.9))
plt.show()
# --8<-- [end:draw_best_and_last]

# --8<-- [start:every_epoch]
from pathlib import Path

every = keras.callbacks.ModelCheckpoint(
    "steps/{epoch:02d}.weights.h5",
    save_weights_only=True,
)
model.fit(
    X_train,
    y_train,
    epochs=3,
    batch_size=200,
    verbose=0,
    callbacks=[every],
)
print(sorted(file.name for file in Path("steps").iterdir()))
# --8<-- [end:every_epoch]

# --8<-- [start:last_is_current]
probe = build_model()
probe.optimizer.build(probe.trainable_variables)
probe.load_weights("steps/03.weights.h5")
pairs = zip(probe.get_weights(), model.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "마지막 파일의 가중치가 다릅니다"
steps = int(probe.optimizer.iterations), int(model.optimizer.iterations)
assert steps[0] == steps[1] > 0, f"옵티마이저의 스텝 수: {steps}"
# --8<-- [end:last_is_current]

# --8<-- [start:h5_accepted]
keras.callbacks.ModelCheckpoint("model.h5")
try:
    keras.callbacks.ModelCheckpoint("model.ckpt")
except ValueError as error:
    message = str(error)
assert "must end in `.keras`" in message, f"다른 오류입니다: {message}"
# --8<-- [end:h5_accepted]

# --8<-- [start:forgets]
keras.utils.set_random_seed(42)
restarted = build_model()
for threshold in [min(val_loss), None]:
    new_checkpoint = keras.callbacks.ModelCheckpoint(
        "best.keras",
        save_best_only=True,
        initial_value_threshold=threshold,
    )
    restarted.fit(
        X_train,
        y_train,
        batch_size=200,
        validation_data=(X_valid, y_valid),
        verbose=0,
        callbacks=[new_checkpoint],
    )
    in_file = keras.models.load_model("best.keras")
    print(f"{score(in_file, X_valid, y_valid)[0]:.2f} best.keras")
# --8<-- [end:forgets]


# --8<-- [start:power_cut]
class PowerCut(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if self.model.optimizer.iterations == 13:
            raise KeyboardInterrupt


def train(*others):
    keras.utils.set_random_seed(42)
    model = build_model()
    backup = keras.callbacks.BackupAndRestore("backup")
    model.fit(
        X_train,
        y_train,
        epochs=5,
        batch_size=200,
        verbose=0,
        callbacks=[backup, *others],
    )
    return model


# --8<-- [end:power_cut]

# --8<-- [start:interrupted]
try:
    train(PowerCut())
except KeyboardInterrupt:
    for file in sorted(Path("backup").iterdir()):
        print(file.name)
    print(file.read_text())
# --8<-- [end:interrupted]

# --8<-- [start:resumed]
resumed = train()
pairs = list(zip(resumed.get_weights(), saved.get_weights()))
difference = max(np.abs(a - b).max() for a, b in pairs)

print(resumed.history.epoch)
print(int(resumed.optimizer.iterations), "스텝")
print(f"{difference:.6f} 가중치의 가장 큰 차이")
print(Path("backup").exists())
# --8<-- [end:resumed]

# --8<-- [start:same_as_uninterrupted]
assert resumed.history.epoch == [2, 3, 4], f"훈련한 에포크: {resumed.history.epoch}"
assert best_epoch == 5, f"견줄 모델이 {best_epoch}에포크의 것입니다"
for a, b in pairs:
    assert np.allclose(a, b, rtol=0, atol=1e-6), f"{np.abs(a - b).max()}만큼 다릅니다"
keras.utils.set_random_seed(42)
start = build_model().get_weights()
moved = max(np.abs(a - b).max() for a, b in zip(start, saved.get_weights()))
assert moved > 0.1, f"훈련하기 전과 {moved:.3f}밖에 다르지 않습니다"
# --8<-- [end:same_as_uninterrupted]

# --8<-- [start:dropout_differs]
drops = [
    keras.Sequential([keras.Input((64,)), keras.layers.Dropout(0.3)]) for _ in "ab"
]
drops[0](X_train, training=True)
drops[0].save_weights("dropout.weights.h5")
drops[1].load_weights("dropout.weights.h5")
Path("dropout.weights.h5").unlink()
masks = [keras.ops.convert_to_numpy(net(X_train, training=True)) for net in drops]
assert not np.array_equal(masks[0] == 0, masks[1] == 0), (
    "저장한 다음의 난수가 이어졌습니다"
)
# --8<-- [end:dropout_differs]

# --8<-- [start:forgets_best]
watcher = keras.callbacks.EarlyStopping(patience=5)
watcher.set_model(resumed)
watcher.on_train_begin()
for epoch, value in enumerate([0.5, 0.6, 0.7]):
    watcher.on_epoch_end(epoch, {"val_loss": value})
assert (watcher.best, watcher.wait) == (0.5, 2), f"최고 기록 {watcher.best}"
watcher.on_train_begin()
assert (watcher.best, watcher.wait) == (None, 0), "앞의 기록을 기억합니다"
# --8<-- [end:forgets_best]

# --8<-- [start:folder_removed]
Path("shared").mkdir()
Path("shared/note.txt").write_text("지우면 안 되는 글")
restarted.fit(
    X_train,
    y_train,
    batch_size=1000,
    verbose=0,
    callbacks=[keras.callbacks.BackupAndRestore("shared")],
)
assert not Path("shared").exists(), "폴더가 남았습니다"
# --8<-- [end:folder_removed]

# --8<-- [start:fit_after_resume]
print(resumed.fit(X_train, y_train, epochs=2, verbose=0).epoch)
# --8<-- [end:fit_after_resume]

# --8<-- [start:load_starts_over]
before = resumed.get_weights()
resumed.fit(X_train, y_train, epochs=2, verbose=0)
pairs = zip(before, resumed.get_weights())
assert all(np.array_equal(a, b) for a, b in pairs), "훈련을 했습니다"
resumed.save("resumed.keras")
fresh = keras.models.load_model("resumed.keras", compile=False)
fresh.compile(loss="sparse_categorical_crossentropy", run_eagerly=True)
Path("resumed.keras").unlink()
trained = fresh.fit(X_train, y_train, epochs=2, batch_size=1000, verbose=0)
assert trained.epoch == [0, 1], f"에포크 번호: {trained.epoch}"
# --8<-- [end:load_starts_over]


# --8<-- [start:hooks]
def note(name):
    return lambda *args, **kwargs: calls.append(name)


calls = []
names = [name for name in dir(keras.callbacks.Callback) if name.startswith("on_")]
tracer = keras.callbacks.LambdaCallback(**{name: note(name) for name in names})
model.fit(
    X_train[:400],
    y_train[:400],
    batch_size=200,
    validation_data=(X_valid[:200], y_valid[:200]),
    verbose=0,
    callbacks=[tracer],
)
# --8<-- [end:hooks]

# --8<-- [start:print_hooks]
depth = 0
for name in calls:
    depth -= name.endswith("_end")
    print("    " * depth + name)
    depth += name.endswith("_begin")
# --8<-- [end:print_hooks]

# --8<-- [start:evaluate_hooks]
model.evaluate(X_valid, y_valid, batch_size=400, verbose=0, callbacks=[tracer])
model.predict(X_valid, batch_size=400, verbose=0, callbacks=[tracer])
expected = [
    f"on_{word}_{step}"
    for word in ["test", "predict"]
    for step in ["begin", "batch_begin", "batch_end", "end"]
]
assert calls[-8:] == expected, f"불린 차례: {calls[-8:]}"
# --8<-- [end:evaluate_hooks]

# --8<-- [start:what_logs_hold]
held = {}


def hold(name):
    return lambda *args, **kwargs: held.update({name: (kwargs.get("logs") or args[-1])})


watch = keras.callbacks.LambdaCallback(**{name: hold(name) for name in names})
model.fit(
    X_train[:400],
    y_train[:400],
    batch_size=200,
    validation_data=(X_valid, y_valid),
    verbose=0,
    callbacks=[watch],
)
assert set(held["on_epoch_end"]) == {"loss", "accuracy", "val_loss", "val_accuracy"}, (
    f"on_epoch_end에 든 것: {held['on_epoch_end']}"
)
assert set(held["on_train_batch_end"]) == {"loss", "accuracy"}, (
    f"on_train_batch_end에 든 것: {held['on_train_batch_end']}"
)
assert set(held["on_test_end"]) == {"loss", "accuracy"}, (
    f"on_test_end에 든 것: {held['on_test_end']}"
)
whole_epoch = held["on_epoch_end"]["loss"]
assert np.isclose(held["on_train_batch_end"]["loss"], whole_epoch), (
    "마지막 배치의 logs가 에포크의 평균과 다릅니다"
)
# --8<-- [end:what_logs_hold]


# --8<-- [start:no_end_after_error]
class Break(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        raise KeyboardInterrupt


calls.clear()
raised = False
try:
    model.fit(X_train, y_train, batch_size=200, verbose=0, callbacks=[tracer, Break()])
except KeyboardInterrupt:
    raised = True
assert raised and "on_train_begin" in calls, "훈련을 시작하지 않았습니다"
assert "on_train_end" not in calls, "오류가 나도 on_train_end를 불렀습니다"
# --8<-- [end:no_end_after_error]


# --8<-- [start:worst_digit]
class WorstDigit(keras.callbacks.Callback):
    def __init__(self, X, y):
        super().__init__()
        self.X, self.y = X, y

    def on_epoch_end(self, epoch, logs=None):
        scores = keras.ops.convert_to_numpy(self.model(self.X))
        hit = scores.argmax(axis=1) == self.y
        logs["val_worst"] = min(hit[self.y == k].mean() for k in range(10))


# --8<-- [end:worst_digit]

# --8<-- [start:use_worst_digit]
keras.utils.set_random_seed(42)
watched = build_model()
show = keras.callbacks.LambdaCallback(
    on_epoch_end=lambda epoch, logs: print(
        f"{epoch + 1:2} {logs['val_accuracy']:.2f} {logs['val_worst']:.1f}"
        f" {logs['val_loss'] / logs['loss']:.1f}"
    )
)
history = watched.fit(
    X_train,
    y_train,
    epochs=6,
    batch_size=200,
    validation_data=(X_valid, y_valid),
    verbose=0,
    callbacks=[WorstDigit(X_valid, y_valid), show],
)
print(list(history.history))
# --8<-- [end:use_worst_digit]


# --8<-- [start:logs_are_shared]
import warnings

predicted = keras.ops.convert_to_numpy(watched(X_valid)).argmax(axis=1)
worst = min((predicted[y_valid == k] == k).mean() for k in range(10))
recorded = history.history["val_worst"]
assert len(recorded) == 6 and np.isclose(recorded[-1], worst), f"기록: {recorded}"
for after in [True, False]:
    stopper = keras.callbacks.EarlyStopping(monitor="val_worst", mode="max")
    pair = [WorstDigit(X_valid, y_valid), stopper]
    both = keras.callbacks.CallbackList(pair if after else pair[::-1], model=watched)
    stopper.on_train_begin()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        both.on_epoch_end(0, {"loss": 1.0})
    seen = worst if after else None
    assert stopper.best == seen, f"뒤에 두었는가 {after}: {stopper.best}"
# --8<-- [end:logs_are_shared]

# --8<-- [start:no_validation]
patient = keras.callbacks.EarlyStopping(patience=1)
history = watched.fit(
    X_train,
    y_train,
    epochs=4,
    batch_size=200,
    verbose=0,
    callbacks=[patient],
)
print(history.epoch)
# --8<-- [end:no_validation]

# --8<-- [start:saves_anyway]
saver = keras.callbacks.ModelCheckpoint(
    "any-{epoch}.weights.h5",
    save_best_only=True,
    save_weights_only=True,
)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always", UserWarning)
    model.fit(X_train, y_train, epochs=2, batch_size=500, verbose=0, callbacks=[saver])
files = sorted(Path().glob("any-*.weights.h5"))
for file in files:
    file.unlink()
assert len(files) == 2, f"저장한 파일: {files}"
messages = [str(item.message) for item in caught]
assert any("Can save best model only" in text for text in messages), f"경고: {messages}"
# --8<-- [end:saves_anyway]

# --8<-- [start:typo_with_mode]
typo = keras.callbacks.EarlyStopping(monitor="val_acc", mode="max", patience=1)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always", UserWarning)
    ran = model.fit(
        X_train,
        y_train,
        epochs=3,
        batch_size=500,
        validation_data=(X_valid, y_valid),
        verbose=0,
        callbacks=[typo],
    )
assert len(ran.epoch) == 3, f"{len(ran.epoch)}에포크에서 멈췄습니다"
messages = [str(item.message) for item in caught]
assert any("`val_acc` which is not available" in text for text in messages), (
    f"경고: {messages}"
)
# --8<-- [end:typo_with_mode]

# --8<-- [start:wrong_mode]
upside_down = keras.callbacks.EarlyStopping(
    monitor="val_accuracy", mode="min", patience=2
)
upside_down.set_model(model)
upside_down.on_train_begin()
model.stop_training = False
for epoch, value in enumerate([0.7, 0.8, 0.85, 0.86]):
    upside_down.on_epoch_end(epoch, {"val_accuracy": value})
    if model.stop_training:
        break
assert (epoch, upside_down.best) == (2, 0.7), (
    f"{epoch + 1}에포크에 멈췄고 최고 기록은 {upside_down.best}입니다"
)
# --8<-- [end:wrong_mode]

# --8<-- [start:later_start]
later = keras.callbacks.EarlyStopping(patience=2, start_from_epoch=6)
later.set_model(model)
later.on_train_begin()
for epoch, value in enumerate(val_loss):
    later.on_epoch_end(epoch, {"val_loss": value})
assert later.best == min(val_loss[6:]) > min(val_loss), f"최고 기록: {later.best}"
assert later.best_epoch >= 6, f"최고 기록의 에포크: {later.best_epoch}"
# --8<-- [end:later_start]

# --8<-- [start:class_not_object]
try:
    model.fit(X_train, y_train, callbacks=[keras.callbacks.EarlyStopping])
except TypeError as error:
    message = str(error)
assert "missing 1 required positional argument: 'model'" in message, (
    f"다른 오류입니다: {message}"
)
# --8<-- [end:class_not_object]


# --8<-- [start:replay]
def replay(curve, patience):
    watcher = keras.callbacks.EarlyStopping(patience=patience)
    watcher.set_model(model)
    watcher.on_train_begin()
    model.stop_training = False
    for epoch, value in enumerate(curve):
        watcher.on_epoch_end(epoch, {"val_loss": value})
        if model.stop_training:
            break
    return epoch + 1, watcher.best


# --8<-- [end:replay]

# --8<-- [start:answer_patience]
for patience in [1, 2, 3, 4]:
    stops, lowest = zip(*[replay(curve, patience) for curve in curves])
    print(f"{patience} {np.mean(stops):4.1f}에포크 {np.mean(lowest):.2f}")
# --8<-- [end:answer_patience]

# --8<-- [start:replay_agrees]
assert replay(curves[0], 5)[0] == len(val_loss), "실제 훈련과 다른 곳에서 멈췄습니다"
short = np.array([replay(curve, 1)[1] for curve in curves])
long = np.array([replay(curve, 3)[1] for curve in curves])
assert (short >= long).all() and (short > long + 0.01).any(), (
    f"고른 손실: {short}, {long}"
)
assert (short - long).max() < 0.05, f"손실의 차이: {short - long}"
# --8<-- [end:replay_agrees]


# --8<-- [start:answer_nan]
class BlowUp(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            self.model.optimizer.learning_rate = 1e30


for raise_error in [False, True]:
    restart(net, seed=42)
    backup = keras.callbacks.BackupAndRestore("nan_backup")
    stop = keras.callbacks.TerminateOnNaN(raise_error=raise_error)
    try:
        net.fit(
            X_train,
            y_train,
            epochs=3,
            batch_size=200,
            verbose=0,
            callbacks=[backup, BlowUp(), stop],
        )
    except RuntimeError as error:
        print(error)
    print("백업이 남았는가:", Path("nan_backup").exists())
# --8<-- [end:answer_nan]


# --8<-- [start:answer_norm]
class KernelNorm(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["norm"] = float(keras.ops.norm(self.model.layers[0].kernel))


history = watched.fit(
    X_train,
    y_train,
    epochs=6,
    batch_size=200,
    verbose=0,
    callbacks=[KernelNorm()],
)
print(*[f"{norm:.1f}" for norm in history.history["norm"]])
# --8<-- [end:answer_norm]
