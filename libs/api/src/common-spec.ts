import { z } from 'zod';
import { type ConfigKeys, config, dashedKeys, type RefusedKeys } from './config.ts';
import { imageFields } from './image.ts';
import { objectName } from './names.ts';
import { networkPolicy } from './network-policy.ts';
import { pod } from './pod.ts';
import { resources } from './resources.ts';
import { service } from './service.ts';
import { storage } from './storage.ts';
import { tls } from './tls.ts';
import { toggle } from './toggle.ts';

/** What differs between the kinds in the part that all share. */
export type CommonSpecOptions = {
  readonly defaultVersion: string;
  /** How the service spells its settings. Omitted: `maxmemory-policy`. */
  readonly configKeys?: ConfigKeys;
  readonly refusedKeys: readonly RefusedKeys[];
};

const replicas = z
  .int32()
  .min(0)
  .max(100)
  .describe('Number of data members, 0 to 100; the scale subresource points here. 0 stops the cluster and keeps all data.')
  .default(3);

const previousPasswordSeconds = z
  .int32()
  .min(0)
  .max(2_592_000)
  .describe(
    'Seconds for which a password that was changed is still accepted after the binding shows the new one, 0 to 2592000 (30 days): time for clients to read the binding again, which takes Kubernetes up to two minutes to bring to a mounted volume. Connections that are open stay open. For users as well.',
  )
  .default(600);

/** `auth` of a service in which nobody is a client but those in `users`. */
export const authOfUsers = z.object({ previousPasswordSeconds });

const auth = z.object({
  secretName: objectName()
    .describe(
      'Secret in the same namespace whose key password holds the password of the client user. A changed password, or another Secret, takes effect without a restart: every member accepts it before the binding shows it. Omitted: a generated Secret <name>-<service>-auth.',
    )
    .exactOptional(),
  previousPasswordSeconds,
});

const metrics = z.object({
  mode: toggle().describe('Enabled runs a metrics exporter in every pod.').default('Enabled'),
});

const logging = z.object({
  level: z
    .enum(['Debug', 'Info', 'Warning', 'Error'])
    .describe("Least severity that the service logs, mapped to the service's own levels.")
    .default('Info'),
});

/** The fields that every kind has, word for word. */
export function commonSpecFields({ defaultVersion, configKeys = dashedKeys, refusedKeys }: CommonSpecOptions) {
  return {
    ...imageFields(defaultVersion),
    replicas,
    resources: resources.describe('CPU and memory of one data member. Omitted: none asked for, none limited.').exactOptional(),
    storage: storage.describe('Where the data is, and what becomes of it.').prefault({}),
    config: config(configKeys, refusedKeys)
      .describe(
        "The service's own settings by their own names: whole numbers, or strings of one line up to 1024 characters, at most 128. Put true, false, yes, no and fractions in quotes. What the operator owns is refused.",
      )
      .default({}),
    auth: auth.describe('How clients prove who they are.').prefault({}),
    tls: tls.describe('Whether connections are encrypted, and by whose certificate.').prefault({}),
    metrics: metrics.describe('What is measured.').prefault({}),
    service: service.describe('The Service that clients use.').prefault({}),
    networkPolicy: networkPolicy.describe('Who may connect to the pods.').prefault({}),
    pod: pod.describe('The pods of the data members: where they run and what they carry.').prefault({}),
    logging: logging.describe('What is logged.').prefault({}),
    paused: z
      .boolean()
      .describe('true: the data plane runs on, and the operator changes nothing but role labels; status is still reported.')
      .default(false),
  };
}
