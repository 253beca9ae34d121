/** Ready: takes connections where clients, or the quorum, are to reach it, which a broker does once it serves. It only looks. */
export const readyScript = `#!/bin/bash
exec 3<> "/dev/tcp/127.0.0.1/$PROBED_PORT" || exit 1
: > /run/kafka/served
`;

/**
 * Alive: takes connections. One that never did is left alone, for it may wait to be told what to be, or recover its log for longer than any
 * probe would wait.
 */
export const aliveScript = `#!/bin/bash
[ -e /run/kafka/served ] || exit 0
exec 3<> "/dev/tcp/127.0.0.1/$PROBED_PORT"
`;
