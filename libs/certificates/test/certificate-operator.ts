import { resources } from '@dataservices/kube';
import { type CertificateChange, type CertificateState, keepCertificates, type LoadedCertificates } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { certificateState } from '../src/certificate-secrets.ts';
import { changeCertificates } from '../src/change-certificates.ts';
import { checkProvided } from '../src/check-provided.ts';
import { entryOf, type SecretData } from '../src/secret-data.ts';

export const names = ['*.cart-nodes.shop.svc', 'localhost'];
const namespace = 'shop';

type Secret = StoredObject & { readonly data?: SecretData };

/** An operator of a cluster with one server, which loads what is mounted between any two passes. */
export class CertificateOperator {
  readonly kube: FakeKube = createFakeKube();
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  loaded: LoadedCertificates | undefined;
  providedName: string | undefined;
  private published: { readonly pem: string; readonly sinceMs: number } | undefined;

  async state(): Promise<CertificateState> {
    const [authority, mounted] = await Promise.all(['cart-ca', 'cart-certificates'].map((name) => this.data(name)));
    const provided = await this.provided();
    return certificateState({
      authority,
      mounted,
      published: this.published?.pem,
      mountedName: 'cart-certificates',
      isOwn: provided === undefined,
      ...(provided !== undefined && { provided }),
    });
  }

  /** One pass. @returns what it has done */
  async pass(): Promise<readonly CertificateChange[]> {
    const state = await this.state();
    if (state.authorityPem !== this.published?.pem) this.published = { pem: state.authorityPem, sinceMs: this.nowMs };
    const changes = keepCertificates({
      ...state,
      now: this.nowMs,
      names,
      users: this.loaded === undefined ? [] : [{ name: 's0', loaded: this.loaded }],
      published: {
        ids: [state.authorities.current, state.authorities.next].flatMap((one) => one?.id ?? []),
        sinceMs: this.published.sinceMs,
      },
      provided: (await this.provided())?.certificate,
    });
    for (const change of changes) await this.change(change, state.authorityPem);
    this.loaded = (await this.state()).files ?? this.loaded;
    return changes;
  }

  /** @returns the kinds of all that was done until there was nothing left to do */
  async settle(): Promise<readonly string[]> {
    const done: string[] = [];
    for (let pass = 0; pass < 20; pass++) {
      const changes = await this.pass();
      if (changes.length === 0) return done;
      done.push(...changes.map(({ kind }) => kind));
    }
    throw new Error(`does not settle: ${done.join(', ')}`);
  }

  change(change: CertificateChange, authorityPem: string): Promise<void> {
    return changeCertificates(change, {
      kube: this.kube,
      namespace,
      secrets: { authority: { name: 'cart-ca', labels }, mounted: { name: 'cart-certificates', labels } },
      authorityPem,
      providedName: this.providedName,
      commonName: 'cart',
      signal: new AbortController().signal,
    });
  }

  provide(data: Readonly<Record<string, string>>): void {
    this.providedName = 'mine';
    const encoded = Object.fromEntries(Object.entries(data).map(([key, text]) => [key, btoa(text)]));
    this.kube.put(resources.secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'mine', namespace }, ...{ data: encoded } });
  }

  remove(name: 'cart-ca' | 'cart-certificates'): void {
    this.kube.remove(resources.secrets, { namespace, name });
  }

  async data(name: string): Promise<SecretData | undefined> {
    return (await this.kube.get<Secret>(resources.secrets, { namespace, name }))?.data;
  }

  private async provided() {
    if (this.providedName === undefined) return undefined;
    const data = await this.data(this.providedName);
    const entry = (key: string) => entryOf(data, key) ?? '';
    const [certificate, key, authority] = ['tls.crt', 'tls.key', 'ca.crt'].map(entry) as [string, string, string];
    return checkProvided({ secretName: this.providedName, certificate, key, authority, names: ['localhost'], now: this.nowMs });
  }
}

export const labels = { 'dataservices.dev/cluster': 'cart' };
