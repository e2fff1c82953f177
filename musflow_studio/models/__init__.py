"""Pretrained models: which are known, which lie here, and how one gets here. Loads none of them.

catalogue        the models known by name (`catalogue.json`: repository, size, licence, source)
weights          is a folder of weights safe to load, what is it, how many numbers
machine_memory   what this machine has for them
shelf            listed, found, added, verified, removed
hub              fetched from the Hugging Face hub, resumed and checked
pulling          the process in which that happens

Every weight file is safetensors. Nothing is fetched unless `models pull` asks for it.
"""

from musflow_studio.models.catalogue import card, catalogue
from musflow_studio.models.machine_memory import free_mb, says_enough, total_mb
from musflow_studio.models.shelf import (
    add_model,
    check_accepted,
    find_model,
    installed_models,
    list_models,
    models_folder,
    remove_model,
    verify_model,
)

__all__ = [
    "add_model",
    "card",
    "catalogue",
    "check_accepted",
    "find_model",
    "free_mb",
    "installed_models",
    "list_models",
    "models_folder",
    "remove_model",
    "says_enough",
    "total_mb",
    "verify_model",
]
