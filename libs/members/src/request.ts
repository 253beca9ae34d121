import { annotationKeys, stableHash } from '@dataservices/plan';

/** What can be asked for once, by an annotation with a token of its own. */
export type RequestName = 'recover-from' | 'replace-member' | 'restart' | 'rotate-passwords' | 'switch-over';

/** What one annotation asks for. */
export type MemberRequest = {
  readonly name: RequestName;
  readonly token: string;
  /** The member that it is about; never with `restart` and `rotate-passwords`, always with the others. */
  readonly pod?: string;
};

/** Why an annotation could not be read, with a token that stands for its value, so that this is said only once. */
export type UnreadableRequest = { readonly name: RequestName; readonly token: string; readonly refusal: string };

const keys: Readonly<Record<RequestName, string>> = {
  'recover-from': annotationKeys.recoverFrom,
  'replace-member': annotationKeys.replaceMember,
  restart: annotationKeys.restart,
  'rotate-passwords': annotationKeys.rotatePasswords,
  'switch-over': annotationKeys.switchOver,
};

export const requestNames: readonly RequestName[] = ['recover-from', 'replace-member', 'restart', 'rotate-passwords', 'switch-over'];

/** Those that are about the whole cluster. */
const ofCluster: ReadonlySet<RequestName> = new Set(['restart', 'rotate-passwords']);

const tokenPattern = '[A-Za-z0-9][A-Za-z0-9._:-]{0,63}';
const withoutPod = new RegExp(`^(?<token>${tokenPattern})$`);
const withPod = new RegExp(`^(?<pod>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)@(?<token>${tokenPattern})$`);

/** What the annotations ask for under this name: `<token>` for what is about the whole cluster, `<pod>@<token>` for the others; undefined where nothing is asked. */
export function readRequest(
  annotations: Readonly<Record<string, string>> | undefined,
  name: RequestName,
): MemberRequest | UnreadableRequest | undefined {
  const value = annotations?.[keys[name]];
  if (value === undefined) return undefined;
  const { token, pod } = (ofCluster.has(name) ? withoutPod : withPod).exec(value)?.groups ?? {};
  if (token !== undefined) return { name, token, ...(pod !== undefined && { pod }) };
  return { name, token: `unreadable-${stableHash(value)}`, refusal: describeUnreadable(name, value) };
}

function describeUnreadable(name: RequestName, value: string): string {
  const form = ofCluster.has(name) ? '"<token>"' : '"<pod>@<token>"';
  const shown = JSON.stringify(value.slice(0, 100));
  return `annotation ${keys[name]} is ${shown}: write ${form}, with a token of up to 64 letters, digits, and . _ : - that was not used before`;
}
