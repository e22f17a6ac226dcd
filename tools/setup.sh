#!/usr/bin/env bash
# Prepares .venv: every package pinned by its hash, then the project itself. Asked again, it answers at once.
# usage: tools/setup.sh [dev]
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-}
python=${PYTHON:-python3}
stamp=".venv/.ready${kind:+-$kind}"
wanted=$(cat requirements-uv.txt "requirements${kind:+-$kind}.txt" pyproject.toml tools/setup.sh | sha256sum | cut -c1-16)
if [ -x .venv/bin/lantoa ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; name it with: make setup PYTHON=/path/to/python3" >&2
    exit 2
fi
if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv --without-pip .venv || { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
fi
# A pip of its own takes the environment four seconds; that of the Python does as well from 22.3 on.
if "$python" -c 'import pip, sys; sys.exit([int(part) for part in pip.__version__.split(".")[:2]] < [22, 3])' 2>/dev/null; then
    pip=("$python" -m pip --python .venv/bin/python)
else
    .venv/bin/python -m ensurepip --upgrade >/dev/null ||
        { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
    pip=(.venv/bin/python -m pip)
fi

if "${pip[@]}" install -qq --disable-pip-version-check --require-hashes -r requirements-uv.txt; then
    install=(.venv/bin/uv pip install --quiet --python .venv/bin/python)
else
    echo "uv could not be installed; pip does the work, which takes longer." >&2
    install=("${pip[@]}" install --quiet --disable-pip-version-check)
fi
"${install[@]}" --require-hashes -r "requirements${kind:+-$kind}.txt"
"${install[@]}" --no-deps --no-build-isolation -e .

echo "$wanted" >"$stamp"
if [ "$kind" = dev ]; then # holds all that the other one holds
    cat requirements-uv.txt requirements.txt pyproject.toml tools/setup.sh | sha256sum | cut -c1-16 >.venv/.ready
fi
