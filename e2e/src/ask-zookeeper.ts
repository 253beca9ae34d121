import type { Ref } from '@dataservices/kube';
import type { TestBed } from './test-bed.ts';

/** What a server of ZooKeeper says of itself. */
export type ZookeeperAnswer = {
  readonly mode: 'leader' | 'follower' | 'observer';
  /** Greater by 1 with every election that came to a leader. */
  readonly epoch: number;
};

const ask = 'exec 3<>/dev/tcp/127.0.0.1/2181 && printf srvr >&3 && cat <&3';

/** Asks from within its pod; undefined where it does not answer, or serves nobody. */
export async function askZookeeper({ cluster }: TestBed, { namespace, name }: Required<Ref>): Promise<ZookeeperAnswer | undefined> {
  const command = ['exec', '--namespace', namespace, name, '--container', 'zookeeper', '--', 'timeout', '3', 'bash', '-c', ask];
  return parseAnswer(await cluster.kubectl(command).catch(() => ''));
}

export function parseAnswer(text: string): ZookeeperAnswer | undefined {
  const mode = /^Mode: (leader|follower|observer)$/m.exec(text)?.[1];
  const zxid = /^Zxid: 0x([0-9a-f]+)$/m.exec(text)?.[1];
  if (mode === undefined || zxid === undefined) return undefined;
  return { mode: mode as ZookeeperAnswer['mode'], epoch: Number(BigInt(`0x${zxid}`) >> 32n) };
}
