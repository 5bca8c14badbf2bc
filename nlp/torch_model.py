"""Runs safetensors weights through torch and transformers, which come with the extra `train`: where there is no ONNX.

The model is made from what `nlp/checkpoint.py` has read of config.json and from the tensors alone, so that transformers
itself opens no file of the directory: no pickle, no code, no adapter, nothing from the network.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.checkpoint import Checkpoint, broken

# Not by `import`: with the extra they have types that take minutes to check, without it there are none.
torch: Any = import_module("torch")
transformers: Any = import_module("transformers")
safetensors_torch: Any = import_module("safetensors.torch")
transformers.utils.logging.disable_progress_bar()

# Of the config, what would have transformers fetch or compile something.
NOT_OURS = ("auto_map", "quantization_config", "attn_implementation", "experts_implementation", "kernel_config")


def logits_of(checkpoint: Checkpoint) -> Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]:
    """(ids, mask), each (texts, tokens) -> logits, (texts, labels).

    Raises UnusableModel where weights are missing (transformers would make them up), and whatever torch raises.
    """
    said = {
        name: value for name, value in checkpoint.config.items() if name not in NOT_OURS and not name.startswith("_")
    }
    config = transformers.AutoConfig.for_model(**said)
    model, told = transformers.MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING[type(config)].from_pretrained(
        None,
        config=config,
        state_dict=safetensors_torch.load_file(checkpoint.weights),
        attn_implementation="eager",
        dtype=torch.float32,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        output_loading_info=True,
    )
    if missing := sorted(told["missing_keys"]):
        raise broken(checkpoint, checkpoint.weights, f"lacks {', '.join(missing[:3])}")
    model.eval()
    torch.set_num_threads(1)  # a report must not take the cores of the others

    def logits(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        with torch.inference_mode():
            answer = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits
        numbers: NDArray[np.float32] = answer.numpy()
        return numbers

    return logits
