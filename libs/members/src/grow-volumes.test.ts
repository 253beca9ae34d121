import { describe, expect, test } from 'vitest';
import type { ClaimView } from './claim-view.ts';
import { growVolumes } from './grow-volumes.ts';
import { aClaim } from './testing/samples.ts';

const className = 'fast';
const classes = [{ name: className, canGrow: true }];

type Size = { readonly request?: string; readonly capacity?: string } & Partial<ClaimView>;

function grown(size: string, volumes: readonly Size[], others: Partial<Parameters<typeof growVolumes>[0]> = {}) {
  return growVolumes({ size, classes, claims: volumes.map((volume, ordinal) => aClaim(ordinal, { className, ...volume })), ...others });
}

function resized(size: string, volumes: readonly Size[]): readonly string[] {
  const { step } = grown(size, volumes);
  return (step?.actions ?? []).map((action) => (action.kind === 'resize-claim' ? `${action.uid} to ${action.size}` : action.kind));
}

const small = { request: '1Gi', capacity: '1Gi' };
const asked = { request: '2Gi', capacity: '1Gi' };
const large = { request: '2Gi', capacity: '2Gi' };
const typo = { request: '200Gi', capacity: '1Gi' };
const pending = { ...asked, resize: { state: 'FileSystemPending' as const } };
const refused = { state: 'Refused' as const, message: 'too big' };

describe('which claims ask for more', () => {
  test.for([
    ['none: all have it', '1Gi', [small, small], []],
    ['one goes first', '2Gi', [small, small, small], ['claim-2 to 2Gi']],
    ['nobody follows before that one is through', '2Gi', [small, small, asked], []],
    ['all follow when it is', '2Gi', [small, small, large], ['claim-0 to 2Gi', 'claim-1 to 2Gi']],
    ['nor do they wait for its file system', '2Gi', [small, pending], ['claim-0 to 2Gi']],
    ['a new member, made with the size of old', '2Gi', [large, large, small], ['claim-2 to 2Gi']],
    ['one that is not bound yet cannot', '2Gi', [{ ...small, isBound: false }], []],
    ['one that is going need not', '2Gi', [{ ...small, isTerminating: true }], []],
    ['a provider has given more than was asked for', '1500Mi', [{ request: '1Gi', capacity: '2Gi' }], []],
    ['other units, same size', '1024Mi', [small], []],
    ['a typo is taken back while nothing has grown', '1Gi', [small, typo], []],
    ['a typo is corrected: the request is lowered at once', '2Gi', [small, typo], ['claim-1 to 2Gi']],
    ['a refused typo is corrected', '2Gi', [small, { ...typo, resize: refused }], ['claim-1 to 2Gi']],
  ] as const)('%s', ([, size, volumes, expected]) => {
    expect(resized(size, volumes)).toEqual(expected);
    expect(grown(size, volumes).stall).toBeUndefined();
  });
});

describe('what is under way', () => {
  test.for([
    ['asked for', asked, 'growth is asked for'],
    ['growing', { ...asked, resize: { state: 'Growing' as const } }, 'is growing'],
    ['the file system', pending, 'its file system follows'],
    ['failing', { ...asked, resize: { state: 'Failing' as const, message: 'quota' } }, 'fails to grow: quota'],
  ] as const)('%s', ([, volume, expected]) => {
    expect(grown('2Gi', [volume])).toEqual({ waitsFor: expect.stringContaining(expected) });
  });
});

describe('what a person has to mend', () => {
  test.for([
    ['less than a volume has', '1Gi', [small, large], {}, 'VolumesCannotShrink', 'set it to 2Gi or more'],
    [
      'a class that does not allow it',
      '2Gi',
      [small],
      { classes: [{ name: className, canGrow: false }] },
      'VolumesCannotGrow',
      'allowVolumeExpansion: true',
    ],
    ['a class that is gone', '2Gi', [small], { classes: [] }, 'VolumesCannotGrow', 'set spec.storage.size back to 1Gi'],
    ['no class', '2Gi', [{ ...small, className: '' }], {}, 'VolumesCannotGrow', 'it has no StorageClass; set'],
    ['a provider that refuses', '2Gi', [small, { ...asked, resize: refused }], {}, 'VolumeGrowthRefused', '(too big)'],
  ] as const)('%s', ([, size, volumes, others, reason, message]) => {
    expect(grown(size, volumes, others)).toEqual({ stall: { reason, message: expect.stringContaining(message) } });
  });

  test('a class that cannot grow is no obstacle where nothing has to', () => {
    expect(grown('1Gi', [small], { classes: [] })).toEqual({});
  });

  test('classes that may not be read are tried', () => {
    expect(grown('2Gi', [small], { classes: undefined }).step?.actions).toHaveLength(1);
  });
});
