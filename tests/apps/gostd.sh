#!/bin/sh
# Go's own tests of its standard library: built for another system and run by abirun,
# beside the same packages built for this Linux.  What
#
#	GOOS=OS CGO_ENABLED=0 go test -exec abirun PACKAGE
#
# does, with the test programs kept, and counted: top-level tests, of which those
# in gostd-excluded.csv are not run.  A test that did not come to an end (its
# program crashed or hung) has failed.  Ends with 1 where a test failed under
# abirun that does not fail on linux too.
#
#	tests/apps/gostd.sh [--short] [--tap] [--os OS] [PACKAGE...|all]	(OS: freebsd)
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN=${ABIRUN:-$BUILD/abirun}
GOCACHE=${GOCACHE:-$BUILD/go-cache} GOPATH=${GOPATH:-$BUILD/go} GOENV=off CGO_ENABLED=0
export ABIRUN GOCACHE GOPATH GOENV CGO_ENABLED
excluded=$PWD/tests/apps/gostd-excluded.csv
# A package's tests in seconds at most; the slowest need two minutes at home.
limit=${GOSTD_LIMIT:-600}
out=$BUILD/gostd
mkdir -p "$out"

short=false tap=false os=freebsd
while :; do
	case ${1:-} in
	--os) os=$2 && shift ;;
	--short) short=true ;;
	--tap) tap=true ;;
	*) break ;;
	esac
	shift
done
[ $# -gt 0 ] || set -- runtime sync sync/atomic time os os/exec syscall net io/ioutil bufio context \
	math/big sort strings text/template go/parser

# "all": every package that has tests for the system
# shellcheck disable=SC2046 # a list
[ "$*" != all ] || set -- $(GOOS=$os go list -f \
	'{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' std)

# What the tests see as GOROOT: Go's, with the compiled packages that go/importer
# reads for the system too, which distributions leave out.
goroot=$out/goroot
make_goroot() {
	[ ! -e "$goroot/pkg/${os}_amd64" ] || return 0
	real=$(go env GOROOT)
	mkdir -p "$goroot/pkg"
	for entry in "$real"/*; do
		[ "${entry##*/}" = pkg ] || ln -sfn "$entry" "$goroot/"
	done
	for entry in "$real"/pkg/*; do
		ln -sfn "$entry" "$goroot/pkg/"
	done
	GOOS=$os go install -pkgdir "$goroot/pkg/${os}_amd64" std
}
make_goroot || exit

# build SYSTEM PACKAGE: its test program, in $program
build() {
	program=$out/$1/$(echo "$2" | tr / _).test
	[ -e "$program" ] || GOOS=$1 go test -c -tags timetzdata -o "$program" "$2" # Debian leaves out zoneinfo.zip
}

# names PACKAGE: its excluded tests, one a line
names() {
	sed -n "s|^$1,\([^,]*\),.*|\1|p" "$excluded"
}

# run SYSTEM PACKAGE [RUNNER]: sets passed, failed, skipped, and leaves
# FILE.log with everything, FILE.failed with the tests that failed
run() {
	system=$1 package=$2 runner=${3:-}
	passed=0 failed=1 skipped=0
	file=$out/$system/$(echo "$package" | tr / _)
	echo "the test program" >"$file.failed"
	build "$system" "$package" || return
	dir=$(go list -f '{{.Dir}}' "$package")
	arguments=-test.v
	! $short && [ "$package" != runtime ] || arguments="$arguments -test.short"

	# Go 1.19 cannot leave tests out: name those that stay.
	# shellcheck disable=SC2086 # runner and arguments are lists
	(
		cd "$dir" || exit
		export GOROOT="$goroot" GOOS="$system" # for what the tests themselves build
		timeout 60 $runner "$program" -test.list . >"$file.list" </dev/null 2>/dev/null
		if [ "$system" != linux ]; then
			names "$package" >"$file.excluded"
			grep -vxF -f "$file.excluded" "$file.list" >"$file.stay"
			mv "$file.stay" "$file.list"
		fi
		grep '^[TE]' "$file.list" >"$file.stay"
		timeout -k 5 "$limit" $runner "$program" $arguments \
			-test.run "^($(tr '\n' '|' <"$file.stay" | sed 's/|$//'))\$" \
			</dev/null >"$file.log" 2>&1
	)
	status=$?
	for verdict in PASS FAIL SKIP; do
		grep -ao -e "--- $verdict: [A-Za-z0-9_]*\( \|/\|\$\)" "$file.log" | grep -v /$ |
			sed 's/.*: \([A-Za-z0-9_]*\).*/\1/' | sort -u | grep -xF -f "$file.stay" >"$file.$verdict"
	done
	sort -u "$file.PASS" "$file.SKIP" | grep -vxF -f - "$file.stay" >"$file.failed"
	passed=$(grep -c . "$file.PASS") skipped=$(grep -c . "$file.SKIP")
	failed=$(grep -c . "$file.failed")
	if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
		failed=1
		echo "exit status $status" >"$file.failed"
	fi
	[ -s "$file.stay" ] || failed=1
	rm -f "$file.stay" "$file.list" "$file.PASS" "$file.FAIL" "$file.SKIP"
}

mkdir -p "$out/$os" "$out/linux"
$tap || printf '%-14s | %26s | %26s |\n%-14s | %6s %6s %6s %5s | %6s %6s %12s |\n' '' \
	"$os under abirun" 'linux' package passed failed skip excl passed failed skip
bad=0
for package; do
	run "$os" "$package" "$ABIRUN"
	if $tap; then
		word=ok
		[ "$failed" -eq 0 ] || word='not ok' bad=1
		echo "$word - go test $package: $passed passed, $failed failed, $skipped skipped"
		[ "$failed" -eq 0 ] || sed 's/^/# failed: /' "$file.failed"
		continue
	fi
	printf '%-14s | %6d %6d %6d %5d | ' "$package" "$passed" "$failed" "$skipped" \
		"$(names "$package" | grep -c .)"
	cp "$file.failed" "$out/here"
	run linux "$package"
	printf '%6d %6d %12d |\n' "$passed" "$failed" "$skipped"
	grep -xF -f "$file.failed" "$out/here" | sed 's/^/    failed on both: /'
	grep -vxF -f "$file.failed" "$out/here" | sed 's/^/    failed under abirun: /' >"$out/only"
	cat "$out/only"
	[ ! -s "$out/only" ] || bad=1
	grep -vxF -f "$out/here" "$file.failed" | sed 's/^/    failed on linux: /'
done
$tap || echo "what they printed: $out/*/*.log"
exit $bad
