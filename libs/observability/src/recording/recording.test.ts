import { expect, test } from 'vitest';
import { type Recording, recordingText } from './recording.ts';

const recording: Recording = {
  dashboard: 'dataservices-story',
  seconds: 10,
  stepSeconds: 5,
  events: [{ at: 3, what: 'a pod is deleted' }],
  marks: [],
  panels: [
    { title: 'Empty', exprs: ['up'], series: [] },
    {
      title: 'Writes',
      exprs: ['writes'],
      dropped: 2,
      series: [
        { legend: 'a', values: [1, null, 2.5] },
        { legend: 'b', values: [0, 0, 0] },
      ],
    },
  ],
};

test('a recording is JSON, with a line for each series', () => {
  const text = recordingText(recording);
  expect(JSON.parse(text)).toEqual(recording);
  expect(text.split('\n')).toContain('{"legend":"a","values":[1,null,2.5]},');
});
