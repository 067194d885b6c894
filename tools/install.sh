#!/bin/sh
# Installs Tablewright into a virtual environment, for people, CI and the container image alike.
#   tools/install.sh [VENV] [EXTRAS]      default: .venv, and "[dev]" for the tests; "" or "[ocr]" for running only
# Exact versions come from constraints.txt. Does nothing when the environment is up to date already.
set -eu
cd "$(dirname "$0")/.."
venv=${1:-.venv}
extras=${2-[dev]}
python=${PYTHON:-python3}
stamp="$venv/.installed$(printf %s "$extras" | tr -c 'a-z\n' '-')"

if [ -e "$stamp" ] && [ "$stamp" -nt pyproject.toml ] && [ "$stamp" -nt constraints.txt ]; then
    exit 0
fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Tablewright needs Python 3.11 or later; set PYTHON=/path/to/python3.11" >&2
    exit 1
}
echo "Installing into $venv (1 to 5 minutes) ..." >&2
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".$extras"
touch "$stamp"
