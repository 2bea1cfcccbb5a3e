"""What a Cumulus switch knows beyond Debian's ifupdown2: more attributes, wider values, and checks across interfaces.

An addon of ifupdown2, loaded by the checker next to the package's own; it never configures anything.
"""
import ipaddress
import re

import bridge
import mstpctl
from ifupdown.iface import ifaceLinkKind, ifaceLinkPrivFlags
from ifupdownaddons.modulebase import moduleBase
from lib.addon import Addon

VLANS, VNIS = range(1, 4095), range(1, 1 << 24)
PORT = re.compile(r"(swp\d+(s\d+)?|eth\d+|lo)$")  # exists without being written down


def words(*accepted):
    return {"help": "", "validvals": list(accepted)}


def numbers(low, high):
    return {"help": "", "validrange": [str(low), str(high)]}


def anything():
    return {"help": ""}


def expand(text):
    """`1-3` as range(1, 4); None when it is no number or run of numbers."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    return range(int(match[1]), int(match[2] or match[1]) + 1) if match else None


def inside(run, limits):
    return bool(run) and run[0] in limits and run[-1] in limits


class cumulus(Addon, moduleBase):
    _modinfo = {
        "mhelp": "attributes of Cumulus Linux",
        "attrs": {
            # multi-chassis link aggregation
            "clag-id": numbers(0, 65535),
            "clagd-enable": words("yes", "no"),
            "clagd-peer-ip": words("<ip>", "linklocal"),
            "clagd-backup-ip": words("<ipv4-vrf-text>"),
            "clagd-sys-mac": words("<mac>"),
            "clagd-priority": numbers(0, 65535),
            "clagd-args": words("<text>"),
            # EVPN multihoming
            "es-sys-mac": words("<mac>"),
            # rapid spanning tree per VLAN
            "mstpctl-pvrst-mode": words("yes", "no", "on", "off"),
            "bridge-stp-vlan-priority": anything(),
            "bridge-stp-vlan-hello": anything(),
            "bridge-stp-vlan-fdelay": anything(),
            "bridge-stp-vlan-maxage": anything(),
            "mstpctl-port-vlan-path-cost": anything(),
            "mstpctl-port-vlan-priority": anything(),
            # the single VXLAN device
            "vxlan-vni": words("<number>"),
            "vxlan-vnifilter": words("on", "off"),
            "vxlan-remoteip-map": anything(),
            "vxlan-tos": words("inherit", "<number>"),
            # ports
            "link-lanes": words("1", "2", "4", "8"),
            "vlan-bridge-binding": words("on", "off"),
        },
    }

    # `VLAN=NUMBER` lists, and what the numbers may be.
    per_vlan = {
        "bridge-stp-vlan-priority": range(0, 61441, 4096),
        "bridge-stp-vlan-hello": range(1, 11),
        "bridge-stp-vlan-fdelay": range(4, 31),
        "bridge-stp-vlan-maxage": range(6, 41),
        "mstpctl-port-vlan-path-cost": range(1, 200000001),
        "mstpctl-port-vlan-priority": range(0, 241, 16),
    }

    def __init__(self, *args, **kargs):
        Addon.__init__(self)
        moduleBase.__init__(self, *args, **kargs)
        mstpctl.mstpctl._modinfo["attrs"]["mstpctl-portpathcost"]["validrange"] = ["0", "200000000"]
        bridge.bridge._modinfo["attrs"]["bridge-ports"]["validvals"].append("none")
        # The single VXLAN device has a map in the place of one VLAN.
        one_vlan = bridge.bridge.syntax_check_vxlan_in_vlan_aware_br
        bridge.bridge.syntax_check_vxlan_in_vlan_aware_br = lambda self, iface, find: (
            bool(iface.get_attr_value("bridge-vlan-vni-map")) or one_vlan(self, iface, find)
        )

    def syntax_check(self, iface, find):
        complaints = list(self.names(iface, find))
        for check in (self.addresses, self.lists, self.clag, self.bridging):
            complaints += check(iface)
        for complaint in complaints:
            self.logger.warning("%s: %s" % (iface.name, complaint))
        return not complaints

    def names(self, iface, find):
        """Interfaces that are named but nowhere defined: ifupdown2 itself only misses them when they are needed."""
        for attribute in ("bridge-ports", "bond-slaves", "vlan-raw-device"):
            for value in iface.get_attr_value(attribute) or []:
                for name in value.split():
                    if name in ("none", "glob", "regex") or PORT.match(name):
                        continue
                    if not any(other.config for other in find(name) or []):
                        yield "%s %s is not defined" % (attribute, name)
        vrf = iface.get_attr_value_first("vrf")
        if vrf and not any(other.get_attr_value_first("vrf-table") for other in find(vrf) or []):
            yield "vrf %s is not defined" % vrf

    def addresses(self, iface):
        """Addresses, of which ifupdown2 takes any prefix length."""
        for attribute, first in (("address", 0), ("address-virtual", 1), ("vrrp", 1)):
            for value in iface.get_attr_value(attribute) or []:
                for address in value.split()[first:]:
                    try:
                        ipaddress.ip_interface(address)
                    except ValueError as error:
                        yield "%s %s" % (attribute, error)
        for value in iface.get_attr_value("vrrp") or []:
            if not inside(expand(value.split()[0]), range(1, 256)):
                yield "vrrp %s has no group within 1-255" % value

    def lists(self, iface):
        """Lists of VLANs, whose range ifupdown2 does not check."""
        for value in iface.get_attr_value("bridge-vids") or []:
            for part in re.split(r"[\s,]+", value.strip()):
                if not inside(expand(part), VLANS):
                    yield "bridge-vids %s is not within 1-4094" % part
        for attribute in ("bridge-pvid", "vlan-id"):
            value = iface.get_attr_value_first(attribute)
            if value and not inside(expand(value), VLANS):
                yield "%s %s is not within 1-4094" % (attribute, value)
        for value in iface.get_attr_value("bridge-vlan-vni-map") or []:
            for pair in value.split():
                vlans, vnis = [expand(side) for side in (pair + "=").split("=")[:2]]
                if not inside(vlans, VLANS) or not inside(vnis, VNIS) or len(vlans) != len(vnis):
                    yield "bridge-vlan-vni-map %s is not VLAN=VNI or a run of as many of both" % pair
        for attribute, accepted in self.per_vlan.items():
            for value in iface.get_attr_value(attribute) or []:
                for pair in value.split():
                    vlans, number = [expand(side) for side in (pair + "=").split("=")[:2]]
                    if not inside(vlans, VLANS) or not number or len(number) != 1 or number[0] not in accepted:
                        yield "%s %s is not VLAN=NUMBER with an accepted number" % (attribute, pair)

    def clag(self, iface):
        if iface.get_attr_value("clag-id") and not iface.link_kind & ifaceLinkKind.BOND:
            yield "clag-id belongs to a bond"
        if iface.get_attr_value("clagd-peer-ip") and not iface.get_attr_value("clagd-sys-mac"):
            yield "clagd-peer-ip needs clagd-sys-mac"

    def bridging(self, iface):
        if iface.link_kind & ifaceLinkKind.BRIDGE or iface.link_privflags & ifaceLinkPrivFlags.BRIDGE_PORT:
            return
        for attribute in ("bridge-access", "bridge-vids", "bridge-pvid", "bridge-allow-untagged", "mstpctl-bpduguard"):
            if iface.get_attr_value(attribute):
                yield "%s, but no bridge has it among its bridge-ports" % attribute
