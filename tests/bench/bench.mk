# Measurements, native and under abirun in turn.

$(BUILD)/bench/pairs: tests/bench/pairs.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CFLAGS) -o $@ $<

bench: $(BUILD)/abirun $(BUILD)/bench/pairs aliens
	BUILD=$(BUILD) tests/bench/run.sh
	BUILD=$(abspath $(BUILD)) tests/bench/esbuild.sh
	BUILD=$(abspath $(BUILD)) tests/bench/lightningcss.sh

.PHONY: bench

# The same calls of a library for both systems, through the library door and natively.
$(BUILD)/library/bench/calls: tests/bench/library/calls.c $(LIBRARY_DIR)/crt1.o $(IMPORT_LIBS)
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(DYNAMIC_FLAGS) $(DYNAMIC_LINK) -Wl,--dynamic-linker=/libexec/ld-elf.so.1 -pie \
		-o $@ $(LIBRARY_DIR)/crt1.o $< -L$(LIBRARY_DIR)/import -lc -lthr -lm

$(BUILD)/linux/library/bench/calls: tests/bench/library/calls.c
	@mkdir -p $(@D)
	$(CLANG) $(DYNAMIC_FLAGS) -fuse-ld=lld -Wl,-z,now -pie -o $@ $< -lm

aliens: $(BUILD)/library/bench/calls $(BUILD)/linux/library/bench/calls

-include $(BUILD)/library/bench/calls.d $(BUILD)/linux/library/bench/calls.d
