import { describe, expect, test } from 'vitest';
import { rotateSecret, type SecretPresenter, type SecretServer } from './rotate-secret.ts';

const server = (name: string, accepts: SecretServer['accepts'], acceptsAtStart?: readonly string[]): SecretServer => ({
  name,
  accepts,
  acceptsAtStart: acceptsAtStart ?? (typeof accepts === 'string' ? [] : accepts),
});
const presenter = (name: string, presents: readonly string[] | undefined, lingering: readonly string[] = []): SecretPresenter => ({
  name,
  presents,
  lingering,
});

const both = ['old', 'new'];
const link = presenter('link', ['old']);
const switched = presenter('link', ['new']);

function shown(servers: readonly SecretServer[], presenters: readonly SecretPresenter[], wanted = 'new') {
  const { phase, actions, waitsFor } = rotateSecret({ wanted, servers, presenters });
  const texts = actions.map(
    (action) => `${action.kind.split('-')[0]} ${'server' in action ? action.server : action.presenter} ${action.secret}`,
  );
  return [phase, texts, waitsFor];
}

describe('rotateSecret', () => {
  test.for([
    ['every server takes the new one first', [server('a', ['old']), server('b', both)], [link], ['Adding', ['accept a new'], ['a']]],
    ['also after a restart', [server('a', both, ['old'])], [link], ['Adding', ['accept a new'], ['a']]],
    ['also the one that is stopped', [server('a', both), server('b', 'Stopped', ['old'])], [link], ['Adding', ['accept b new'], ['b']]],
    ['the one that cannot be asked holds the switch up', [server('a', both), server('b', 'Unknown', both)], [link], ['Adding', [], ['b']]],
    [
      'a stopped one that will take it does not',
      [server('a', both), server('b', 'Stopped', both)],
      [link],
      ['Switching', ['present link new'], ['link']],
    ],
    ['then everybody presents it', [server('a', both)], [link, switched], ['Switching', ['present link new'], ['link']]],
    ['also whoever is not known', [server('a', both)], [presenter('x', undefined)], ['Switching', ['present x new'], ['x']]],
    ['applications have time', [server('a', both)], [presenter('binding', ['new'], both)], ['Switching', [], ['binding']]],
    [
      'then the old one goes',
      [server('a', both), server('b', ['new'], both)],
      [switched],
      ['Removing', ['refuse a old', 'refuse b old'], []],
    ],
    ['and nothing is left to do', [server('a', ['new'])], [switched], ['Settled', [], []]],
    [
      'a server that cannot be asked does not unsettle that',
      [server('a', ['new']), server('b', 'Unknown', ['new'])],
      [switched],
      ['Settled', [], []],
    ],
    [
      'one that comes back late with the old one takes the new one',
      [server('a', ['new']), server('b', ['old'])],
      [switched],
      ['Adding', ['accept b new'], ['b']],
    ],
  ] as const)('%s', ([, servers, presenters, expected]) => {
    expect(shown(servers, presenters)).toEqual(expected);
  });

  test('a second rotation during the first adds a third one, and removes both others', () => {
    expect(shown([server('a', both)], [link], 'newer')).toEqual(['Adding', ['accept a newer'], ['a']]);
    expect(shown([server('a', [...both, 'newer'])], [presenter('link', ['newer'])], 'newer')).toEqual([
      'Removing',
      ['refuse a old', 'refuse a new'],
      [],
    ]);
  });

  test('taken back, half of it done', () => {
    const servers = [server('a', both), server('b', ['new'])];
    expect(shown(servers, [link, switched], 'old')).toEqual(['Adding', ['accept b old'], ['b']]);
    expect(shown([server('a', both)], [presenter('x', ['old']), presenter('y', ['new'])], 'old')).toEqual([
      'Switching',
      ['present y old'],
      ['y'],
    ]);
  });
});
