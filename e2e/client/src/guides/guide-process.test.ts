import { expect, test } from 'vitest';
import { openGuideProcess } from './guide-process.ts';

/** Answers by what the number is; it is not asked for a language, so the one that is there for certain serves. */
const program = `
const { createInterface } = require('node:readline');
const [name, target] = process.argv.slice(1);
console.log('ready');
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === '2') console.log('failed 2 NotConnected');
  else if (line === '3') process.exit(7);
  else console.log('got ' + line + '\\nok ' + line + '\\n' + name + ' ' + target);
});
`;

function openFake() {
  const got: number[] = [];
  const guide = openGuideProcess('fake', { target: 'cart', take: (seq) => got.push(seq) }, [process.execPath, '--eval', program]);
  return { got, guide };
}

test('writes are answered by their numbers, and deliveries are taken', async () => {
  const { got, guide } = openFake();
  await guide.ready;
  const refused = expect(guide.write(2)).rejects.toMatchObject({ name: 'NotConnected' });
  await guide.write(5);
  await refused;
  expect(got).toEqual([5]);
  await guide.close();
});

test('a guide that ends fails what has no answer, and what comes later', async () => {
  const { guide } = openFake();
  await guide.ready;
  await expect(guide.write(3)).rejects.toMatchObject({ name: 'GuideEnded' });
  await expect(guide.write(5)).rejects.toMatchObject({ name: 'GuideEnded' });
});

test('a guide that does not start is no silence', async () => {
  const guide = openGuideProcess('absent', { target: 'cart', take: () => {} }, ['/no/such/guide']);
  await expect(guide.ready).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(guide.write(1)).rejects.toMatchObject({ code: 'ENOENT' });
});
