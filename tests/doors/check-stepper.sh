#!/bin/sh
# A signal at some sixty instructions of every way through a call; `make stress` takes every one.
: "${BUILD:=build}"
exec "$BUILD/tests/doors/stepper" "$BUILD/abirun" "$BUILD/freebsd/tests/conform/freebsd/stepped" 60
