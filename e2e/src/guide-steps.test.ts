import { describe, expect, test } from 'vitest';
import { type GuidePage, guideSteps, staleEntries } from './guide-steps.ts';

const markdown = `Run \`kubectl get x\`, as \`kubectl get\` goes:

\`\`\`sh
kubectl scale \\
  y # to more
kubectl wait y
kubectl get z --watch
\`\`\`

\`\`\`yaml
spec:
  users: []
\`\`\`

\`\`\`yaml
kind: Whole
\`\`\`
`;

const guide: GuidePage = {
  page: 'docs/page.md',
  before: ['kubectl apply -f w'],
  fragments: { command: 'kubectl patch y', head: 'before: it\n' },
  notRun: { 'kubectl get z': 'it never ends' },
  after: { 'kubectl wait y': ['kubectl get more'] },
  prints: { 'kubectl get x': /x/ },
};

const steps = guideSteps(guide, markdown);

describe('the steps of a page', () => {
  test('are all that it shows, in its order, with what comes before and after', () => {
    expect(steps.map(({ at, title }) => `${at} ${title}`)).toEqual([
      'before docs/page.md kubectl apply -f w',
      'docs/page.md:1 kubectl get x',
      'docs/page.md:4 kubectl scale \\ y # to more',
      'docs/page.md:6 kubectl wait y',
      'after docs/page.md:6 kubectl get more',
      'docs/page.md:11 spec: users: []',
      'docs/page.md:16 kind: Whole',
    ]);
  });

  test('are run as they are written', () => {
    expect(steps[2]?.command).toBe('kubectl scale \\\n  y # to more');
  });

  test('say what is printed', () => {
    expect(steps.map(({ prints }) => prints)).toEqual([undefined, /x/, undefined, undefined, undefined, undefined, undefined]);
  });

  test('settle one after another, but for what the page waits for itself', () => {
    expect(steps.map(({ settles }) => settles)).toEqual([true, true, false, true, true, true, true]);
  });

  test('give the part of another object to what takes that', () => {
    const other = { ...guide, otherFragments: { 'spec:\n  users:': { command: 'kubectl patch z' } } };
    expect(guideSteps(other, markdown).at(-2)).toMatchObject({ command: 'kubectl patch z', input: 'spec:\n  users: []\n' });
    expect(staleEntries({ ...guide, otherFragments: { 'status:': { command: '' } } }, markdown)).toEqual(['status:']);
  });

  test('apply YAML that is an object, and give a part of one to what takes it', () => {
    expect(steps.slice(-2).map(({ command, input }) => [command, input])).toEqual([
      ['kubectl patch y', 'before: it\nspec:\n  users: []\n'],
      ['kubectl apply -f -', 'kind: Whole\n'],
    ]);
  });
});

test('YAML that is a part of nothing known is told with its place', () => {
  const { fragments, ...unknown } = guide;
  expect(() => guideSteps(unknown, markdown)).toThrow('docs/page.md:11: nothing says what this is a part of');
});

test('an entry that nothing on the page begins with is stale, and so is one about what is not run', () => {
  expect(staleEntries(guide, markdown)).toEqual([]);
  const stale = { notRun: { ...guide.notRun, helm: 'gone' }, after: { 'kubectl get z': [] }, prints: { 'kubectl get q': /q/ } };
  expect(staleEntries({ ...guide, ...stale }, markdown)).toEqual(['helm', 'kubectl get z', 'kubectl get q']);
});
