#!/bin/sh
# NetBSD's esbuild, as check-esbuild.sh has FreeBSD's.
exec "$(dirname "$0")/check-esbuild.sh" netbsd-x64
