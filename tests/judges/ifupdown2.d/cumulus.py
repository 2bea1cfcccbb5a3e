"""The attributes of /etc/network/interfaces that NVIDIA adds to ifupdown2 and that Debian's package lacks.

Declared only, never run: the checker reads `_modinfo` to know their names and values.
"""
from ifupdown.utils import utils
from ifupdownaddons.modulebase import moduleBase
from lib.addon import Addon


def values(*accepted, example):
    return {"help": "", "validvals": list(accepted), "example": [example]}


def numbers(low, high, example):
    return {"help": "", "validrange": [str(low), str(high)], "example": [example]}


class cumulus(Addon, moduleBase):
    _modinfo = {
        "mhelp": "attributes of Cumulus Linux",
        "attrs": {
            # multi-chassis link aggregation, by clagd
            "clag-id": numbers(0, 65535, "clag-id 1"),
            "clagd-enable": values("yes", "no", example="clagd-enable yes"),
            "clagd-peer-ip": values("<ip>", "linklocal", example="clagd-peer-ip linklocal"),
            "clagd-backup-ip": values("<ipv4-vrf-text>", example="clagd-backup-ip 192.0.2.2 vrf mgmt"),
            "clagd-sys-mac": values("<mac>", example="clagd-sys-mac 44:38:39:ff:00:01"),
            "clagd-priority": numbers(0, 65535, "clagd-priority 1000"),
            "clagd-args": values("<text>", example="clagd-args --initDelay 100"),
        },
    }

    def __init__(self, *args, **kargs):
        Addon.__init__(self)
        moduleBase.__init__(self, *args, **kargs)
