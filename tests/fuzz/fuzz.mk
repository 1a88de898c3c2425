# make fuzz: each fuzzer of the loader for FUZZ_SECONDS.  What one finds is left in build/fuzz/.
# make fuzz-calls: the fuzzer of calls for as long; the seed is FUZZ_SEED, or the time.

FUZZ_SECONDS ?= 60
FUZZ_SEED ?= $(shell date +%s)
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_FLAGS := -std=gnu11 $(WARN) -I. -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=undefined

# Each one's share of the minute that make check has for them (FUZZ_SECONDS is empty there).
FUZZ_SECONDS_detect := 20
FUZZ_SECONDS_link   := 10
FUZZ_SECONDS_map    := 15
FUZZ_SECONDS_patch  := 10
FUZZ_SECONDS_start  := 5

# What a fuzzer is linked with.
FUZZ_detect := loader/detect.c loader/detect_elf.c loader/detect_needed.c loader/plan.c loader/systems.c
FUZZ_LIBS_detect := -lelf
FUZZ_map := loader/map.c loader/reserve.c loader/resident.c loader/plan.c
FUZZ_LIBS_map := -lelf
FUZZ_patch := shim/site.c shim/stub_room.c $(addprefix shim/glibc/,scan.c collect.c sieve.c decode.c proof.c shape.c stub.c patch.c)
FUZZ_LIBS_patch := -lZydis
FUZZ_start := abi-tables/freebsd/start.c abi-tables/bsd44/first_stack.c
FUZZ_link := loader/link_object.c loader/link_symbol.c loader/link_reloc.c loader/plan.c
FUZZ_LIBS_link := -lelf
FUZZ_SEED_link := $(BUILD)/library/hello

.SECONDEXPANSION:
$(BUILD)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $$(FUZZ_$$*) $(wildcard loader/*.h shim/*.h shim/glibc/*.h)
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -o $@ $< $(FUZZ_$*) $(FUZZ_LIBS_$*)

$(BUILD)/fuzz/make_seeds: tests/fuzz/make_seeds.c tests/loader/elf_maker.h
	@mkdir -p $(@D)
	$(CC) $(T2_CFLAGS) -o $@ $< -lcmocka

fuzz: $(FUZZERS:%=fuzz-%)

$(FUZZERS:%=fuzz-%): fuzz-%: $(BUILD)/fuzz/fuzz_% $(BUILD)/fuzz/make_seeds $$(FUZZ_SEED_$$*)
	@mkdir -p $(BUILD)/fuzz/corpus_$*
	@$(BUILD)/fuzz/make_seeds $(BUILD)/fuzz/corpus_$*
	@[ -z "$(FUZZ_SEED_$*)" ] || head -c 16384 $(FUZZ_SEED_$*) >$(BUILD)/fuzz/corpus_$*/seed
	cd $(BUILD)/fuzz && ./fuzz_$* -max_total_time=$(or $(FUZZ_SECONDS),$(FUZZ_SECONDS_$*)) \
		-max_len=16384 -verbosity=0 -print_final_stats=1 corpus_$*

.PRECIOUS: $(BUILD)/fuzz/fuzz_%
.PHONY: fuzz fuzz-calls $(FUZZERS:%=fuzz-%)

# The fuzzer of calls: a program for each system, with a table made from its rows.
CALLS_SRC := $(wildcard tests/fuzz/calls/*.c)
CALLS_OS  := freebsd netbsd
CALLS     := $(CALLS_OS:%=$(BUILD)/%/tests/fuzz/calls/calls)

fuzz-calls: $(BUILD)/abirun $(BUILD)/tests/fuzz/observer $(CALLS)
	BUILD=$(BUILD) tests/fuzz/calls.sh $(or $(FUZZ_OS),freebsd) --seed $(FUZZ_SEED) --seconds $(FUZZ_SECONDS)


$(BUILD)/tests/fuzz/make_table: tests/fuzz/make_table.c $(T1_OBJ) $(filter-out %/main.c.o,$(T2_OBJ))
	@mkdir -p $(@D)
	$(CC) $(T2_CFLAGS) $(LDFLAGS_ALL) -o $@ $(filter %.c %.o,$^) $(LIBS)

# $(call calls-rules,SYSTEM)
define calls-rules
CALLS_OBJ_$(1) := $$(CALLS_SRC:%=$(BUILD)/$(1)/%.o)

$(BUILD)/gen/$(1)/fuzz_rows.h: $(BUILD)/tests/fuzz/make_table
	@mkdir -p $$(@D)
	$$< $(1) >$$@

$(BUILD)/gen/$(1)/system.h: tests/fuzz/fuzz.mk
	@mkdir -p $$(@D)
	echo '#include "tests/fuzz/calls/$(1).h"' >$$@

$$(CALLS_OBJ_$(1)): ALIEN_CFLAGS += -I. -I$(BUILD)/gen/$(1)
$$(CALLS_OBJ_$(1)): $(BUILD)/gen/$(1)/system.h
$(BUILD)/$(1)/tests/fuzz/calls/table.c.o: $(BUILD)/gen/$(1)/fuzz_rows.h

$(BUILD)/$(1)/tests/fuzz/calls/calls: $$(CALLS_OBJ_$(1)) $(BUILD)/$(1)/libalien.a sample-apps/lib/crt0_$(1).S
	$$(ALIEN_CC_$(1)) $$(ALIEN_LINK) -o $$@ $$(filter %.S %.o %.a,$$^)

-include $$(CALLS_OBJ_$(1):.o=.d)
endef
$(foreach os,$(CALLS_OS),$(eval $(call calls-rules,$(os))))

# Who looks at the host calls that come of it.
OBSERVER := $(BUILD)/tests/fuzz/observer
OBSERVER_SRC := $(wildcard tests/fuzz/observer*.c)

$(OBSERVER): $(OBSERVER_SRC) $(wildcard tests/fuzz/*.def tests/fuzz/*.h) $(T1_OBJ) \
		$(filter-out %/main.c.o,$(T2_OBJ))
	@mkdir -p $(@D)
	$(CC) $(T2_CFLAGS) $(LDFLAGS_ALL) -o $@ $(filter %.c %.o,$^) $(LIBS)

tests: $(OBSERVER)
aliens: $(CALLS)
