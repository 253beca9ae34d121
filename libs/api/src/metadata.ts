import { z } from 'zod';

/** With the longest suffix that an operator adds, names of pods and their labels stay within 63 characters. */
const maxNameLength = 40;
const namePattern = '^[a-z]([-a-z0-9]*[a-z0-9])?$';

export const nameMessage = `metadata.name must be at most ${maxNameLength} lower case letters, digits and -, beginning with a letter and ending with a letter or digit, because the names of Services derive from it`;

export const nameRule = `self.metadata.name.size() <= ${maxNameLength} && self.metadata.name.matches('${namePattern}')`;

const fromServer = 'is missing: only objects read from the API server can be reconciled';

/** What every object of the API server has; all else in metadata passes through unread. */
export const storedMetadata = z.looseObject({
  name: z.string().max(maxNameLength, nameMessage).regex(new RegExp(namePattern), nameMessage),
  namespace: z.string({ error: fromServer }).min(1),
  uid: z.string({ error: fromServer }).min(1),
  resourceVersion: z.string({ error: fromServer }).min(1),
  generation: z.int({ error: fromServer }),
});
