#!/bin/sh
# A signal at some instructions of every way through a call, the net's too; `make stress` takes
# every one.
: "${BUILD:=build}"
set -- "$BUILD/abirun" "$BUILD/freebsd/tests/conform/freebsd/stepped"
"$BUILD/tests/doors/stepper" "$@" 60 &&
	"$BUILD/tests/doors/stepper" "$@" 10 --net=always
