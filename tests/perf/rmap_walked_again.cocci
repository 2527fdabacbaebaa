// SPDX-License-Identifier: GPL-2.0
// breaks: filing an entry looks at the list of its page once
// harm: three more walks along the list, under mmu_lock; no data shows it, and no case of
//	the suite fails, but the figures of nested_perf_test differ
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
+ {
+	struct llist_node *again;
+	int times;
+
+	for (times = 0; times < 3; times++)
+		for (again = (struct llist_node *)*rmapp;
+		     again && !((unsigned long)again & RMAP_NESTED_IS_SINGLE_ENTRY);
+		     again = READ_ONCE(again->next))
+			barrier();
+ }
  rmap = *rmapp;
...>
}
