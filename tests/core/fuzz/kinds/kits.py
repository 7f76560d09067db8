"""Reading kits that come back changed."""

from __future__ import annotations

import dataclasses
import io
import random
import shutil
import warnings
import zipfile
from pathlib import Path

import h5py

from cxstage_core.cohort import Cohort, ReadingState
from cxstage_core.cohort.kits import export_kit, import_kit, pack_kit, unpack_kit
from cxstage_core.errors import CxStageError
from cxstage_core.storage.checksum import sealed
from tests.core.fuzz import mutate
from tests.core.fuzz.harness import EQUAL, NOTED, REFUSED, FaultError, fresh, seen
from tests.core.fuzz.kinds import department
from tests.core.fuzz.kinds.cohort_files import _of_own_json

NAMES = (
    "../outside/x", "../../outside/secret.txt", "/tmp/x", "series/../../x", "C:\\x", "a" * 250 + ".h5", "宫颈.h5",
    "settings.json", "readings/P0001/../../../x", "series/P0009/t2-axial.h5", "x\ny", "audit.log", "kit.json/x",
)  # fmt: skip


class ReadingKit:
    """One changed kit; what is taken must be what the reader drew."""

    def __init__(self, folder: Path) -> None:
        self.folder = fresh(folder)
        made = Cohort.create(folder / "home")
        department.images(made, folder / "images", 3)
        self.path = made.path
        file = export_kit(made, "A", folder / "A")
        away = Cohort.open(unpack_kit(file, folder / "away"))
        self.drawn = {}
        for number, patient in enumerate(away.patients()[:2]):
            reading = department.Reading(
                patient, "A", {department.SERIES: department.outline(4 + number)}
            )
            if number == 0:
                reading = dataclasses.replace(reading, state=ReadingState.COMPLETE, confidence=3)
            away.save_reading(reading)
            self.drawn[patient] = reading
        self.good = pack_kit(away.path, folder / "good.cxkit")
        self.content = self.good.read_bytes()
        with zipfile.ZipFile(self.good) as archive:
            self.members = {info.filename: archive.read(info) for info in archive.infolist()}
        for extra in ("away", "images"):
            shutil.rmtree(folder / extra, ignore_errors=True)
        self.whole = {f: f.read_bytes() for f in sorted(self.path.rglob("*")) if f.is_file()}
        self.number = 0
        if set(import_kit(Cohort.open(self.path), self.good).taken) != set(self.drawn):
            raise RuntimeError("the original kit is not taken")
        self._restore()

    def judge(self, draw: random.Random) -> str:
        """Change the archive, its entries, or bytes; import it; put the cohort back."""
        file = self.folder / "mutant.cxkit"
        file.write_bytes(self._changed(draw))
        self.number += 1
        before = seen([self.folder])
        try:
            cohort = Cohort.open(self.path)
            try:
                report = import_kit(cohort, file)
            except CxStageError:
                self._compare(cohort, ())
                return REFUSED
            self._compare(cohort, report.taken)
            strange = set(seen([self.folder])) - set(before)
            if any("home.cxcohort" not in name for name in strange):
                raise FaultError("outside", f"{sorted(strange)[:3]}")
            if report.refused:
                return NOTED
            return EQUAL if set(report.taken) == set(self.drawn) else NOTED
        finally:
            self._restore()
            if self.number % 20 == 0:
                taken = import_kit(Cohort.open(self.path), self.good).taken
                self._restore()
                if set(taken) != set(self.drawn):
                    raise FaultError("neighbour", "the good kit is not taken any more")

    def _compare(self, cohort: Cohort, taken: tuple[str, ...]) -> None:
        for patient in cohort.patients():
            stored = cohort.readings.get(patient, "A")
            if patient not in taken:
                if stored is not None:
                    raise FaultError("silent", f"{patient} was stored, and not reported")
                continue
            drawn = self.drawn.get(patient)
            if drawn is None or stored is None:
                raise FaultError("silent", f"{patient} has a reading that nobody drew")
            same = stored.masks.keys() == drawn.masks.keys() and all(
                stored.masks[s].same_as(drawn.masks[s]) for s in drawn.masks
            )
            if not same or (stored.state, stored.confidence) != (drawn.state, drawn.confidence):
                raise FaultError("silent", f"the reading of {patient} is another one")

    def _restore(self) -> None:
        there = {f for f in self.path.rglob("*") if f.is_file()}
        for extra in there - self.whole.keys():
            extra.unlink()
        for file, content in self.whole.items():
            if file not in there or file.stat().st_size != len(content) or file.read_bytes() != content:
                file.write_bytes(content)

    def _changed(self, draw: random.Random) -> bytes:
        if draw.random() > 0.7:
            return mutate.of_bytes(draw, self.content)
        members = dict(self.members)
        extra: list[tuple[zipfile.ZipInfo | str, bytes]] = []
        name = draw.choice(sorted(members))
        change = draw.randrange(8)
        if change == 0:
            del members[name]
        elif change == 1:
            members[draw.choice(NAMES)] = members.pop(name)
        elif change == 2:
            extra.append((draw.choice((name, *NAMES)), draw.randbytes(200)))
        elif change == 3:
            link = zipfile.ZipInfo(draw.choice((name, "series/link", "readings/link")))
            link.create_system, link.external_attr = 3, 0o120777 << 16
            extra.append((link, b"../../outside/secret.txt"))
        elif change == 4:
            extra.append((draw.choice(("bomb", "readings/P0001/bomb.h5")), bytes(40 << 20)))
        elif change == 5:
            members[name] = self._content(draw, name)
        elif change == 6:
            other = draw.choice(sorted(members))
            members[name], members[other] = members[other], members[name]
        else:
            json_names = [n for n in sorted(members) if n.endswith(".json")]
            name = draw.choice(json_names)
            members[name] = _of_own_json(draw, members[name])
        out = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for member, content in [*members.items(), *extra]:
                    archive.writestr(member, content)
        return out.getvalue()

    def _content(self, draw: random.Random, name: str) -> bytes:
        content = self.members[name]
        if not name.endswith(".h5") or draw.random() < 0.3:
            return mutate.of_bytes(draw, content) if len(content) > 8 else b"x" * 20
        scratch = self.folder / "scratch.h5"
        scratch.write_bytes(content)
        try:
            with h5py.File(scratch, "r+") as file:
                mutate.of_hdf5(draw, file)
            return sealed(scratch.read_bytes())
        except (RuntimeError, ValueError, TypeError, OSError, KeyError):
            return mutate.of_bytes(draw, content)
        finally:
            scratch.unlink()
