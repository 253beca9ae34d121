import type { Ref } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { pauseImage, runCommand } from '../cluster/src/index.ts';
import { processOf } from './container-process.ts';
import type { TestBed } from './test-bed.ts';

/** A container, from whose network somebody connects. */
export type Place = Required<Ref> & { readonly container: string };
export type Target = { readonly host: string; readonly port: number };

/** Longer than a connection takes on a busy machine; whoever is refused is told at once, or never. */
const timeoutMs = 5_000;

const program = `
const [targets, timeout] = process.argv.slice(1).map((text) => JSON.parse(text));
const reach = ({ host, port }) => new Promise((resolve) => {
  const socket = require('node:net').connect({ host, port, timeout });
  const end = (isOpen) => { socket.destroy(); resolve(isOpen); };
  socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
});
Promise.all(targets.map(reach)).then((answers) => console.log(JSON.stringify(targets.filter((_, index) => answers[index]))));
`;

/**
 * Connects to all of them, all at once, from where a container is: whatever is in it, and whoever it thinks it is. Only where the nodes are
 * processes of this machine.
 *
 * @returns those that took the connection
 */
export async function reachFrom(bed: TestBed, from: Place, targets: readonly Target[]): Promise<readonly Target[]> {
  const place = `--net=/proc/${await processOf(bed, from, from.container)}/ns/net`;
  const command = [process.execPath, '--eval', program, JSON.stringify(targets), JSON.stringify(timeoutMs)];
  return JSON.parse(await runCommand('nsenter', [place, ...command])) as readonly Target[];
}

/** A pod that does nothing, to connect from. */
export function idlePod({ namespace, name, container }: Place, labels: Readonly<Record<string, string>>): KubeObject {
  const restricted = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: container, image: pauseImage, imagePullPolicy: 'IfNotPresent', securityContext: restricted }],
    },
  };
  return object;
}
