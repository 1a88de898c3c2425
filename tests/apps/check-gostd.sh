#!/bin/sh
# The quick part of `make gostd`, for `make check`.
exec "$(dirname "$0")/gostd.sh" --short --tap os os/exec syscall time sync sync/atomic context bufio io/ioutil
