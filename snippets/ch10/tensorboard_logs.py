"""docs/ch10/tensorboard-logs.md의 코드입니다."""

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


# --8<-- [start:build_model]
def build_model(learning_rate):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(32, activation="relu", name="hidden"),
            keras.layers.Dense(10, activation="softmax", name="output"),
        ],
        name="digits",
    )
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.optimizer.build(model.trainable_variables)
    return model


# --8<-- [end:build_model]

# --8<-- [start:train]
models, histories = {}, {}
for learning_rate in [0.001, 0.01, 1.0]:
    run = f"lr-{learning_rate}"
    board = keras.callbacks.TensorBoard(
        f"my_logs/{run}",
        histogram_freq=1,
        update_freq="batch",
    )
    keras.utils.set_random_seed(42)
    models[run] = build_model(learning_rate)
    histories[run] = models[run].fit(
        X_train,
        y_train,
        epochs=10,
        batch_size=100,
        validation_data=(X_valid, y_valid),
        verbose=0,
        callbacks=[board],
    )
# --8<-- [end:train]

# --8<-- [start:last_losses]
for run, history in histories.items():
    print(f"{history.history['val_loss'][-1]:.2f} {run}")
# --8<-- [end:last_losses]

# --8<-- [start:three_fates]
slow, right, stuck = [h.history for h in histories.values()]
assert stuck["loss"][0] > 10, f"첫 에포크의 손실: {stuck['loss'][0]}"
assert abs(stuck["val_loss"][-1] - np.log(10)) < 0.1, (
    f"{stuck['val_loss'][-1]}에 머뭅니다"
)
assert slow["val_loss"][-1] > 2 * right["val_loss"][-1], (
    f"느린 쪽의 손실: {slow['val_loss'][-1]}"
)
# --8<-- [end:three_fates]

# --8<-- [start:logs]
import tensorflow as tf

for run, model in models.items():
    predicted = keras.ops.convert_to_numpy(model(X_valid)).argmax(axis=1)
    wrong = np.flatnonzero(predicted != y_valid)
    tiles = np.pad(
        X_valid[wrong[:12]].reshape(12, 8, 8),
        [(0, 0), (1, 1), (1, 1)],
        constant_values=0.3,
    )
    image = np.block([[*tiles[:6]], [*tiles[6:]]])[None, :, :, None]
    pairs = [f"| {y_valid[i]} | {predicted[i]} |" for i in wrong[:12]]
    table = "\n".join(["| 정답 | 예측 |", "|---|---|", *pairs])

    writer = tf.summary.create_file_writer(f"my_logs/{run}/digits")
    with writer.as_default(step=9):
        tf.summary.scalar("misread", len(wrong))
        tf.summary.histogram("activation", model.layers[0](X_valid))
        tf.summary.image("misread_digits", image)
        tf.summary.text("misread_pairs", table)
    writer.close()
# --8<-- [end:logs]

# --8<-- [start:dead_units]
for run, model in models.items():
    activation = keras.ops.convert_to_numpy(model.layers[0](X_train))
    asleep = (activation == 0).all(axis=0)
    print(f"{asleep.mean():.1f} {run}")
# --8<-- [end:dead_units]

# --8<-- [start:all_asleep]
kernel, bias = models["lr-1.0"].layers[0].get_weights()
assert (X_train @ kernel + bias <= 0).all(), "켜지는 유닛이 있습니다"
assert np.median(bias) < -2, f"편향의 중앙값: {np.median(bias):.2f}"
scores = keras.ops.convert_to_numpy(models["lr-1.0"](X_valid))
assert np.ptp(scores, axis=0).max() < 1e-6, "이미지마다 다른 답을 냅니다"
# --8<-- [end:all_asleep]

# --8<-- [start:tags_by_name]
from pathlib import Path

tags = {}
for run in models:
    file = str(next(Path("my_logs", run, "train").glob("events*")))
    for record in tf.data.TFRecordDataset(file).as_numpy_iterator():
        for value in tf.compat.v1.Event.FromString(record).summary.value:
            tags.setdefault(value.tag, set()).add(run)
assert len(tags["digits/hidden/bias/histogram"]) == 3, f"히스토그램의 태그: {set(tags)}"
unnamed = [keras.Sequential([keras.layers.Dense(1)]).name for _ in range(2)]
assert unnamed[0] != unnamed[1], f"두 모델의 이름: {unnamed}"
# --8<-- [end:tags_by_name]


# --8<-- [start:read_scalars]
import os
from pathlib import Path


def read_scalars(run, tag):
    steps, values = [], []
    files = Path("my_logs", run).glob("events*")
    for file in sorted(files, key=os.path.getmtime):
        for record in tf.data.TFRecordDataset(str(file)).as_numpy_iterator():
            event = tf.compat.v1.Event.FromString(record)
            for value in event.summary.value:
                if value.tag == tag:
                    steps.append(event.step)
                    values.append(float(tf.make_ndarray(value.tensor)))
    return steps, values


# --8<-- [end:read_scalars]

# --8<-- [start:compare]
steps, values = read_scalars("lr-0.01/train", "epoch_loss")
print(steps)
print(*[f"{value:.2f}" for value in values], "파일")
print(*[f"{value:.2f}" for value in histories["lr-0.01"].history["loss"]], "History")
# --8<-- [end:compare]

# --8<-- [start:written_is_trained]
for run, history in histories.items():
    for name, recorded in history.history.items():
        folder = "validation" if name.startswith("val_") else "train"
        tag = "epoch_" + name.removeprefix("val_")
        found = read_scalars(f"{run}/{folder}", tag)
        assert found[0] == list(range(10)), f"{run}의 {tag}: 스텝 {found[0]}"
        assert np.allclose(found[1], recorded, rtol=1e-6), f"{run}의 {tag}: {found[1]}"
    rates = read_scalars(f"{run}/train", "epoch_learning_rate")[1]
    assert np.allclose(rates, float(run[3:])), f"{run}의 학습률: {rates}"
# --8<-- [end:written_is_trained]

# --8<-- [start:running_means]
for run, history in histories.items():
    steps, running = read_scalars(f"{run}/train", "batch_loss")
    assert steps == list(range(1, 101)), f"{run}의 스텝: {steps}"
    ends = np.reshape(running, (10, 10))[:, -1]
    assert np.allclose(ends, history.history["loss"], rtol=1e-6), (
        f"{run}의 에포크 끝: {ends}"
    )
# --8<-- [end:running_means]

# --8<-- [start:batch_losses]
steps, running = read_scalars("lr-0.01/train", "batch_loss")
by_epoch = np.reshape(running, (10, -1))
totals = by_epoch * np.arange(1, by_epoch.shape[1] + 1)
losses = np.diff(totals, axis=1, prepend=0).ravel()
# --8<-- [end:batch_losses]

# --8<-- [start:losses_of_batches]
means, by_hand = [], []


class ByHand(keras.callbacks.Callback):
    def on_train_batch_begin(self, batch, logs=None):
        part = slice(100 * batch, 100 * batch + 100)
        probability = keras.ops.convert_to_numpy(self.model(X_train[part]))
        by_hand.append(-np.log(probability[np.arange(100), y_train[part]]).mean())

    def on_train_batch_end(self, batch, logs=None):
        means.append(logs["loss"])


build_model(0.01).fit(
    X_train, y_train, batch_size=100, shuffle=False, verbose=0, callbacks=[ByHand()]
)
recovered = np.diff(np.array(means) * np.arange(1, 11), prepend=0)
assert np.allclose(recovered, by_hand, rtol=1e-3), f"{recovered}와 {by_hand}"
assert abs(means[-1] - by_hand[-1]) > 0.1, "평균과 배치의 손실이 구별되지 않습니다"
# --8<-- [end:losses_of_batches]


# --8<-- [start:smooth]
def smooth(values, weight):
    average, smoothed = 0.0, []
    for t, value in enumerate(values, start=1):
        average = weight * average + (1 - weight) * value
        smoothed.append(average / (1 - weight**t))
    return np.array(smoothed)


# --8<-- [end:smooth]

# --8<-- [start:weighted_mean]
for weight in [0.0, 0.6, 0.95]:
    for t in [1, 2, 10, 100]:
        w = weight ** np.arange(t)[::-1]
        direct = np.sum(w * losses[:t]) / np.sum(w)
        got = smooth(losses, weight)[t - 1]
        assert np.isclose(got, direct), f"가중치 {weight}, 스텝 {t}: {got}와 {direct}"
# --8<-- [end:weighted_mean]

# --8<-- [start:draw_smooth]
fig, (top, bottom) = plt.subplots(2, 1, figsize=(5.4, 5), sharex=True)
top.plot(steps, losses, "C7", lw=1, label="배치의 손실")
top.plot(steps, running, "C0", label="기록된 batch_loss")
bottom.plot(steps, losses, "C7", lw=1, label="배치의 손실")
for weight, color in [(0.6, "C1"), (0.95, "C4")]:
    bottom.plot(steps, smooth(losses, weight), color, label=f"Smoothing {weight}")
for ax in (top, bottom):
    ax.set(ylim=(0, 2.5), ylabel="손실")
    ax.legend(loc="upper right")
bottom.set(xlabel="스텝")
plt.show()
# --8<-- [end:draw_smooth]

# --8<-- [start:last_values]
for run in histories:
    values = read_scalars(f"{run}/validation", "epoch_loss")[1]
    cells = [f"{smooth(values, weight)[-1]:.2f}" for weight in [0, 0.6, 0.9]]
    print(*cells, run)
# --8<-- [end:last_values]

# --8<-- [start:smooth_is_late]
line = np.arange(2000.0)
for weight in [0.6, 0.9, 0.99]:
    lag = line[-1] - smooth(line, weight)[-1]
    assert np.isclose(lag, weight / (1 - weight), rtol=1e-3), f"{weight}: {lag:.2f}스텝"
falling = read_scalars("lr-0.001/validation", "epoch_loss")[1]
assert (np.diff(falling) < 0).all(), "손실이 줄기만 하지 않습니다"
assert (smooth(falling, 0.6)[1:] > falling[1:]).all(), "매끄럽게 한 값이 더 낮습니다"
# --8<-- [end:smooth_is_late]

# --8<-- [start:ask_tensorboard]
import json
import subprocess
import sys
import threading
import time
from urllib.request import urlopen


def ask_tensorboard(*paths, limit=50):
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", "my_logs"]
    command += ["--host", "127.0.0.1", "--port", "0", "--load_fast", "false"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        stop = threading.Timer(limit, server.kill)
        stop.start()
        words = (word for line in server.stderr for word in line.split())
        address = next(word for word in words if word.startswith("http://"))
        while len(json.load(urlopen(address + "data/runs"))) < 9:
            time.sleep(0.2)
        answers = [json.load(urlopen(address + path)) for path in paths]
        stop.cancel()
        server.terminate()
    return answers


# --8<-- [end:ask_tensorboard]

# --8<-- [start:ask]
runs, curve, tabs = ask_tensorboard(
    "data/runs",
    "data/plugin/scalars/scalars?run=lr-0.01/train&tag=epoch_loss",
    "data/plugins_listing",
)
print(sorted(runs)[:3], len(runs))
print(*[f"{value:.2f}" for wall_time, step, value in curve])
# --8<-- [end:ask]

# --8<-- [start:answers_match]
expected = {
    f"{run}/{part}" for run in models for part in ("train", "validation", "digits")
}
assert set(runs) == expected, f"텐서보드의 실행: {runs}"
_, served_steps, served = zip(*curve)
assert list(served_steps) == list(range(10)), f"스텝: {served_steps}"
assert np.allclose(served, histories["lr-0.01"].history["loss"], rtol=1e-6), (
    f"값: {served}"
)
# --8<-- [end:answers_match]

# --8<-- [start:open_tabs]
opened = {name for name, tab in tabs.items() if tab["enabled"]}
expected = "timeseries scalars images graphs distributions histograms text".split()
assert opened == set(expected), f"열린 탭: {opened}"
# --8<-- [end:open_tabs]

# --8<-- [start:no_upload]
from tensorboard import main_lib

message = main_lib._TBDEV_SHUTDOWN_MESSAGE
assert "`tensorboard dev` command is no longer available" in message, (
    f"안내문: {message}"
)
# --8<-- [end:no_upload]

# --8<-- [start:answer_twice]
import tempfile

model = models["lr-0.01"]
with tempfile.TemporaryDirectory() as folder:
    for first_epoch in [0, 0, 3]:
        model.fit(
            X_train,
            y_train,
            initial_epoch=first_epoch,
            epochs=first_epoch + 3,
            batch_size=100,
            verbose=0,
            callbacks=[keras.callbacks.TensorBoard(folder)],
        )
        print(read_scalars(f"{folder}/train", "epoch_loss")[0])
# --8<-- [end:answer_twice]

# --8<-- [start:answer_logs]
ratio = keras.callbacks.LambdaCallback(
    on_epoch_end=lambda epoch, logs: logs.update(ratio=logs["val_loss"] / logs["loss"])
)
for order in ["앞", "뒤"]:
    with tempfile.TemporaryDirectory() as folder:
        board = keras.callbacks.TensorBoard(folder)
        model.fit(
            X_train,
            y_train,
            epochs=2,
            batch_size=100,
            validation_data=(X_valid, y_valid),
            verbose=0,
            callbacks=[ratio, board] if order == "앞" else [board, ratio],
        )
        found = read_scalars(f"{folder}/train", "epoch_ratio")[0]
        print(f"{found} 텐서보드 콜백의 {order}에 두었을 때")
# --8<-- [end:answer_logs]


# --8<-- [start:answer_biased]
def without_division(values, weight):
    average, smoothed = 0.0, []
    for value in values:
        average = weight * average + (1 - weight) * value
        smoothed.append(average)
    return np.array(smoothed)


for weight in [0.6, 0.95]:
    pair = [f(losses, weight) for f in (smooth, without_division)]
    for t in [1, 10, 100]:
        print(*[f"{curve[t - 1]:.2f}" for curve in pair], f"가중치 {weight}, 스텝 {t}")
# --8<-- [end:answer_biased]
