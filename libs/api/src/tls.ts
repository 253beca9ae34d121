import { z } from 'zod';
import { objectName } from './names.ts';
import { immutable, withRules } from './rule.ts';
import { toggle } from './toggle.ts';

const tlsObject = z.object({
  mode: toggle()
    .describe(
      'Enabled encrypts every connection of clients and among members, and refuses plaintext; TLS 1.2 or later. Chosen at creation. Immutable.',
    )
    .default('Disabled'),
  secretName: objectName()
    .describe(
      "Secret in the same namespace with a certificate of yours: keys tls.crt, tls.key and ca.crt, as cert-manager writes them. A new content is taken over without a restart. Omitted: an authority of the cluster's own, in the Secret <name>-<service>-ca, whose certificates are renewed before they expire.",
    )
    .exactOptional(),
});

export const tls = withRules(tlsObject, [
  immutable('mode', 'make a new cluster and move the data there'),
  {
    cel: "!has(self.secretName) || self.mode == 'Enabled'",
    message: 'secretName has no meaning without TLS: remove secretName, or make a cluster with mode Enabled',
    field: 'secretName',
    holds: ({ mode, secretName }) => secretName === undefined || mode === 'Enabled',
  },
]);
