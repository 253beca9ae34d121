import type { ServerResponse } from 'node:http';
import { waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer, ScriptedServer } from '../test/scripted-server.ts';
import { connect, type KubeClient } from './client.ts';
import { resources } from './resource.ts';

let server: ScriptedServer;
let kube: KubeClient;

beforeEach(async () => {
  server = new ScriptedServer();
  await server.start();
  kube = connect({ kubeconfig: server.kubeconfig, userAgent: 'test/1.0' });
});
afterEach(async () => {
  await kube.close();
  await server.stop();
});

type Moment = (response: ServerResponse, isWatch: boolean) => void;

const listed = (response: ServerResponse) => answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });

/** Where a watch is when it is stopped, by what the server has done for it so far. */
test.for<[string, Moment, isWatching: boolean]>([
  ['asks for the list', () => {}, false],
  ['reads the list', (response) => response.writeHead(200).write('{"metadata":'), false],
  ['waits after a failure', (response) => answer(response, 500, {}), false],
  ['asks for the watch', (response, isWatch) => (isWatch ? undefined : listed(response)), true],
  ['reads the watch', (response, isWatch) => (isWatch ? response.writeHead(200).flushHeaders() : listed(response)), true],
  ['reads half an event', (response, isWatch) => (isWatch ? response.writeHead(200).write('{"type":') : listed(response)), true],
])('a watch that %s leaves nothing open when it is stopped, and asks no more', async ([_where, moment, isWatching]) => {
  const asked: boolean[] = [];
  server.handle = ({ url }, response) => {
    asked.push(url.searchParams.has('watch'));
    moment(response, url.searchParams.has('watch'));
  };
  const watch = kube.watch(resources.pods, {}, () => {});
  await waitFor('the request', () => asked.at(-1) === isWatching);
  const requests = asked.length;
  await watch.stop();
  await kube.close();
  await waitFor('every connection to close', () => server.open.size === 0);
  expect(asked).toHaveLength(requests);
});

test('stopping one of many watches cuts its connection alone', async () => {
  const streams: ServerResponse[] = [];
  server.handle = ({ url }, response) => {
    if (!url.searchParams.has('watch')) return listed(response);
    streams.push(response);
    response.writeHead(200).flushHeaders();
  };
  const watches = [resources.pods, resources.services, resources.secrets].map((resource) => kube.watch(resource, {}, () => {}));
  await waitFor('all watches', () => streams.length === 3);
  await Promise.all(watches.slice(0, 1).map((watch) => watch.stop()));
  await waitFor('one stream to end', () => streams.filter(({ closed }) => closed).length === 1);
  expect(streams.filter(({ closed }) => !closed)).toHaveLength(2);
});
