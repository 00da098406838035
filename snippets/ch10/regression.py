"""회귀에서의 MLP입니다. docs/ch10/regression.md에서 읽습니다."""

# --8<-- [start:data]
import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split

X, y = load_diabetes(return_X_y=True, scaled=False)  # (442, 10)
X_train, X_valid, y_train, y_valid = train_test_split(
    X, y, test_size=142, random_state=42
)
# --8<-- [end:data]


# --8<-- [start:build_model]
def build_model(X_train, y_train):
    norm = keras.layers.Normalization()
    norm.adapt(X_train)
    mean = keras.initializers.Constant(y_train.mean())
    model = keras.Sequential(
        [
            keras.Input(shape=X_train.shape[1:]),
            norm,
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(1, bias_initializer=mean),
        ]
    )
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.02))
    return model


# --8<-- [end:build_model]


# --8<-- [start:rmse]
def rmse(y_true, y_pred):
    y_pred = keras.ops.convert_to_numpy(y_pred).ravel()
    return np.sqrt(np.mean((y_true - y_pred) ** 2))


# --8<-- [end:rmse]

# --8<-- [start:first_fit]
keras.utils.set_random_seed(42)
model = build_model(X_train, y_train)
model.fit(X_train, y_train, epochs=5, batch_size=12, verbose=0)

print(f"{rmse(y_valid, y_train.mean()):.1f} 평균만 말하기")
print(f"{rmse(y_valid, model(X_valid)):.1f} 신경망")
# --8<-- [end:first_fit]

# --8<-- [start:rmse_is_root]
mse = model.evaluate(X_valid, y_valid, verbose=0)
assert np.isclose(np.sqrt(mse), rmse(y_valid, model(X_valid)), rtol=1e-4), (
    f"손실의 제곱근은 {np.sqrt(mse):.3f}, RMSE는 {rmse(y_valid, model(X_valid)):.3f}"
)
# --8<-- [end:rmse_is_root]

# --8<-- [start:draw_predictions]
fig, ax = plt.subplots(figsize=(4.2, 4))
ax.scatter(y_valid, keras.ops.convert_to_numpy(model(X_valid)), s=16, alpha=0.7)
ax.plot([25, 346], [25, 346], "C7", lw=1)
ax.text(300, 318, "예측 = 타깃", color="C7", ha="right")
ax.set(xlim=(0, 360), ylim=(0, 360), aspect="equal")
ax.set(xlabel="타깃", ylabel="예측")
plt.show()
# --8<-- [end:draw_predictions]

# --8<-- [start:shrinks]
spread = keras.ops.convert_to_numpy(model(X_valid)).std()
assert spread < 0.9 * y_valid.std(), f"예측 {spread:.1f}, 타깃 {y_valid.std():.1f}"
# --8<-- [end:shrinks]

# --8<-- [start:shape_trap]
y_pred = keras.ops.convert_to_numpy(model(X_valid))
print(y_valid.shape, y_pred.shape, (y_valid - y_pred).shape)
# --8<-- [end:shape_trap]

# --8<-- [start:sklearn]
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import LinearRegression
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def sklearn_mlp(seed):
    mlp = MLPRegressor(
        hidden_layer_sizes=[32],
        learning_rate_init=0.005,
        batch_size=25,
        tol=0.005,
        n_iter_no_change=3,
        random_state=seed,
    )
    scaled = make_pipeline(StandardScaler(), mlp)
    return TransformedTargetRegressor(scaled, transformer=StandardScaler())


# --8<-- [end:sklearn]

# --8<-- [start:baseline]
print("분할  선형 회귀  MLPRegressor  케라스")
differences = []
for seed in range(5):
    A, B, a, b = train_test_split(X, y, test_size=142, random_state=seed)
    keras.utils.set_random_seed(seed)
    net = build_model(A, a)
    net.fit(A, a, epochs=5, batch_size=12, verbose=0)
    models = LinearRegression().fit(A, a), sklearn_mlp(seed).fit(A, a)
    scores = [rmse(b, m.predict(B)) for m in models] + [rmse(b, net(B))]
    print(f"{seed:4}{scores[0]:11.1f}{scores[1]:14.1f}{scores[2]:8.1f}")
    differences.append(scores[2] - scores[0])
print(f"케라스 - 선형 회귀의 평균 {np.mean(differences):.1f}")
# --8<-- [end:baseline]

# --8<-- [start:linear_holds]
differences, of_splits = [], []
for seed in range(20):
    A, B, a, b = train_test_split(X, y, test_size=142, random_state=seed)
    of_linear = rmse(b, LinearRegression().fit(A, a).predict(B))
    differences.append(rmse(b, sklearn_mlp(seed).fit(A, a).predict(B)) - of_linear)
    of_splits.append(of_linear)
assert abs(np.mean(differences)) < 2, f"차이의 평균 {np.mean(differences):.2f}"
assert np.ptp(of_splits) > 5, f"분할에 따른 차이 {np.ptp(of_splits):.1f}"
# --8<-- [end:linear_holds]

# --8<-- [start:scales]
for name, i in [("나이", 0), ("혈압", 3), ("s5", 8)]:
    print(f"{name} 평균 {X_train[:, i].mean():.1f}, 표준편차 {X_train[:, i].std():.1f}")
# --8<-- [end:scales]

# --8<-- [start:adapt]
norm = keras.layers.Normalization()
norm.adapt(X_train)
Z = keras.ops.convert_to_numpy(norm(X_train))

print(f"{Z[:, 0].mean():.2f} {Z[:, 0].std():.2f} 나이")
print(f"{Z[:, 8].mean():.2f} {Z[:, 8].std():.2f} s5")
# --8<-- [end:adapt]

# --8<-- [start:same_as_scaler]
by_sklearn = StandardScaler().fit(X_train).transform(X_valid)
gap = np.abs(keras.ops.convert_to_numpy(norm(X_valid)) - by_sklearn).max()
assert gap < 1e-3, f"StandardScaler와 {gap:.4f}만큼 다릅니다"
assert not norm.trainable_variables, "훈련으로 바뀌는 파라미터가 있습니다"
# --8<-- [end:same_as_scaler]

# --8<-- [start:forgotten]
keras.utils.set_random_seed(42)
mean = keras.initializers.Constant(y_train.mean())
raw = keras.Sequential(
    [
        keras.Input(shape=(10,)),
        keras.layers.Normalization(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, bias_initializer=mean),
    ]
)
raw.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.02))
raw.fit(X_train, y_train, epochs=5, batch_size=12, verbose=0)

print(f"{rmse(y_valid, raw(X_valid)):.1f} adapt() 없이")
print(np.unique(raw.layers[0].mean), np.unique(raw.layers[0].variance))
# --8<-- [end:forgotten]

# --8<-- [start:scaling_helps]
worse = 0
for seed in range(10):
    A, B, a, b = train_test_split(X, y, test_size=142, random_state=seed)
    scaler, scores = StandardScaler().fit(A), []
    for A_in, B_in in [(A, B), (scaler.transform(A), scaler.transform(B))]:
        mlp = sklearn_mlp(seed).regressor[-1]
        for _ in range(10):
            mlp.partial_fit(A_in, (a - a.mean()) / a.std())
        scores.append(rmse(b, mlp.predict(B_in) * a.std() + a.mean()))
    worse += scores[0] > scores[1]
assert worse == 10, f"크기를 맞추지 않은 쪽이 나쁜 분할은 {worse}개입니다"
# --8<-- [end:scaling_helps]

# --8<-- [start:late]
raw.predict(X_valid, verbose=0)
raw.layers[0].adapt(X_train)

print(f"{rmse(y_valid, raw.predict(X_valid, verbose=0)):.1f} predict()로 예측")
print(f"{rmse(y_valid, raw(X_valid)):.1f} 모델을 바로 불러 예측")
# --8<-- [end:late]

# --8<-- [start:compile_again]
stale = raw.predict(X_valid, verbose=0)
assert not np.allclose(stale, raw(X_valid), rtol=0.01), "predict가 새 통계를 썼습니다"
raw.compile(loss="mse")
fresh = raw.predict(X_valid, verbose=0)
assert np.allclose(fresh, raw(X_valid), rtol=1e-4), "컴파일한 뒤에도 다릅니다"
# --8<-- [end:compile_again]


# --8<-- [start:one_number]
def best_guess(loss, values):
    guess = np.linspace(0, 60, 6001)[:, None] * np.ones(5)
    return guess[np.argmin(loss(np.array([values]), guess)), 0]


for loss in (
    keras.losses.mean_squared_error,
    keras.losses.mean_absolute_error,
    keras.losses.huber,
):
    right = best_guess(loss, [1.0, 2.0, 3.0, 4.0, 5.0])
    wrong = best_guess(loss, [1.0, 2.0, 3.0, 4.0, 50.0])
    print(f"{right:4.1f} → {wrong:4.1f} {loss.__name__}")
# --8<-- [end:one_number]

# --8<-- [start:mean_and_median]
rng = np.random.default_rng(0)
for _ in range(5):
    values = rng.exponential(10, size=5).clip(0, 60)
    by_mse = best_guess(keras.losses.mean_squared_error, values)
    by_mae = best_guess(keras.losses.mean_absolute_error, values)
    assert abs(by_mse - values.mean()) < 0.02, f"평균이 아닙니다: {by_mse}"
    assert abs(by_mae - np.median(values)) < 0.02, f"중앙값이 아닙니다: {by_mae}"
# --8<-- [end:mean_and_median]

# --8<-- [start:formulas]
error = np.array([[0.5], [1.0], [3.0]])
e = np.abs(error)
by_hand = np.where(e <= 1, e**2 / 2, e - 0.5)

huber = keras.losses.huber(0 * error, error)
print(keras.ops.convert_to_numpy(huber), by_hand.ravel())
# --8<-- [end:formulas]

# --8<-- [start:equal_formulas]
rng = np.random.default_rng(1)
u, v = rng.normal(0, 3, size=(2, 50, 4))
e = np.abs(u - v)
by_keras = keras.losses.mean_squared_error(u, v)
assert np.allclose(by_keras, (e**2).mean(1)), "MSE가 제곱의 평균이 아닙니다"
by_keras = keras.losses.mean_absolute_error(u, v)
assert np.allclose(by_keras, e.mean(1)), "MAE가 절댓값의 평균이 아닙니다"
for delta in (0.3, 1.0, 4.0):
    expected = np.where(e <= delta, e**2 / 2, delta * (e - delta / 2)).mean(1)
    by_keras = keras.losses.huber(u, v, delta=delta)
    assert np.allclose(by_keras, expected), f"delta가 {delta}인 후버 손실이 다릅니다"
# --8<-- [end:equal_formulas]

# --8<-- [start:draw_losses]
e = np.linspace(-3, 3, 301)
a = np.abs(e)
shapes = {
    "MSE": (e**2, 2 * e, "-"),
    "MAE": (a, np.sign(e), "--"),
    "후버": (np.where(a <= 1, e**2 / 2, a - 0.5), np.clip(e, -1, 1), "-"),
}
fig, (left, right) = plt.subplots(1, 2, figsize=(5.4, 2.9))
for name, (value, slope, style) in shapes.items():
    left.plot(e, value, style, label=name)
    right.plot(e, slope, style)
left.set(title="손실", ylim=(-0.1, 4), xlabel="오차")
right.set(title="손실의 기울기", ylim=(-4, 4), xlabel="오차")
left.legend(loc="upper center")
plt.show()
# --8<-- [end:draw_losses]

# --8<-- [start:outliers]
bmi = X_train[:, 2:3]  # 체질량 지수만 씁니다
rng = np.random.default_rng(42)
Y = np.tile(y_train[:, None], 11)  # (300, 11), 0열은 그대로 둡니다

for column in range(1, 11):
    rows = rng.choice(300, size=15, replace=False)
    Y[rows, column] *= 10
# --8<-- [end:outliers]

# --8<-- [start:fit_lines]
losses = {"MSE": "mse", "MAE": "mae", "후버": keras.losses.Huber(delta=50.0)}
grid = np.linspace(18, 42, 25)[:, None]
norm_bmi = keras.layers.Normalization()
norm_bmi.adapt(bmi)
lines = {}

for name, loss in losses.items():
    keras.utils.set_random_seed(42)
    net = keras.Sequential([keras.Input(shape=(1,)), norm_bmi, keras.layers.Dense(11)])
    net.compile(loss=loss, optimizer=keras.optimizers.Adam(learning_rate=5.0))
    for _ in range(200):
        net.train_on_batch(bmi, Y)
    lines[name] = keras.ops.convert_to_numpy(net(grid))
# --8<-- [end:fit_lines]

# --8<-- [start:moved]
for name, line in lines.items():
    moved = np.abs(line[:, 1:] - line[:, :1]).mean(axis=0)
    print(f"{name} {np.median(moved):.0f}")
# --8<-- [end:moved]

# --8<-- [start:mse_moves_more]
moves = {
    name: np.abs(line[:, 1:] - line[:, :1]).mean(axis=0) for name, line in lines.items()
}
for name in ("MAE", "후버"):
    assert (moves["MSE"] > 4 * moves[name]).all(), (
        f"MSE가 4배 넘게 움직이지 않았습니다: {moves}"
    )
assert moves["후버"].mean() < moves["MAE"].mean(), (
    f"후버가 MAE보다 더 움직였습니다: {moves}"
)
# --8<-- [end:mse_moves_more]

# --8<-- [start:lines_are_right]
from sklearn.linear_model import QuantileRegressor

exact = LinearRegression().fit(bmi, Y).predict(grid)
assert np.abs(lines["MSE"] - exact).max() < 1, "최소 제곱 직선과 다릅니다"
for column in (0, 1, 2):
    median = QuantileRegressor(quantile=0.5, alpha=0).fit(bmi, Y[:, column])
    gap = np.abs(lines["MAE"][:, column] - median.predict(grid)).max()
    assert gap < 6, f"중앙값 회귀와 {gap:.1f}만큼 다릅니다"
# --8<-- [end:lines_are_right]

# --8<-- [start:draw_outliers]
fig, axes = plt.subplots(1, 2, figsize=(5.4, 3.4), sharey=True)
for ax, columns in zip(axes, [[0], range(1, 11)]):
    ax.scatter(bmi, y_train, s=6, c="C7", alpha=0.4, lw=0)
    for i, (name, line) in enumerate(lines.items()):
        ax.plot(grid, line[:, columns], c=f"C{i}", lw=1.2, label=name)
    ax.set(ylim=(0, 500), xlabel="체질량 지수")
axes[0].set(title="원래 타깃", ylabel="병의 진행 정도")
axes[1].set(title="이상치 15개, 열 번")
axes[0].legend(loc="upper left")
plt.show()
# --8<-- [end:draw_outliers]

# --8<-- [start:delta]
y_pred = keras.ops.convert_to_numpy(model(X_valid))
e = np.abs(y_valid[:, None] - y_pred)
huber = keras.losses.Huber()(y_valid[:, None], y_pred)

print(f"MAE {e.mean():.1f}, 후버 {huber:.1f}")
for delta in (1, 50, 200):
    print(f"오차가 {delta}보다 큰 비율 {np.mean(e > delta):.2f}")
# --8<-- [end:delta]

# --8<-- [start:delta_is_scale]
loss = float(keras.losses.Huber()(y_valid[:, None], y_pred))
assert abs(loss - (e.mean() - 0.5)) < 0.1, f"손실 {loss:.3f}, MAE {e.mean():.3f}"
wide = float(keras.losses.Huber(delta=1e4)(y_valid[:, None], y_pred))
assert np.isclose(wide, np.mean(e**2) / 2, rtol=1e-4), f"MSE의 절반이 아닙니다: {wide}"
small = float(keras.losses.Huber(delta=0.5)(y_valid[:, None] / 100, y_pred / 100))
same = float(keras.losses.Huber(delta=50.0)(y_valid[:, None], y_pred))
assert np.isclose(small * 1e4, same, rtol=1e-4), (
    "단위와 delta를 함께 바꾼 값이 다릅니다"
)
# --8<-- [end:delta_is_scale]

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

# --8<-- [start:halves]
upper, lower = X_train[:, :32], X_train[:, 32:]  # 위 네 줄과 아래 네 줄
upper_valid, lower_valid = X_valid[:, :32], X_valid[:, 32:]

linear = LinearRegression().fit(upper, lower)
by_linear = linear.predict(upper_valid)
print(f"{rmse(lower_valid.ravel(), by_linear):.2f} 선형 회귀")
# --8<-- [end:halves]


# --8<-- [start:complete]
def complete(activation, seed):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input(shape=(32,)),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(32, activation=activation),
        ]
    )
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.02))
    model.fit(upper, lower, epochs=5, batch_size=50, verbose=0)
    return keras.ops.convert_to_numpy(model(upper_valid))


# --8<-- [end:complete]

# --8<-- [start:heads]
completed = {}
print("활성화    0 아래   1 위   RMSE")
for activation in (None, "softplus", "sigmoid"):
    half = complete(activation, seed=42)
    completed[activation] = half
    below, above = np.mean(half < 0), np.mean(half > 1)
    score = rmse(lower_valid.ravel(), half)
    print(f"{activation!s:9}{below:7.2f}{above:7.2f}{score:7.2f}")
# --8<-- [end:heads]

# --8<-- [start:beats_linear]
of_linear = rmse(lower_valid.ravel(), by_linear)
runs = [*completed.values(), complete("sigmoid", 0), complete("sigmoid", 1)]
scores = [rmse(lower_valid.ravel(), run) for run in runs]
assert max(scores) < of_linear - 0.015, f"MLP {scores}, 선형 회귀 {of_linear:.3f}"
# --8<-- [end:beats_linear]

# --8<-- [start:ranges]
z = np.linspace(-12, 12, 1001).astype("float32")
softplus = keras.ops.convert_to_numpy(keras.activations.softplus(z))
sigmoid = keras.ops.convert_to_numpy(keras.activations.sigmoid(z))
tanh = keras.ops.convert_to_numpy(keras.activations.tanh(z))
assert np.allclose(softplus, np.log1p(np.exp(z)), atol=1e-5), "ln(1 + e^z)가 아닙니다"
assert np.allclose(sigmoid, 1 / (1 + np.exp(-z)), atol=1e-6), "1/(1+e^-z)이 아닙니다"
assert np.allclose(tanh, 2 / (1 + np.exp(-2 * z)) - 1, atol=1e-5), "tanh가 아닙니다"
assert (softplus > 0).all() and softplus.max() > 11, "소프트플러스가 양수가 아닙니다"
assert sigmoid.min() > 0 and sigmoid.max() <= 1, "시그모이드가 0과 1을 벗어납니다"
assert np.abs(tanh).max() <= 1 and tanh.min() < -0.99, "tanh의 범위가 다릅니다"
# --8<-- [end:ranges]

# --8<-- [start:draw_completed]
rows = {
    "입력": np.full((7, 32), np.nan),
    "정답": lower_valid[:7],
    "선형 회귀": by_linear[:7],
    "MLP": completed["sigmoid"][:7],
}
fig, axes = plt.subplots(4, 7, figsize=(5.4, 2.9))
for axes_row, (name, half) in zip(axes, rows.items()):
    axes_row[0].set_ylabel(name, rotation=0, ha="right", va="center")
    for ax, top, bottom in zip(axes_row, upper_valid, half):
        image = np.concatenate([top, bottom]).reshape(8, 8)
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        ax.axhline(3.5, c="C4", lw=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
plt.show()
# --8<-- [end:draw_completed]

# --8<-- [start:answer_target]
X, y = load_diabetes(return_X_y=True, scaled=False)
X_train, X_valid, y_train, y_valid = train_test_split(
    X, y, test_size=142, random_state=42
)
keras.utils.set_random_seed(42)
net = build_model(X_train, y_train)
net.layers[-1].bias.assign([0.0])
net.fit(X_train, y_train, epochs=5, batch_size=12, verbose=0)

print(f"{rmse(y_valid, net(X_valid)):.1f}")
# --8<-- [end:answer_target]

# --8<-- [start:answer_leak]
from sklearn.preprocessing import FunctionTransformer

everything = FunctionTransformer(StandardScaler().fit(X).transform)
differences = []

for seed in range(10):
    A, B, a, b = train_test_split(X, y, test_size=142, random_state=seed)
    proper, leaky = sklearn_mlp(seed), sklearn_mlp(seed)
    leaky.regressor.set_params(standardscaler=everything)
    scores = [rmse(b, m.fit(A, a).predict(B)) for m in (proper, leaky)]
    differences.append(scores[1] - scores[0])

print(f"{np.mean(differences):.1f} ± {np.std(differences):.1f}")
# --8<-- [end:answer_leak]

# --8<-- [start:answer_relu]
by_relu = complete("relu", seed=1)
stuck = (by_relu.max(axis=0) == 0) & (lower.max(axis=0) > 0)

print(f"{rmse(lower_valid.ravel(), by_relu):.2f} ReLU의 RMSE")
print(f"{np.mean(stuck):.1f} 늘 0인 픽셀의 비율")
# --8<-- [end:answer_relu]

# --8<-- [start:answer_range]
bounded = keras.Sequential(
    [
        keras.Input(shape=(1,)),
        keras.layers.Dense(1, activation="sigmoid", kernel_initializer="ones"),
        keras.layers.Rescaling(scale=40, offset=10),
    ]
)
output = bounded(np.array([[-50.0], [0.0], [50.0]]))
print(keras.ops.convert_to_numpy(output).ravel())
# --8<-- [end:answer_range]
