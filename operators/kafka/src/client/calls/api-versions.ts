import type { LevelRange } from '../views.ts';
import type { Api, Spoken } from '../wire/api.ts';
import { array, int16, int32, int64, type Readable, string, struct, taggedStruct } from '../wire/codec.ts';

/** What a node says of itself before anybody has logged in. */
export type ApiVersionsAnswer = {
  readonly spoken: Spoken;
  readonly supported: Readonly<Record<string, LevelRange>>;
  readonly finalized: Readonly<Record<string, number>>;
};

const layout = taggedStruct(
  { error: int16, apis: array(struct({ key: int16, min: int16, max: int16 })), throttleMs: int32 },
  new Map([
    [0, 'supported'],
    [1, 'epoch'],
    [2, 'finalized'],
  ] as const),
  {
    supported: array(struct({ name: string, min: int16, max: int16 })),
    epoch: int64,
    finalized: array(struct({ name: string, max: int16, min: int16 })),
  },
);

const answer: Readable<ApiVersionsAnswer> = {
  read(from) {
    const { apis, supported = [], finalized = [] } = layout.read(from);
    return {
      spoken: new Map(apis.map(({ key, min, max }) => [key, { min, max }])),
      supported: Object.fromEntries(supported.map(({ name, min, max }) => [name, { min, max }])),
      finalized: Object.fromEntries(finalized.map(({ name, max }) => [name, max])),
    };
  },
};

export const apiVersions: Api<{ readonly softwareName: string; readonly softwareVersion: string }, ApiVersionsAnswer> = {
  key: 18,
  name: 'ApiVersions',
  hasPlainHeader: true,
  // The first version whose answer has features that begin at level 0, such as kraft.version.
  versions: [{ version: 4, request: struct({ softwareName: string, softwareVersion: string }), answer }],
};
