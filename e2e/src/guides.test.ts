import { describe, expect, test } from 'vitest';
import { parseShell } from '../../tools/docs/shell-words.ts';
import { shownTexts } from '../../tools/docs/shown-commands.ts';
import { guideSteps, staleEntries } from './guide-steps.ts';
import { guides } from './guides.ts';
import { readPage } from './read-page.ts';

const pages = guides.flatMap((guide) => guide.pages);
const programs = ['kubectl', 'npm', 'base64', 'cat', 'openssl'];
const changing = ['annotate', 'delete', 'patch', 'scale'];
/** Kinds that live in a namespace. */
const namespacedKind = /^(?:pods?|pvc|secret|(?:[a-z]+cluster|autoscaler)s\.dataservices\.dev)$/;
const elsewhere = ['-A', '--all-namespaces', '--context', '--kubeconfig', '--server'];

/** What a command would do outside of the namespace of its guide, or cannot do at all. */
function problemsOf([program = '', ...words]: readonly string[]): readonly string[] {
  if (!programs.includes(program)) return [`runs ${program}`];
  if (program !== 'kubectl') return [];
  const namespaceAt = words.findIndex((word) => word === '-n' || word === '--namespace');
  const namespace = namespaceAt < 0 ? 'shop' : words[namespaceAt + 1];
  const [verb = '', ...operands] = namespaceAt === 0 ? words.slice(2) : words;
  const kind = operands.find((word) => !word.startsWith('-')) ?? '';
  return [
    ...words.filter((word) => elsewhere.includes(word)).map((word) => `goes elsewhere with ${word}`),
    ...(namespace === 'shop' || verb === 'logs' ? [] : [`goes to ${namespace}`]),
    ...(changing.includes(verb) && !namespacedKind.test(kind.split('/')[0] ?? '') ? [`changes ${kind}`] : []),
    ...(['port-forward', 'proxy'].includes(verb) || words.includes('--watch') ? ['never ends'] : []),
    ...words.filter((word) => /<[a-z]|…/.test(word)).map((word) => `leaves ${word} to its reader`),
  ];
}

test('the guides are those of a first day and of the services', () => {
  expect(pages.map(({ page }) => page).toSorted()).toEqual(
    ['autoscaling', 'connect', 'kafka', 'rabbitmq', 'redis', 'start', 'zookeeper'].map((name) => `docs/${name}.md`),
  );
});

describe.for(pages)('of $page', (guide) => {
  const markdown = readPage(guide.page);
  const steps = guideSteps(guide, markdown);

  test('everything is run, or is not run for a reason', () => {
    const reasons = Object.entries(guide.notRun);
    const forgotten = shownTexts(markdown).filter(
      ({ line, text }) =>
        !steps.some(({ at }) => at === `${guide.page}:${line}`) &&
        !reasons.some(([beginning, reason]) => text.startsWith(beginning) && reason !== ''),
    );
    expect(forgotten).toEqual([]);
    expect(steps.length).toBeGreaterThan(1);
  });

  test('nothing is listed that is not there any more', () => {
    expect(staleEntries(guide, markdown)).toEqual([]);
  });

  test('what is run ends by itself and stays in its namespace', () => {
    const shown = steps.filter(({ at }) => at.startsWith(guide.page));
    const problems = shown.flatMap(({ at, command }) =>
      parseShell(command)
        .flatMap(problemsOf)
        .map((problem) => `${at} ${problem}: say in guides.ts why it is not run`),
    );
    expect(problems).toEqual([]);
  });
});

test.for([
  ['kubectl delete crd x', 'changes crd'],
  ['kubectl --namespace shop delete namespace shop', 'changes namespace'],
  ['kubectl -n kube-system delete pod x', 'goes to kube-system'],
  ['kubectl get pods -A', 'goes elsewhere with -A'],
  ['kubectl logs <name>', 'leaves <name> to its reader'],
  ['kubectl port-forward pod/x 1', 'never ends'],
  ['helm uninstall x', 'runs helm'],
] as const)('%s would be told: %s', ([command, problem]) => {
  expect(parseShell(command).flatMap(problemsOf)).toEqual([problem]);
});
