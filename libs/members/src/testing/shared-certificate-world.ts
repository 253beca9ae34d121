import { certificateFileName, type LoadedCertificates, trustedBy, trustFileName } from '../certificate-files.ts';
import type { CertificateUser, PublishedAuthorities } from '../certificate-parties.ts';
import { type CertificateChange, type KeepCertificatesInput, keepCertificates } from '../keep-certificates.ts';
import type { Authority, Certificate } from '../trust.ts';

type Server = { readonly name: string; loaded: LoadedCertificates; isCutOff: boolean };

/** Clients load what they are shown at the latest after this long. */
const clientLagMs = 90_000;

/** A cluster whose members share one certificate, as a test changes it: the Secrets, what servers and clients have loaded of them, and time. */
export class SharedCertificateWorld {
  nowMs = 0;
  current: Authority | undefined;
  next: Authority | undefined;
  mounted: { readonly trusts: readonly Authority[]; readonly leaf?: Certificate } | undefined;
  provided: { readonly certificate: Certificate; readonly authority: Authority } | undefined;
  readonly servers: Server[] = [];
  private published: { readonly authorities: readonly Authority[]; readonly sinceMs: number } | undefined;
  private clients: readonly string[] = [];
  private made = 0;

  input(): KeepCertificatesInput {
    const { nowMs, mounted, provided } = this;
    const known = mounted?.trusts ?? this.published?.authorities ?? [];
    const leaf = mounted?.leaf;
    const current = provided === undefined ? this.current : known.find(({ id }) => id === leaf?.issuer);
    const candidate = provided === undefined ? this.next : provided.authority;
    const next = candidate?.id === current?.id ? undefined : candidate;
    const previous = known.filter(({ id }) => id !== current?.id && id !== next?.id);
    return {
      now: nowMs,
      authorities: { ...(current && { current }), ...(next && { next }), previous },
      mounted: { name: 'secret', trusts: (mounted?.trusts ?? []).map(({ id }) => id), ...(leaf && { certificate: leaf }) },
      names: ['host'],
      users: this.servers.map(({ name, loaded, isCutOff }): CertificateUser => ({ name, loaded: isCutOff ? undefined : loaded })),
      published: this.shown(),
      provided: provided?.certificate,
    };
  }

  /** A pass that is lost after so many changes. @returns whether there was anything to do */
  pass(count = Number.POSITIVE_INFINITY): boolean {
    const input = this.input();
    this.publish(input);
    const changes = keepCertificates(input);
    for (const change of changes.slice(0, count)) this.perform(change, input);
    return changes.length > 0;
  }

  start(): void {
    const loaded = this.files();
    if (loaded !== undefined) this.servers.push({ name: `s${this.servers.length}`, loaded, isCutOff: false });
  }

  load(index: number): void {
    const [server, files] = [this.servers[index], this.files()];
    if (server !== undefined && files !== undefined) server.loaded = files;
  }

  passTime(ms: number): void {
    this.nowMs += ms;
    if (this.published !== undefined && this.nowMs - this.published.sinceMs >= clientLagMs)
      this.clients = this.published.authorities.map(({ id }) => id);
  }

  provide(id: string): void {
    const authority = { id, notBefore: this.nowMs, notAfter: this.nowMs + 1e12 };
    this.provided = { authority, certificate: this.certificate(id, this.nowMs + 1e10) };
  }

  /** Who would be refused by whom. */
  refusals(): readonly string[] {
    const known = this.knownIds();
    return this.servers.flatMap(({ name, loaded: { certificate } }) => {
      const isBy = (id: string) => certificate.endsWith(`-${id}`);
      const strangers = this.servers.filter(({ loaded: { trust } }) => !trustedBy(trust, known).some(isBy)).map((server) => server.name);
      return [...strangers, ...(this.clients.some(isBy) ? [] : ['clients'])].map((other) => `${name} by ${other}`);
    });
  }

  private knownIds(): readonly string[] {
    return Array.from({ length: this.made }, (_, at) => `a${at}`).concat(['da', 'db', 'dc']);
  }

  private shown(): PublishedAuthorities | undefined {
    return this.published && { ids: this.published.authorities.map(({ id }) => id), sinceMs: this.published.sinceMs };
  }

  /** What the binding shows: every authority that there is. */
  private publish({ authorities: { current, next, previous } }: KeepCertificatesInput): void {
    const authorities = [current, next, ...previous].filter((authority) => authority !== undefined);
    const isSame = JSON.stringify(authorities.map(({ id }) => id).sort()) === JSON.stringify(this.shown()?.ids.toSorted());
    if (isSame || authorities.length === 0) return;
    // Before there is a certificate there are no clients; they start with what is there.
    if (this.servers.length === 0) this.clients = authorities.map(({ id }) => id);
    this.published = { authorities, sinceMs: this.nowMs };
  }

  private perform(change: CertificateChange, { authorities: { current, next, previous } }: KeepCertificatesInput): void {
    const all = [current, next, ...previous].filter((authority) => authority !== undefined);
    const byIds = (ids: readonly string[]) => all.filter(({ id }) => ids.includes(id));
    const { leaf, trusts = [] } = this.mounted ?? {};
    switch (change.kind) {
      case 'issue-authority':
        this[change.as] = { id: `a${this.made++}`, notBefore: change.notBefore, notAfter: change.notAfter };
        return;
      case 'promote-authority':
        this.current = this.next;
        this.next = undefined;
        return;
      case 'trust-authorities':
        this.mounted = { trusts: byIds(change.authorities), ...(leaf && { leaf }) };
        return;
      case 'drop-authority':
        if (this.next?.id === change.id) this.next = undefined;
        else this.mounted = { trusts: trusts.filter(({ id }) => id !== change.id), ...(leaf && { leaf }) };
        return;
      case 'issue-certificate':
        this.mounted = { trusts, leaf: this.certificate(change.authority, change.notAfter) };
        return;
      case 'use-certificate':
        if (this.provided !== undefined) this.mounted = { trusts, leaf: this.provided.certificate };
    }
  }

  private files(): LoadedCertificates | undefined {
    if (this.mounted?.leaf === undefined) return undefined;
    return { certificate: certificateFileName(this.mounted.leaf), trust: trustFileName(this.mounted.trusts.map(({ id }) => id)) };
  }

  private certificate(issuer: string, notAfter: number): Certificate {
    return { id: `c${this.made++}`, issuer, names: ['host'], notBefore: this.nowMs, notAfter };
  }
}
