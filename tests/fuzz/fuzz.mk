# make fuzz: each fuzzer for FUZZ_SECONDS.  What one finds is left in build/fuzz/.

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_FLAGS := -std=gnu11 $(WARN) -I. -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=undefined

# What a fuzzer is linked with, and the seed it starts from.
FUZZ_detect := loader/detect.c loader/detect_elf.c loader/plan.c loader/systems.c
FUZZ_LIBS_detect := -lelf
FUZZ_patch := shim/site.c $(addprefix shim/glibc/,scan.c decode.c proof.c shape.c stub.c patch.c)
FUZZ_LIBS_patch := -lZydis

.SECONDEXPANSION:
$(BUILD)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $$(FUZZ_$$*) $(wildcard loader/*.h shim/*.h shim/glibc/*.h)
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -o $@ $< $(FUZZ_$*) $(FUZZ_LIBS_$*)

fuzz: $(FUZZERS:%=fuzz-%)

fuzz-%: $(BUILD)/fuzz/fuzz_%
	@mkdir -p $(BUILD)/fuzz/corpus_$*
	@head -c 16384 $< > $(BUILD)/fuzz/corpus_$*/seed
	cd $(BUILD)/fuzz && ./fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=16384 -verbosity=0 \
		-print_final_stats=1 corpus_$*

.PRECIOUS: $(BUILD)/fuzz/fuzz_%
.PHONY: fuzz
