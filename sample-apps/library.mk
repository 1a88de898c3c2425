# Dynamic programs for FreeBSD: tests/library/NAME.c becomes $(BUILD)/library/NAME, linked
# against import libraries that are made from the library door's rows (lib/importlib).
# tests/library/lib/NAME.c becomes a library of the alien's beside them, libNAME.so.

LIBRARY_DIR   := $(BUILD)/library
IMPORT_LIBS   := $(patsubst %,$(LIBRARY_DIR)/import/%.so,libc libthr libm libgcc_s libz liblzma \
	librt libutil libexecinfo libmd libcxxrt)
DYNAMIC_CC    := $(CLANG) --target=x86_64-unknown-freebsd14.1 -nostdlibinc
DYNAMIC_FLAGS := -std=gnu11 -O2 -g -fPIC -fno-builtin -ftls-model=global-dynamic $(WARN) \
	-Wno-strict-prototypes -Wno-unused-function \
	-Wno-unused-command-line-argument -Isample-apps/lib -MMD -MP
DYNAMIC_LINK  := -nostdlib -fuse-ld=lld -Wl,--hash-style=gnu -Wl,-z,relro -Wl,--build-id=none
LIBRARY_PROGRAMS := $(patsubst tests/library/%.c,$(LIBRARY_DIR)/%,$(wildcard tests/library/*.c))
LIBRARY_LIBS  := $(patsubst tests/library/lib/%.c,$(LIBRARY_DIR)/lib%.so,$(wildcard tests/library/lib/*.c))

$(LIBRARY_DIR)/import/%.so: abi-tables/freebsd/%.def abi-tables/freebsd/calls.def sample-apps/lib/importlib
	@mkdir -p $(@D)
	sample-apps/lib/importlib $* $@

$(LIBRARY_DIR)/crt1.o: sample-apps/lib/crt1_freebsd.c
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(DYNAMIC_FLAGS) -c -o $@ $<

$(LIBRARY_DIR)/crt1_old.o: sample-apps/lib/crt1_freebsd.c
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(DYNAMIC_FLAGS) -DOLD_START -c -o $@ $<

$(LIBRARY_DIR)/lib%.so: tests/library/lib/%.c $(IMPORT_LIBS)
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(DYNAMIC_FLAGS) $(LIB_FLAGS_$*) $(DYNAMIC_LINK) -shared -Wl,-soname,$(@F) -o $@ $< \
		-L$(LIBRARY_DIR)/import -lc -L$(LIBRARY_DIR) $(LIB_NEEDS_$*)

$(LIBRARY_PROGRAMS): $(LIBRARY_DIR)/%: tests/library/%.c $(LIBRARY_DIR)/crt1.o $(LIBRARY_DIR)/crt1_old.o \
		$(IMPORT_LIBS) $(LIBRARY_LIBS)
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(DYNAMIC_FLAGS) $(LINK_FLAGS_$*) $(DYNAMIC_LINK) -Wl,--dynamic-linker=/libexec/ld-elf.so.1 \
		$(or $(PIE_$*),-pie) -o $@ $(LIBRARY_DIR)/$(or $(CRT_$*),crt1.o) $< -L$(LIBRARY_DIR)/import \
		-L$(LIBRARY_DIR) $(LIBS_$*) -lc -lthr -lm -lgcc_s

aliens: $(LIBRARY_PROGRAMS)

# C++ without the headers of its library, which need a FreeBSD's own: tests/library/*.cc.
CXX_FLAGS    := $(filter-out -std=gnu11 -Wstrict-prototypes -Wno-strict-prototypes,$(DYNAMIC_FLAGS)) \
	-std=c++17 -nostdinc++ -x c++
CXX_PROGRAMS := $(patsubst tests/library/%.cc,$(LIBRARY_DIR)/%,$(wildcard tests/library/*.cc))
CXX_LIBS     := $(patsubst tests/library/lib/%.cc,$(LIBRARY_DIR)/lib%.so,$(wildcard tests/library/lib/*.cc))

$(CXX_LIBS): $(LIBRARY_DIR)/lib%.so: tests/library/lib/%.cc tests/library/lib/shapes.hh $(IMPORT_LIBS)
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(CXX_FLAGS) $(DYNAMIC_LINK) -shared -Wl,-soname,$(@F) -o $@ $< -x none \
		-L$(LIBRARY_DIR)/import -lcxxrt -lc

$(CXX_PROGRAMS): $(LIBRARY_DIR)/%: tests/library/%.cc tests/library/lib/shapes.hh $(LIBRARY_DIR)/crt1.o \
		$(IMPORT_LIBS) $(CXX_LIBS)
	@mkdir -p $(@D)
	$(DYNAMIC_CC) $(CXX_FLAGS) $(DYNAMIC_LINK) -Wl,--dynamic-linker=/libexec/ld-elf.so.1 -pie -o $@ $< \
		-x none $(LIBRARY_DIR)/crt1.o -L$(LIBRARY_DIR)/import -lcxxrt -lc -lthr -lgcc_s

aliens: $(CXX_PROGRAMS)

-include $(LIBRARY_PROGRAMS:=.d) $(LIBRARY_LIBS:.so=.d)

# What a program is linked with, and how, where it is not as the others are.
LIB_NEEDS_one := -ltwo
$(LIBRARY_DIR)/libone.so: $(LIBRARY_DIR)/libtwo.so
LIBS_files    := -lone -ltwo
LIBS_packs    := -lz -llzma
LIBS_utilities := -lutil -lexecinfo
LIBS_queues   := -lrt
LIBS_digests  := -lmd
CRT_files     := crt1_old.o
PIE_files     := -no-pie
LINK_FLAGS_files := -fno-pic -ftls-model=initial-exec
LINK_FLAGS_hello := -Wl,--pack-dyn-relocs=relr
