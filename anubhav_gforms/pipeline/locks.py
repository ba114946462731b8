"""What a unit of systemd may not do: as much as this machine lets a user take from its own programs."""

from __future__ import annotations

import shutil
import subprocess

LOCKS = """UMask=0077
NoNewPrivileges=yes
KeyringMode=private
LockPersonality=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
DevicePolicy=closed
RemoveIPC=yes
"""
"""What a unit of systemd may not do, on every machine."""
NAMESPACES = """PrivateUsers=yes
CapabilityBoundingSet=
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
"""
"""And where a user may make namespaces: it sees its own files of the disk as its own, and writes to those that are named."""
_NO_NAMESPACES = (217, 218, 226)
"""What systemd ends a unit with that asks for them where the kernel gives none to users (USER, CAPABILITIES, NAMESPACE)."""


def locks() -> str:
    """Lines of a unit's [Service]: LOCKS, and NAMESPACES where the user's systemd can give them (or there is none to ask)."""
    return LOCKS + (NAMESPACES if _users_have_namespaces() else "")


def _users_have_namespaces() -> bool:
    if not shutil.which("systemd-run"):
        return True
    asked = [word for line in NAMESPACES.splitlines() for word in ("--property", line)]
    command = ["systemd-run", "--user", "--wait", "--quiet", "--collect", *asked, "true"]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode not in _NO_NAMESPACES
    except subprocess.TimeoutExpired:
        return False
