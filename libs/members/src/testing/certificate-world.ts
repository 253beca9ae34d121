import type { CertificateAction } from '../own-certificates.ts';
import type { ProvidedCertificateAction } from '../provided-certificates.ts';
import type { Authorities, Authority, Certificate, Party } from '../trust.ts';

/** What a party has on disk, and what it has loaded from there. `isCutOff` from the operator, and not from the others. */
type Model = {
  readonly name: string;
  names: readonly string[];
  trust: { stored: readonly string[]; live: readonly string[] };
  certificate: { stored: Certificate | undefined; live: Certificate | undefined };
  isCutOff: boolean;
};

/** Parties that verify each other, as a test changes them: what decisions are about, and what they cannot see. */
export class CertificateWorld {
  now = 0;
  authorities: { current?: Authority; next?: Authority; previous: readonly Authority[] } = { previous: [] };
  parties: Model[] = [];
  provided: Certificate | undefined;
  private made = 0;

  observed(): { readonly now: number; readonly authorities: Authorities; readonly parties: readonly Party[] } {
    return { now: this.now, authorities: this.authorities, parties: this.parties.map(partyOf) };
  }

  join(): void {
    const trust = this.known().map(({ id }) => id);
    const name = `p${this.parties.length}`;
    const certificate = { stored: undefined, live: undefined };
    this.parties.push({ name, names: ['host'], trust: { stored: trust, live: trust }, certificate, isCutOff: false });
  }

  /** A party loads what is on its disk: trust and certificate are read at different times. */
  load(index: number, what: 'trust' | 'certificate'): void {
    const party = this.parties[index % Math.max(1, this.parties.length)];
    if (party === undefined) return;
    if (what === 'trust') party.trust.live = party.trust.stored;
    else party.certificate.live = party.certificate.stored;
  }

  /** What a user's Secret holds from now on: a certificate of an authority that may be new. */
  provide(authority: string, lifetimeMs: number): void {
    const issuer = { id: authority, notBefore: this.now, notAfter: this.now + 10 * lifetimeMs };
    this.provided = this.certificate(authority, ['host'], this.now, this.now + lifetimeMs);
    const { current, next, previous } = this.authorities;
    if (authority === current?.id) this.authorities = { current, previous };
    // Another one that was on its way may be trusted already: it is dropped as those are that were in use.
    else if (authority !== next?.id) {
      const old = next === undefined ? previous : [...previous, next];
      this.authorities = { ...this.authorities, next: issuer, previous: old.filter(({ id }) => id !== authority) };
    }
  }

  perform(action: CertificateAction | ProvidedCertificateAction): void {
    const { current, next, previous } = this.authorities;
    switch (action.kind) {
      case 'issue-authority': {
        const { as, notBefore, notAfter } = action;
        this.authorities = { ...this.authorities, [as]: { id: `ca${this.made++}`, notBefore, notAfter } };
        return;
      }
      case 'trust-authorities':
        this.party(action.party).trust.stored = action.authorities;
        return;
      case 'promote-authority':
        if (next?.id === action.id)
          this.authorities = { current: next, previous: current === undefined ? previous : [...previous, current] };
        return;
      case 'drop-authority': {
        const rest = previous.filter(({ id }) => id !== action.id);
        const isNext = next?.id === action.id;
        this.authorities = { ...(current && { current }), ...(next && !isNext && { next }), previous: rest };
        return;
      }
      case 'issue-certificate':
        this.party(action.party).certificate.stored = this.certificate(action.authority, action.names, action.notBefore, action.notAfter);
        return;
      case 'use-certificate':
        if (this.provided?.id === action.certificate) this.party(action.party).certificate.stored = this.provided;
    }
  }

  /** Who would be refused by whom. Certificates and authorities that have expired are another matter. */
  refusals(): readonly string[] {
    const isValid = ({ notAfter, issuer }: Certificate) =>
      notAfter > this.now && this.known().some(({ id, notAfter: end }) => id !== issuer || end > this.now);
    return this.parties.flatMap(({ name, certificate }) =>
      [certificate.stored, certificate.live]
        .filter((shown) => shown !== undefined && isValid(shown))
        .flatMap((shown) =>
          this.parties.filter(({ trust }) => !trust.live.includes(shown?.issuer ?? '')).map((other) => `${name} by ${other.name}`),
        ),
    );
  }

  private known(): readonly Authority[] {
    const { current, next, previous } = this.authorities;
    return [current, next, ...previous].filter((authority) => authority !== undefined);
  }

  private certificate(issuer: string, names: readonly string[], notBefore: number, notAfter: number): Certificate {
    return { id: `cert${this.made++}`, issuer, names, notBefore, notAfter };
  }

  private party(name: string): Model {
    const party = this.parties.find((candidate) => candidate.name === name);
    if (party === undefined) throw new Error(`no party ${name}`);
    return party;
  }
}

function partyOf({ name, names, trust, certificate, isCutOff }: Model): Party {
  const issuers = [certificate.stored, certificate.live].flatMap((shown) => shown?.issuer ?? []);
  return {
    name,
    names,
    trusts: isCutOff ? undefined : trust.stored.filter((id) => trust.live.includes(id)),
    presents: isCutOff ? undefined : issuers,
    ...(certificate.stored !== undefined && { certificate: certificate.stored }),
  };
}
