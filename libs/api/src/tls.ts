import { z } from 'zod';
import { objectName } from './names.ts';
import { immutable, withRules } from './rule.ts';
import { toggle } from './toggle.ts';

/** What differs between the kinds: which connections it is about, and how another content of the Secret is taken over. */
export type TlsOptions = { readonly mode: string; readonly takenOver: string };

/** `spec.tls` of a kind. */
export function tlsOf({ mode, takenOver }: TlsOptions) {
  const fields = z.object({
    mode: toggle().describe(`Enabled ${mode}; TLS 1.2 or later. Chosen at creation. Immutable.`).default('Disabled'),
    secretName: objectName()
      .describe(
        `Secret in the same namespace with a certificate of yours: keys tls.crt, tls.key and ca.crt, as cert-manager writes them. A new content is taken over ${takenOver}. Omitted: an authority of the cluster's own, in the Secret <name>-<service>-ca, whose certificates are renewed before they expire.`,
      )
      .exactOptional(),
  });
  return withRules(fields, [
    immutable('mode', 'make a new cluster and move the data there'),
    {
      cel: "!has(self.secretName) || self.mode == 'Enabled'",
      message: 'secretName has no meaning without TLS: remove secretName, or make a cluster with mode Enabled',
      field: 'secretName',
      holds: (value) => value.secretName === undefined || value.mode === 'Enabled',
    },
  ]);
}

export const tls = tlsOf({
  mode: 'encrypts every connection of clients and among members, and refuses plaintext',
  takenOver: 'without a restart',
});
