import { resources } from '@dataservices/kube';
import { annotationKeys } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import type { PasswordChange } from '../action.ts';
import { newPassword } from '../observe/new-secrets.ts';
import { decode, type Secret } from '../observe/secret-content.ts';
import { exporterFile, type Generation, type InternalUser, internalUsers, passwordKey } from '../resources/internal-secret.ts';
import { type ActContext, TargetGone } from './act-context.ts';

/** What a merge patch makes of the entries of a Secret; null takes one away. */
type Entries = Readonly<Record<string, string | null>>;

/**
 * One write to the Secret of the internal passwords, as it is now and only if it is still so; what was done already is done.
 *
 * @throws KubeError Conflict where somebody else has changed it meanwhile
 */
export async function changePasswords(
  action: PasswordChange,
  { kube, observed, signal }: Pick<ActContext, 'kube' | 'observed' | 'signal'>,
): Promise<void> {
  const { namespace, internalSecret: name } = observed.names;
  const stored = await kube.get<Secret>(resources.secrets, { namespace, name }, { signal });
  if (stored === undefined) throw new TargetGone(`Secret ${name} is gone`);
  const data = entriesOf(action, stored);
  if (Object.keys(data).length === 0) return;
  const { uid, resourceVersion } = stored.metadata;
  const annotations = action.change === 'begin' ? { [annotationKeys.rotation]: action.token } : {};
  const patch = { metadata: { uid, resourceVersion, annotations }, data: encoded(data) };
  await kube.mergePatch(resources.secrets, { namespace, name }, patch, { signal });
}

function entriesOf({ change }: PasswordChange, stored: Secret): Entries {
  const present = (user: InternalUser, generation: Generation) => decode(stored, passwordKey(user, generation));
  const isOpen = internalUsers.some((user) => (present(user, 'next') ?? present(user, 'previous')) !== undefined);
  switch (change) {
    case 'begin':
      return isOpen ? {} : Object.fromEntries(internalUsers.map((user) => [passwordKey(user, 'next'), newPassword()]));
    case 'switch':
      return Object.assign({}, ...internalUsers.map((user) => switched(user, present(user, 'current'), present(user, 'next')))) as Entries;
    case 'finish':
      return Object.fromEntries(
        internalUsers.filter((user) => present(user, 'previous') !== undefined).map((user) => [passwordKey(user, 'previous'), null]),
      );
  }
}

function switched(user: InternalUser, current: string | undefined, next: string | undefined): Entries {
  if (next === undefined) return {};
  return {
    [passwordKey(user)]: next,
    [passwordKey(user, 'next')]: null,
    ...(current !== undefined && { [passwordKey(user, 'previous')]: current }),
    ...(user === 'exporter' && { 'exporter.json': exporterFile(next) }),
  };
}

function encoded(entries: Entries): Entries {
  const texts = Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== null);
  return { ...entries, ...secretData(Object.fromEntries(texts)) };
}
