import { z } from 'zod';

/** What a kind's objects may be called. */
export type NameRule = { readonly longest: number; readonly rule: string; readonly message: string };

const namePattern = '^[a-z]([-a-z0-9]*[a-z0-9])?$';

function namesUpTo(longest: number, because = ''): NameRule {
  return {
    longest,
    rule: `self.metadata.name.size() <= ${longest} && self.metadata.name.matches('${namePattern}')`,
    message: `metadata.name must be at most ${longest} lower case letters, digits and -, beginning with a letter and ending with a letter or digit${because}`,
  };
}

/** With the longest suffix that an operator adds, names of pods and their labels stay within 63 characters. */
export const clusterNames = namesUpTo(40, ', because the names of Services derive from it');

/** No name derives from it. One that is called after a cluster has room for more. */
export const plainNames = namesUpTo(63);

const fromServer = 'is missing: only objects read from the API server can be reconciled';

/** What every object of the API server has; all else in metadata passes through unread. */
export function storedMetadata({ longest, message }: NameRule) {
  return z.looseObject({
    name: z.string().max(longest, message).regex(new RegExp(namePattern), message),
    namespace: z.string({ error: fromServer }).min(1),
    uid: z.string({ error: fromServer }).min(1),
    resourceVersion: z.string({ error: fromServer }).min(1),
    generation: z.int({ error: fromServer }),
  });
}
