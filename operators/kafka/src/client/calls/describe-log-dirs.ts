import type { LogDirView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int16, int32, int64, nullableArray, string, struct, type ValueOf } from '../wire/codec.ts';
import { errorName, noError } from '../wire/error-names.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const request = struct({ topics: nullableArray(struct({ topic: string, partitions: array(int32) })) });
const log = struct({ partition: int32, bytes: int64, lag: int64, isFuture: bool });
const directory = {
  error: int16,
  path: string,
  topics: array(struct({ topic: string, partitions: array(log) })),
  totalBytes: int64,
  usableBytes: int64,
};
const newest = struct({ ...directory, isCordoned: bool });
const head = { throttleMs: int32, error: int16 };

type Directory = Omit<ValueOf<typeof newest>, 'isCordoned'> & { readonly isCordoned?: boolean };

export const logDirsApi: Api<ValueOf<typeof request>, { readonly error: number; readonly directories: readonly Directory[] }> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: [
    { version: 5, request, answer: struct({ ...head, directories: array(newest) }) },
    { version: 4, request, answer: struct({ ...head, directories: array(struct(directory)) }) },
  ],
};

export async function describeLogDirs(ask: Ask, brokerId: number): Promise<readonly LogDirView[]> {
  const answer = await ask(logDirsApi, { topics: null });
  checkAnswer(`describing the log directories of ${brokerId}`, answer);
  return answer.directories.map(({ error, path, topics, totalBytes, usableBytes, isCordoned }) => ({
    path,
    error: error === noError ? undefined : errorName(error),
    totalBytes: totalBytes < 0 ? undefined : totalBytes,
    usableBytes: usableBytes < 0 ? undefined : usableBytes,
    isCordoned,
    logs: topics.flatMap(({ topic, partitions }) => partitions.map((each) => ({ topic, ...each }))),
  }));
}
