import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandProblems } from './check-command.ts';
import { repositoryFacts } from './command-facts.ts';
import { parseShell } from './shell-words.ts';
import { shownCommands, shownTexts } from './shown-commands.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const facts = repositoryFacts(root);
const problemsOf = (script: string) => parseShell(script).flatMap((command) => commandProblems(command, facts));

test('every command of every page names what there is', () => {
  const pages = execFileSync('git', ['ls-files', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/*.md'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const shown = pages
    .split('\n')
    .flatMap((page) => shownCommands(readFileSync(join(root, page), 'utf8')).map((command) => ({ page, command })));
  expect(shown.length).toBeGreaterThan(100);
  const problems = shown.flatMap(({ page, command }) =>
    commandProblems(command, facts).map((problem) => `${page}: ${command.join(' ').slice(0, 100)}: ${problem}`),
  );
  expect(problems).toEqual([]);
});

test.for([
  ['kubectl get --frobnicate dataservices', 'kubectl get has no flag --frobnicate'],
  ['kubectl gett pods', 'kubectl has no command gett'],
  ['kubectl -n shop get redisclusterz.dataservices.dev', 'there is no kind redisclusterz.dataservices.dev'],
  ['kubectl wait redisclusters.dataservices.dev/cart --for=condition=Setled', 'there is no condition Setled'],
  [
    'kubectl annotate redisclusters.dataservices.dev cart dataservices.dev/restrat=1',
    'there is no annotation or label dataservices.dev/restrat',
  ],
  ['kubectl delete pvc -l dataservices.dev/clutser=cart', 'there is no annotation or label dataservices.dev/clutser'],
  ['kubectl explain redisclusters.dataservices.dev.spec.strage', 'redisclusters.dataservices.dev has no field spec.strage'],
  [
    `kubectl patch redisclusters.dataservices.dev cart --type merge -p '{"spec":{"replica":1}}'`,
    'redisclusters.dataservices.dev has no field spec.replica',
  ],
  [`kubectl patch redisclusters.dataservices.dev cart -p '{spec}'`, 'this patch is no JSON: {spec}'],
  [
    `kubectl get redisclusters.dataservices.dev cart -o jsonpath='{.status.leder}'`,
    'redisclusters.dataservices.dev has no field status.leder',
  ],
  ['kubectl apply -f examples/nothing.yaml', 'there is no file examples/nothing.yaml'],
  ['helm install x charts/dataservices --set image.repo=x', 'charts/dataservices has no value image.repo'],
  ['helm install x charts/nothing', 'there is no chart charts/nothing'],
  ['helm upgrade x charts/dataservices --value x', 'helm upgrade has no flag --value'],
  ['helm instal x', 'helm has no command instal'],
  ['npm run -s simulat', 'there is no script simulat'],
  ['npx eslint', 'npx eslint is not of this repository'],
  ['node tools/nothing.ts', 'there is no file tools/nothing.ts'],
  ['echo "$(kubctl get pods)" | base64 -d', 'unknown program kubctl', 'unknown program echo'],
] as const)('%s: %s', ([script, ...problems]) => {
  expect(problemsOf(script)).toEqual(problems);
});

test.for([
  'kubectl --namespace shop scale redisclusters.dataservices.dev/cart --replicas 5',
  'kubectl -n NAMESPACE get pods -l dataservices.dev/cluster=NAME -o wide',
  `kubectl get secret cart -o jsonpath='{.data.password}' | base64 -d`,
  'helm install x charts/dataservices --set image.repository=x --create-namespace',
  'kubectl annotate redisclusters.dataservices.dev cart dataservices.dev/dry-run-',
  'npm test',
])('nothing is wrong with %s', (script) => {
  expect(problemsOf(script)).toEqual([]);
});

test('words end where the shell ends them', () => {
  expect(parseShell(`a 'b c' "d $(e f) \\"g" \\\n  h=i # not\nj|k && l;`)).toEqual([
    ['e', 'f'],
    ['a', 'b c', 'd $() "g', 'h=i'],
    ['j'],
    ['k'],
    ['l'],
  ]);
  expect(() => parseShell(`a 'b`)).toThrow('not closed');
  expect(() => parseShell('a $(b')).toThrow('not closed');
});

const page =
  'Run `kubectl get x` as `kubectl` or `b c`.\n\n```sh\na b # not c\n# nor this\nd "$(\n  e)" \\\n  f\ng\n```\n\n```console\n$ h i\noutput\n```\n\n```yaml\nj: k\n```\n\n```ts\nl;\n```\n\nThen `npm test`.\n';

test('a page shows the commands of shell blocks, of consoles and of spans with arguments, and YAML, each with its line', () => {
  expect(shownTexts(page)).toEqual([
    { language: 'sh', line: 1, text: 'kubectl get x' },
    { language: 'sh', line: 4, text: 'a b # not c' },
    { language: 'sh', line: 6, text: 'd "$(\n  e)" \\\n  f' },
    { language: 'sh', line: 9, text: 'g' },
    { language: 'sh', line: 13, text: 'h i' },
    { language: 'yaml', line: 18, text: 'j: k\n' },
    { language: 'sh', line: 25, text: 'npm test' },
  ]);
  expect(shownCommands(page)).toEqual([['kubectl', 'get', 'x'], ['a', 'b'], ['e'], ['d', '$()', 'f'], ['g'], ['h', 'i'], ['npm', 'test']]);
});

test('a command that does not end is told', () => {
  expect(() => shownTexts("```sh\na 'b\n```\n")).toThrow("no end: a 'b");
});
