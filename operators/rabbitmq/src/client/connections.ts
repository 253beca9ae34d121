import { connectionsAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { ConnectionView, Target } from './port.ts';

/** Those inside of RabbitMQ, such as those of a shovel, are nobody's to spread. */
export async function listConnections(call: Caller, target: Target): Promise<readonly ConnectionView[]> {
  const answer = await call(target, { path: 'connections?columns=name,node,connected_at,type' });
  return parseAnswer(connectionsAnswer, answer, 'the list of connections').flatMap(({ name, node, connected_at: connectedAtMs, type }) =>
    type !== 'network' || node === undefined || connectedAtMs === undefined ? [] : [{ name, node, connectedAtMs }],
  );
}

/** @param reason clients are told, and RabbitMQ logs it */
export async function closeConnection(call: Caller, target: Target, name: string, reason: string): Promise<void> {
  const path = `connections/${encodeURIComponent(name)}`;
  await call(target, { method: 'DELETE', path, headers: { 'x-reason': reason }, expected: [404] });
}
