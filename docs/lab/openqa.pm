# SPDX-License-Identifier: GPL-2.0
#
# An openQA test module: the suite from the tar, its JUnit file as openQA's results.
use Mojo::Base 'opensusebasetest';
use testapi;

sub run
{
	select_console('root-console');
	assert_script_run('curl -fO ' . data_url('kvm-hv-nested.tar.gz'));
	assert_script_run('tar -xzf kvm-hv-nested.tar.gz');
	my $status = script_run('kvm-hv-nested/run_kselftest.sh --results results -s', 5400);
	parse_extra_log('XUnit', 'results/junit.xml');
	upload_logs("results/$_", failok => 1)
		for qw(summary.json report.html run.ktap kernel.log);
	die "the suite did not run: status $status" if $status > 1;
}

1;
