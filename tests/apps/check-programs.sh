#!/bin/sh
# Other real programs start, and say which version they are.  Prints TAP.
cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
sample-apps/fetch lefthook-freebsd-x64 turbo-freebsd-64
if [ $? -eq 3 ]; then
	echo 'ok - their packages # SKIP npm cannot get them'
	exit
fi

# version PROGRAM FILE WORDS
version() {
	said=$("$BUILD/abirun" "$ABIRUN_NPM/node_modules/$2" --version 2>&1)
	case $said in
	"$3"*) echo "ok - $1 starts" ;;
	*) echo "not ok - $1 starts: $said" ;;
	esac
}

version lefthook lefthook-freebsd-x64/bin/lefthook 'lefthook version 2.2.2'
version turbo turbo-freebsd-64/bin/turbo 1.4.7
