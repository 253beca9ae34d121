/** The port that is not encrypted, which with TLS only the pod itself reaches. */
const port = `address=\${CLIENT_ADDRESS:-0.0.0.0:2181}
port=\${address##*:}`;

/** Ready: takes part in a quorum, as the leader, a follower or an observer. It only looks. */
export const readyScript = `#!/bin/bash
${port}
exec 3<> "/dev/tcp/127.0.0.1/$port" || exit 1
printf srvr >&3
grep -q '^Mode: ' <&3 || exit 1
: > /run/zookeeper/served
`;

/**
 * Alive: answers, in a quorum or not. One that has never answered is left alone, for it may wait to be told what to be, or load for
 * longer than any probe would wait.
 */
export const aliveScript = `#!/bin/bash
[ -e /run/zookeeper/served ] || exit 0
${port}
exec 3<> "/dev/tcp/127.0.0.1/$port" || exit 1
printf ruok >&3
grep -q imok <&3
`;
