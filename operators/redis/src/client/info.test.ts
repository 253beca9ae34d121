import { describe, expect, test } from 'vitest';
import { parseInfo, servingView } from './info.ts';

const zeros = '0'.repeat(40);

function view(lines: readonly string[]) {
  return servingView(parseInfo(['# Replication', ...lines, ''].join('\r\n')), {});
}

describe('servingView', () => {
  test('a master that was promoted names the history that it continues', () => {
    const master = view([
      'role:master',
      'connected_slaves:2',
      'master_replid:aaa',
      'master_replid2:bbb',
      'master_repl_offset:42',
      'second_repl_offset:31',
      'loading:0',
    ]);
    expect(master).toMatchObject({
      role: 'master',
      isLinkUp: true,
      lineage: { replid: 'aaa', replid2: 'bbb', replid2Offset: 30, offset: 42 },
    });
  });

  test('a history of zeros is none', () => {
    const none = [`master_replid2:${zeros}`, 'second_repl_offset:-1'];
    expect(view(['role:master', 'master_replid:aaa', ...none, 'master_repl_offset:1']).lineage).toEqual({
      replid: 'aaa',
      offset: 1,
    });
  });

  test('a replica says whom it follows, whether the link is up, and how far it is', () => {
    const replica = view([
      'role:slave',
      'master_host:m.example',
      'master_link_status:down',
      'master_sync_in_progress:1',
      'slave_repl_offset:7',
      'master_repl_offset:7',
    ]);
    expect(replica).toMatchObject({ role: 'replica', masterHost: 'm.example', isLinkUp: false, isSyncing: true, lineage: { offset: 7 } });
  });

  test('a value may contain colons', () => {
    expect(parseInfo('executable:/a:b\r\n').get('executable')).toBe('/a:b');
  });
});
