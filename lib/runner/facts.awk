# SPDX-License-Identifier: GPL-2.0
#
# The main facts of a run, for the head of the report:
#   facts, fact[f], fact_value[f]

function add_fact(what, value) {
	if (value == "")
		return
	fact[++facts] = what
	fact_value[facts] = value
}

function collect_facts(    options) {
	options = ENVIRON["AGAIN"]
	sub(/^ /, "", options)
	facts = 0
	add_fact("suite", ENVIRON["VERSION"])
	add_fact("kernel", host["kernel"])
	add_fact("architecture", host["arch"])
	add_fact("cpu", host["cpu"])
	add_fact("mmu", host["mmu"])
	add_fact("tlb", host["tlb"])
	add_fact("page size", host["page_size"])
	add_fact("model", host["model"])
	add_fact("firmware", host["firmware"])
	add_fact("machine", ENVIRON["PLACE"] == "native" ? "this host" : "emulated")
	add_fact("seed", ENVIRON["SEED"])
	add_fact("options", options)
}
