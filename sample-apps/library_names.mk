# Dynamic programs for the systems whose libraries' symbols have no versions:
# tests/library/SYSTEM/NAME.c becomes $(BUILD)/library/SYSTEM/NAME, as library.mk does it for FreeBSD.

INTERPRETER_openbsd := /usr/libexec/ld.so
INTERPRETER_illumos := /lib/amd64/ld.so.1
TARGET_openbsd := x86_64-unknown-openbsd7.5
TARGET_illumos := x86_64-pc-solaris2.11
NAMED_LIBS_openbsd := libc libpthread
NAMED_LIBS_illumos := libc

# $(call named-rules,SYSTEM)
define named-rules
$(1)-library := $$(patsubst tests/library/%.c,$(LIBRARY_DIR)/%,$$(wildcard tests/library/$(1)/*.c))

$(LIBRARY_DIR)/$(1)/import/%.so: abi-tables/$(1)/%.def abi-tables/$(1)/calls.def sample-apps/lib/importlib
	@mkdir -p $$(@D)
	sample-apps/lib/importlib $$* $$@ $(1)

$$($(1)-library): $(LIBRARY_DIR)/%: tests/library/%.c tests/library/named.h \
		$$(patsubst %,$(LIBRARY_DIR)/$(1)/import/%.so,$$(NAMED_LIBS_$(1)))
	@mkdir -p $$(@D)
	$(CLANG) --target=$$(TARGET_$(1)) -nostdlibinc $(DYNAMIC_FLAGS) -fno-emulated-tls -I. -c -o $$@.o $$<
	ld.lld -pie --hash-style=both -z relro --dynamic-linker=$$(INTERPRETER_$(1)) -o $$@ $$@.o \
		-L$(LIBRARY_DIR)/$(1)/import $$(patsubst lib%,-l%,$$(NAMED_LIBS_$(1)))

aliens: $$($(1)-library)
endef
$(foreach os,openbsd illumos,$(eval $(call named-rules,$(os))))
