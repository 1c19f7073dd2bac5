# The project's environment: sourced by test.sh and demo.sh, does nothing when run by itself.
#
# It finds a Python, keeps a virtual environment in .venv and installs into it, and asks the network
# only when .venv is new or pyproject.toml has changed since the last installation.
#
# Before: $root is the project's folder. After `prepare_environment dev` (or `base`, without the
# development tools): $python is the interpreter of .venv.

minimum='3.11'
unset PYTHONPATH PYTHONHOME # they would put other people's modules before those of .venv

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "error: $1"
    shift
    for line in "$@"; do
        say "hint: $line"
    done
    exit 1
}

# Say why $1 cannot be used (`old`, `no-venv` or `broken`), or `fine`. A pyenv shim of a version that is
# not installed is found in PATH and fails when called: broken.
judge_python() {
    "$1" -c '
import sys
if sys.version_info < (3, 11):
    print("old")
else:
    try:
        import ensurepip, venv
    except ImportError:
        print("no-venv")
    else:
        print("fine")
' 2>/dev/null || echo broken
}

# Print the Python to make the environment with, or explain what is missing.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.14 python3.13 python3.12 python3.11 python
    fi
    old='' without_venv=''
    for candidate in "$@"; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        case $(judge_python "$candidate") in
            fine) command -v "$candidate" && return ;;
            old) old="$old $candidate ($("$candidate" -V 2>&1))" ;;
            no-venv) without_venv="$without_venv $candidate ($("$candidate" -V 2>&1))" ;;
        esac
    done
    if [ -n "$without_venv" ]; then
        die "this Python cannot make virtual environments, its venv or ensurepip module is missing:$without_venv" \
            'on Debian and Ubuntu: install the package python3-venv'
    elif [ -n "$old" ]; then
        die "Python $minimum or newer is needed, found only:$old" \
            'install a newer one, or name it: PYTHON=/path/to/python3 sh scripts/test.sh'
    elif [ -n "${PYTHON:-}" ]; then
        die "PYTHON=$PYTHON is not a Python that runs" \
            'correct it, or unset it to have one found in PATH'
    fi
    die "no Python that runs was found in PATH, tried: $*" \
        "install Python $minimum or newer, or name it: PYTHON=/path/to/python3 sh scripts/test.sh"
}

# Print what has to be installed: the contents of pyproject.toml and the place of the sources (an
# environment that was moved or copied points to the old place). Fails if .venv is unusable.
installation_stamp() {
    "$python" -c '
import hashlib, importlib.util, pathlib, sys
usable = sys.version_info >= (3, 11) and sys.prefix != sys.base_prefix and importlib.util.find_spec("pip")
if not usable:
    sys.exit(1)
root = pathlib.Path(sys.argv[1])
print(hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest(), root)
' "$root" 2>/dev/null
}

# Make .venv anew where it is missing or broken, and install what is not yet installed.
prepare_environment() {
    python=$root/.venv/bin/python
    marker=$root/.venv/wscli-installed
    if ! wanted=$(installation_stamp); then
        found=$(find_python) || exit 1
        say "making the environment .venv with $found"
        "$found" -m venv --clear "$root/.venv" || die \
            "$found could not make a virtual environment in $root/.venv" \
            'look at the message above; on Debian and Ubuntu the package python3-venv is needed'
        wanted=$(installation_stamp) || die "the new environment $root/.venv does not work" \
            'delete the folder, and try another interpreter: PYTHON=/path/to/python3'
    fi
    installed=''
    [ ! -f "$marker" ] || installed=$(cat "$marker")
    case "$1:$installed" in
        "dev:dev $wanted" | "base:dev $wanted" | "base:base $wanted") return ;;
        dev:*) what='.[dev]' ;;
        *) what='.' ;;
    esac
    say "installing wscli and what it needs into .venv"
    rm -f "$marker"
    (cd "$root" && "$python" -m pip install --quiet --disable-pip-version-check -e "$what") || die \
        'the installation failed' \
        'the first run, and the first after a change of pyproject.toml, need the network'
    printf '%s %s\n' "$1" "$wanted" >"$marker"
}
