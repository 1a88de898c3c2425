# abirun: see README.md.  `make demo` and `make check` are all one needs.

BUILD ?= build
comma := ,
ifeq ($(origin CC),default)
CC    := gcc
endif
V     := 0.1.0

# t1 is the code that runs behind a door, on the alien's own thread with the alien's FS: no libc, no
# TLS, general registers only.  t2 may use glibc.
T1_SRC := $(filter-out $(wildcard abi-tables/*/lib*.c),$(wildcard shim/*.c shim/*.S syscall-map/*.c \
	abi-tables/*.c abi-tables/*/*.c))
T2_SRC := $(wildcard loader/*.c shim/glibc/*.c abi-tables/*/lib*.c shim/lib/*.S) \
	$(filter-out shim/lib/tail.c,$(wildcard shim/lib/*.c))
TESTS  := $(wildcard tests/tables/test_*.c tests/map/test_*.c tests/doors/test_*.c tests/loader/test_*.c)

T1_OBJ := $(addprefix $(BUILD)/,$(addsuffix .o,$(T1_SRC)))
T2_OBJ := $(addprefix $(BUILD)/,$(addsuffix .o,$(T2_SRC))) $(BUILD)/gen/handlers.c.o \
	$(BUILD)/gen/lib_calls.c.o
TEST_BIN := $(TESTS:%.c=$(BUILD)/%)

WARN   := -Wall -Wextra -Werror -Wstrict-prototypes -Wvla
CFLAGS ?= -O2 -g
BASE   := -std=gnu11 $(WARN) -I. -DABIRUN_VERSION='"$(V)"' -fPIE -MMD -MP -D_GNU_SOURCE
T1_CFLAGS := $(BASE) $(CFLAGS) -ffreestanding -mgeneral-regs-only -fno-stack-protector \
	-fcf-protection=none -fvisibility=hidden -fno-builtin -fno-asynchronous-unwind-tables
T2_CFLAGS := $(BASE) $(CFLAGS) -mfsgsbase
# Eager binding: lazy binding would run the host's linker on small stacks.  What only the library
# door calls of the host's is bound when a program needs that door (loader/link_own.c), which
# takes two things: -fno-plt for the others' calls, and lazy binding of the rest.
LDFLAGS_ALL := -pie -Wl,-z,now -Wl,-z,relro -Wl,-z,noexecstack $(LDFLAGS)
# abirun is linked for one place, far from where programs are and below where the host puts what it
# maps: the tables hold 13,000 addresses, and to relocate them costs a tenth of each start.
# `make PLACE=` makes one that the host may load anywhere.
PLACE  ?= 0x7e0000000000
$(BUILD)/loader/%.o $(BUILD)/shim/glibc/%.o: EAGER := -fno-plt
AT     := -Wl,-z,lazy $(if $(PLACE),-Wl$(comma)-no-pie -Wl$(comma)--no-relax -Wl$(comma)-Ttext-segment=$(PLACE))
# libelf.a, where there is one, needs no libz: two libraries less to load at each start.  (Asked
# late: make deps may just have installed it.)
LIBELF = $(if $(filter /%,$(shell $(CC) -print-file-name=libelf.a)),-l:libelf.a,-lelf)
# The tail is linked last: thread-local storage that has to end at the thread pointer.
TAIL   := $(BUILD)/shim/lib/tail.c.o
LIBS   = -lZydis $(LIBELF) -lpthread $(TAIL)

all: $(BUILD)/abirun

$(BUILD)/abirun: $(T1_OBJ) $(T2_OBJ) $(TAIL)
	$(CC) $(LDFLAGS_ALL) $(AT) -o $@ $(filter-out $(TAIL),$^) $(LIBS)

$(T1_OBJ): $(BUILD)/%.o: %
	@mkdir -p $(@D)
	$(CC) $(T1_CFLAGS) -I$(BUILD)/gen -c -o $@ $<

$(filter-out $(BUILD)/gen/%,$(T2_OBJ)) $(TAIL): $(BUILD)/%.o: %
	@mkdir -p $(@D)
	$(CC) $(T2_CFLAGS) $(EAGER) -I$(BUILD)/gen -c -o $@ $<

$(T2_OBJ): | $(TAIL)

# The numbers of the alien's calls, by name.
$(T2_OBJ) $(BUILD)/abi-tables/netbsd/spawn.c.o: | $(patsubst abi-tables/%/calls.def,$(BUILD)/gen/%_numbers.h,$(wildcard abi-tables/*/calls.def)) \
	$(BUILD)/gen/lib_calls.h

# ... as shim/lib looks them up, which serves several systems: FreeBSD's first.
LIB_NUMBERS := $(patsubst abi-tables/%/libc.def,$(BUILD)/gen/%_numbers.h,abi-tables/freebsd/libc.def \
	$(filter-out abi-tables/freebsd/%,$(wildcard abi-tables/*/libc.def)))

$(BUILD)/gen/lib_calls.h: $(BUILD)/gen/freebsd_numbers.h shim/lib/make_calls.sh
	shim/lib/make_calls.sh header $< >$@

$(BUILD)/gen/lib_calls.c: $(LIB_NUMBERS) shim/lib/make_calls.sh $(wildcard abi-tables/*/lib_calls.def)
	shim/lib/make_calls.sh tables $(LIB_NUMBERS) >$@

$(BUILD)/gen/lib_calls.c.o: $(BUILD)/gen/lib_calls.c
	$(CC) $(T2_CFLAGS) -c -o $@ $<

# Where each map function is, for --list: read from the sources.
$(BUILD)/gen/handlers.c: loader/handlers.sh $(filter %.c,$(T1_SRC))
	@mkdir -p $(@D)
	loader/handlers.sh $(CC) $(filter %.c,$(T1_SRC)) >$@

$(BUILD)/gen/handlers.c.o: $(BUILD)/gen/handlers.c
	$(CC) $(T2_CFLAGS) -c -o $@ $<

$(TEST_BIN): $(BUILD)/%: %.c $(T1_OBJ) $(filter-out %/main.c.o,$(T2_OBJ)) $(TAIL)
	@mkdir -p $(@D)
	$(CC) $(T2_CFLAGS) $(LDFLAGS_ALL) -o $@ $(filter-out $(TAIL),$(filter %.c %.o,$^)) -lcmocka $(LIBS)

tests: $(TEST_BIN)

check-units: $(TEST_BIN)
	@set -e; for t in $(TEST_BIN); do echo "== $$t"; $$t; done

include $(wildcard sample-apps/*.mk tests/*.mk tests/*/*.mk)

clean:
	rm -rf $(BUILD)

-include $(T1_OBJ:.o=.d) $(T2_OBJ:.o=.d) $(TAIL:.o=.d) $(TEST_BIN:=.d)

.PHONY: all tests check-units clean
.DELETE_ON_ERROR:
