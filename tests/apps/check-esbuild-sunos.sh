#!/bin/sh
# illumos' esbuild, as check-esbuild.sh has FreeBSD's.
exec "$(dirname "$0")/check-esbuild.sh" sunos-x64
