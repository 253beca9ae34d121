/** Members of streams are changed by the command line alone. */
export type StreamMember = { readonly vhost: string; readonly queue: string; readonly node: string };

const verb = 'add-stream-member';

/**
 * Have a stream get a member on a node. Names are in base64: they may hold whatever a line of words cannot.
 *
 * @param token another one each time: what was done once is not done again, however late the task is read
 */
export function streamTask(clusterId: string, { vhost, queue, node }: StreamMember, token: string): string {
  return `${verb} ${clusterId} ${token} ${node} ${encode(vhost)} ${encode(queue)}\n`;
}

/** Which member a task adds; undefined for any other task. */
export function streamMemberOf(task: string | undefined): StreamMember | undefined {
  const [first, , , node, vhost, queue] = (task ?? '').trim().split(' ');
  if (first !== verb || node === undefined || vhost === undefined || queue === undefined) return undefined;
  return { node, vhost: decode(vhost), queue: decode(queue) };
}

function encode(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function decode(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}
