#!/bin/sh
# Boots systemd on a copy-on-write view of this host, for machine.ts: machine.sh STAGE PROJECT NODE.
# STAGE is an empty folder to mount on. It runs in a mount namespace of its own, and what it starts
# in a process namespace too, so that every mount and every process ends with this one, however it
# ends. The host's disk is only read.
set -eu

stage=$1 project=$2 node=$3

# What the host has mounted there is not ours to write: nspawn keeps its notes in /run, and its
# version of /sys/fs/cgroup may lack cgroup2, the only one that every kernel and systemd has.
mount -t tmpfs -o mode=0755 tmpfs /run
[ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ] || mount -t cgroup2 cgroup2 /sys/fs/cgroup
# In the tree's root where that has controllers to give; a group with processes has none.
own=$(sed -n 's/^0:://p' /proc/self/cgroup)
if grep -qw memory /sys/fs/cgroup/cgroup.subtree_control; then own=; fi
groups=/sys/fs/cgroup$own/kantoku-machine
group=$groups-$$
# Empty ones of scripts that were killed.
for old in "$groups"-*; do
	[ -e "/proc/${old##*-}" ] || find "$old" -depth -type d -exec rmdir {} + || true
done 2>/dev/null

mount -t tmpfs -o mode=0755 tmpfs "$stage"
mkdir "$stage/upper" "$stage/work" "$stage/root"
mount -t overlay -o "lowerdir=/,upperdir=$stage/upper,workdir=$stage/work" overlay "$stage/root"

# A plain machine: none of the host's own services, mounts and logs.
etc=$stage/root/etc
rm -rf "$etc/systemd/system" "$etc"/rc?.d "$etc/kantoku" "$stage/root/var/log/journal"
mkdir -p "$etc/systemd/system" "$stage/root/opt/kantoku" "$stage/root/opt/node"
ln -s /lib/systemd/system/multi-user.target "$etc/systemd/system/default.target"
: >"$etc/fstab"
tr -d - </proc/sys/kernel/random/uuid >"$etc/machine-id"

# The machine shall die with this script, and the script with the test.
boot='
	echo 0 >"$1/keeper/cgroup.procs"
	shift
	exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child --mount-proc sh -c "$@"'

# 133 is what nspawn ends with when the machine wants to be started again. It divides its cgroup, in
# which nobody else may be then.
run='
	status=133 boots=0
	while [ "$status" = 133 ]; do
		status=0 boots=$((boots + 1))
		mkdir "$4/boot-$boots"
		sh -c "echo 0 >\"\$0/cgroup.procs\"; exec \"\$@\"" "$4/boot-$boots" \
			systemd-nspawn --quiet --boot --directory="$1/root" --machine=kantoku-test \
			--register=no --keep-unit --private-network --link-journal=no --resolv-conf=off \
			--timezone=off --console=pipe --bind-ro="$2:/opt/kantoku" --bind-ro="$3:/opt/node" \
			</dev/null || status=$?
	done
	exit "$status"'

mkdir "$group" "$group/keeper"
for controller in memory cpu pids; do
	echo "+$controller" >"$group/cgroup.subtree_control" || true
done 2>/dev/null
sh -c "$boot" machine "$group" "$run" machine "$stage" "$project" "$node" "$group" || true

# The kernel ends the last processes a moment after their first one.
until find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; do sleep 0.1; done
