"""'모델과 층 만들기' 연습의 채점기입니다."""

import inspect
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np

from grading import Wrong, as_array, as_number, call, close, compare, graded

LAYERS = ["Flatten", "hidden1", "hidden2", "output"]
SIZES = [30, 20, 8, 3]  # 편 입력과 층마다의 유닛


@graded
def check_params(params, total):
    """층마다의 파라미터와 그 합을 케라스가 센 수와 견줍니다."""
    params = as_array(params, "params").ravel()
    if params.size == 3:
        raise Wrong(
            "params에 수가 3개입니다. `Flatten`도 층이므로 네 층의 수를 차례로 적으세요."
        )
    if params.size != 4:
        raise Wrong(
            f"params에는 층마다 하나씩 수 4개가 있어야 하는데 {params.size}개입니다."
        )
    if params[0]:
        raise Wrong(
            f"`Flatten`에 파라미터가 {params[0]:g}개 있다고 했습니다. 펴기만 하는 층이라 배울 수가 없으니 0입니다. "
            "입력의 값은 데이터이지 파라미터가 아닙니다."
        )
    n_in, n_units = np.array(SIZES[:-1]), np.array(SIZES[1:])
    right = _counted_by_keras()
    wrong_layers = [name for name, a, b in zip(LAYERS[1:], params[1:], right) if a != b]
    compare(
        params[1:],
        right,
        [
            (
                n_in * n_units,
                "세 층 모두 가중치만 세었습니다. 유닛마다 편향이 하나씩 더 있습니다.",
            ),
            (
                n_in * n_units + 1,
                "편향을 층마다 하나씩만 세었습니다. 편향은 유닛마다 하나이므로 `hidden1`에는 20개 있습니다.",
            ),
            (
                n_in * (n_units + 1),
                "편향을 입력마다 하나씩 세었습니다. 편향은 유닛마다 하나이므로 `(입력 + 1) × 유닛`입니다.",
            ),
            (
                n_units,
                "유닛의 수만 적었습니다. 유닛 하나에 입력마다 가중치가 하나씩 있습니다.",
            ),
            (
                [(5 + 1) * 20, *right[1:]],
                "`hidden1`의 입력을 5개로 세었습니다. `Flatten`이 (6, 5)를 한 줄로 펴므로 입력은 6 × 5 = 30개입니다.",
            ),
        ],
        f"{', '.join(wrong_layers)} 층의 수가 다릅니다. 유닛 하나에 앞 층의 출력만큼 가중치가 있고 편향이 하나 있습니다.",
        rtol=0,
        atol=0.1,
    )
    total = as_number(total, "total")
    if total != sum(right):
        raise Wrong(
            f"층마다의 수는 모두 맞는데 total이 {total:g}입니다. 네 수를 다시 더해 보세요."
        )
    return f"맞습니다. 파라미터 {total:g}개 가운데 {right[0]}개가 입력이 가장 많은 첫 은닉층에 있습니다."


def _counted_by_keras():
    dense = [keras.layers.Dense(units) for units in SIZES[1:]]
    keras.Sequential([keras.Input(shape=(6, 5)), keras.layers.Flatten(), *dense])
    return [layer.count_params() for layer in dense]


@graded
def check_limit_norm(limit_norm):
    """`limit_norm(x, max_norm, axis)`을 값이 있는 텐서, 없는 텐서, 그래프에서 채점합니다."""
    rng = np.random.default_rng(10)
    x = rng.normal(size=(4, 4)).astype("float32")
    x *= np.array([[3.0], [0.2], [0.0], [1.5]], "float32") / np.linalg.norm(
        x, axis=1, keepdims=True
    )
    _check_values(limit_norm, x)
    _check_axes(limit_norm, rng)
    _check_types(limit_norm, x)
    _check_symbolic(limit_norm, x)
    return "맞습니다. 값이 있는 텐서와 없는 텐서를 모두 받으니 어느 백엔드에서나 모델에 이을 수 있습니다."


def _limited(x, max_norm, axis=-1, keepdims=True):
    """정답을 넘파이로 셈합니다."""
    norm = np.sqrt((x.astype(float) ** 2).sum(axis=axis, keepdims=keepdims))
    return np.where(norm > max_norm, x * max_norm / np.where(norm > 0, norm, 1), x)


def _check_values(limit_norm, x):
    """노름이 3, 0.2, 0, 1.5인 벡터 넷을 넣습니다."""
    try:
        answer = as_array(
            _call(limit_norm, keras.ops.convert_to_tensor(x), 1.0), "결과"
        )
    except ValueError as error:
        if "truth value" not in str(error):
            raise
        raise Wrong(
            "벡터가 넷이면 노름도 넷인데 `if`로 한 번에 물었습니다. "
            "벡터마다 다르게 고르려면 `keras.ops.where()`나 `keras.ops.maximum()`을 쓰세요."
        ) from None
    if answer.shape != x.shape:
        raise Wrong(
            f"크기가 {x.shape}인 텐서를 넣었는데 {answer.shape}인 것이 나왔습니다. 크기는 그대로여야 합니다."
        )
    if np.isnan(answer).any():
        raise Wrong(
            "0으로만 된 벡터에서 nan이 나왔습니다. 노름 0으로 나누지 않도록 나누는 수를 `max_norm` 이상으로 두세요."
        )
    norm = np.linalg.norm(x, axis=1, keepdims=True)
    compare(
        answer,
        _limited(x, 1.0),
        [
            (
                _limited(x, 1.0, axis=None),
                "노름을 텐서 전체에서 하나만 재었습니다. 긴 벡터 하나 때문에 모두 줄어드니 `axis`를 주어 벡터마다 재세요.",
            ),
            (
                _limited(x, 1.0, keepdims=False),
                "4×4라서 오류 없이 틀렸습니다. 노름의 크기가 (4,)이면 행이 아니라 열마다 나누니, `keepdims=True`로 (4, 1)을 만드세요.",
            ),
            (
                x / np.where(norm > 0, norm, 1),
                "노름이 0.2인 벡터까지 1로 늘렸습니다. `max_norm`보다 작은 벡터는 그대로 두어야 합니다.",
            ),
            (
                np.clip(x, -1, 1),
                "원소를 하나씩 잘랐습니다. 그러면 방향이 바뀌니 벡터 전체에 같은 수를 곱하세요.",
            ),
            (
                x,
                "아무것도 줄지 않았습니다. 노름이 3과 1.5인 벡터는 노름이 1이 되어야 합니다.",
            ),
            (
                np.where(norm > 1, x / np.where(norm > 0, norm**2, 1), x),
                "노름의 제곱으로 나누었습니다. 제곱의 합에 제곱근을 씌우세요.",
            ),
        ],
        "노름이 3, 0.2, 0, 1.5인 벡터를 1로 제한하면 노름이 1, 0.2, 0, 1이어야 하는데 "
        f"{', '.join(f'{value:.3g}' for value in np.linalg.norm(answer, axis=1))}입니다. "
        "노름이 같다면 방향이 달라졌습니다.",
        atol=1e-5,
    )


def _check_axes(limit_norm, rng):
    x = 3 * rng.normal(size=(2, 3, 5))
    for axis in (1, 0, -1):
        answer = as_array(
            _call(
                limit_norm, keras.ops.convert_to_tensor(x, "float32"), 2.5, axis=axis
            ),
            "결과",
        )
        compare(
            answer,
            _limited(x, 2.5, axis=axis),
            [
                (
                    _limited(x, 2.5),
                    f"axis={axis}인데도 마지막 축에서 재었습니다. 받은 `axis`를 노름에 넘기세요.",
                ),
                (
                    _limited(x, 1.0, axis=axis),
                    "`max_norm`이 2.5인데 1로 줄였습니다. 받은 `max_norm`을 쓰세요.",
                ),
            ],
            f"크기가 (2, 3, 5)인 텐서를 axis={axis}, max_norm=2.5로 제한하면 값이 다릅니다. "
            "(4, 4)에서만 맞는 식이 아닌지 확인하세요.",
            atol=1e-5,
        )


def _check_types(limit_norm, x):
    if not close(
        as_array(_call(limit_norm, x, 1.0), "결과"), _limited(x, 1.0), atol=1e-5
    ):
        raise Wrong(
            "케라스의 텐서에서는 맞는데 같은 값의 넘파이 배열에서는 틀립니다. `keras.ops`는 둘 다 받습니다."
        )
    result = _call(limit_norm, keras.ops.convert_to_tensor(x, "float16"), 1.0)
    dtype = keras.backend.standardize_dtype(getattr(result, "dtype", "float64"))
    if dtype != "float16":
        raise Wrong(
            f"float16인 텐서를 넣었는데 {dtype} 자료형이 나왔습니다. 자료형을 바꾸지 마세요."
        )


def _check_symbolic(limit_norm, x):
    tensor = keras.Input(shape=(4,))
    try:
        output = _call(limit_norm, tensor, 1.0)
    except (AttributeError, NotImplementedError, TypeError, ValueError) as error:
        raise Wrong(_why_not_symbolic(str(error))) from None
    if not isinstance(output, keras.KerasTensor):
        raise Wrong(
            f"`KerasTensor`를 넣었는데 나온 것은 {type(output).__name__}입니다. 모델에 이을 수 없으니 `keras.ops`로만 셈하세요."
        )
    if tuple(output.shape) != (None, 4):
        raise Wrong(
            f"크기가 (None, 4)인 `KerasTensor`를 넣었는데 {tuple(output.shape)}인 것이 나왔습니다."
        )
    model = keras.Model(tensor, output)
    if not close(model.predict(x, verbose=0), _limited(x, 1.0), atol=1e-5):
        raise Wrong(
            "바로 부르면 맞는데 `predict()`의 그래프에서는 값이 다릅니다. 파이썬의 `if`나 수가 그래프에 굳지 않았는지 보세요."
        )


def _why_not_symbolic(said):
    if "TensorFlow function" in said:
        return (
            "값이 있는 텐서에서는 맞는데 `KerasTensor`를 넣으면 멈춥니다. `tf.*`는 텐서플로의 텐서만 받으니 "
            "`keras.ops`의 같은 함수로 바꾸세요."
        )
    if "boolean" in said:
        return (
            "`KerasTensor`에는 값이 없어서 파이썬의 `if`가 참인지 거짓인지 정하지 못합니다. "
            "`keras.ops.where()`로 고르세요."
        )
    return (
        "값이 있는 텐서에서는 맞는데 `KerasTensor`를 넣으면 멈춥니다. 값이 없어서 넘파이 배열이나 파이썬의 수로 바꿀 수 없으니 "
        f"`np.*`를 `keras.ops.*`로 바꾸세요. 케라스의 말: {said.splitlines()[0][:70]}"
    )


def _call(limit_norm, *arguments, **named):
    """텐서를 베끼지 않고 부릅니다. `KerasTensor`를 베끼면 모델에 이을 수 없습니다."""
    try:
        return call(lambda: limit_norm(*arguments, **named))
    except TypeError as error:
        if "unexpected keyword argument 'axis'" not in str(error):
            raise
        raise Wrong(
            "함수가 `axis`를 받지 않습니다. 첫 줄을 `def limit_norm(x, max_norm, axis=-1):`로 두세요."
        ) from None


@graded
def check_wide_and_deep(build_model):
    """입력과 가중치를 흔들어 어느 출력이 움직이는지로 모델의 연결을 봅니다."""
    model = build_model if isinstance(build_model, keras.Model) else call(build_model)
    if not isinstance(model, keras.Model):
        raise Wrong(
            f"`build_model()`은 `keras.Model`을 돌려주어야 하는데 {type(model).__name__}입니다."
        )
    rng = np.random.default_rng(10)
    pixels, shapes = rng.random((8, 64)), rng.random((8, 3))
    first = _outputs(model, pixels, shapes)
    by_shapes = _bends(
        model, pixels, shapes, 0 * pixels, 2 * rng.normal(size=shapes.shape)
    )
    by_pixels = _bends(
        model, pixels, shapes, 2 * rng.normal(size=pixels.shape), 0 * shapes
    )
    if not by_shapes["digit"].moves and by_shapes["helper"].moves:
        raise Wrong(
            "`shapes`를 바꾸면 `digit` 대신 `helper`가 움직입니다. 두 출력의 이름을 맞바꾸지 않았는지 확인하세요."
        )
    if not by_shapes["digit"].moves:
        raise Wrong(
            "`shapes`를 바꾸어도 `digit`이 움직이지 않습니다. 넓은 길이 끊겼으니 "
            "이어 붙인 결과를 `digit`의 출력층에 넣었는지 확인하세요."
        )
    if not by_pixels["digit"].moves:
        raise Wrong(
            "`pixels`를 바꾸어도 `digit`이 움직이지 않습니다. 깊은 길이 `digit`에 닿지 않습니다."
        )
    if by_shapes["digit"].bends:
        raise Wrong(
            "`shapes`를 같은 만큼씩 두 번 옮겼는데 `digit`의 로짓이 움직인 거리는 서로 다릅니다. 은닉층의 활성화 함수를 지난 것이니, "
            "`shapes`는 은닉층 다음에 이어 붙이세요."
        )
    if by_shapes["helper"].moves:
        raise Wrong(
            "`shapes`를 바꾸면 `helper`까지 움직입니다. 두 길이 만난 다음에서 나온 것이니, "
            "`helper`는 이어 붙이기 전의 은닉층에 다세요."
        )
    if not by_pixels["helper"].moves:
        raise Wrong(
            "`pixels`를 바꾸어도 `helper`가 움직이지 않습니다. `helper`는 깊은 길의 은닉층에서 나와야 합니다."
        )
    if not by_pixels["digit"].bends:
        raise Wrong(
            "`pixels`를 옮긴 만큼 `digit`의 로짓이 곧게 움직입니다. 은닉층이 없거나 은닉층에 활성화 함수가 없는 것이니 넣으세요."
        )
    if not by_pixels["helper"].bends:
        raise Wrong(
            "`pixels`를 옮긴 만큼 `helper`의 로짓이 곧게 움직입니다. 입력에 바로 달린 것이니, 은닉층의 결과에 다세요."
        )
    if not _shares_weights(model, pixels, shapes, first):
        raise Wrong(
            "`digit`과 `helper`를 함께 움직이는 가중치가 하나도 없습니다. 은닉층을 따로 두면 `helper`를 훈련해도 "
            "`digit`의 길은 그대로이니, 같은 은닉층에서 갈라지게 하세요."
        )
    return "맞습니다. 넓은 길은 곧장 가고, 보조 출력은 깊은 길의 은닉층을 본 출력과 함께 씁니다."


def _outputs(model, pixels, shapes):
    """두 출력을 이름으로 꺼냅니다. 리스트로 만든 모델에서는 층의 이름을 씁니다."""
    data = {"pixels": pixels.astype("float32"), "shapes": shapes.astype("float32")}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = model(data)
    except Exception as error:
        raise Wrong(
            "`pixels`가 (8, 64), `shapes`가 (8, 3)인 데이터를 이름으로 넣었더니 멈췄습니다. "
            f"두 `keras.Input`의 이름과 크기를 확인하세요. {type(error).__name__}: {str(error).strip().splitlines()[0]}"
        ) from None
    if not isinstance(result, dict):
        names = list(getattr(model, "output_names", []))
        result = dict(
            zip(names, result if isinstance(result, (list, tuple)) else [result])
        )
    if set(result) != {"digit", "helper"}:
        raise Wrong(
            f"출력의 이름이 digit과 helper여야 하는데 {', '.join(map(str, result))}입니다. "
            "출력을 딕셔너리로 넘기거나 출력층에 `name`을 주세요."
        )
    outputs = {name: as_array(value, name, (8, 10)) for name, value in result.items()}
    for name, value in outputs.items():
        if not np.allclose(value.sum(axis=1), 1, atol=1e-3):
            raise Wrong(
                f"`{name}`: 확률의 합이 1이 아닙니다. 출력층에 소프트맥스를 씌우세요."
            )
    return outputs


class _Bend:
    """입력을 d만큼 앞뒤로 옮겼을 때 로짓이 움직였는지, 곧지 않게 움직였는지 담습니다."""

    def __init__(self, before, here, after):
        before, here, after = (_logits(p) for p in (before, here, after))
        step = np.abs(after - before).max()
        self.moves = step > 1e-4
        self.bends = np.abs(after - 2 * here + before).max() > 1e-2 * step


def _bends(model, pixels, shapes, d_pixels, d_shapes):
    before, here, after = (
        _outputs(model, pixels + k * d_pixels, shapes + k * d_shapes)
        for k in (-1, 0, 1)
    )
    return {name: _Bend(before[name], here[name], after[name]) for name in here}


def _logits(p):
    """확률을 로짓의 차이로 되돌립니다. 첫 클래스의 로짓을 0으로 봅니다."""
    log_p = np.log(np.maximum(p, 1e-30))
    return log_p - log_p[:, :1]


def _shares_weights(model, pixels, shapes, first):
    """가중치를 하나씩 흔들어, 두 출력이 함께 움직이는 것이 있는지 봅니다."""
    rng = np.random.default_rng(11)
    for weight in model.trainable_variables:
        value = as_array(weight, "가중치")
        weight.assign(value + rng.normal(size=value.shape))
        moved = _outputs(model, pixels, shapes)
        weight.assign(value)
        if all(np.abs(moved[name] - first[name]).max() > 1e-4 for name in first):
            return True
    return False


@graded
def check_center(Center):
    """`Center` 층이 든 모델을 저장했다가 불러와서 값과 이름이 같은지 봅니다."""
    if not (inspect.isclass(Center) and issubclass(Center, keras.layers.Layer)):
        raise Wrong("`keras.layers.Layer`를 상속한 클래스 `Center`를 그대로 넘기세요.")
    rng = np.random.default_rng(10)
    for n_features, strength in [(64, 0.5), (3, 2.0)]:
        X = rng.normal(3, 1, size=(40, n_features)).astype("float32")
        try:
            layer, model = _adapted(Center, X, strength)
        except Exception as error:
            said = f"{type(error).__name__}: {str(error).strip().splitlines()[0][:80]}"
            if n_features == 64:
                raise Wrong(
                    "층을 만들고 `adapt()`를 불러 모델에 잇다가 멈췄습니다. `__init__()`이 `**kwargs`를 받는지, "
                    f"평균의 크기가 특성의 수인 `input_shape[-1:]`인지 확인하세요. {said}"
                ) from None
            raise Wrong(
                "특성이 64개일 때는 되는데 3개일 때는 멈춥니다. 크기를 정해 두지 말고, "
                f"입력의 크기를 아는 `build()`에서 `input_shape[-1:]`로 가중치를 만드세요. {said}"
            ) from None
        expected = X - strength * X.mean(axis=0)
        if not close(layer(X), expected, atol=1e-4):
            raise Wrong(
                f"저장하기 전부터 값이 다릅니다. strength가 {strength:g}일 때 입력에서 평균의 {strength:g}배를 빼야 합니다. "
                "`adapt()`와 `call()`의 계산은 그대로 두세요."
            )
        if layer.trainable_variables:
            raise Wrong(
                "저장은 되지만 평균이 훈련 가능한 파라미터입니다. 옵티마이저가 고치지 않도록 "
                "`add_weight()`에 `trainable=False`를 주세요."
            )
        _check_loaded(layer, _round_trip(model, Center), X, strength)
    return "맞습니다. 인수는 설계도에, 평균은 가중치에 남아서 불러온 모델이 같은 값을 냅니다."


def _adapted(Center, X, strength):
    layer = Center(strength=strength, name="center_pixels")
    layer.adapt(X)
    return layer, keras.Sequential(
        [keras.Input(shape=X.shape[1:]), layer, keras.layers.Dense(2)]
    )


def _round_trip(model, Center):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        try:
            model.save(path)
            return keras.models.load_model(
                path, custom_objects={"Center": Center}
            ).layers[0]
        except Exception as error:
            raise Wrong(
                "저장하거나 불러오다가 멈췄습니다. `get_config()`가 돌려주는 이름이 모두 `__init__()`의 인수인지, "
                "`build()`가 저장하기 전과 같은 가중치를 만드는지 확인하세요. "
                f"{type(error).__name__}: {str(error).strip().splitlines()[0][:80]}"
            ) from None


def _check_loaded(layer, loaded, X, strength):
    taken = as_array(
        loaded(np.zeros((1, X.shape[1]), "float32")), "0을 넣은 출력"
    ).ravel()
    mean = X.mean(axis=0)
    if not close(taken, -strength * mean, atol=1e-4):
        raise Wrong(_what_was_lost(loaded, taken, mean, strength))
    if loaded.name != layer.name:
        raise Wrong(
            f"값은 같지만 층의 이름이 {layer.name} 대신 {loaded.name}입니다. `get_config()`가 돌려줄 딕셔너리에 "
            "`super().get_config()`를 함께 넣어야 이름과 자료형이 남습니다."
        )


def _what_was_lost(loaded, taken, mean, strength):
    """0을 넣은 출력에서 평균과 strength 가운데 무엇이 사라졌는지 알아냅니다."""
    lost_strength = getattr(loaded, "strength", strength) != strength
    if not close(taken, 0 * mean):
        if lost_strength or close(taken, -mean, atol=1e-4):
            return (
                f"평균은 남았는데 {strength:g}이던 strength가 기본값으로 돌아갔습니다. 직접 쓴 `get_config()`에 "
                '`"strength": self.strength`가 있어야 합니다.'
            )
        return (
            f"불러온 층에 0을 넣으면 첫 특성에서 {-strength * mean[0]:.3f}이어야 하는데 {taken[0]:.3f}입니다. "
            "`adapt()`에서 구한 값이 모두 가중치나 설계도에 있는지 확인하세요."
        )
    if lost_strength:
        return (
            f"불러온 층에서 두 가지가 사라졌습니다. {strength:g}이던 strength는 기본값으로 돌아갔고, 평균은 모두 0이 되었습니다. "
            "하나는 설계도에, 하나는 가중치에 남겨야 합니다."
        )
    if loaded.weights:
        return (
            "가중치를 만들었는데도 불러온 평균이 모두 0입니다. `adapt()`의 `self.mean = ...`이 가중치를 텐서로 바꿔치기했고 "
            "가중치에는 처음 값 0이 남았습니다. `self.mean.assign(...)`으로 값만 바꾸세요."
        )
    return (
        "strength는 남았는데 불러온 평균이 모두 0입니다. 속성에 적은 텐서는 파일에 남지 않으니 "
        "`build()`에서 `add_weight()`로 만드세요."
    )
