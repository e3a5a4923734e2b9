"""What keeps the libraries from speaking to anybody and from writing into a home folder. `index` imports it first.

The environment is the only way to tell most of them. Each reads it when it is imported, and the processes that
Dateline starts inherit it. What their code does, as installed, and what became of it:

onnxruntime 1.32: on import it writes a device's id and a database of events into ~/.cache/Microsoft, and `.ses` into
    TMPDIR; ten seconds later it asks for mobile.events.data.microsoft.com. Off by ORT_DISABLE_TELEMETRY=1. It heeds no
    DO_NOT_TRACK, and is silent where CI is set.
huggingface_hub 2.4: asks its hub for what it lacks; tells it versions, and fetches a list of AI agents into
    ~/.cache/huggingface to tell it which one it runs under; its own command, which is never run, asks for updates. Off
    by HF_HUB_OFFLINE=1, where no download is allowed, and HF_HUB_DISABLE_TELEMETRY=1 even then.
hf_xet 1.8: logs and caches in ~/.cache/huggingface, in a download only.
transformers 5.24, sentence-transformers 6.2: ask the hub through huggingface_hub; would keep a model's own code in
    ~/.cache/huggingface, but no such code is trusted. A name without a download is looked for in local files only.
torch 2.13: on import it makes TMPDIR/torchinductor_USER, for what it compiles. TORCHINDUCTOR_CACHE_DIR names TMPDIR
    itself, so that nothing is made; nothing is ever compiled. torch.hub, with its folder in ~/.cache, is not called.
tokenizers 0.23: fetches in `from_pretrained`, by huggingface_hub; only `from_file` is called.
scikit-learn 1.9, scipy 1.17, joblib 1.6 (by sentence-transformers): keep data sets in the home folder and share memory
    in TMPDIR; neither is asked for.
trafilatura 2.3, courlan, htmldate 1.11, justext: fetch pages in functions of their own; they are given texts.
tld 0.13 (by courlan): fetches the public suffixes' list where its own is missing; that lies in its package.
pydantic 2, pydantic-settings 2: load plugins that somebody has installed; no dependency is one.
discord.py 2.7: speaks to Discord, at the addresses that it gets there. aiohttp 3.14: reads ~/.netrc and proxies where a
    session trusts the environment; discord.py's doesn't.
lxml 6, python-docx 1, pypdfium2 5, PyYAML 6: fetch nothing that a document names (lxml's `no_network`, its default).
ir-measures 0.4: would find data sets by ir_datasets, which keeps them in the home folder and is not installed.
py3langid 0.4, dateparser 1.5, tantivy 0.27, faiss-cpu 1.15, onnx 1, numpy 2, rich 15, regex,
    PyStemmer, sentencex, semantic-text-splitter, cachetools, python-dotenv: neither; models and tables lie in their
    packages, and tantivy and FAISS write where they are told to.

None of these draws with fonts (matplotlib) or compiles for itself (numba). DO_NOT_TRACK=1 is for whatever is installed
beside them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Final

QUIET: Final = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Set whatever the environment says."""
HUB: Final = "HF_HUB_OFFLINE"

os.environ.update(QUIET)
os.environ.setdefault(HUB, "1")  # another program that loads models of its own may say otherwise


def allow_hub(*, allowed: bool) -> None:
    """Says whether models may be asked of their hub from now on, whether or not its client is imported yet."""
    os.environ[HUB] = "0" if allowed else "1"
    client = sys.modules.get("huggingface_hub.constants")
    if client is not None:  # which has read the environment already
        client.HF_HUB_OFFLINE = not allowed  # type: ignore[attr-defined]  # a module known by its name only


def keep_torch_from_caching() -> None:
    """Has PyTorch make no folder on import; call it before."""
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", tempfile.gettempdir())  # it is there already, and stays empty
