"""'스무 층을 훈련하는 여섯 가지 방법' 연습의 채점기입니다."""

import contextlib

import keras
import numpy as np

from grading import Wrong, as_array, as_number, call, close, graded

KINDS = ("plain", "batch_norm", "selu", "alpha_dropout", "mc_dropout", "one_cycle")
N_HIDDEN = 20
POINTS = np.array([-2.0, -0.5, 0.3, 1.5], "float32")


@graded
def check_build(build_model):
    """`build_model(kind, rate, n_steps)`이 만든 모델 여섯 개의 층과 학습률을 봅니다."""
    models = {}
    for kind in KINDS:
        models[kind] = model = call(build_model, kind, 0.03, 200)
        if not isinstance(model, keras.Model):
            raise Wrong(
                f"{kind}: 돌려준 것이 케라스 모델이 아니라 {type(model).__name__}입니다."
            )
        layers = _flat(model)
        _check_stack(kind, model, layers)
        _check_normalization(kind, layers)
        _check_activation(kind, layers)
        _check_initializer(kind, layers)
        if _check_dropout(kind, layers):
            _check_mode(kind, model)
        _check_rate(kind, model, 0.03, 200)
    shapes = {
        kind: [tuple(w.shape) for w in models[kind].weights]
        for kind in ("alpha_dropout", "mc_dropout")
    }
    if shapes["alpha_dropout"] != shapes["mc_dropout"]:
        raise Wrong(
            "mc_dropout의 가중치가 alpha_dropout과 크기가 다릅니다. 훈련한 가중치를 그대로 옮길 수 있게 "
            "같은 신경망에서 드롭아웃 층만 바꾸세요."
        )
    return "맞습니다. 여섯 모델이 모두 20층이고, 하나씩 바꾼 것만 다릅니다."


def _flat(model):
    """모델 안의 모델까지 펼친 층의 목록입니다. 입력층은 뺍니다."""
    layers = []
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            layers += _flat(layer)
        elif not isinstance(layer, keras.layers.InputLayer):
            layers.append(layer)
    return layers


def _blocks(layers):
    """은닉층마다 `Dense` 층과 그 뒤의 층을 묶습니다. 마지막 묶음은 출력층입니다."""
    starts = [
        i for i, layer in enumerate(layers) if isinstance(layer, keras.layers.Dense)
    ]
    return [layers[start:end] for start, end in zip(starts, [*starts[1:], len(layers)])]


def _check_stack(kind, model, layers):
    n_hidden = len(_blocks(layers)) - 1
    if n_hidden != N_HIDDEN:
        raise Wrong(
            f"{kind}: `Dense` 은닉층이 {n_hidden}개입니다. 출력층을 빼고 {N_HIDDEN}개여야 합니다."
        )
    shape = model.output_shape
    if shape[-1] != 10:
        raise Wrong(
            f"{kind}: 출력의 크기가 {shape}입니다. 클래스가 열이므로 (None, 10)이어야 합니다."
        )
    out = _predicted(model)
    if not close(out.sum(axis=-1), np.ones(len(out)), rtol=1e-3):
        raise Wrong(
            f"{kind}: 출력을 더하면 1이 아니라 {out.sum(axis=-1)[0]:.3g}입니다. 출력층은 소프트맥스입니다."
        )
    if getattr(model, "optimizer", None) is None:
        raise Wrong(
            f"{kind}: 모델을 컴파일하지 않았습니다. `compile()`을 부르고 돌려주세요."
        )


def _predicted(model):
    """늘 같은 입력 50개를 `training`을 적지 않고 넣은 모델의 출력입니다."""
    x = np.random.default_rng(0).normal(size=(50, *model.input_shape[1:]))
    return keras.ops.convert_to_numpy(model(x.astype("float32")))


def _check_normalization(kind, layers):
    norm = keras.layers.BatchNormalization
    *hidden, output = [
        sum(isinstance(layer, norm) for layer in block) for block in _blocks(layers)
    ]
    total = sum(isinstance(layer, norm) for layer in layers)
    if kind != "batch_norm":
        if total:
            raise Wrong(
                f"{kind}: 배치 정규화가 {total}개 들어 있습니다. batch_norm에만 넣으세요."
            )
        return
    if output:
        raise Wrong(
            "batch_norm: 출력층 뒤에도 배치 정규화가 있습니다. 은닉층에만 넣으세요."
        )
    if hidden != [1] * N_HIDDEN:
        raise Wrong(
            f"batch_norm: 배치 정규화가 있는 은닉층이 {N_HIDDEN}개 가운데 {sum(map(bool, hidden))}개입니다. "
            "은닉층마다 활성화 함수의 앞이나 뒤에 하나씩 넣으세요."
        )


def _check_activation(kind, layers):
    wanted = "silu" if kind in ("plain", "batch_norm") else "selu"
    expected = keras.ops.convert_to_numpy(keras.activations.get(wanted)(POINTS))
    for number, block in enumerate(_blocks(layers)[:-1], 1):
        values = keras.ops.convert_to_tensor(POINTS)
        if block[0].activation is not None:
            values = block[0].activation(values)
        for layer in block[1:]:
            if not layer.weights and not _drops(layer):
                values = layer(values)
        values = keras.ops.convert_to_numpy(values)
        if close(values, expected):
            continue
        said = {"silu": "Swish(`silu`)", "selu": "SELU"}[wanted]
        if close(values, POINTS):
            raise Wrong(
                f"{kind}: {number}번째 은닉층에 활성화 함수가 없습니다. 없으면 아무리 쌓아도 선형 모델입니다. {said}를 넣으세요."
            )
        names = ["relu", "elu", "selu", "silu", "gelu", "tanh", "sigmoid"]
        found = [
            name for name in names if close(values, keras.activations.get(name)(POINTS))
        ]
        raise Wrong(
            f"{kind}: {number}번째 은닉층의 활성화 함수가 {found[0] if found else '다른 것'}입니다. {said}를 쓰세요."
        )


def _drops(layer):
    """드롭아웃 층이거나 드롭아웃을 상속한 층인지 봅니다."""
    return any("Dropout" in base.__name__ for base in type(layer).__mro__)


def _check_initializer(kind, layers):
    hidden = [block[0] for block in _blocks(layers)[:-1]]
    kernels = [layer.get_weights()[0] for layer in hidden]
    if len(kernels[1]) == len(kernels[2]) and np.array_equal(kernels[1], kernels[2]):
        raise Wrong(
            f"{kind}: 은닉층의 가중치가 서로 똑같습니다. 초기화 객체 하나를 여러 층에 넣으면 같은 난수를 뽑습니다. "
            "문자열로 적거나 층마다 새 객체를 만드세요."
        )
    wanted = 2.0 if kind in ("plain", "batch_norm") else 1.0
    names = {2.0: "He 초기화(`he_normal`)", 1.0: "르쿤 초기화(`lecun_normal`)"}
    for number, (layer, kernel) in enumerate(zip(hidden, kernels), 1):
        initializer = layer.kernel_initializer
        scale, mode = (getattr(initializer, name, None) for name in ("scale", "mode"))
        if mode is None:
            scale, mode = float(kernel.var() * len(kernel)), "fan_in"
        if mode == "fan_in" and abs(scale / wanted - 1) < 0.2:
            continue
        if mode == "fan_avg":
            raise Wrong(
                f"{kind}: {number}번째 은닉층이 `Dense`의 기본값인 글로럿 초기화입니다. 활성화 함수를 바꾸어도 초기화는 "
                f"따라오지 않으니 {names[wanted]}를 적으세요."
            )
        raise Wrong(
            f"{kind}: {number}번째 은닉층의 가중치의 분산이 {scale:.2g} / fan_in입니다. "
            f"이 활성화 함수의 짝은 분산이 {wanted:g} / fan_in인 {names[wanted]}입니다."
        )


def _check_dropout(kind, layers):
    """드롭아웃 층이 있어야 할 곳에만 있는지 보고, 있으면 참을 돌려줍니다."""
    drops = [i for i, layer in enumerate(layers) if _drops(layer)]
    if kind in ("plain", "batch_norm", "selu"):
        if drops:
            raise Wrong(
                f"{kind}: 드롭아웃이 들어 있습니다. alpha_dropout부터 넣으세요."
            )
        return False
    if not drops:
        raise Wrong(
            f"{kind}: 드롭아웃 층이 없습니다. SELU 은닉층의 뒤에 `AlphaDropout`을 넣으세요."
        )
    dense = [
        i for i, layer in enumerate(layers) if isinstance(layer, keras.layers.Dense)
    ]
    if drops[-1] > dense[-1]:
        raise Wrong(
            f"{kind}: 출력층의 뒤에 드롭아웃이 있습니다. 정답의 확률까지 바뀌므로 출력층의 앞에 두세요."
        )
    if not all(isinstance(layers[i], keras.layers.AlphaDropout) for i in drops):
        raise Wrong(
            f"{kind}: 드롭아웃 층이 `{type(layers[drops[0]]).__name__}`입니다. 보통 드롭아웃은 분산을 키워서 "
            "SELU의 자기 정규화를 깨뜨립니다. `AlphaDropout`으로 바꾸세요."
        )
    return True


def _check_mode(kind, model):
    moves = np.abs(_predicted(model) - _predicted(model)).max() > 1e-6
    if moves and kind != "mc_dropout":
        raise Wrong(
            f"{kind}: 예측할 때마다 답이 다릅니다. 예측할 때도 켜 두는 드롭아웃은 mc_dropout에만 씁니다."
        )
    if not moves and kind == "mc_dropout":
        raise Wrong(
            "mc_dropout: `model(X)`를 두 번 불렀는데 답이 같습니다. 드롭아웃이 예측할 때는 꺼집니다. "
            "`AlphaDropout`을 상속해서 늘 `training=True`로 계산하는 층을 쓰세요."
        )


def _check_rate(kind, model, rate, n_steps):
    optimizer = model.optimizer
    steps, rates = [*range(0, n_steps, 5), n_steps - 1], []
    for step in steps:
        optimizer.iterations.assign(step)
        rates.append(float(optimizer.learning_rate))
    optimizer.iterations.assign(0)
    start, peak, end = rates[0], max(rates), rates[-1]
    if kind != "one_cycle":
        if close(rates, np.full(len(steps), rate), rtol=1e-3):
            return
        if np.ptp(rates) > 1e-3 * rate:
            raise Wrong(
                f"{kind}: 학습률이 {start:.3g}에서 {end:.3g}까지 변합니다. 스케줄은 one_cycle에만 쓰세요."
            )
        raise Wrong(
            f"{kind}: 학습률이 {start:.3g}입니다. 인수로 받은 rate는 {rate}입니다."
        )
    if np.ptp(rates) < 1e-3 * rate:
        raise Wrong(
            f"one_cycle: 학습률이 내내 {start:.3g}입니다. 올렸다가 내리는 스케줄을 넣으세요."
        )
    if start > 0.9 * peak:
        raise Wrong(
            f"one_cycle: 학습률이 {start:.3g}에서 시작해 내려가기만 합니다. 1사이클은 절반 가까이 올렸다가 내립니다."
        )
    at = steps[int(np.argmax(rates))]
    if not 0.2 * n_steps <= at <= 0.7 * n_steps:
        raise Wrong(
            f"one_cycle: {n_steps}스텝 가운데 {at}스텝에서 학습률이 가장 큽니다. "
            "절반 가까이에서 가장 커지게 스케줄의 길이를 n_steps로 두세요."
        )
    if not close(peak, rate, rtol=0.05):
        raise Wrong(
            f"one_cycle: 가장 큰 학습률이 {peak:.3g}입니다. 최고 학습률은 인수로 받은 rate인 {rate}입니다."
        )
    if end > 0.2 * peak:
        raise Wrong(
            f"one_cycle: 마지막 스텝의 학습률이 최고 학습률의 {end / peak:.0%}입니다. 끝에서는 거의 0까지 줄이세요."
        )


@graded
def check_run(run):
    """`run(build, data, rates, n_epochs, seed)`에 입력을 적는 작은 모델을 넘겨서 무엇을 보았는지 셉니다."""
    first = _Trial((0.1, 0.001, 0.01), best=1)
    rate, accuracy = first.run(run, seed=3)
    _check_seen(first)
    _check_choice(first, rate, accuracy)
    second = _Trial((0.2, 0.02), best=0)
    _check_choice(second, *second.run(run, seed=3))
    start = first.starts[0]
    if not np.array_equal(start, second.starts[0]):
        raise Wrong(
            "시드가 같은데 두 번의 첫 가중치가 다릅니다. 모델을 만들기 전에 "
            "`keras.utils.set_random_seed(seed)`를 부르세요."
        )
    if np.array_equal(start, _Trial((0.05,), best=0).start(run, seed=4)):
        raise Wrong(
            "시드를 바꿨는데 첫 가중치가 그대로입니다. 수를 적어 두지 말고 인수로 받은 seed를 쓰세요."
        )
    return (
        "맞습니다. 훈련 세트로 배우고 검증 세트로 고른 다음, "
        "고른 모델 하나만 테스트 세트에서 쟀습니다."
    )


N_EPOCHS = 2
SIZES = {"훈련": 40, "검증": 20, "테스트": 30}


class _Built(BaseException):
    """첫 가중치를 보았으니 더 훈련하지 않아도 된다는 신호입니다. `except Exception`에 걸리지 않습니다."""


class _Trial:
    """학습률마다 맞히는 샘플을 정해 둔 모델과 데이터입니다. 층이 본 입력을 모두 적습니다.

    학습률이 셋 이상이면 훈련, 검증, 테스트 정확도가 가장 높은 학습률이 서로 다릅니다.
    """

    def __init__(self, rates, best):
        self.rates, self.best = rates, best
        n_rates = len(rates)
        self.trained, tested = (best + 1) % n_rates, (best + 2) % n_rates
        rng = np.random.default_rng(best)
        highest = {"훈련": self.trained, "검증": best, "테스트": tested}
        self.X, self.y, self.accuracy = {}, {}, {}
        for shift, (name, n) in zip((0, 2, 5), SIZES.items()):
            y = rng.integers(3, size=n)
            shares = [
                0.9 if j == highest[name] else 0.3 + 0.2 * ((j + best) % 2)
                for j in range(n_rates)
            ]
            X = rng.uniform(0, 1, size=(n, 9))
            for j, share in enumerate(shares):
                answers = np.where(np.arange(n) < share * n, y, (y + 1) % 3)
                X[np.arange(n), 3 * j + answers] += 10
            order = rng.permutation(n)
            self.X[name], self.y[name] = X[order] + shift, y[order]
            self.accuracy[name] = [
                float(np.mean(np.arange(n) < share * n)) for share in shares
            ]
        self.models, self.starts = [], []

    def start(self, run, seed):
        """`run`이 만든 첫 모델의 첫 가중치입니다. 모델을 만들면 그만둡니다."""

        def build(rate):
            self.build(rate)
            raise _Built

        with contextlib.suppress(_Built):
            run(build, self._data(), self.rates, N_EPOCHS, seed)
        return self.starts[0]

    def _data(self):
        return tuple((self.X[name].copy(), self.y[name].copy()) for name in SIZES)

    def run(self, run, seed):
        """`run`을 부르고 돌려받은 두 수를 냅니다."""
        data = self._data()
        result = call(lambda: run(self.build, data, self.rates, N_EPOCHS, seed))
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            raise Wrong(
                "고른 학습률과 테스트 정확도를 `return rate, accuracy`처럼 함께 돌려주세요."
            )
        rate, accuracy = result
        return as_number(rate, "고른 학습률"), as_number(accuracy, "테스트 정확도")

    def build(self, rate):
        """학습률이 `rate`인, 컴파일한 모델입니다."""
        column = [j for j, known in enumerate(self.rates) if close(rate, known)]
        if not column:
            raise Wrong(
                f"`build({rate})`를 불렀습니다. rates에 있는 학습률로만 부르세요."
            )
        log = []
        model = keras.Sequential([keras.Input(shape=(9,)), _probe(column[0], log)])
        optimizer = keras.optimizers.SGD(rate)
        model.compile(
            optimizer,
            "sparse_categorical_crossentropy",
            metrics=["accuracy"],
            run_eagerly=True,
        )
        self.starts.append(model.get_weights()[0])
        log.clear()
        self.models.append((column[0], log))
        return model

    def standardized(self, name, given):
        """세트 `name`을 배열 `given`의 평균과 표준편차로 표준화한 것입니다."""
        return (self.X[name] - given.mean()) / given.std()


def _probe(column, log):
    class Probe(keras.layers.Layer):
        """입력을 적고, 정해 둔 세 열로 답하는 층입니다. 가중치는 첫 값만 봅니다."""

        def build(self, shape):
            self.kernel = self.add_weight(
                shape=(shape[-1], 3), initializer="random_normal"
            )

        def call(self, inputs, training=False):
            with contextlib.suppress(Exception):  # 그래프를 만들 때는 값이 없습니다.
                log.append(
                    (bool(training), np.array(keras.ops.convert_to_numpy(inputs)))
                )
            scores = inputs[:, 3 * column : 3 * column + 3]
            return keras.ops.softmax(3 * scores) + 0 * keras.ops.matmul(
                inputs, self.kernel
            )

    return Probe()


def _rows(arrays):
    return np.concatenate(arrays) if arrays else np.zeros((0, 9))


def _matches(seen, known):
    """`seen`의 행마다 `known`에 같은 행이 있는지 봅니다."""
    if not len(seen):
        return np.zeros(0, bool)
    return (np.abs(seen[:, None] - known[None]).max(axis=2) < 1e-3).any(axis=1)


def _check_seen(trial):
    if len({column for column, _ in trial.models}) < len(trial.rates):
        raise Wrong(
            f"학습률 {len(trial.rates)}개 가운데 {len({column for column, _ in trial.models})}개로만 모델을 만들었습니다. "
            "rates의 학습률마다 `build(rate)`를 부르세요."
        )
    X, n = trial.X["훈련"], SIZES["훈련"]
    right = trial.standardized("훈련", X)
    for column, log in trial.models:
        seen = _rows([inputs for training, inputs in log if training])
        if not len(seen):
            raise Wrong(
                f"학습률이 {trial.rates[column]}인 모델을 훈련하지 않았습니다. `fit()`을 부르세요."
            )
        distinct = len(np.unique(seen.round(4), axis=0))
        if distinct > n:
            raise Wrong(
                f"훈련 샘플은 {n}개인데 서로 다른 샘플 {distinct}개로 훈련했습니다. "
                "검증 세트나 테스트 세트가 훈련에 섞였습니다."
            )
        if not _matches(seen, right).all():
            raise Wrong(_how_scaled(trial, seen))
        if len(seen) != N_EPOCHS * n:
            raise Wrong(
                f"n_epochs가 {N_EPOCHS}이면 훈련 샘플을 {N_EPOCHS * n}번 보아야 하는데 {len(seen)}번 보았습니다. "
                "모델마다 n_epochs만큼 훈련하세요."
            )
    for name in ("검증", "테스트"):
        _check_scaled(trial, name)
    known = np.concatenate([trial.standardized(name, X) for name in SIZES])
    if not all(_matches(_evaluated(log), known).all() for _, log in trial.models):
        raise Wrong(
            "예측할 때 넣은 값이 세 세트의 어느 샘플과도 다릅니다. 훈련 세트의 평균과 표준편차로 세 세트를 똑같이 바꾸세요."
        )
    testers = {column for column, log in trial.models if _tested(trial, log)}
    if not testers:
        raise Wrong(
            "테스트 세트를 한 번도 예측하지 않았습니다. 고른 모델의 테스트 정확도를 재세요."
        )
    if len(testers) > 1:
        raise Wrong(
            f"모델 {len(testers)}개를 테스트 세트에서 쟀습니다. 후보를 견주는 동안에는 검증 세트만 쓰고, "
            "테스트 세트는 고른 모델 하나에만 쓰세요."
        )


def _evaluated(log):
    return _rows([inputs for training, inputs in log if not training])


def _tested(trial, log):
    test = trial.standardized("테스트", trial.X["훈련"])
    return _matches(_evaluated(log), test).any()


def _how_scaled(trial, seen):
    X = trial.X
    everything = np.concatenate(list(X.values()))
    both = np.concatenate([X["훈련"], X["검증"]])
    columns = (X["훈련"] - X["훈련"].mean(axis=0)) / X["훈련"].std(axis=0)
    for known, reason in [
        (
            X["훈련"],
            "훈련 세트를 표준화하지 않았습니다. 훈련 세트의 평균을 빼고 표준편차로 나누세요.",
        ),
        (
            trial.standardized("훈련", everything),
            "세 세트를 모두 합친 평균과 표준편차로 표준화했습니다. 테스트 세트의 정보가 훈련에 새어 들어갑니다. "
            "훈련 세트에서만 구하세요.",
        ),
        (
            trial.standardized("훈련", both),
            "훈련 세트와 검증 세트를 합친 평균과 표준편차로 표준화했습니다. 훈련 세트에서만 구하세요.",
        ),
        (
            columns,
            "픽셀마다 따로 표준화했습니다. 늘 0인 픽셀에서 0으로 나누게 되므로 픽셀 전체의 평균과 표준편차를 쓰세요.",
        ),
    ]:
        if _matches(seen, known).all():
            return reason
    return (
        f"모델이 본 훈련 입력의 평균이 {seen.mean():.2f}, 표준편차가 {seen.std():.2f}입니다. "
        "훈련 세트의 픽셀 전체로 표준화하면 0과 1이어야 합니다."
    )


def _check_scaled(trial, name):
    own = trial.standardized(name, trial.X[name])
    for _, log in trial.models:
        seen = _evaluated(log)
        if _matches(seen, own).any():
            raise Wrong(
                f"{name} 세트를 {name} 세트의 평균과 표준편차로 표준화했습니다. 같은 픽셀이 훈련 때와 다른 값이 됩니다. "
                "훈련 세트의 평균과 표준편차를 쓰세요."
            )
        if _matches(seen, trial.X[name]).any():
            raise Wrong(
                f"훈련 세트는 표준화했는데 {name} 세트는 그대로 넣었습니다. 세 세트를 모두 똑같이 바꾸세요."
            )


def _check_choice(trial, rate, accuracy):
    chosen = trial.rates[trial.best]
    if not close(rate, chosen):
        if close(rate, trial.rates[trial.trained]):
            raise Wrong(
                f"훈련 정확도가 가장 높은 학습률({rate:g})을 골랐습니다. 검증 정확도가 가장 높은 것은 {chosen}입니다."
            )
        raise Wrong(
            f"고른 학습률이 {rate:g}입니다. rates 가운데 검증 정확도가 가장 높은 것은 {chosen}입니다."
        )
    expected = trial.accuracy["테스트"][trial.best]
    if close(accuracy, expected, rtol=1e-4):
        return
    others = [
        trial.accuracy["테스트"][j] for j in range(len(trial.rates)) if j != trial.best
    ]
    if close(accuracy, trial.accuracy["검증"][trial.best], rtol=1e-4):
        raise Wrong(
            f"돌려준 정확도({accuracy:.3f})는 검증 정확도입니다. 고르는 데 쓴 수라서 실제보다 높게 나오니, "
            "고른 모델의 테스트 정확도를 돌려주세요."
        )
    if close(accuracy, 100 * expected, rtol=1e-4):
        raise Wrong("정확도를 백분율로 돌려주었습니다. 0과 1 사이의 비율로 돌려주세요.")
    if any(close(accuracy, other, rtol=1e-4) for other in others):
        raise Wrong(
            f"학습률은 맞게 골랐는데 테스트 정확도({accuracy:.3f})는 다른 학습률로 훈련한 모델의 것입니다. "
            "고른 학습률의 모델을 간직해 두었다가 재세요."
        )
    raise Wrong(
        f"고른 모델의 테스트 정확도는 {expected:.3f}인데, 돌려준 값은 {accuracy:.3f}입니다."
    )


PAIRS = {
    "batch_norm": "plain",
    "selu": "plain",
    "alpha_dropout": "selu",
    "mc_dropout": "alpha_dropout",
    "one_cycle": "alpha_dropout",
}


@graded
def check_table(table, verdicts):
    """시드마다 잰 정확도의 표에서 결론을 다시 구해 견줍니다."""
    table = _as_table(table)
    if not isinstance(verdicts, dict) or set(verdicts) != set(PAIRS):
        raise Wrong(f"verdicts는 사전이고 키는 {', '.join(PAIRS)}입니다.")
    for kind, base in PAIRS.items():
        said = verdicts[kind]
        if said not in ("높음", "낮음", "모름"):
            raise Wrong(
                f"{kind}: 결론이 {said!r}입니다. '높음', '낮음', '모름' 가운데 하나를 쓰세요."
            )
        _check_verdict(kind, base, said, table)
    n_clear = sum(said != "모름" for said in verdicts.values())
    if n_clear == 0:
        return "맞습니다. 다섯 비교 모두 차이가 시드끼리의 차이를 넘지 않아서 이 예산과 시드로는 가릴 수 없습니다."
    rest = (
        ""
        if n_clear == len(PAIRS)
        else " 나머지는 이 예산과 시드로는 가릴 수 없습니다."
    )
    return f"맞습니다. 다섯 비교 가운데 {n_clear}개에서 차이가 시드끼리의 차이보다 큽니다.{rest}"


def _as_table(table):
    if not isinstance(table, dict) or set(table) != set(KINDS):
        raise Wrong(f"table은 사전이고 키는 {', '.join(KINDS)}입니다.")
    rows = {kind: as_array(values, kind).ravel() for kind, values in table.items()}
    for kind, values in rows.items():
        if values.size < 3:
            raise Wrong(
                f"{kind}: 값이 {values.size}개뿐입니다. 시드가 하나나 둘이면 차이가 방법 때문인지 시드 때문인지 "
                "알 수 없으니 시드 세 개로 재세요."
            )
        if values.max() > 1:
            raise Wrong(
                f"{kind}: 정확도가 {values.max():g}입니다. 백분율이 아니라 0과 1 사이의 비율로 적으세요."
            )
        if values.min() < 0:
            raise Wrong(
                f"{kind}: 정확도가 {values.min():g}입니다. 정확도는 0보다 작을 수 없습니다."
            )
    if all(np.ptp(values) == 0 for values in rows.values()):
        raise Wrong(
            "모든 방법에서 시드 세 개의 값이 똑같습니다. 같은 시드로 세 번 훈련하면 퍼진 정도가 0으로 보입니다. "
            "훈련할 때마다 시드를 바꾸세요."
        )
    return rows


def _check_verdict(kind, base, said, table):
    gap = float(table[kind].mean() - table[base].mean())
    spread = max(float(np.ptp(table[kind])), float(np.ptp(table[base])))
    expected = "모름" if abs(gap) <= spread + 1e-9 else "높음" if gap > 0 else "낮음"
    if said == expected:
        return
    numbers = f"{kind}, {base}: 평균의 차이는 {gap:+.3f}, 시드끼리의 범위는 {spread:.3f}입니다."
    if expected == "모름":
        raise Wrong(
            f"{numbers} 차이가 범위를 넘지 않으니 '{said}'이라고 할 수 없습니다. 시드를 바꾸면 순서가 뒤집힐 수 있습니다."
        )
    if said == "모름":
        raise Wrong(
            f"{numbers} 차이가 범위보다 크니 '{expected}'이라고 말할 수 있습니다."
        )
    raise Wrong(
        f"{numbers} 방향이 반대입니다. 차이는 {kind}의 평균에서 {base}의 평균을 뺀 값입니다."
    )
