#!/bin/sh
# Check a configuration before it is taken over: is it sound, is it good enough, is it no worse than what is
# in force? Ends with 0, or with the exit code of the first step that says no: 3 not sound, 6 a gate not met.
#
#     sh check.sh [CANDIDATE [IN_FORCE]]
set -eu
here=$(dirname "$0")
candidate=${1:-$here/candidate.yaml}
in_force=${2:-$here/in-force.yaml}
cases=$here/day.cases.csv

echo "1. Sound?"
wscli validate --strict "$candidate"

echo "2. Good enough?"
wscli simulate "$cases" -q -f "$candidate" -o none \
    --assert 'cases.undistributed==0' \
    --assert 'service_level.fraction>=75%' \
    --assert 'wait.p95<=15m'

# No worse on the whole; and whoever pays for it pays a minute at most.
echo "3. No worse than $in_force?"
wscli simulate "$cases" -q -f "$in_force" --compare-with "$candidate" \
    --assert 'paired==true' \
    --assert 'delta.service_level.fraction>=0' \
    --assert 'delta.wait.p95<=0' \
    --assert 'delta.queues[Cards].wait.mean<=1m' \
    --assert 'delta.queues[Everything else].wait.mean<=1m'
