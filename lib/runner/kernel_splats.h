/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The list of what the kernel prints when it has found a defect.
 *
 * Used by the tests (lib/kernel_splat.c, compiled in), the runner (splats.awk, for the
 * kernel log) and the emulated machine (machine/verdict.sh, for its console). For awk an
 * entry must be one line, and a phrase must not have quotation marks or backslashes.
 *
 *	SPLAT(KIND, PLACE, "phrase")
 *
 * KIND
 *	CUT	begins a splat that ends with END; its kind is in a later line
 *	END	ends one
 *	MESSAGE	text of a WARN() or BUG(); a later line has the place
 *	REPORT	the line with the kind: a splat of its own, unless CUT or MESSAGE
 *		began it
 *	DEATH	the same, and the CPU or the kernel may not continue
 *	FOLLOWS	part of the previous splat, unless that is a WARNING; then a REPORT
 *	DIES	as FOLLOWS, else a DEATH
 *	PRINTER	a function that prints the splat, not the one that caused it
 * PLACE
 *	START	at the start of the line's text
 *	WORD	anywhere, not after a letter, a digit or '_'
 *
 * The first entry that matches is used. A phrase belongs here if a correct kernel never
 * prints it, whatever guests and tests do: not "use-after-free" or "corruption", which
 * occur in boot messages, and no messages about faults of programs or guests.
 * tests/check/splats/ has samples of both kinds.
 */

/* How WARN(), BUG(), UBSAN and oopses begin and end. */
SPLAT(CUT, START, "------------[ cut here ]")
SPLAT(END, START, "---[ end trace ")
SPLAT(DIES, START, "Kernel panic")
SPLAT(DIES, START, "Oops: ")
SPLAT(DEATH, WORD, "kernel BUG at ")
SPLAT(DEATH, WORD, "Kernel BUG at ")

/* Access where there is nothing, or where the kernel must not (powerpc). */
SPLAT(DEATH, WORD, "Unable to handle kernel ")
SPLAT(DEATH, WORD, "Unable to handle unknown paging fault")
SPLAT(DEATH, WORD, "Kernel NULL pointer dereference")
SPLAT(MESSAGE, START, "Kernel attempted to ")
SPLAT(DEATH, WORD, "kernel tried to execute ")
SPLAT(DEATH, WORD, "Bad kernel stack pointer")
SPLAT(DEATH, WORD, "do_IRQ: stack overflow")
SPLAT(FOLLOWS, START, "Thread overran stack, or stack corrupted")

/* Interrupts that the kernel must not take (powerpc). */
SPLAT(DEATH, START, "Unrecoverable ")
SPLAT(DEATH, WORD, "exception in kernel mode")
SPLAT(DEATH, START, "Unexpected TM Bad Thing exception")
SPLAT(DEATH, START, "Bad trap at PC: ")
SPLAT(DEATH, START, "Machine check in kernel mode")
SPLAT(REPORT, START, "Machine Check Exception, ")
SPLAT(REPORT, WORD, "machine check (")
SPLAT(REPORT, START, "SRR0 was: ")
SPLAT(REPORT, START, "HSRR0 was: ")
SPLAT(FOLLOWS, START, "Fixing recursive fault but reboot is needed")

/* CPUs and tasks that make no progress. */
SPLAT(DEATH, WORD, "BUG: soft lockup")
SPLAT(DEATH, WORD, "hard LOCKUP")
SPLAT(DEATH, WORD, "Hard LOCKUP")
SPLAT(DEATH, WORD, "BUG: workqueue lockup")
SPLAT(DEATH, WORD, "self-detected stall on CPU")
SPLAT(DEATH, WORD, "detected stalls on ")
SPLAT(DEATH, WORD, "detected stall, but ")
SPLAT(DEATH, WORD, "detected expedited stalls")
SPLAT(DEATH, WORD, "non-responsive CSD lock")
SPLAT(DEATH, WORD, "blocked for more than ")
SPLAT(REPORT, WORD, "nobody cared (try booting with")

/* KVM: a guest has reached what L0 keeps from guests. */
SPLAT(REPORT, WORD, "KVM trap in HV mode")
SPLAT(FOLLOWS, START, "trap=0x")
SPLAT(REPORT, WORD, "KVM: Got unsupported MMU fault")
SPLAT(REPORT, WORD, "KVM: Oops, ")
SPLAT(REPORT, WORD, "KVM: couldn't grab cpu ")
SPLAT(REPORT, START, "KVM: CPU ")
SPLAT(REPORT, WORD, "debugfs: duplicate directory ")

/* Text of a WARN() or BUG() that says more than its place. */
SPLAT(MESSAGE, START, "refcount_t: ")
SPLAT(MESSAGE, START, "list_add corruption")
SPLAT(MESSAGE, START, "list_add double add")
SPLAT(MESSAGE, START, "list_del corruption")
SPLAT(MESSAGE, START, "DEBUG_LOCKS_WARN_ON(")
SPLAT(MESSAGE, START, "usercopy: Kernel memory ")
SPLAT(MESSAGE, START, "page dumped because: VM_")

/*
 * All others that call themselves so: KASAN, KCSAN, KFENCE, "scheduling while
 * atomic", "Bad page map", spinlocks; lockdep's and RCU's WARNINGs.
 */
SPLAT(REPORT, WORD, "BUG: ")
SPLAT(REPORT, START, "BUG ")
SPLAT(REPORT, START, "WARNING: ")
SPLAT(REPORT, START, "UBSAN: ")
SPLAT(FOLLOWS, WORD, "KASAN: ")
SPLAT(FOLLOWS, WORD, "KCSAN: ")
SPLAT(FOLLOWS, WORD, "KFENCE: ")

/* Locks and RCU. */
SPLAT(FOLLOWS, WORD, "scheduling while atomic")
SPLAT(FOLLOWS, WORD, "sleeping function called from")
SPLAT(FOLLOWS, WORD, "possible circular locking")
SPLAT(FOLLOWS, WORD, "possible recursive locking")
SPLAT(FOLLOWS, WORD, "inconsistent lock state")
SPLAT(FOLLOWS, WORD, "suspicious RCU usage")
SPLAT(REPORT, WORD, "INFO: trying to register non-static key")
SPLAT(REPORT, WORD, "huh, entered softirq ")

/* Slabs: the reasons behind "BUG NAME (TAINT): ". */
SPLAT(FOLLOWS, WORD, "Poison overwritten")
SPLAT(FOLLOWS, WORD, "Redzone overwritten")
SPLAT(FOLLOWS, WORD, "padding overwritten")
SPLAT(FOLLOWS, WORD, "Padding overwritten")
SPLAT(FOLLOWS, WORD, "Object corrupt")
SPLAT(FOLLOWS, WORD, "Object already free")
SPLAT(FOLLOWS, WORD, "Objects remaining ")
SPLAT(FOLLOWS, WORD, "Invalid object pointer ")
SPLAT(FOLLOWS, WORD, "Freechain corrupt")
SPLAT(FOLLOWS, WORD, "Freepointer corrupt")
SPLAT(FOLLOWS, WORD, "Freelist Pointer check fails")

/* Pages, page tables, swap. */
SPLAT(FOLLOWS, WORD, "Bad page state")
SPLAT(FOLLOWS, WORD, "Bad page map")
SPLAT(FOLLOWS, WORD, "Bad rss-counter state")
SPLAT(REPORT, WORD, "Bad swap file entry ")
SPLAT(REPORT, WORD, "Bad swap offset entry ")
SPLAT(REPORT, WORD, "Unused swap file entry ")
SPLAT(REPORT, WORD, "Unused swap offset entry ")
SPLAT(REPORT, START, "unrecognized swap entry 0x")
SPLAT(REPORT, START, "pagealloc: memory corruption")
SPLAT(REPORT, START, "pagealloc: single bit error")
SPLAT(REPORT, START, "Unexpected gfp: ")
SPLAT(REPORT, WORD, "new suspected memory leaks")
SPLAT(REPORT, START, "kmemleak: Cannot insert ")
SPLAT(REPORT, START, "kmemleak: Found object by alias")
SPLAT(REPORT, WORD, "unknown object at 0x")
SPLAT(REPORT, START, "sysfs: cannot create duplicate ")

/* Functions that print, above the one that a call trace is about. */
SPLAT(PRINTER, START, "dump_stack")
SPLAT(PRINTER, START, "show_stack")
SPLAT(PRINTER, START, "print_")
SPLAT(PRINTER, START, "__warn")
SPLAT(PRINTER, START, "warn_")
SPLAT(PRINTER, START, "report_bug")
SPLAT(PRINTER, START, "ubsan_")
SPLAT(PRINTER, START, "__ubsan_")
SPLAT(PRINTER, START, "kasan_")
SPLAT(PRINTER, START, "__kasan_")
SPLAT(PRINTER, START, "__asan_")
SPLAT(PRINTER, START, "kcsan_")
SPLAT(PRINTER, START, "__tsan_")
SPLAT(PRINTER, START, "kfence_")
SPLAT(PRINTER, START, "lockdep_")
SPLAT(PRINTER, START, "__lock_acquire")
SPLAT(PRINTER, START, "lock_acquire")
SPLAT(PRINTER, START, "check_noncircular")
SPLAT(PRINTER, START, "mark_lock")
SPLAT(PRINTER, START, "__might_")
SPLAT(PRINTER, START, "__schedule_bug")
SPLAT(PRINTER, START, "slab_")
SPLAT(PRINTER, START, "__slab_")
SPLAT(PRINTER, START, "object_err")
SPLAT(PRINTER, START, "check_bytes_and_report")
SPLAT(PRINTER, START, "check_object")
SPLAT(PRINTER, START, "bad_page")
SPLAT(PRINTER, START, "rcu_")
SPLAT(PRINTER, START, "nmi_")
SPLAT(PRINTER, START, "watchdog_")
