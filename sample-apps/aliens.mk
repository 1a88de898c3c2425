# Programs built with sample-apps/lib from one source for every system:
# DIR/NAME.c becomes $(BUILD)/freebsd/DIR/NAME, $(BUILD)/netbsd/DIR/NAME and the native twin
# $(BUILD)/linux/DIR/NAME.  A source below DIR/freebsd or DIR/netbsd has no twin; one below DIR/bsd
# is built for each BSD, with headers of that system's from DIR/SYSTEM.

CLANG ?= clang
ALIEN_CFLAGS := -std=gnu11 -O2 -g -ffreestanding -fno-stack-protector -fno-pic $(WARN) \
	-Isample-apps/lib -I$(BUILD)/gen -MMD -MP

ALIEN_CC_freebsd := $(CLANG) --target=x86_64-unknown-freebsd14.1 -nostdlibinc
ALIEN_CC_netbsd  := $(CLANG) --target=x86_64-unknown-netbsd10.1 -nostdlibinc
ALIEN_CC_linux   := $(CLANG) --target=x86_64-linux-gnu
ALIEN_LINK       := -nostdlib -static -fuse-ld=lld -Wl,--build-id=none -Wl,-z,noexecstack

# Programs whose main() is bench/aliens/measure.c's find it in the library.
ALIEN_LIB_SRC  := sample-apps/lib/alien.c tests/bench/aliens/measure.c
ALIEN_PROGRAMS := $(patsubst %.c,%,$(filter-out $(ALIEN_LIB_SRC),$(wildcard \
	sample-apps/*.c tests/bench/aliens/*.c tests/conform/*.c)))

$(BUILD)/gen/%_numbers.h: abi-tables/%/calls.def sample-apps/lib/numbers
	@mkdir -p $(@D)
	sample-apps/lib/numbers $< >$@

$(BUILD)/gen/linux_numbers.h: sample-apps/lib/numbers
	@mkdir -p $(@D)
	sample-apps/lib/numbers linux >$@

# $(call alien-rules,OS)
define alien-rules
ALIEN_LIB_$(1) := $(patsubst %,$(BUILD)/$(1)/%.o,$(ALIEN_LIB_SRC) sample-apps/lib/os_$(1).c)
$(1)-aliens := $(addprefix $(BUILD)/$(1)/,$(ALIEN_PROGRAMS) \
	$(patsubst %.c,%,$(wildcard tests/conform/$(1)/*.c $(if $(filter linux,$(1)),,tests/conform/bsd/*.c))))

$(BUILD)/$(1)/%.c.o: %.c $(BUILD)/gen/$(1)_numbers.h
	@mkdir -p $$(@D)
	$$(ALIEN_CC_$(1)) $$(ALIEN_CFLAGS) -Itests/conform/$(1) -Itests/conform/bsd -include os_$(1).h -c -o $$@ $$<

$(BUILD)/$(1)/libalien.a: $$(ALIEN_LIB_$(1))
	@rm -f $$@
	$$(AR) rcs $$@ $$^

$(BUILD)/$(1)/%: $(BUILD)/$(1)/%.c.o $(BUILD)/$(1)/libalien.a sample-apps/lib/crt0_$(1).S
	$$(ALIEN_CC_$(1)) $$(ALIEN_LINK) -o $$@ sample-apps/lib/crt0_$(1).S $$< $(BUILD)/$(1)/libalien.a

-include $$(ALIEN_LIB_$(1):.o=.d) $$($(1)-aliens:=.c.d)
endef
$(foreach os,freebsd netbsd linux,$(eval $(call alien-rules,$(os))))

aliens: $(freebsd-aliens) $(netbsd-aliens) $(linux-aliens)

.PHONY: aliens
.PRECIOUS: $(BUILD)/freebsd/%.c.o $(BUILD)/netbsd/%.c.o $(BUILD)/linux/%.c.o
