"""What a disk keeps when the power goes: file contents and names that were flushed, and nothing that came after.

The strict reading of POSIX: bytes are safe after fsync of their file, a name (made, moved or taken away) after fsync of its
folder. No file system in use loses more; most lose less. Modes and times are taken as safe.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

Listing = dict[str, tuple[int, bool]]
"""Name → (inode, whether it is a folder)."""


class Power:
    """Knows, for one folder, what of it is not safe yet, and can take all of that away."""

    def __init__(self, place: Path) -> None:
        self.place, self.stash = place, place.with_name(f"{place.name}.unnamed")
        self.stash.mkdir(exist_ok=True)
        self.listings: dict[int, Listing] = {}
        """Folders whose names changed since they were flushed → the names that are safe."""
        self.contents: dict[int, bytes] = {}
        """Files whose bytes changed since they were flushed → the bytes that are safe."""

    def names_change(self, folder: str) -> None:
        """A name in `folder` is about to come, go or lead elsewhere."""
        about = os.stat(folder)
        if about.st_ino not in self.listings:
            self.listings[about.st_ino] = _listed(folder)

    def keeps(self, path: str) -> None:
        """The file `path` is about to lose its name; its inode stays, should the name come back."""
        os.link(path, self._kept(), follow_symlinks=False)

    def removes(self, path: str) -> None:
        """rmdir, by which the folder's inode stays."""
        if os.listdir(path):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), path)
        os.rename(path, self._kept())

    def _kept(self) -> Path:
        return self.stash / str(len(os.listdir(self.stash)))

    def made(self, path: str) -> None:
        """`path` is new: of a folder no name in it is safe, of a file no byte."""
        about = os.stat(path)
        if stat.S_ISDIR(about.st_mode):
            self.listings[about.st_ino] = {}
        else:
            self.contents[about.st_ino] = b""

    def bytes_change(self, path: str) -> None:
        """The bytes of `path` are about to change."""
        inode = os.stat(path).st_ino
        if inode not in self.contents:
            self.contents[inode] = Path(path).read_bytes()

    def flushed(self, handle: int) -> None:
        """fsync came back."""
        inode = os.fstat(handle).st_ino
        self.listings.pop(inode, None)
        self.contents.pop(inode, None)

    def fails(self) -> None:
        """The power goes: the folder is as the disk has it."""
        where = {os.lstat(path).st_ino: path for top in (self.stash, self.place) for path in _every(str(top))}
        fresh = self.place.with_name(f"{self.place.name}.after")
        self._build(str(self.place), os.stat(self.place).st_ino, fresh, where)
        shutil.rmtree(self.place)
        fresh.rename(self.place)

    def _build(self, now: str, inode: int, fresh: Path, where: dict[int, str]) -> None:
        fresh.mkdir(mode=stat.S_IMODE(os.stat(now).st_mode))
        for name, (each, is_folder) in self.listings.get(inode, _listed(now)).items():
            if is_folder:
                self._build(where[each], each, fresh / name, where)
            elif each in self.contents:
                (fresh / name).write_bytes(self.contents[each])
                (fresh / name).chmod(stat.S_IMODE(os.lstat(where[each]).st_mode))
            else:
                os.link(where[each], fresh / name, follow_symlinks=False)


def _listed(folder: str) -> Listing:
    with os.scandir(folder) as entries:
        return {entry.name: (entry.inode(), entry.is_dir(follow_symlinks=False)) for entry in entries}


def _every(top: str) -> list[str]:
    return [top, *(os.path.join(at, name) for at, folders, files in os.walk(top) for name in [*folders, *files])]
