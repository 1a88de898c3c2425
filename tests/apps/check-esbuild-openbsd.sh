#!/bin/sh
# OpenBSD's esbuild, as check-esbuild.sh has FreeBSD's.
exec "$(dirname "$0")/check-esbuild.sh" openbsd-x64
