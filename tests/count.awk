# count.awk - reads what `ctest --verbose` prints, shows its result lines, and counts single tests.
#
# An entry of ctest that tests/run ran (a Criterion program) counts as the tests in it, each parameter
# of a parameterized test as one; any other entry counts as one test.  An entry that failed though no
# test in it did (a sanitizer's report, a time-out, a crash at the end) counts one failure more.
# The output of an entry that failed is shown.  At the end stand the reason of each skip, the names of
# the entries that failed, and "N passed, N failed" or "N passed, N failed, N skipped".

# Output of an entry: "12: text".
/^[0-9]+: / {
    number = $1 + 0
    text = substr($0, index($0, ": ") + 2)
    output[number] = output[number] text "\n"
    if (text ~ /^skipped: /)
        reason[number] = reason[number] substr(text, 10) "\n"
    if (text ~ /^tests\/run: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/) {
        split(text, word, " ")
        program[number] = word[2] " " word[4] " " word[6]
    }
    next
}

# Result of an entry: "3/40 Test #12: name ....   Passed    0.10 sec".
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
    print
    fflush()
    match($0, /#[0-9]+: /)
    number = substr($0, RSTART + 1, RLENGTH - 3) + 0
    rest = substr($0, RSTART + RLENGTH)
    name = rest
    sub(/ .*/, "", name)
    end(number, name, rest ~ /\*\*\*Skipped/, rest ~ /[. ] Passed /)
    entries += rest !~ /\(Disabled\)/
    next
}

/^[0-9]+% tests passed, [0-9]+ tests failed out of [0-9]+$/ { said_failed = $4; said_entries = $NF; said = 1 }

function end(number, name, was_skipped, was_passed,    count, lines, i)
{
    split(program[number] == "" ? was_passed + 0 " 0 " was_skipped + 0 : program[number], count, " ")
    if (!was_passed && !was_skipped) {
        printf "%s", output[number]
        failures = failures "failed: " name "\n"
        entries_failed++
        if (count[2] == 0)
            count[2] = 1
    }
    if (count[3] > 0) {
        split(reason[number] == "" ? "no reason given" : reason[number], lines, "\n")
        for (i = 1; lines[i] != ""; i++)
            reasons = reasons "skipped: " name ": " lines[i] "\n"
    }
    passed += count[1]
    failed += count[2]
    skipped += count[3]
}

END {
    print ""
    printf "%s%s", reasons, failures
    if (!said || said_entries != entries) {
        print "failed: ctest did not come to its end, or counted otherwise: see above"
        failed++
    }
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : ""
    exit failed > 0
}
