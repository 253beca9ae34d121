import { resources } from '@dataservices/kube';
import type { RabbitmqLoadSummary } from '../client/src/rabbitmq/run-rabbitmq-load.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { clientImage, type GuideName, guideArguments } from './guide-images.ts';
import { awaitWrites } from './load.ts';
import { type LoadHandle, openLoad } from './load-handle.ts';
import { bindingFile, loadPod, loadPort } from './load-pod.ts';
import { pickNode } from './pick-node.ts';
import type { RabbitmqRef } from './rabbitmq-object.ts';
import { readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type RabbitmqLoad = LoadHandle<RabbitmqLoadSummary>;

export type RabbitmqLoadInput = {
  readonly cluster: RabbitmqRef;
  /** Of the pod, and of the queues: must be new for each load. */
  readonly name: string;
  /** With the address and the login. Default: the binding that the operator makes, of the user that `as` names. */
  readonly bindingSecret?: string;
  /** One of `spec.users`, in the virtual host of its binding. Default: the client user. */
  readonly as?: string;
  /** By which it publishes to one queue and consumes, if not as this client does. */
  readonly guide?: GuideName;
  /** Through the Service instead, whose nodes are those that there are at the time. */
  readonly isByService?: boolean;
  /** Default: quorum. */
  readonly queueType?: 'quorum' | 'classic' | 'stream';
  /** How many queues. Default: those of the client. */
  readonly queues?: number;
  /** Further connections that only stay open. Default: none. */
  readonly idle?: number;
  /** For how long to wait for the binding, and for what it publishes first. Default: half a minute and a minute, as for a cluster that serves. */
  readonly firstWithinMs?: number;
};

/** Starts a client that knows the nodes of now, and returns when it publishes. */
export async function startRabbitmqLoad(bed: TestBed, input: RabbitmqLoadInput): Promise<RabbitmqLoad> {
  const { cluster, name, as, guide, isByService = false, queueType = 'quorum', queues, idle = 0, firstWithinMs } = input;
  const { namespace } = cluster;
  const { bindingSecret = `${cluster.name}-rabbitmq-${as === undefined ? 'binding' : `user-${as}`}` } = input;
  const binding = await waitUntil(() => readSecret(bed, { namespace, name: bindingSecret }), {
    what: 'the binding Secret',
    timeoutMs: firstWithinMs ?? 30_000,
    intervalMs: 100,
  });
  const nodeName = await pickNode(bed, undefined);
  const { registry } = bed.cluster;
  const { addresses = '', host = '', port = '', username = '', 'virtual-host': vhost = '/' } = binding;
  const hosts = isByService ? `${host}:${port}` : addresses;
  const args = [
    ...[
      'rabbitmq',
      '--hosts',
      hosts,
      '--username',
      username,
      '--password-file',
      bindingFile('rabbitmq', 'password'),
      '--vhost',
      vhost,
      '--prefix',
      name,
    ],
    ...['--idle', String(idle), '--queue-type', queueType],
    ...guideArguments(guide),
    ...(queues === undefined ? [] : ['--queues', String(queues)]),
    ...(binding['ca.crt'] === undefined ? [] : ['--ca-file', bindingFile('rabbitmq', 'ca.crt')]),
  ];
  await bed.kube.create(
    resources.pods,
    loadPod({
      namespace,
      name,
      nodeName,
      bindingSecret,
      service: 'rabbitmq',
      image: clientImage(guide),
      registry,
      args: [...args, '--port', String(loadPort)],
    }),
  );
  const load: RabbitmqLoad = openLoad(bed, { namespace, name });
  await awaitWrites(bed, cluster, load, 50, firstWithinMs);
  return load;
}
