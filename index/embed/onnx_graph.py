"""An ONNX graph, node by node: the one home of onnx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import NodeProto

MICROSOFT: Final = "com.microsoft"
"""The operators that only ONNX Runtime has, each of them several of the common ones in one."""
OPSETS: Final = {"": 17, MICROSOFT: 1}
FORMAT: Final = 8
"""The version of the file format that came with these sets."""
FLOAT, INT32, INT64 = 1, 6, 7
"""The types of ONNX that are used here, as its files number them."""

Axes = Sequence[int | str]
"""The length of each axis; one that is not fixed has a name."""


class OnnxGraph:
    """The nodes so far, in the order in which they are computed, and the constants that they need."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def node(self, operator: str, *given: str, into: str = "", domain: str = "", **attributes: Any) -> str:
        """Adds a node of one output, which is called `into` or by a name of its own; returns that name."""
        output = into or f"{operator}_{len(self._nodes)}"
        self.nodes_of(operator, given, [output], domain, **attributes)
        return output

    def nodes_of(
        self, operator: str, given: Sequence[str], outputs: Sequence[str], domain: str, **attributes: Any
    ) -> None:
        """Adds a node of several outputs."""
        from onnx import helper  # noqa: PLC0415 (only where a graph is written)

        self._nodes.append(helper.make_node(operator, given, outputs, domain=domain, **attributes))

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Keeps a constant under `name`, and returns that."""
        self._constants[name] = values
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number_{value}", np.array(value, np.float32))

    def write(self, path: Path, inputs: Mapping[str, Axes], outputs: Mapping[str, Axes]) -> None:
        """Writes the graph; its inputs are whole numbers of 64 bits, its outputs numbers of 32 bits with a point."""
        from onnx import helper, numpy_helper  # noqa: PLC0415 (as above)

        graph = helper.make_graph(
            self._nodes,
            "model",
            [helper.make_tensor_value_info(name, INT64, axes) for name, axes in inputs.items()],
            [helper.make_tensor_value_info(name, FLOAT, axes) for name, axes in outputs.items()],
            [numpy_helper.from_array(np.asarray(rows, order="C"), name) for name, rows in self._constants.items()],
        )
        sets = [helper.make_opsetid(domain, version) for domain, version in OPSETS.items()]
        path.write_bytes(helper.make_model(graph, opset_imports=sets, ir_version=FORMAT).SerializeToString())
