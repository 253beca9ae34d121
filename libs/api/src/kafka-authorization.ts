import { z } from 'zod';

/** Printable, and without what parts one from the next. */
const principalName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[!-:<-~]([ -:<-~]*[!-:<-~])?$/, 'must be printable ASCII without ; and without spaces at its ends');

export const kafkaAuthorization = z.object({
  type: z
    .enum(['None', 'Simple'])
    .describe(
      "None: whoever may connect may do everything. Simple: users may do what their permissions say and nothing else, by Kafka's own lists; whoever connects without proving who they are may do nothing. Simple needs tls.mode Enabled, or everybody could pass for a broker. May be changed at any time; every pod restarts for it, one after another.",
    )
    .default('None'),
  superUsers: z
    .array(principalName)
    .max(64)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(
      'Names of users who may do everything, at most 64: those of users, or subjects of certificates as Kafka spells them. The operator and the brokers are among them without being named. A change restarts every pod, one after another.',
    )
    .default([]),
});
