"""The journal file: what is written stays, whatever happens around it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CohortError
from cxstage_core.storage.append_log import JournalFile

ENTRIES = [bytes([n]) * (n * 7 % 50 + 1) for n in range(1, 40)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a" / "P0001.journal"


def test_entries_come_back_in_order_and_by_number(path: Path) -> None:
    journal = JournalFile.open(path)
    numbers = [journal.append(entry) for entry in ENTRIES]
    assert [journal.read(number) for number in numbers] == ENTRIES
    journal.close()
    again = JournalFile.open(path)
    assert list(again.entries()) == ENTRIES
    assert again.append(b"more") == len(ENTRIES)
    again.close()
    assert path.stat().st_size == again.size


def test_a_journal_that_holds_nothing_leaves_no_file(path: Path) -> None:
    journal = JournalFile.open(path)
    journal.append(b"opened", hold=True)
    journal.close()
    assert not path.exists()


def test_what_was_held_comes_before_the_first_real_entry(path: Path) -> None:
    journal = JournalFile.open(path)
    journal.append(b"opened", hold=True)
    journal.append(b"step")
    journal.close()
    assert list(JournalFile.open(path).entries()) == [b"opened", b"step"]


def test_a_written_entry_outlives_the_process(path: Path) -> None:
    code = (
        "import os, sys, signal, pathlib\n"
        "from cxstage_core.storage.append_log import JournalFile\n"
        "journal = JournalFile.open(pathlib.Path(sys.argv[1]))\n"
        "journal.append(b'stroke')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    journal = JournalFile.open(path)
    assert list(journal.entries()) == [b"stroke"]
    journal.close()


def test_only_one_window_keeps_a_journal(path: Path) -> None:
    first = JournalFile.open(path)
    first.append(b"mine")
    with pytest.raises(CohortError, match="open in another window"):
        JournalFile.open(path)
    first.close()
    second = JournalFile.open(path)
    second.rewrite([b"one", b"two"])
    with pytest.raises(CohortError, match="open in another window"):
        JournalFile.open(path)
    second.append(b"three")
    assert list(second.entries()) == [b"one", b"two", b"three"]
    second.close()


def test_a_journal_of_a_newer_version_is_left_alone(path: Path) -> None:
    journal = JournalFile.open(path)
    journal.append(b"step")
    journal.close()
    content = bytearray(path.read_bytes())
    content[7] += 1
    path.write_bytes(content)
    with pytest.raises(CohortError, match="newer version"):
        JournalFile.open(path)
    assert path.read_bytes() == content


def test_a_file_that_is_no_journal_is_put_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"something else entirely")
    journal = JournalFile.open(path)
    assert journal.empty
    journal.append(b"step")
    journal.close()
    assert path.with_suffix(".unreadable").read_bytes() == b"something else entirely"


def test_entries_that_changed_places_are_put_in_order_and_it_is_known(path: Path) -> None:
    journal = JournalFile.open(path)
    for entry in (b"aaaa", b"bbbb", b"cccc"):
        journal.append(entry)
    journal.close()
    content = path.read_bytes()
    path.write_bytes(content[:44] + content[68:92] + content[44:68])
    journal = JournalFile.open(path)
    assert list(journal.entries()) == [b"aaaa", b"bbbb", b"cccc"]
    assert journal.damage is not None
    assert journal.damage.lost == 0


def test_a_journal_counts_only_for_its_own_reader_and_patient(path: Path) -> None:
    journal = JournalFile.open(path)
    journal.append(b"step")
    journal.close()
    other = path.with_name("P0002.journal")
    other.write_bytes(path.read_bytes())
    journal = JournalFile.open(other)
    assert list(journal.entries()) == []
    assert journal.damage is not None
    assert other.with_suffix(f".damaged-{journal.damage.sha256[:8]}").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_on_a_full_disk_the_drawing_stays_in_memory_and_is_written_later(path: Path) -> None:
    journal = JournalFile.open(path)
    journal.append(b"before")
    whole = path.read_bytes()
    real, full = journal._handle, os.open("/dev/full", os.O_WRONLY)
    journal._handle = full
    number = journal.append(b"during")
    assert journal.trouble is not None
    assert "kept in memory" in str(journal.trouble)
    assert str(path) not in journal.trouble.public
    assert journal.read(number) == b"during"
    assert journal.write() is False
    journal._handle = real
    assert path.read_bytes() == whole
    assert journal.write()
    assert journal.trouble is None
    os.close(full)
    assert journal.append(b"after") == 2
    journal.close()
    assert list(JournalFile.open(path).entries()) == [b"before", b"during", b"after"]


def test_the_largest_file_that_may_be_written_counts_as_full(path: Path) -> None:
    code = (
        "import resource, signal, sys, pathlib\n"
        "from cxstage_core.storage.append_log import JournalFile\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"
        "journal = JournalFile.open(pathlib.Path(sys.argv[1]))\n"
        "for n in range(40): journal.append(bytes([n]) * 60)\n"
        "assert journal.trouble is not None\n"
        "assert [journal.read(n)[0] for n in range(40)] == list(range(40))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)\n"
        "assert journal.write() and journal.trouble is None\n"
        "journal.close()\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert [entry[0] for entry in JournalFile.open(path).entries()] == list(range(40))


def test_a_cohort_keeps_one_journal_per_reader_without_their_name(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "study.cxcohort")
    patient = cohort.pseudonym("Maria Muster 1234")
    for reader in ("A", "Dr. Müller"):
        journal = cohort.readings.journal(patient, reader)
        journal.append(b"step")
        journal.close()
    files = sorted(cohort.path.glob("journal/*/*.journal"))
    assert len(files) == 2
    assert all(file.stem == patient for file in files)
    assert not any("Muster" in str(f) or b"Muster" in f.read_bytes() for f in files)
    with pytest.raises(CohortError, match="no patient"):
        cohort.readings.journal("P9999", "A")
    assert cohort.verify() == ()


def test_a_journal_folder_that_points_elsewhere_is_refused(tmp_path: Path) -> None:
    cohort = Cohort.create(tmp_path / "study.cxcohort")
    patient = cohort.pseudonym("x")
    (tmp_path / "elsewhere").mkdir()
    (cohort.path / "journal").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CohortError, match="outside its cohort"):
        cohort.readings.journal(patient, "A")
    assert not any((tmp_path / "elsewhere").iterdir())
