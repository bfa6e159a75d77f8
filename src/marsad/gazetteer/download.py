"""Downloading of GeoNames country dumps, only when asked for; every file's SHA-256 is noted and checked."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from urllib.error import URLError
from urllib.request import urlopen

from marsad.errors import ConfigError, SourceUnavailable

SITE = "https://download.geonames.org/export/dump/"
NOTE = "checksums.txt"
TIMEOUT = 60
PRESETS = {
    "lake-chad": ("NG", "NE", "TD", "CM"),
    "sahel": ("ML", "BF", "NE", "MR", "TD"),
    "levant": ("SY", "IQ", "LB", "JO", "PS"),
    "horn": ("SO", "ET", "KE", "DJ", "ER"),
    "cabo-delgado": ("MZ", "TZ"),
}

Opener = Callable[[str], BinaryIO]


def _open(address: str) -> BinaryIO:
    stream: BinaryIO = urlopen(address, timeout=TIMEOUT)  # noqa: S310 - the address is https and ours
    return stream


def download(countries: tuple[str, ...], folder: Path, *, open_address: Opener = _open) -> list[Path]:
    """Fetch the dumps and the alternate names of some countries into a folder.

    Parameters
    ----------
    countries
        ISO 3166 alpha-2 codes.
    folder
        Where ``XX.txt`` and ``checksums.txt`` are written.
    open_address
        Opens an address for reading; replaced in tests.

    Raises
    ------
    SourceUnavailable
        The site cannot be reached.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for code in countries:
        archive = folder / f"{code}.zip"
        try:
            with open_address(f"{SITE}{code}.zip") as source, archive.open("wb") as target:
                shutil.copyfileobj(source, target)
        except (URLError, OSError) as error:
            raise SourceUnavailable(f"{SITE}{code}.zip: {error}", "Try again, or use --from DIR.") from error
        with zipfile.ZipFile(archive) as packed:
            packed.extract(f"{code}.txt", folder)
        archive.unlink()
        made.append(folder / f"{code}.txt")
    note(folder, made)
    return made


def note(folder: Path, files: list[Path]) -> None:
    """Write down the SHA-256 of files."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / NOTE).write_text("".join(lines), encoding="ascii")


def check(folder: Path) -> None:
    """Compare the files of a folder with the checksums noted there, if any.

    Raises
    ------
    ConfigError
        A file is missing or differs.
    """
    noted = folder / NOTE
    for line in noted.read_text(encoding="ascii").splitlines() if noted.is_file() else ():
        expected, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ConfigError(f"{path}: differs from {NOTE}", "Download it again, or correct the note.")
