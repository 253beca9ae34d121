import { z } from 'zod';
import { boundedMap } from './bounded-map.ts';
import { keyedList } from './keyed-list.ts';

/**
 * Strings instead of enums: an older operator must be able to read what a newer one wrote.
 */
export const text = (maxLength: number) => z.string().max(maxLength);

export const timestamp = (description: string) => text(64).meta({ format: 'date-time' }).describe(description);

const condition = z.object({
  type: text(316).describe('What is said, in CamelCase.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it is so.'),
  observedGeneration: z
    .int()
    .min(0)
    .meta({ format: 'int64' })
    .describe('Generation of the object that this was said about.')
    .exactOptional(),
  lastTransitionTime: timestamp('When status changed last.'),
  reason: text(1024).describe('Why, as one word in CamelCase.'),
  message: text(32_768).describe('Why, as a sentence, with the remedy where there is one.'),
});

const member = z.object({
  name: text(253).describe('Name of the pod.'),
  role: text(63).describe('What the member is, as it says itself.').exactOptional(),
  ready: z.boolean().describe('Whether the member serves.').exactOptional(),
  zone: text(63).describe('Zone of its node.').exactOptional(),
  version: text(64).describe('Version of the service that it runs.').exactOptional(),
  detail: text(1024).describe('What else is worth knowing, such as how far it is behind.').exactOptional(),
});

const operation = z.object({
  rule: text(128).describe('Name of the rule that is at work.'),
  reason: text(128).describe('The same as one word in CamelCase.'),
  message: text(4096).describe('What is done or waited for, in one sentence.'),
  since: timestamp('When it began.'),
});

const journal = z.object({
  act: text(128).describe('Name of the act, and of the rule that finishes it.'),
  subject: text(253).describe('What it is done to, such as a pod.'),
  phase: text(128).describe('How far it has come, in a word.'),
  token: text(64).describe('One for each attempt.'),
  startedAt: timestamp('When it began.'),
  data: boundedMap(text(1024), 16).describe('What whoever finishes it must know. Never a secret.').exactOptional(),
});

const request = z.object({
  name: text(64).describe('What is asked for: the part of the annotation behind dataservices.dev/.'),
  token: text(128).describe('The token that it was asked for with; none is done twice.'),
  state: text(64).describe('Running, Handled or Refused.'),
  message: text(1024).describe('What becomes of it, in one sentence.'),
  pod: text(253).describe('The member that it is about.').exactOptional(),
  podUid: text(64).describe('Identity of its pod when the request was taken down.').exactOptional(),
  claimUid: text(64).describe('Identity of its volume claim at that time.').exactOptional(),
});

/** The conditions of an object. `which`: those that there are. */
export function conditionList(which: string) {
  return keyedList(condition, 16, ['type']).describe(which);
}

/** The status that every kind reports, word for word. */
export function commonStatusFields() {
  return {
    observedGeneration: z
      .int()
      .meta({ format: 'int64' })
      .describe('Generation of the object that this status is about; -1 before the first look.')
      .default(-1),
    summary: text(256).describe('What goes on in a word or two: the operation, or the reason of the condition Settled.').exactOptional(),
    version: text(64).describe('Version of the service that runs everywhere; the old one until an upgrade is finished.').exactOptional(),
    replicas: z.int32().min(0).describe('Data pods that exist, whatever their state.').exactOptional(),
    readyReplicas: z.int32().min(0).describe('Data members that serve.').exactOptional(),
    selector: text(1024).describe('Label selector of the data pods, for the scale subresource.').exactOptional(),
    members: keyedList(member, 256, ['name']).describe('Every member, as observed.').exactOptional(),
    leader: text(253).describe('Pod of the member that leads, where the service has one leader.').exactOptional(),
    operation: operation.describe('What the operator is doing or waiting for; absent at rest.').exactOptional(),
    journal: journal
      .describe('An act of several steps that is under way: the operator, or the next one after it, finishes or undoes it. Absent at rest.')
      .exactOptional(),
    requests: z
      .array(request)
      .max(64)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe('What was asked for by annotations, the oldest first.')
      .exactOptional(),
    conditions: conditionList('Available, MembersReady, Settled, Ready, Reconciling and Stalled.').exactOptional(),
    binding: z
      .object({ name: text(253).describe('Name of the Secret.') })
      .describe('Secret with all that a client needs to connect, after the Service Binding specification.')
      .exactOptional(),
    certificate: z
      .object({
        notBefore: timestamp('When it began.'),
        notAfter: timestamp('When it ends: no connection succeeds after that, unless another one is used by then.'),
      })
      .describe('Times of the certificate that all members present, or of its authority where that ends sooner; absent without TLS.')
      .exactOptional(),
    clusterId: text(64).describe('Identity of the data, random, made once.').exactOptional(),
  };
}
