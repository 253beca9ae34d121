import { resources } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { expectNoLeaks } from '../../src/leaked-secrets.ts';
import { awaitWrites, type Load, startLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf } from '../../src/redis-object.ts';
import { masterPod, readBinding, readSecret } from '../../src/redis-objects-of.ts';
import { useStandingRedis } from '../../src/standing-redis.ts';
import { fieldManager } from '../../src/test-bed.ts';

const writer = { name: 'writer', permissions: ['+@all', '~writer*'] };
const graceSeconds = 20;
const oldBinding = 'old-binding';
const newPassword = `chosen by a person, with "quotes" and spaces, ${Date.now()}`;

const spec = { storage: { size: '1Gi' }, auth: { previousPasswordSeconds: graceSeconds } };
const { bed, cluster, namespace, figure } = useStandingRedis('redis-rotation', spec);

async function load(name: string, bindingSecret?: string): Promise<Load> {
  const nodeName = await pickNode(bed, undefined);
  return startLoad(bed, { cluster, name, nodeName, wait: 0, ...(bindingSecret && { bindingSecret }) });
}

async function writing(name: string, bindingSecret?: string): Promise<Load> {
  const started = await load(name, bindingSecret);
  await awaitWrites(bed, cluster, started);
  return started;
}

/** A Secret that goes on saying what the binding says now, as the environment of a running process does. */
async function keepBinding(): Promise<void> {
  const stringData = await readBinding(bed, cluster);
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: oldBinding }, ...{ stringData } };
  await bed.kube.apply(resources.secrets, secret, { fieldManager });
}

async function changePassword(): Promise<void> {
  const data = { password: Buffer.from(newPassword).toString('base64') };
  await bed.kube.mergePatch(resources.secrets, { namespace, name: 'cart-redis-auth' }, { data });
  // The operator may not watch Secrets, and looks at them twice a minute; a change of the object makes it look now.
  await bed.kube.mergePatch(resources.redisClusters, cluster, { metadata: { annotations: { 'example.com/look': 'now' } } });
}

function logOf({ name }: Load): Promise<string> {
  return bed.cluster.kubectl(['logs', '--namespace', namespace, name]);
}

async function awaitInLog(client: Load, word: string): Promise<void> {
  await waitUntil(async () => (await logOf(client)).includes(word), { what: `${word} in the log of ${client.name}`, timeoutMs: 30_000 });
}

type Client = 'connected' | 'withNew' | 'withOld';
let clients: Readonly<Record<Client, Load>>;
let changedMs: number;

describe('a password that is changed under load', () => {
  test('is shown by the binding once every server takes it, and lets clients in beside the old one', async () => {
    await keepBinding();
    const connected = await writing('connected');
    await connected.mark('rotation');
    changedMs = performance.now();
    await changePassword();
    await waitUntil(async () => (await readBinding(bed, cluster))?.password === newPassword, {
      what: 'the new password',
      timeoutMs: 20_000,
    });
    figure('change to binding', formatSeconds(performance.now() - changedMs));
    const [withNew, withOld] = await Promise.all([writing('with-new'), writing('with-old', oldBinding)]);
    expect(performance.now() - changedMs).toBeLessThan(graceSeconds * 1000);
    clients = { connected, withNew, withOld };
  });
});

/** While the old password has its time. */
describe('users', () => {
  let client: Load;

  test('are made while the cluster runs, with a binding of their own', async () => {
    await applyRedis(bed, cluster, { ...spec, users: [writer] });
    client = await writing('writer', 'cart-redis-user-writer');
    expect((await client.state()).errors).toEqual({});
  });

  test('lose a permission at once', async () => {
    await applyRedis(bed, cluster, { ...spec, users: [{ ...writer, permissions: ['+@read', '+@connection', '+info', '~writer*'] }] });
    await waitUntil(async () => Object.keys((await client.state()).errors).join() === 'NOPERM', { what: 'NOPERM', timeoutMs: 20_000 });
  });

  test('with a permission that Redis refuses are named, and keep what they had', async () => {
    await applyRedis(bed, cluster, { ...spec, users: [{ ...writer, permissions: ['+@all', '+nosuchcommand', '~writer*'] }] });
    const found = await awaitRedis(bed, cluster, (now) => conditionOf(now, 'Stalled')?.reason === 'InvalidPermissions', {
      what: 'the refusal to be told',
      timeoutMs: 20_000,
    });
    expect(conditionOf(found, 'Stalled')?.message).toContain('spec.users[0].permissions');
    expect(conditionOf(found, 'Stalled')?.message).toContain("'+nosuchcommand'");
    expect(conditionOf(found, 'Available')?.status).toBe('True');
  });

  test('that are taken off the list are sent away, and their Secrets go', async () => {
    await applyRedis(bed, cluster, spec);
    await awaitInLog(client, 'WRONGPASS');
    await client.remove();
    for (const name of ['cart-redis-user-writer', 'cart-redis-auth-writer']) {
      const isGone = async () => (await bed.kube.get(resources.secrets, { namespace, name })) === undefined;
      await waitUntil(isGone, { what: `Secret ${name} to go`, timeoutMs: 40_000 });
    }
    await awaitRest(bed, cluster, 'the end of its user');
  });
});

describe('the old password', () => {
  test('was accepted until its time was over: no client has seen an error', async () => {
    await waitUntil(async () => !(await acceptsOldPassword()), { what: 'the end of the old password', timeoutMs: graceSeconds * 2000 });
    figure('change to the end of the old password', formatSeconds(performance.now() - changedMs));
    const { connected, withNew, withOld } = clients;
    for (const client of [connected, withNew, withOld]) expect((await client.state()).errors).toEqual({});
    figure('longest gap of a client that stayed connected', formatSeconds((await connected.state()).marks[0]?.gapMs ?? 0));
    expect(await withNew.finish()).toMatchObject({ errors: {}, lost: 0 });
    for (const client of [connected, withNew, withOld]) await client.remove();
  });

  test('is refused then', async () => {
    const late = await load('late', oldBinding);
    await awaitInLog(late, 'WRONGPASS');
    expect((await late.state()).acknowledged).toBe(0);
    await late.remove();
  });

  test('is not needed when a master is lost: another one is found as ever', async () => {
    const { metadata } = await masterPod(bed, cluster);
    const outcome = await runFault(bed, {
      cluster,
      name: 'after',
      settleMs: 5000,
      inject: async () => {
        await bed.kube.delete(resources.pods, { namespace, name: metadata.name });
      },
    });
    figure('master pod deleted afterwards', describeOutcome(outcome), 'gap 10 s');
    expect(outcome.plain.gapMs).toBeLessThanOrEqual(10_000);
    expect(outcome.wait.lost).toBe(0);
  });
});

/** As the operator's own record for servers that start says. */
async function acceptsOldPassword(): Promise<boolean> {
  const acl = await readSecret(bed, { namespace, name: 'cart-redis-acl' });
  const line = acl?.['redis.acl']?.split('\n').find((user) => user.startsWith('user app ')) ?? '';
  return (line.match(/#[0-9a-f]{64}/g) ?? []).length > 1;
}

test('no password, old or new, is in a log, an argument or an environment', () => expectNoLeaks(bed, namespace));
