# The stepper: a tracer, not a unit test; see stepper.c.

$(BUILD)/tests/doors/stepper: tests/doors/stepper.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CFLAGS) -o $@ $<

tests: $(BUILD)/tests/doors/stepper

# Every instruction of every way, and more than ten million signals: minutes.
stress: $(BUILD)/abirun $(BUILD)/tests/doors/stepper aliens
	$(BUILD)/tests/doors/stepper $(BUILD)/abirun $(BUILD)/freebsd/tests/conform/freebsd/stepped
	$(BUILD)/abirun $(BUILD)/freebsd/tests/conform/freebsd/interrupts 200000

.PHONY: stress
