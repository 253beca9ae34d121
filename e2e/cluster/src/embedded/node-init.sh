#!/bin/bash
# Process 1 of a node: inside its own mount, pid, host name and network namespaces. When it is killed, all of the node is gone.
# Its environment is made in node.ts.
set -eu

hostname "$NODE_NAME"
# Pods inherit it, and databases want more than a login shell's 1024 open files.
ulimit -Sn "$(ulimit -Hn)"

# This copy of the mounts would hold other nodes' network namespaces open after they are deleted.
umount --recursive --lazy /run/netns 2>/dev/null || true
# It follows the machine's mounts (see node.ts), so that volumes come and go here as they do there; shared again, pods can too.
mount --make-rshared /

# As on a machine that has just been switched on: containers' run-time state and pods' addresses do not survive a power cut.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/netns /run/sysctl
mount -t tmpfs tmpfs /var/lib/cni
mount --bind "$NODE_FOLDER/var-log" /var/log

if [ "$CGROUP_VERSION" = 1 ]; then
  # The kubelet takes a hybrid machine's version 2 hierarchy for the one to use.
  umount /sys/fs/cgroup/unified 2>/dev/null || true
fi

# The kubelet wants these values and would set them for the whole machine. It finds them here, and leaves the machine alone.
claim_sysctl() {
  [ -e "/proc/sys/$1" ] || return 0
  printf '%s\n' "$2" >"/run/sysctl/${1//\//.}"
  mount --bind "/run/sysctl/${1//\//.}" "/proc/sys/$1"
}
claim_sysctl vm/overcommit_memory 1
claim_sysctl vm/panic_on_oom 0
claim_sysctl kernel/panic 10
claim_sysctl kernel/panic_on_oops 1
claim_sysctl kernel/keys/root_maxkeys 1000000
claim_sysctl kernel/keys/root_maxbytes 25000000

# Starts a program again when it ends, as an init system does.
supervise() {
  local log="$LOG_FOLDER/$NODE_NAME-$1.log"
  shift
  while :; do
    "$@" >>"$log" 2>&1 </dev/null || true
    sleep 1
  done
}

rm -f "$CONTAINERD_SOCKET" "$CONTAINERD_SOCKET.ttrpc"
supervise containerd containerd -c "$NODE_FOLDER/containerd.toml" &
supervise kube-proxy "$BINARIES/kube-proxy" --kubeconfig="$PROXY_KUBECONFIG" --hostname-override="$NODE_NAME" --proxy-mode=iptables \
  --cluster-cidr="$CLUSTER_CIDR" --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 &
if [ -n "$POLICY_ENFORCER" ]; then
  supervise kube-router "$POLICY_ENFORCER" --kubeconfig="$ENFORCER_KUBECONFIG" --hostname-override="$NODE_NAME" \
    --service-cluster-ip-range="$SERVICE_CIDR" &
fi

until [ -S "$CONTAINERD_SOCKET" ]; do sleep 0.05; done
supervise kubelet "$BINARIES/kubelet" --config="$NODE_FOLDER/kubelet.json" --kubeconfig="$KUBELET_KUBECONFIG" --root-dir="$NODE_FOLDER/kubelet" \
  --hostname-override="$NODE_NAME" --node-ip="$NODE_ADDRESS" --node-labels="$NODE_LABELS" &

wait
