#!/bin/sh
# The main job, start to end: sh scripts/demo.sh
#
# Sets up the contact centre of examples/ command by command, replays the same week of cases through it
# twice, routine cases picked by the agents, then pushed to them, and compares: what changes, and who pays.
# Works on a database of its own in a temporary folder, which is gone afterwards.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=scripts/env.sh
. "$root/scripts/env.sh"
prepare_environment base

folder=$(mktemp -d "${TMPDIR:-/tmp}/wscli-demo.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

unset WSCLI_OUTPUT WSCLI_DEBUG
WSCLI_DB=$folder/demo.db
demo_python=$python
export WSCLI_DB demo_python

# In this demonstration `wscli` shows the command, quoted as one would type it, and then runs it.
mkdir "$folder/bin"
cat >"$folder/bin/wscli" <<'WRAPPER'
#!/bin/sh
printf '\n$ wscli'
for word in "$@"; do
    case $word in
        '' | *[!A-Za-z0-9_./:=,%+@-]*) printf " '%s'" "$word" ;;
        *) printf ' %s' "$word" ;;
    esac
done
printf '\n'
exec "$demo_python" -m wscli "$@"
WRAPPER
chmod +x "$folder/bin/wscli"
PATH=$folder/bin:$PATH

heading() {
    printf '\n# %s\n' "$*"
}

cd "$root/examples"

heading 'Set up a contact centre: workstreams, queues, agents, then rules and flow from a file'
sh ./setup.sh
wscli workstream list
wscli validate

heading 'A working week of cases: urgent ones are pushed, routine ones picked from the list'
wscli simulate week.cases.csv --events week.events.csv --save picked

heading 'Why did an urgent case wait for half an hour?'
wscli explain CAS-1742 --run picked

heading 'The same week, with routine cases pushed as well: what changes, and who pays for it'
wscli simulate week.cases.csv --events week.events.csv --save pushed -o none \
    --set 'workstreams[Routine cases].work_distribution_mode=push'
wscli runs compare picked pushed
