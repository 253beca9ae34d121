import { expect, onTestFinished, test } from 'vitest';
import { serveControl } from './control.ts';

async function startControl() {
  const marks: string[] = [];
  const { server, port } = await serveControl(
    {
      state: () => ({ attempted: 3 }),
      mark: (mark) => {
        marks.push(mark);
        return { mark };
      },
      finish: async () => {
        throw new Error('no master');
      },
    },
    0,
  );
  onTestFinished(() => void server.close());
  const ask = async (method: string, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { status: response.status, body: await response.json() };
  };
  return { ask, marks };
}

test('answers the state, marks and a failure as JSON', async () => {
  const { ask, marks } = await startControl();
  expect(await ask('GET', '/state')).toEqual({ status: 200, body: { attempted: 3 } });
  expect(await ask('POST', '/mark?name=node%20loss')).toEqual({ status: 200, body: { mark: 'node loss' } });
  expect(marks).toEqual(['node loss']);
  expect(await ask('POST', '/finish')).toEqual({ status: 500, body: { error: 'no master' } });
});

test.for([
  { method: 'POST', path: '/mark', status: 400 },
  { method: 'GET', path: '/finish', status: 404 },
  { method: 'GET', path: '/', status: 404 },
])('refuses $method $path', async ({ method, path, status }) => {
  const { ask } = await startControl();
  expect(await ask(method, path)).toMatchObject({ status, body: { error: expect.any(String) } });
});

test('a history is sent as it is, and one that is not kept is not found', async () => {
  const rest = { state: () => ({}), mark: () => ({}), finish: async () => ({}) };
  const kept = await serveControl({ ...rest, history: () => '{"a":1}\n{"a":2}\n' }, 0);
  const none = await serveControl(rest, 0);
  onTestFinished(() => {
    kept.server.close();
    none.server.close();
  });
  expect(await (await fetch(`http://127.0.0.1:${kept.port}/history`)).text()).toBe('{"a":1}\n{"a":2}\n');
  expect((await fetch(`http://127.0.0.1:${none.port}/history`)).status).toBe(404);
});
