// SPDX-License-Identifier: GPL-2.0
/* The host's functions for L2: run, read, write, fetch, expect faults. */
#include <errno.h>
#include <stdio.h>

#include "isa/hcall.h"
#include "guest/l1_nested.h"
#include "host/host_probe.h"
#include "host/nested.h"
#include "isa/processor.h"

static const char * const access_names[] = {
	[NESTED_LOAD] = "load",
	[NESTED_STORE] = "store",
	[NESTED_FETCH] = "fetch",
};

static struct nested_result result_of(struct nested_vcpu *l2,
				      struct vcpu_stop stop)
{
	struct nested_result result = { .stop = stop };

	if (!stop.uc) {
		result.end = NESTED_TO_L0;
	} else if (stop.uc->cmd != UCALL_RETURN) {
		result.end = NESTED_SYNCED;
	} else {
		result.exit = l2->vcpu->arch.cpu->exit;
		result.end = result.exit.trap == NESTED_EXIT_RETURN ?
			     NESTED_RETURNED : NESTED_TO_L1;
	}
	return result;
}

static struct nested_result run(struct nested_vcpu *l2)
{
	return result_of(l2, vcpu_run_stop(l2->vcpu));
}

static void start(struct nested_vcpu *l2, void *fn, uint64_t a0, uint64_t a1,
		  uint64_t a2, uint64_t a3)
{
	vcpu_start_call(l2->vcpu, l1_nested_call, l2->l2_vcpu, (uint64_t)fn,
			a0, a1, a2, a3);
}

static void start_access(struct nested_vcpu *l2, enum nested_access access,
			 gva_t ea, uint64_t value)
{
	static void * const fns[] = {
		[NESTED_LOAD] = l2_load64,
		[NESTED_STORE] = l2_store64,
		[NESTED_FETCH] = l2_fetch,
	};

	start(l2, fns[access], ea, value, 0, 0);
}

struct nested_result __nested_call(struct nested_vcpu *l2, void *fn, uint64_t a0,
				   uint64_t a1, uint64_t a2, uint64_t a3)
{
	start(l2, fn, a0, a1, a2, a3);
	return run(l2);
}

void __nested_prepare(struct nested_vcpu *l2, void *fn, uint64_t a0, uint64_t a1,
		      uint64_t a2, uint64_t a3)
{
	vcpu_call(l2->vcpu, l1_nested_prepare, l2->l2_vcpu, (uint64_t)fn, a0, a1,
		  a2, a3);
}

uint64_t __nested_value(struct nested_vcpu *l2, const struct nested_result *result)
{
	if (result->end != NESTED_RETURNED)
		test_fail_caller("L2 (LPID %#x) did not return from its function: %s",
				 l2->lpid, nested_result_name(l2, result));
	return result->exit.value;
}

struct nested_result nested_continue(struct nested_vcpu *l2)
{
	return run(l2);
}

struct nested_result nested_retry(struct nested_vcpu *l2)
{
	vcpu_start_call(l2->vcpu, l1_nested_resume, l2->l2_vcpu);
	return run(l2);
}

struct nested_result nested_access(struct nested_vcpu *l2,
				   enum nested_access access, gva_t ea,
				   uint64_t value)
{
	start_access(l2, access, ea, value);
	return run(l2);
}

struct nested_result nested_access_retried(struct nested_vcpu *l2,
					   enum nested_access access, gva_t ea)
{
	start_access(l2, access, ea, 0);
	return result_of(l2, vcpu_run_retried(l2->vcpu));
}

const char *nested_result_name(struct nested_vcpu *l2,
			       const struct nested_result *result)
{
	const struct nested_exit *exit = &result->exit;
	static char text[256];

	switch (result->end) {
	case NESTED_RETURNED:
		snprintf(text, sizeof(text), "it succeeded, value %#lx",
			 exit->value);
		break;
	case NESTED_TO_L1:
		if (exit->trap == NESTED_EXIT_REFUSED)
			snprintf(text, sizeof(text),
				 "H_ENTER_NESTED returned %ld", exit->hcall_rc);
		else
			snprintf(text, sizeof(text),
				 "L1 got interrupt %#lx: HDAR %#lx HDSISR %#lx ASDR %#lx, L2 at %#lx with MSR %#lx",
				 exit->trap, exit->hdar, exit->hdsisr,
				 exit->asdr, exit->nip, exit->msr);
		break;
	default:
		snprintf(text, sizeof(text), "L0 got %s",
			 vcpu_stop_name(l2->vcpu, &result->stop));
	}
	return text;
}

/* Fail unless @access returned; returns its value. */
static uint64_t must_return(struct nested_vcpu *l2, enum nested_access access,
			    gva_t ea, uint64_t value)
{
	struct nested_result result = nested_access(l2, access, ea, value);

	if (result.end != NESTED_RETURNED)
		test_fail_caller("L2 (LPID %#x) %s at %#lx should succeed: %s",
				 l2->lpid, access_names[access], ea,
				 nested_result_name(l2, &result));
	return result.exit.value;
}

uint64_t __nested_read(struct nested_vcpu *l2, gva_t ea)
{
	return must_return(l2, NESTED_LOAD, ea, 0);
}

void __nested_write(struct nested_vcpu *l2, gva_t ea, uint64_t value)
{
	must_return(l2, NESTED_STORE, ea, value);
}

uint64_t __nested_fetch(struct nested_vcpu *l2, gva_t ea)
{
	return must_return(l2, NESTED_FETCH, ea, 0);
}

void __nested_expect_value(struct nested_vcpu *l2, gva_t ea, uint64_t value)
{
	uint64_t seen = __nested_read(l2, ea);

	if (seen != value)
		test_fail_caller("L2 (LPID %#x) at %#lx reads %#lx, should read %#lx",
				 l2->lpid, ea, seen, value);
}

bool nested_is_fault(const struct nested_result *result,
		     enum nested_access access, gva_t ea, uint64_t cause,
		     gpa_t asdr)
{
	const struct nested_exit *exit = &result->exit;
	uint64_t page = asdr & ~0xfffUL;

	if (result->end != NESTED_TO_L1 || (exit->asdr & ~0xfffUL) != page)
		return false;
	if (access == NESTED_FETCH)
		return exit->trap == VECTOR_H_INST_STORAGE && exit->nip == ea &&
		       (exit->msr & HISI_CAUSES) == cause;
	if (access == NESTED_STORE)
		cause |= DSISR_ISSTORE;
	return exit->trap == VECTOR_H_DATA_STORAGE && exit->hdar == ea &&
	       exit->hdsisr == cause;
}

void __nested_expect_fault(struct nested_vcpu *l2, enum nested_access access,
			   gva_t ea, uint64_t cause, gpa_t asdr)
{
	struct nested_result result = nested_access(l2, access, ea, 0);

	if (asdr == NESTED_EA)
		asdr = ea;
	if (!nested_is_fault(&result, access, ea, cause, asdr))
		test_fail_caller("L2 (LPID %#x) %s at %#lx should give L1 %#lx, ASDR %#lx: %s",
				 l2->lpid, access_names[access], ea,
				 cause | (access == NESTED_STORE ? DSISR_ISSTORE : 0),
				 asdr & ~0xfffUL, nested_result_name(l2, &result));
}

bool nested_is_no_memory(const struct nested_result *result, gva_t ea)
{
	const struct nested_exit *exit = &result->exit;

	if (result->end == NESTED_TO_L1)
		return exit->trap == VECTOR_H_DATA_STORAGE && exit->hdar == ea;
	return result->end == NESTED_TO_L0 &&
	       result->stop.reason == VCPU_STOP_ERRNO &&
	       result->stop.err == EFAULT;
}

void __nested_expect_no_memory(struct nested_vcpu *l2,
			       enum nested_access access, gva_t ea)
{
	struct nested_result result = nested_access(l2, access, ea, 0);

	if (!nested_is_no_memory(&result, ea))
		test_fail_caller("L2 (LPID %#x) %s at %#lx should fail for want of memory: %s",
				 l2->lpid, access_names[access], ea,
				 nested_result_name(l2, &result));
}

const char *nested_mmio_missing(struct nested_vcpu *l2)
{
	uint64_t buffer = vcpu_call(l2->vcpu, l1_scratch);
	long rc = vcpu_call(l2->vcpu, l1_copy_tofrom_guest, l2->lpid, 0,
			    (uint64_t)l2_load64, buffer, 0, 8);

	if (rc == H_NOT_FOUND && host_is_stock_qemu())
		return "the host cannot read L2's memory through quadrants 1 and 2";
	if (rc != H_SUCCESS)
		TEST_FAIL("H_COPY_TOFROM_GUEST returned %ld", rc);
	return NULL;
}

static bool is_mmio(const struct nested_result *result, struct kvm_run *run,
		    enum nested_access access, gpa_t gpa)
{
	return result->end == NESTED_TO_L0 &&
	       result->stop.reason == VCPU_STOP_MMIO &&
	       run->mmio.phys_addr == gpa && run->mmio.len == 8 &&
	       run->mmio.is_write == (access == NESTED_STORE);
}

void __nested_expect_mmio(struct nested_vcpu *l2, enum nested_access access,
			  gva_t ea, gpa_t gpa)
{
	bool missing = nested_mmio_missing(l2);
	struct nested_result result;

	if (missing) {
		result = nested_access_retried(l2, access, ea);
		if (result.stop.reason == VCPU_STOP_STILL_RUNNING)
			return;
	} else {
		result = nested_access(l2, access, ea, 0);
		if (is_mmio(&result, l2->vcpu->run, access, gpa))
			return;
	}
	test_fail_caller("L2 (LPID %#x) %s at %#lx should %s: %s", l2->lpid,
			 access_names[access], ea,
			 missing ? "not end without a memslot"
				 : "reach L0 as MMIO at L1's address",
			 nested_result_name(l2, &result));
}
