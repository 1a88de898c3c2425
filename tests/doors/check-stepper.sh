#!/bin/sh
# A signal at every third instruction of every way through a call; `make stress` takes every one.
: "${BUILD:=build}"
exec "$BUILD/tests/doors/stepper" "$BUILD/abirun" "$BUILD/freebsd/tests/conform/freebsd/stepped" 3
