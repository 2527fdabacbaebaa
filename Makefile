# SPDX-License-Identifier: GPL-2.0
#
# kselftest collection kvm-hv-nested. Builds in a kernel tree under
# tools/testing/selftests, and on its own beside one.
#
#   make                    the test programs, in build/ (OUTPUT=DIR: elsewhere)
#   make PROGRAM            one of them: make nested_map_test
#   make check              set up, and run all of the project's own tests
#   make lint               checkpatch --strict, shellcheck, layers of the library
#   make bench              nested_perf_test's figures, into build/bench (RESULTS=DIR);
#                           boot times of the emulated machine, cost of --tlb strict
#   make bench BASELINE=DIR the figures alone, against those in DIR (ARGS= for the run)
#   make mutants            the suite against faulty modules, see docs/mutants.md
#   make hunt HOURS=n       random sequences on all kernels; what fails, in build/hunt
#   make fixes              each patch of docs/fixes alone, see docs/kernel-defects.md
#   make matrix             several kernels, machines and TLBs: one page of all results
#                           (KERNELS= MACHINES= TLB= ARGS=, see machine/matrix.sh)
#   make debug-kernel       a kernel with KASAN and failing allocations, to run it on;
#                           KERNEL=backports-64k: of another one of the table
#   make coverage           docs/coverage.md, measured anew; KEEP=1: from kept data
#   make coverage-kernel    docs/coverage/lines.md: lines and branches of kvm-hv that the
#                           suite does not reach; ARGS= for another run, into build/;
#                           KEEP=1: from kept data
#   make install            to DESTDIR=DIR or INSTALL_PATH=DIR
#   make gen_tar            build/kvm-hv-nested.tar.gz, the installed tree
#   make series             build/series: the patches for a kernel tree, KSRC=DIR or sid's
#                           (CHECK=1: and whether each is clean and builds)
#   make clean              remove what these built, and nothing else
#
# KSRC=DIR names a kernel source tree; without it the usual places are tried.
# NO_LIBTRACEFS=1 builds without libtracefs, and without the witnesses that want it.

PROGRAMS := nested_library_test nested_map_test nested_remap_test \
	    nested_unmap_test nested_slot_test nested_slot_edge_test \
	    nested_partition_test nested_lifetime_test \
	    nested_balloon_test nested_rmap_growth_test \
	    nested_fault_test nested_dirty_log_test nested_invalidate_test \
	    nested_process_test nested_hcall_test nested_state_test nested_timer_test \
	    nested_interrupt_test \
	    nested_permission_test nested_protect_test nested_cow_test \
	    nested_exchange_test nested_reclaim_test nested_no_memory_test \
	    nested_running_test nested_stress_test nested_log_race_test \
	    nested_random_test \
	    kvm_run_regs_test
# Built and installed, and run only if they are named.
PROGRAMS_EXTENDED := nested_perf_test
# These skip cases on one CPU: of two emulated machines, only the first has more.
PROGRAMS_2_CPUS := nested_running_test nested_stress_test nested_log_race_test \
		   nested_library_test nested_process_test \
		   nested_interrupt_test nested_state_test

this := $(lastword $(MAKEFILE_LIST))
here := $(patsubst %/,%,$(dir $(this)))
CACHE := $(or $(KVM_HV_NESTED_CACHE),$(abspath $(here))/.cache)
needs = KVM_HV_NESTED_CACHE='$(CACHE)' CROSS_COMPILE='$(CROSS_COMPILE)' \
	LLVM='$(LLVM)' NO_LIBTRACEFS='$(NO_LIBTRACEFS)' sh $(here)/lib/build/needs.sh
UNIT_PROGRAMS := $(basename $(notdir $(wildcard $(here)/tests/unit/*.c)))

# In a kernel tree the other collections' goals are built as theirs are. These
# goals, and run_kselftest.sh, build as beside a kernel tree in either place.
ifneq ($(filter lint gen_tar check bench mutants hunt fixes coverage coverage-kernel debug-kernel \
	matrix series help,\
	$(MAKECMDGOALS)),)
export KVM_HV_NESTED_STANDALONE := y
endif

# make takes a path with a blank for several. In a folder that has one it works with
# relative paths, on a cache that has one by a link; lib.mk's own paths it cannot use.
ifeq ($(wildcard $(here)/settings),)
$(error the path of kvm-hv-nested has a blank: run make in its folder, or with -C)
endif
ifneq ($(word 2,$(KSRC)),)
$(error KSRC='$(KSRC)' has a blank, with which make cannot work: name another folder)
endif
blank := $(word 2,$(abspath $(here)))
ifneq ($(wildcard $(here)/../lib.mk),)
$(if $(blank),$(error the path of the kernel tree has a blank, with which it does not \
	build: move it))
else ifneq ($(blank)$(word 2,$(KVM_HV_NESTED_CACHE)),)
CACHE := .cache
ifeq ($(OUTPUT),)
override OUTPUT := build
default_output := build
endif
ifneq ($(KVM_HV_NESTED_CACHE),)
CACHE := $(OUTPUT)/cache
cache_target := $(if $(filter /%,$(KVM_HV_NESTED_CACHE)),,$(CURDIR)/)$(KVM_HV_NESTED_CACHE)
$(shell mkdir -p $(OUTPUT) && ln -sfn '$(subst ','\'',$(cache_target))' $(CACHE))
endif
KHDR_INCLUDES ?= -isystem $(selftests)/../../../usr/include
OVERRIDE_TARGETS := 1
endif

# Where lib.mk and the harness are: the kernel tree around us, the one that
# KSRC names, one that is installed, or the source that set-up fetches.
ifneq ($(wildcard $(here)/../lib.mk),)
in_tree := $(if $(KVM_HV_NESTED_STANDALONE),,y)
selftests := $(here)/..
else ifneq ($(KSRC),)
selftests := $(KSRC)/tools/testing/selftests
$(if $(wildcard $(selftests)/lib.mk),,\
	$(error $(KSRC) is no kernel source tree: there is no $(selftests)/lib.mk))
else
selftests := $(shell $(needs) --harness)
endif

host_is_ppc64le := $(filter ppc64le,$(shell uname -m))

# An empty OUTPUT would be the root directory.
ifeq ($(OUTPUT),)
default_output := $(if $(in_tree),,$(abspath $(here))/build)
override OUTPUT := $(or $(default_output),$(abspath $(here)))
endif
ifneq ($(word 2,$(OUTPUT)),)
$(error OUTPUT='$(OUTPUT)' has a blank, which make cannot have in file names: \
	use another folder)
endif

ifeq ($(in_tree),)
MAKEFLAGS += --no-print-directory
# Foreign hosts: the compiler and the kernel source are what set-up fetches.
ifeq ($(host_is_ppc64le),)
ARCH ?= powerpc
CROSS_COMPILE ?= $(CACHE)/bin/powerpc64le-linux-gnu-
else ifneq ($(wildcard $(CACHE)/bin/powerpc64le-linux-gnu-gcc),)
# `setup.sh build` found that the system's did not do.
CROSS_COMPILE ?= $(CACHE)/bin/powerpc64le-linux-gnu-
endif
endif

NO_BUILD_GOALS := clean help check bench mutants hunt fixes coverage coverage-kernel \
	debug-kernel matrix series
COMPILES := $(filter-out $(NO_BUILD_GOALS) lint emit_tests,$(or \
	$(MAKECMDGOALS),all))
ifneq ($(filter-out $(NO_BUILD_GOALS),$(or $(MAKECMDGOALS),all)),)
needs_lib_mk := y
endif

ifeq ($(needs_lib_mk)$(in_tree),y)
ifeq ($(selftests),)
ifneq ($(host_is_ppc64le),)
$(error $(shell $(needs)))
endif
selftests := $(CACHE)/linux-source/tools/testing/selftests
endif
ifeq ($(host_is_ppc64le),)
# Make remakes what it includes: the first build fetches its tools.
no_lib_mk := $(if $(wildcard $(selftests)/lib.mk),,y)
no_gcc := $(if $(filter $(CACHE)/%,$(CROSS_COMPILE)),$(if $(wildcard \
	$(CROSS_COMPILE)gcc),,y))
ifneq ($(no_lib_mk)$(no_gcc),)
.PHONY: set-up
.DEFAULT_GOAL := all
$(if $(no_lib_mk),$(selftests)/lib.mk: set-up ;)
# Where lib.mk is there already it does not change: make reads all anew for this one.
ifeq ($(MAKE_RESTARTS),)
include $(CACHE)/set-up.mk
$(CACHE)/set-up.mk: set-up
	@mkdir -p $(CACHE) && echo '# by the first make' >$@
endif
set-up:
	sh $(here)/machine/setup.sh tools
	$(if $(no_lib_mk),sh $(here)/machine/setup.sh source)
endif
endif
endif

ifneq ($(needs_lib_mk)$(in_tree),)
# lib.mk wants to know while it is read.
libexecdir ?= /usr/libexec
# The kernel's own makes export an INSTALL_PATH.
ifneq ($(and $(DESTDIR),$(filter-out command,$(firstword $(origin INSTALL_PATH)))),)
INSTALL_PATH := $(DESTDIR)$(libexecdir)/kvm-hv-nested
endif

include $(selftests)/lib.mk

# A kernel tree beside us may hold the headers of another architecture; then the
# compiler's own serve.
ifeq ($(in_tree)$(wildcard $(selftests)/../../../usr/include/asm/cputable.h),)
KHDR_INCLUDES :=
endif

# Only now CC is settled: lib.mk makes it of CROSS_COMPILE or LLVM, and neither of
# what is exported to us nor of what the command line has.
macros := $(shell echo __powerpc__ __powerpc64__ __LITTLE_ENDIAN__ | \
	$(CC) -E -P -x c - 2>/dev/null)
ifeq ($(macros),1 1 1)
TEST_GEN_PROGS := $(PROGRAMS:%=$(OUTPUT)/%)
TEST_GEN_PROGS_EXTENDED := $(PROGRAMS_EXTENDED:%=$(OUTPUT)/%)
all: $(TEST_GEN_PROGS) $(TEST_GEN_PROGS_EXTENDED)
else
# Another architecture: nothing to build, nothing to break. But this one is wanted
# if we stand alone, or are told so.
wanted := $(if $(in_tree),$(if $(ARCH),$(filter powerpc,$(ARCH)),$(if \
	$(CROSS_COMPILE),$(filter powerpc64le-% ppc64le-%,$(notdir \
	$(CROSS_COMPILE))),$(host_is_ppc64le))),y)
# A powerpc of another size or byte order is another architecture, too.
ifneq ($(and $(wanted),$(if $(in_tree),$(filter-out 1,$(firstword $(macros) 0)),y)),)
.PHONY: no-compiler
all: no-compiler
# With all else that lacks, in one line.
no-compiler:
	$(error $(if $(macros),$(CC) builds for $(shell $(CC) -dumpmachine): install \
		gcc for powerpc64le or name it by CROSS_COMPILE,$(or $(shell \
		$(needs) $(selftests) $(CC)),$(CC) does not run)))
endif
endif
endif

sources := $(patsubst $(here)/%,%,$(basename $(wildcard \
	$(here)/lib/*.c $(here)/x86-free-ppc64/*/*.[cS])))
# series: begin objects
# Without libtracefs, NAME_none.c stands in for NAME.c, and what only that needs is
# left out.
stand_ins := $(filter %_none,$(sources))
traced := $(stand_ins:_none=) lib/trace_read $(addprefix x86-free-ppc64/witness/,\
	partition_entry rmap_census_trace tlbie_trace)
left_out := $(if $(NO_LIBTRACEFS),$(traced),$(addsuffix _none,$(filter $(sources),\
	$(stand_ins:_none=))))
objects := $(patsubst %,$(OUTPUT)/%.o,$(filter-out $(left_out),$(sources)))
# Programs are linked anew when that changes.
linked := $(OUTPUT)/lib/linked_with$(if $(NO_LIBTRACEFS),out)_libtracefs
# series: end
# All that is built, whatever the compiler is now.
all_objects := $(sources:%=$(OUTPUT)/%.o)
# series: begin parts
# A program nested_NAME_test.c has its other files in the folder NAME beside it.
parts := $(filter-out unit,$(sort $(patsubst $(here)/tests/%/,%,$(dir $(wildcard \
	$(here)/tests/*/*.c)))))
parts_of = $(patsubst $(here)/%.c,$(OUTPUT)/%.o,$(wildcard $(here)/tests/$(1)/*.c))
part_objects := $(foreach part,$(parts),$(call parts_of,$(part)))
# series: end
# series: begin tests/random objects
sequences := $(sort $(wildcard $(here)/tests/sequences/*.txt))
sequences_inc := $(OUTPUT)/tests/random/sequences.inc
# series: end
tests := $(PROGRAMS:%=tests/%) $(PROGRAMS_EXTENDED:%=tests/%) \
	 $(UNIT_PROGRAMS:%=tests/unit/%)
test_objects := $(tests:%=$(OUTPUT)/%.o) $(part_objects)
unit_bins := $(UNIT_PROGRAMS:%=$(OUTPUT)/tests/unit/%)
archive := $(if $(in_tree),,$(OUTPUT)/kvm-hv-nested.tar.gz)
built := $(all_objects) $(all_objects:.o=.d) $(test_objects) $(test_objects:.o=.d) \
	 $(addprefix $(OUTPUT)/lib/linked_with,_libtracefs out_libtracefs) \
	 $(PROGRAMS:%=$(OUTPUT)/%) $(PROGRAMS_EXTENDED:%=$(OUTPUT)/%) $(unit_bins) \
	 $(sequences_inc) $(archive) \
	 $(if $(in_tree),,$(OUTPUT)/cache)
layers := $(addprefix x86-free-ppc64/,isa guest host witness fixture)
folders := $(addprefix $(OUTPUT)/,$(addprefix tests/,unit $(parts)) tests $(layers) \
	x86-free-ppc64 lib)

# In place of lib.mk's, which removes folders with what is in them. Ours go if
# nothing else is in them; a folder that was named is not ours.
define CLEAN
	@rm -f $(built)
	@rmdir $(folders) $(default_output) 2>/dev/null || :
endef

ifneq ($(needs_lib_mk)$(in_tree),)
ifneq ($(and $(TEST_GEN_PROGS),$(wildcard $(selftests)/lib.mk)),)
ifneq ($(LLVM),)
LLD := -fuse-ld=lld
# clang does not know the cache, whose gcc is a wrapper.
ifneq ($(filter $(CACHE)/%,$(CROSS_COMPILE)),)
sysroot := $(CACHE)/tools/sysroot
CC += $(if $(wildcard $(CACHE)/tools/usr/bin/*-gcc),--sysroot=$(sysroot) \
	--gcc-toolchain=$(CACHE)/tools/usr,-isystem $(sysroot)/usr/include \
	-L$(sysroot)/usr/lib/powerpc64le-linux-gnu)
endif
endif
# One line for all that lacks, before anything is built.
ifneq ($(and $(COMPILES),$(if $(no_gcc),,y)),)
library_flags := $(shell $(needs) $(selftests) $(CC) $(USERCFLAGS) $(LLD) \
	$(USERLDFLAGS))
$(if $(filter missing:,$(library_flags)),$(error $(library_flags)))
endif

# series: begin flags
CFLAGS += -std=gnu11 -O2 -g -Wall -Wextra -Wstrict-prototypes -Wvla \
	  -Wno-unused-parameter -Wno-sign-compare -D_GNU_SOURCE= \
	  -I$(here)/include -I$(here)/x86-free-ppc64 -I$(here)/lib -I$(selftests) \
	  $(KHDR_INCLUDES) $(library_flags)
# Guests run this code: no vector or floating point registers, no stack canary
# (it is thread-local), no calls that the compiler invents; and one image with
# fixed addresses for host, L1 and L2.
CFLAGS += -mcpu=power9 -mno-altivec -mno-vsx -fno-stack-protector \
	  -ffreestanding -fno-pie
LDFLAGS += -static $(LLD)
ifeq ($(findstring clang,$(CC)),)
CFLAGS += -fno-tree-loop-distribute-patterns -Wno-clobbered
LDFLAGS += -no-pie
endif
LDLIBS += $(if $(NO_LIBTRACEFS),,-ltracefs -ltraceevent) -lnuma -lpthread -ldl -lm
# series: end

# series: begin rules
$(folders):
	@mkdir -p $@

$(objects) $(test_objects): | $(folders)
# The harness's macros have no prototypes for what they make.
$(objects): CFLAGS += -Wmissing-prototypes
# What is put in the place of libraries' own functions has none either.
$(OUTPUT)/lib/static_link.o: CFLAGS += -Wno-missing-prototypes

$(OUTPUT)/%.o: $(here)/%.c
	$(call msg,CC,,$@)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUTPUT)/%.o: $(here)/%.S
	$(call msg,AS,,$@)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(linked): | $(folders)
	@rm -f $(OUTPUT)/lib/linked_with* && : >$@

$(TEST_GEN_PROGS) $(TEST_GEN_PROGS_EXTENDED): $(OUTPUT)/%: $(OUTPUT)/tests/%.o $(objects) \
		$(linked)
	$(call msg,LINK,,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)
# series: end

$(unit_bins): %: %.o $(objects) $(linked)
	$(call msg,LINK,,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)
$(OUTPUT)/tests/unit/random_test: $(call parts_of,random)
$(OUTPUT)/tests/unit/perf_test: $(call parts_of,perf)

# series: begin parts rules
$(foreach part,$(parts),$(eval $(OUTPUT)/nested_$(part)_test: $(call parts_of,$(part))))
# series: end

# series: begin tests/random
# The texts of tests/sequences become strings of the program.
$(sequences_inc): $(sequences) | $(folders)
	$(Q)for file in $(sequences); do \
		echo "{ \"$$(basename $$file .txt)\","; \
		sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $$file; echo '},'; \
	done >$@

$(OUTPUT)/tests/random/random_kept.o: $(sequences_inc)
$(OUTPUT)/tests/random/random_kept.o: CFLAGS += -I$(OUTPUT)/tests/random
# series: end

unit: $(unit_bins)

$(PROGRAMS) $(PROGRAMS_EXTENDED): %: $(OUTPUT)/%
$(UNIT_PROGRAMS): %: $(OUTPUT)/tests/unit/%
.PHONY: $(PROGRAMS) $(PROGRAMS_EXTENDED) $(UNIT_PROGRAMS)

-include $(objects:.o=.d) $(test_objects:.o=.d)
endif

# Installing: as lib.mk does it, but without rsync, and with the list that the
# selftests' own top level would write. In a kernel's repository the version is
# the last commit that changed these files.
ifeq ($(TEST_GEN_PROGS),)
INSTALL_RULE :=
else
define INSTALL_RULE
	$(Q)mkdir -p "$(INSTALL_PATH)/lib"
	$(Q)cp $(TEST_GEN_PROGS) $(TEST_GEN_PROGS_EXTENDED) "$(INSTALL_PATH)/"
	$(Q)cp $(addprefix $(here)/,settings run_kselftest.sh) \
		$(wildcard $(here)/LICENSE) "$(INSTALL_PATH)/"
	$(Q)cp -R $(here)/lib/runner "$(INSTALL_PATH)/lib/"
	$(Q)if git -C $(here) rev-parse --show-prefix | grep -q .; then \
		git -C $(here) log -1 --format=%h -- .; \
	else \
		git -C $(here) describe --always --dirty; \
	fi >"$(INSTALL_PATH)/version" 2>/dev/null || :
	$(Q)printf 'kvm-hv-nested:%s\n' $(notdir $(TEST_GEN_PROGS)) \
		>"$(INSTALL_PATH)/kselftest-list.txt"
	$(Q)printf '%s\n' $(PROGRAMS_2_CPUS) >"$(INSTALL_PATH)/two-cpus.txt"
	$(Q)printf '%s\n' $(PROGRAMS_EXTENDED) >"$(INSTALL_PATH)/extended.txt"
endef
endif

ifeq ($(in_tree),)
gen_tar: all
	@stage=$$(mktemp -d $(OUTPUT)/stage.XXXXXX) && \
	trap 'rm -rf "$$stage"' EXIT && trap 'exit 1' HUP INT TERM && \
	$(MAKE) INSTALL_PATH="$$stage/kvm-hv-nested" install && \
	tar -C "$$stage" -czf "$$stage/archive" kvm-hv-nested && \
	mv "$$stage/archive" $(archive)
	@echo "$(archive)"

lint: $(if $(TEST_GEN_PROGS),$(objects) $(PROGRAMS:%=$(OUTPUT)/tests/%.o) \
	$(PROGRAMS_EXTENDED:%=$(OUTPUT)/tests/%.o) $(part_objects))
	$(Q)KSRC=$(selftests)/../../.. OUTPUT=$(OUTPUT) NM=$(CROSS_COMPILE)nm \
		OBJDUMP=$(CROSS_COMPILE)objdump \
		sh $(here)/tests/check/lint.sh
endif
endif

ifeq ($(in_tree),)
check:
	@sh $(here)/tests/check/run.sh

mutants:
	@command -v python3 >/dev/null || { echo "make mutants: python3 is missing:" \
		"install python3" >&2; exit 2; }
	@python3 -B $(here)/mutants/campaign.py

hunt:
	@sh $(here)/tests/random/hunt.sh

fixes:
	@sh $(here)/docs/fixes/try.sh

series:
	@KSRC='$(KSRC)' OUTPUT='$(OUTPUT)' sh $(here)/docs/series/make.sh
ifneq ($(CHECK),)
	@KSRC='$(KSRC)' OUTPUT='$(OUTPUT)' sh $(here)/docs/series/check.sh
endif

matrix:
	@KERNELS='$(KERNELS)' MACHINES='$(MACHINES)' TLB='$(TLB)' ARGS='$(ARGS)' \
		OUTPUT='$(OUTPUT)' sh $(here)/machine/matrix.sh

debug-kernel:
	@sh $(here)/machine/setup.sh debug-kernel $(KERNEL)

coverage:
ifeq ($(KEEP),)
	@sh $(here)/docs/coverage/measure.sh
endif
	@sh $(here)/docs/coverage/render.sh >$(here)/docs/coverage.md

coverage-kernel:
	@OUTPUT='$(OUTPUT)' KEEP='$(KEEP)' sh $(here)/docs/coverage/measure_lines.sh $(ARGS)

# What an emulated machine costs says nothing on hardware, and to a comparison. Its figures
# repeat only if its time does not depend on the host's, nor on which CPU a task woke up, nor
# on how full a slab is: with slub_debug, a free object that was the slab's only one in use
# frees the slab, and the next allocation makes one, object by object.
bench:
	@sh $(here)/run_kselftest.sh -t nested_perf_test \
		--results '$(or $(RESULTS),$(OUTPUT)/bench)' \
		$(if $(host_is_ppc64le),,--icount --cpus 1 --append slub_debug=-) \
		$(if $(BASELINE),--baseline '$(BASELINE)') $(ARGS)
ifeq ($(host_is_ppc64le)$(BASELINE),)
	@sh $(here)/machine/bench.sh
	@sh $(here)/machine/bench_tlb.sh
endif

ifeq ($(needs_lib_mk),)
clean:
	$(CLEAN)

help:
	@sed -n '1,2d; /^#/!q; s/^# \{0,1\}//p' $(this)
endif
endif

.PHONY: all unit check lint bench mutants hunt fixes series matrix debug-kernel coverage \
	coverage-kernel clean help gen_tar
