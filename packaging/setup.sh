#!/usr/bin/env bash
# Set up the project's own Python environment: setup.sh PYTHON VENV
set -euo pipefail
python=$1
venv=$2
here=$(cd "$(dirname "$0")/.." && pwd)

bash "$here/packaging/system-packages.sh"
if ! "$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "CxStage needs Python 3.11 or newer; '$python' is older or missing. Try: make setup PYTHON=python3.12" >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  "$python" -m venv "$venv"
fi
echo "Installing CxStage and its libraries into $venv (about 6 GB with the GPU build of torch, a few minutes) ..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 5 \
  -c "$here/packaging/constraints.txt" -e "$here[dev,imagenet]"
