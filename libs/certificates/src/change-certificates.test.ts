import { X509Certificate } from 'node:crypto';
import { resources } from '@dataservices/kube';
import { beforeEach, describe, expect, test } from 'vitest';
import { CertificateOperator, labels } from '../test/certificate-operator.ts';
import { readCertificates } from './certificate-secrets.ts';
import { issueAuthority } from './issue-authority.ts';
import { issueCertificate } from './issue-certificate.ts';
import { entryOf } from './secret-data.ts';

const dayMs = 86_400_000;
let operator: CertificateOperator;

beforeEach(() => {
  operator = new CertificateOperator();
});

async function mountedLeaf(): Promise<X509Certificate> {
  const [name] = await currentFiles();
  return new X509Certificate(entryOf(await operator.data('cart-certificates'), `${name}.crt`) ?? '');
}

async function currentFiles(): Promise<readonly string[]> {
  return (
    entryOf(await operator.data('cart-certificates'), 'current')
      ?.trim()
      .split(' ') ?? []
  );
}

async function keysOf(name: string): Promise<readonly string[]> {
  return Object.keys((await operator.data(name)) ?? {}).sort();
}

async function userSecret(validMs = 30 * dayMs) {
  const validity = { notBefore: operator.nowMs - 1000, notAfter: operator.nowMs + validMs };
  const authority = await issueAuthority({ commonName: 'mine', ...validity });
  const own = await issueCertificate({ authority, commonName: 'cart', names: ['localhost'], ...validity });
  return {
    id: own.id,
    authorityId: authority.id,
    data: { 'tls.crt': own.certificate, 'tls.key': own.key, 'ca.crt': authority.certificate },
  };
}

describe('an authority of its own', () => {
  test('is made, trusted, and signs; what is mounted names its content and has no key of the authority', async () => {
    expect(await operator.settle()).toEqual(['issue-authority', 'trust-authorities', 'issue-certificate']);
    const [certificate, trust] = await currentFiles();
    expect(await keysOf('cart-certificates')).toEqual(
      [`${certificate}.crt`, `${certificate}.key`, `${trust}.crt`, 'ca.crt', 'current'].sort(),
    );
    expect(await keysOf('cart-ca')).toEqual(['current.crt', 'current.key']);
    const root = new X509Certificate(entryOf(await operator.data('cart-ca'), 'current.crt') ?? '');
    expect((await mountedLeaf()).verify(root.publicKey)).toBe(true);
    expect((await mountedLeaf()).checkHost('cart-1.cart-nodes.shop.svc')).toBeDefined();
    const authorityKey = entryOf(await operator.data('cart-ca'), 'current.key') ?? '?';
    expect(Object.values((await operator.data('cart-certificates')) ?? {}).map((value) => atob(value))).not.toContain(authorityKey);
  });

  test('renews the certificate after two thirds of its life, and leaves the old one nowhere', async () => {
    await operator.settle();
    const [before] = await currentFiles();
    operator.nowMs += 59 * dayMs;
    expect(await operator.settle()).toEqual([]);
    operator.nowMs += 2 * dayMs;
    expect(await operator.settle()).toEqual(['issue-certificate']);
    expect((await keysOf('cart-certificates')).join()).not.toContain(before);
  });

  test('issues a certificate anew where its Secret was deleted, from the same authority', async () => {
    await operator.settle();
    const [before, authority] = [await mountedLeaf(), await operator.data('cart-ca')];
    operator.remove('cart-certificates');
    expect(await operator.settle()).toEqual(['trust-authorities', 'issue-certificate']);
    expect((await mountedLeaf()).fingerprint256).not.toBe(before.fingerprint256);
    expect(await operator.data('cart-ca')).toEqual(authority);
  });

  test('is followed by another one where its Secret was deleted; both are trusted until nobody presents the old certificate', async () => {
    await operator.settle();
    const before = (await operator.state()).authorities.current?.id;
    operator.remove('cart-ca');
    expect(await operator.settle()).toEqual(['issue-authority', 'trust-authorities']);
    expect((await operator.state()).mounted).toMatchObject({
      trusts: [expect.any(String), expect.any(String)],
      certificate: { issuer: before },
    });
    operator.nowMs += 130_000;
    expect(await operator.settle()).toEqual(['promote-authority', 'issue-certificate', 'drop-authority']);
    const { authorities, mounted } = await operator.state();
    expect(authorities.current?.id).not.toBe(before);
    expect(mounted.trusts).toEqual([authorities.current?.id]);
  });

  test('is followed by one of another name: a server that keeps those whom it trusts by their names trusts both', async () => {
    await operator.settle();
    operator.remove('cart-ca');
    await operator.settle();
    const [, trust] = await currentFiles();
    const trusted = readCertificates(entryOf(await operator.data('cart-certificates'), `${trust}.crt`) ?? '');
    expect(new Set(trusted.map(({ subject }) => subject)).size).toBe(2);
  });

  test('is followed after two thirds of its life, when clients had a month to learn of the next one', async () => {
    await operator.settle();
    operator.nowMs += 2 * 365 * dayMs + dayMs;
    expect(await operator.settle()).toEqual(['issue-authority', 'issue-certificate', 'trust-authorities']);
    operator.nowMs += 29 * dayMs;
    expect(await operator.settle()).toEqual([]);
    operator.nowMs += 2 * dayMs;
    expect(await operator.settle()).toContain('promote-authority');
  });

  test.for([
    ['the key of the authority is another one', 'cart-ca', 'current.key'],
    ['the key of the certificate is broken', 'cart-certificates', '.key'],
  ] as const)('is mended where %s', async ([, name, ending]) => {
    await operator.settle();
    const key = (await keysOf(name)).find((candidate) => candidate.endsWith(ending)) ?? '';
    await operator.kube.mergePatch(resources.secrets, { namespace: 'shop', name }, { data: { [key]: btoa('broken') } });
    expect(await operator.settle()).not.toEqual([]);
    operator.nowMs += 130_000;
    await operator.settle();
    const { authorities, mounted } = await operator.state();
    expect(mounted.certificate?.issuer).toBe(authorities.current?.id);
  });
});

describe('a certificate of the user’s', () => {
  test('is copied to where members mount it, and used as soon as all trust its authority', async () => {
    const first = await userSecret();
    operator.provide(first.data);
    expect(await operator.settle()).toEqual(['trust-authorities', 'use-certificate']);
    expect((await operator.state()).mounted).toMatchObject({
      trusts: [first.authorityId],
      certificate: { id: first.id, issuer: first.authorityId },
    });
    const second = await userSecret();
    operator.provide(second.data);
    expect(await operator.settle()).toEqual(['trust-authorities']);
    expect((await operator.state()).mounted.certificate?.id).toBe(first.id);
    operator.nowMs += 130_000;
    expect(await operator.settle()).toEqual(['use-certificate', 'drop-authority']);
    expect((await operator.state()).mounted).toMatchObject({ trusts: [second.authorityId], certificate: { id: second.id } });
  });

  test('takes over from an authority of its own', async () => {
    await operator.settle();
    const own = (await operator.state()).authorities.current?.id;
    const { data, id } = await userSecret();
    operator.provide(data);
    await operator.settle();
    expect((await operator.state()).mounted.certificate?.issuer).toBe(own);
    operator.nowMs += 130_000;
    await operator.settle();
    expect((await operator.state()).mounted.certificate?.id).toBe(id);
  });

  test('that was replaced since it was looked at is not used', async () => {
    operator.provide((await userSecret()).data);
    await operator.pass();
    const change = { kind: 'use-certificate', party: 'cart-certificates', certificate: 'another' } as const;
    await expect(operator.change(change, (await operator.state()).authorityPem)).rejects.toMatchObject({ code: 'CertificatesChanged' });
  });
});

test('a Secret of that name that is somebody else’s is left alone', async () => {
  const foreign = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cart-ca', namespace: 'shop' },
    ...{ data: { 'tls.key': btoa('precious') } },
  };
  operator.kube.put(resources.secrets, foreign);
  await expect(operator.pass()).rejects.toMatchObject({ code: 'NameTaken', retry: 'terminal' });
  expect(await operator.data('cart-ca')).toEqual({ 'tls.key': btoa('precious') });
});

test('Secrets bear the labels of the cluster, and no owner', async () => {
  await operator.settle();
  for (const name of ['cart-ca', 'cart-certificates']) {
    const secret = await operator.kube.get(resources.secrets, { namespace: 'shop', name });
    expect(secret?.metadata).toMatchObject({ labels });
    expect(secret?.metadata).not.toHaveProperty('ownerReferences');
  }
});
