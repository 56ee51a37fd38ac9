"""Weights are read from the copy that the build unpacked, unless the packed file is newer."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from geomap.errors import ModelError
from geomap.recognition.network import Table, halved
from geomap.recognition.weights import FOLDER, read_arrays

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
from unpack import unpack_weights


@pytest.fixture
def folder(tmp_path):
    np.savez_compressed(tmp_path / "en.npz", rows=np.arange(6, dtype=np.int8).reshape(2, 3), scale=np.float16(0.5))
    unpack_weights(tmp_path)
    return tmp_path


def test_the_build_unpacks_the_same_arrays(folder):
    """Types and shapes among them, without compression."""
    with np.load(folder / "unpacked" / "en.npz") as unpacked:
        assert unpacked["rows"].tolist() == [[0, 1, 2], [3, 4, 5]]
        assert unpacked["scale"].dtype == np.float16
    (folder / "en.npz").unlink()  # as in the wheel
    assert sorted(read_arrays(folder / "en.npz")) == ["rows", "scale"]


def test_weights_that_were_fitted_after_the_build_are_read(folder):
    """A recipe writes the packed file; nobody has to build the package to try it."""
    np.savez_compressed(folder / "en.npz", rows=np.zeros(1))
    later = (folder / "unpacked" / "en.npz").stat().st_mtime_ns + 10**9
    os.utime(folder / "en.npz", ns=(later, later))
    assert list(read_arrays(folder / "en.npz")) == ["rows"]


def test_a_damaged_file_says_where_it_lies(tmp_path):
    """And what to do."""
    (tmp_path / "en.npz").write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(ModelError, match=r"en\.npz .*install geomap again"):
        read_arrays(tmp_path / "en.npz")


def test_the_packaged_weights_are_there():
    """Packed, unpacked, or both."""
    assert len(read_arrays(FOLDER / "en.npz")) > 20


def test_a_packed_row_has_31_values_and_is_near_what_it_was():
    """No number is off by more than half a step of its row, however small the row is."""
    values = np.random.default_rng(1).normal(size=(50, 128)).astype(np.float32) * np.logspace(-4, 2, 50, dtype=np.float32)[:, None]
    table = Table.pack(values)
    assert len(np.unique(table.rows)) == 31
    steps = np.abs(values).max(axis=1, keepdims=True) / 15
    assert np.all(np.abs(table.take(np.arange(50)) - values) <= 0.52 * steps + 1e-6)


def test_stored_numbers_keep_six_bits_of_fraction():
    """They are rounded, not cut, and the four bits that are left out are zero."""
    values = np.random.default_rng(2).normal(size=1000).astype(np.float32)
    stored = halved(values)
    assert not np.any(stored.view(np.uint16) & 15)
    assert np.all(np.abs(stored.astype(np.float32) - values) <= np.abs(values) * (2**-7 + 2**-11))
    assert halved(np.float32([1.0, -0.5, 0.0])).tolist() == [1.0, -0.5, 0.0]
