# Measurements, native and under abirun in turn.

$(BUILD)/bench/pairs: tests/bench/pairs.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CFLAGS) -o $@ $<

bench: $(BUILD)/abirun $(BUILD)/bench/pairs aliens
	BUILD=$(BUILD) tests/bench/run.sh
	BUILD=$(abspath $(BUILD)) tests/bench/esbuild.sh

.PHONY: bench
