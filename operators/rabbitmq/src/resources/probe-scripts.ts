/** Ready: takes clients. A node in maintenance has closed its listeners, and one that waits to join has none. */
export const readyScript = `#!/bin/bash
exec 3<> /dev/tcp/127.0.0.1/\${AMQP_PORT:-5672} || exit 1
: > /run/rabbitmq/served
`;

/**
 * Alive: answers a request, with TLS as well on a port that only its own pod reaches. One that has never taken clients is left alone, for it may wait to be told what to be, or recover queues for
 * longer than any probe would wait.
 */
export const aliveScript = `#!/bin/bash
[ -e /run/rabbitmq/served ] || exit 0
exec 3<> /dev/tcp/127.0.0.1/15672 || exit 1
printf 'GET / HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3
read -r answer <&3
[[ $answer == HTTP/* ]]
`;

/** Before the end of a pod: leaders of queues are handed over, listeners and connections closed, so that clients go on elsewhere at once. */
export const preStopScript = `#!/bin/bash
[ -e /run/rabbitmq/served ] || exit 0
. /etc/dataservices/config/environment.sh
timeout 15 rabbitmq-upgrade drain > /run/rabbitmq/drain.log 2>&1 || true
`;
