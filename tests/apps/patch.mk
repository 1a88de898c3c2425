# How the patcher does on real programs: tests/apps/check-patch.sh.
tests: $(BUILD)/tests/apps/patch_coverage

$(BUILD)/tests/apps/patch_coverage: tests/apps/patch_coverage.c $(T1_OBJ) $(filter-out %/main.c.o,$(T2_OBJ))
	@mkdir -p $(@D)
	$(CC) $(T2_CFLAGS) $(LDFLAGS_ALL) -o $@ $(filter %.c %.o,$^) $(LIBS)
