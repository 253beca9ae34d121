import { beforeAll, expect, test } from 'vitest';
import { readCertificates } from './certificate-secrets.ts';
import { certificateView } from './certificate-view.ts';
import { issueAuthority } from './issue-authority.ts';
import { handshake } from './testing/handshake.ts';
import { witnessOf } from './trust-witness.ts';

const now = Date.now();
const validity = { notBefore: now - 300_000, notAfter: now + 86_400_000 };
const base64 = (text: string) => Buffer.from(text).toString('base64');

let current: { readonly certificate: string; readonly key: string };
let next: { readonly certificate: string; readonly key: string };

beforeAll(async () => {
  current = await issueAuthority({ commonName: 'a', ...validity });
  next = await issueAuthority({ commonName: 'b', ...validity });
});

function viewOf({ certificate }: typeof next) {
  const [root] = readCertificates(certificate);
  if (root === undefined) throw new Error('not made');
  return certificateView(root, []);
}

test('without another authority there is no witness', async () => {
  expect(await witnessOf({ next: undefined, authority: undefined, provided: undefined })).toBeUndefined();
});

test('whoever trusts the next authority accepts its witness, and nobody else', async () => {
  const authority = { 'next.crt': base64(next.certificate), 'next.key': base64(next.key) };
  const witness = await witnessOf({ next: viewOf(next), authority, provided: undefined });
  if (witness === undefined) throw new Error('no witness');
  const ask = (trusts: string) =>
    handshake({
      server: { trusts, presents: witness },
      client: { trusts: next.certificate, presents: witness },
      name: 'trust-witness.invalid',
    });
  expect(await ask(current.certificate + next.certificate)).toBe('accepted');
  expect(await ask(current.certificate)).not.toBe('accepted');
  expect(await witnessOf({ next: viewOf(next), authority, provided: undefined })).toEqual(witness);
});

test('the user’s certificate is the witness of the user’s authority', async () => {
  const provided = { 'tls.crt': base64('certificate'), 'tls.key': base64('key') };
  expect(await witnessOf({ next: viewOf(next), authority: undefined, provided })).toEqual({
    authority: viewOf(next).id,
    certificate: 'certificate',
    key: 'key',
  });
});
