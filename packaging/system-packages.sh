#!/usr/bin/env bash
# The Debian packages that Qt needs, and with the word "tests" also the programs that the tests use as peers: install
# what is missing if that is allowed here, otherwise print the one line that does it. Other systems bring these
# libraries themselves; tests skip, with the reason, where a peer is missing.
set -u
packages=(
  python3-venv xvfb xauth libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0
  libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
  libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0
  libxcb-xkb1 fonts-dejavu-core fonts-noto-cjk fonts-wqy-microhei fonts-droid-fallback
)
[ "${1:-}" = tests ] && packages+=(poppler-utils dcmtk dicom3tools orthanc)
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=()
for name in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q "ok installed" || missing+=("$name")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "These Debian packages are missing; please run this line once, then go on:" >&2
    echo "  sudo apt-get install -y ${missing[*]}" >&2
    exit 0
  fi
fi
echo "Installing ${#missing[@]} Debian packages ..."
export DEBIAN_FRONTEND=noninteractive
export RUNLEVEL=1 # installs the DICOM server, but does not start it
"${as_root[@]}" apt-get update -qq >/dev/null
if ! "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
  echo "Some packages could not be installed; please run this line once, then go on:" >&2
  echo "  sudo apt-get install -y ${missing[*]}" >&2
fi
exit 0
