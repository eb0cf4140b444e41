# checks.sh - what the command line's checks share; sourced by them as: . checks.sh KEDGE SOURCE
#
# A check begins with `check "what it shows"` and holds while every step after it does:
#   kedge STATUS ARGUMENT...   runs the command line, which must end with STATUS
#   out, err REGEX             a line of its output (of its errors) must match
#   not_out, not_err REGEX     none may
#   silent out|err             there must be none
#   json FILTER                its output must be one JSON object for which jq's FILTER is true
#   holds COMMAND...           the command must succeed
# The last line counts the checks as tests/run does, for tools/test.
set -u
tool=$(realpath "$1") source=$(realpath "$2")
real=$source/vectors/real
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A sanitizer's report must not look like the exit status "not valid".
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
export LC_ALL=C.UTF-8
passed=0 failed=0 skipped=0 name='' good=yes

end_check()
{
    [ -n "$name" ] || return 0
    if [ "$good" = yes ]; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
    fi
    name=''
}

check() { end_check; name=$1 good=yes; }

# skip NAME REASON: a check that cannot run here.
skip()
{
    end_check
    skipped=$((skipped + 1))
    echo "skipped: $1: $2"
}

wrong()
{
    good=no
    echo "    $1"
    echo "    command: ${command:-}"
    sed 's/^/    out| /' "$work/out" | head -20
    sed 's/^/    err| /' "$work/err" | head -20
}

kedge()
{
    local wanted=$1
    shift
    command="kedge $*"
    "$tool" "$@" >"$work/out" 2>"$work/err"
    local got=$?
    [ "$got" -eq "$wanted" ] || wrong "ended with $got instead of $wanted"
}

out() { grep -qE -- "$1" "$work/out" || wrong "no line of output matches: $1"; }
err() { grep -qE -- "$1" "$work/err" || wrong "no line of errors matches: $1"; }
not_out() { ! grep -qE -- "$1" "$work/out" || wrong "a line of output matches: $1"; }
not_err() { ! grep -qE -- "$1" "$work/err" || wrong "a line of errors matches: $1"; }
silent() { [ ! -s "$work/$1" ] || wrong "there is something on std$1"; }
holds() { command="$*"; "$@" || wrong "does not hold"; }
json()
{
    [ "$(jq -s 'length' "$work/out" 2>/dev/null)" = 1 ] || { wrong "the output is not one JSON value"; return; }
    jq -e "$1" "$work/out" >/dev/null || wrong "not so: $1"
}

# split CHAIN PREFIX: one file for each certificate: PREFIX0.pem, PREFIX1.pem, ...
split() { awk -v prefix="$2" '/-BEGIN /{ n++ } { print > (prefix n - 1 ".pem") }' "$1"; }

# der FILE...: the same certificates as DER files beside them.
der() { for file in "$@"; do openssl x509 -in "$file" -outform DER -out "${file%.pem}.der"; done; }

finish()
{
    end_check
    echo "tests/run: $passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
