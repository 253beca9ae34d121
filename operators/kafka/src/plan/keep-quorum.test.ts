import { describe, expect, test } from 'vitest';
import { kafkaCluster, observed, quorum } from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';

const five = kafkaCluster({ controllers: { replicas: 5 } });

const quorums: readonly Situation[] = [
  {
    name: 'a wanted controller that listens votes',
    given: observed({ cluster: five, quorum: quorum('012', '34') }),
    rule: 'KeepQuorum',
    actions: ['add-voter 1003 directory-3'],
  },
  {
    name: 'one that has not caught up is waited for',
    given: observed({ cluster: five, quorum: quorum('0124', '3', '3') }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'one that is not asked for votes no longer, the highest first',
    given: observed({ controllers: '01234', quorum: quorum('01234') }),
    rule: 'KeepQuorum',
    actions: ['remove-voter 1004 directory-4'],
  },
  {
    name: 'the one that leads goes last',
    given: observed({ controllers: '01234', quorum: { ...quorum('01234'), leaderId: 1004 } }),
    rule: 'KeepQuorum',
    actions: ['remove-voter 1003 directory-3'],
  },
  {
    name: 'too few of the others are in step: nobody goes',
    given: observed({ controllers: '0123', quorum: quorum('0123', '', '12') }),
    rule: 'KeepQuorum',
    actions: [],
  },
  {
    name: 'a lost volume: its former voter goes first',
    given: observed({ quorum: { ...quorum('012', '', '1'), observers: [{ id: 1001, directoryId: 'new', lag: 0, sinceCaughtUpMs: 0 }] } }),
    rule: 'KeepQuorum',
    actions: ['remove-voter 1001 directory-1'],
  },
  {
    name: 'and the new one votes then',
    given: observed({ quorum: { ...quorum('02'), observers: [{ id: 1001, directoryId: 'new', lag: 0, sinceCaughtUpMs: 0 }] } }),
    rule: 'KeepQuorum',
    actions: ['add-voter 1001 new'],
  },
  {
    name: 'its former identity is still listed for a while after that: it goes on voting',
    given: observed({ quorum: { ...quorum('012'), observers: [{ id: 1001, directoryId: 'old', lag: 900, sinceCaughtUpMs: 90_000 }] } }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'its former identity is still listed and its new one listens: the new one votes',
    given: observed({
      quorum: {
        ...quorum('02'),
        observers: [
          { id: 1001, directoryId: 'old', lag: 900, sinceCaughtUpMs: 90_000 },
          { id: 1001, directoryId: 'new', lag: 0, sinceCaughtUpMs: 0 },
        ],
      },
    }),
    rule: 'KeepQuorum',
    actions: ['add-voter 1001 new'],
  },
  {
    name: 'nobody leads: nothing is changed',
    given: observed({ controllers: '01234', quorum: { ...quorum('01234'), leaderId: undefined } }),
    rule: 'AwaitMembers',
    actions: [],
  },
];

describe('controllers', () => {
  test.for(quorums)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
