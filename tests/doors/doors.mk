# The stepper: a tracer, not a unit test; see stepper.c.

$(BUILD)/tests/doors/stepper: tests/doors/stepper.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CFLAGS) -o $@ $<

tests: $(BUILD)/tests/doors/stepper

# Every instruction of every way; ten million signals against calls that sleep; threads, forks,
# kqueues, code and programs made and undone; a crowd.  It takes about half an hour.
STRESSED := $(BUILD)/abirun $(BUILD)/freebsd/tests/conform
STRESSED_NETBSD := $(BUILD)/abirun $(BUILD)/netbsd/tests/conform
stress: $(BUILD)/abirun $(BUILD)/tests/doors/stepper aliens
	$(STRESSED)/freebsd/crowd 4000
	$(STRESSED)/bsd/churn 100
	$(STRESSED)/bsd/interrupts 100000
	$(STRESSED_NETBSD)/bsd/churn 100
	$(STRESSED_NETBSD)/bsd/interrupts 100000
	$(BUILD)/abirun $(BUILD)/library/churn 10000
	$(BUILD)/tests/doors/stepper $(STRESSED)/freebsd/stepped

.PHONY: stress
