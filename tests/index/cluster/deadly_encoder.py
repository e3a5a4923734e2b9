"""Encoders that end a worker's process, once."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from index.models.vectors import Rows
from tests.stand_ins.hashing_encoder import HashingEncoder


class DeadlyEncoder(HashingEncoder):
    """The first worker that embeds, and the first that counts tokens, is killed; `folder` remembers which were."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._home = os.getpid()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        self._die_once("cutting")
        return super().count_tokens(texts)

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        self._die_once("embedding")
        return super().encode_documents(texts)

    def _die_once(self, doing: str) -> None:
        if os.getpid() == self._home:
            return
        try:
            (self._folder / doing).touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
