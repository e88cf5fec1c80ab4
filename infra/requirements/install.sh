#!/usr/bin/env bash
# install.sh PYTHON VENV REQUIREMENTS...: a virtual environment with exactly the locked packages.
set -euo pipefail
python=$1 venv=$2
shift 2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $("$python" --version) found. Choose another with: make PYTHON=python3.12 …" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian ships venv apart from python3.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq python3-venv
    else
        echo "The module venv is missing. Install it first: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
requirements=()
for file in "$@"; do requirements+=(-r "$file"); done
echo "Installing $* into $venv …"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check "${requirements[@]}"
