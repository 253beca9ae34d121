/** One thing inside an image, as CycloneDX 1.5 writes it. */
export type Component = {
  readonly type: 'library' | 'application' | 'operating-system';
  readonly name: string;
  readonly version: string;
  /** Package URL, by which scanners know it; only jars have none, whose group their name does not tell. */
  readonly purl?: string;
  readonly hashes?: readonly Hash[];
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
};

export type Hash = { readonly alg: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'; readonly content: string };

/** A bill of materials in CycloneDX' format. */
export type Bill = {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.5';
  readonly version: 1;
  readonly metadata: { readonly component: { readonly type: 'container'; readonly name: string; readonly version: string } };
  readonly components: readonly Component[];
};

/**
 * The bill of an image. It has neither a date nor a number of its own: equal images have equal bills, which can be compared.
 *
 * @param reference what a pod names in `image`
 */
export function billOf(reference: string, components: readonly Component[]): Bill {
  const tagAt = reference.lastIndexOf(':');
  const identity = ({ name, version, purl = '' }: Component) => `${name} ${version} ${purl}`;
  const unique = new Map(components.map((component) => [identity(component), component]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'container', name: reference.slice(0, tagAt), version: reference.slice(tagAt + 1) } },
    components: [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, component]) => component),
  };
}
