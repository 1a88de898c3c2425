# What a user types.  deps installs Debian packages only where some are missing.

deps:
	@tests/deps

demo: deps
	@$(MAKE) --no-print-directory -s $(BUILD)/abirun
	@BUILD=$(BUILD) sample-apps/demo/run

check: deps
	@$(MAKE) --no-print-directory -s $(BUILD)/abirun tests aliens
	@BUILD=$(BUILD) tests/check

# Go's own tests of its standard library, beside the same natively: long.
gostd: $(BUILD)/abirun
	BUILD=$(BUILD) tests/apps/gostd.sh

# A JavaScript runtime for FreeBSD, beside Linux's: a hundred megabytes to fetch.
bun: $(BUILD)/abirun
	BUILD=$(BUILD) tests/apps/bun.sh

# The README's table of calls, made anew from the rows.
readme: $(BUILD)/abirun
	@tests/readme $(BUILD)/abirun <README.md >$(BUILD)/README.md
	@cp $(BUILD)/README.md README.md

PREFIX ?= /usr/local

install: $(BUILD)/abirun
	install -D -m 755 $(BUILD)/abirun $(DESTDIR)$(PREFIX)/bin/abirun

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/abirun

# The cmocka programs with ASan and UBSan, t1 code and all.  Aliens' structures need not be aligned.
SANITIZE := -fsanitize=address,undefined -fno-sanitize=alignment -fno-sanitize-recover=undefined
sanitize:
	@tests/deps
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) -s --no-print-directory BUILD=$(BUILD)/sanitize \
		CFLAGS='-O1 -g $(SANITIZE)' LDFLAGS='$(SANITIZE)' check-units

C_FILES = $(shell git ls-files '*.c' '*.h' 2>/dev/null)
SCRIPTS = $(shell git ls-files tests sample-apps .ci 2>/dev/null | xargs grep -l '^\#!/bin/sh' 2>/dev/null)

format:
	@tests/deps lint
	clang-format -i $(C_FILES)

lint:
	@tests/deps lint
	clang-format --dry-run -Werror $(C_FILES)
	clang-tidy --quiet --warnings-as-errors='*' $(T2_SRC) $(filter %.c,$(T1_SRC)) -- $(BASE)
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -I. \
		--enable=warning,performance,portability $(T2_SRC) $(filter %.c,$(T1_SRC))
	shellcheck -x $(SCRIPTS)

.PHONY: sanitize deps demo check gostd bun readme install uninstall format lint
