#!/bin/sh
# As check-gostd.sh, for NetBSD.
exec "$(dirname "$0")/gostd.sh" --os netbsd --short --tap os os/exec os/signal syscall time net
