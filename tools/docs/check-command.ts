import { kubectlProblems } from './check-kubectl.ts';
import type { CommandFacts } from './command-facts.ts';
import { parseArguments } from './program-flags.ts';
import { type Command, substituted } from './shell-words.ts';

/** What is not ours to check. A program that is not here is a slip of the pen, or is to be added. */
const others = ['base64', 'cosign', 'git', 'grep', 'openssl', 'podman', 'sed', 'trivy', 'xargs'];

/** What would go wrong in a command of a guide, as far as it can be told without running it. */
export function commandProblems([program = '', ...words]: Command, facts: CommandFacts): readonly string[] {
  if (program === 'kubectl') return kubectlProblems(words, facts);
  if (program === 'helm') return helmProblems(words, facts);
  if (program === 'npm') return npmProblems(words, facts);
  if (program === 'npx') return words[0] === 'vitest' || words[0] === 'node' ? [] : [`npx ${words[0]} is not of this repository`];
  if (program === 'node') return words[0]?.startsWith('-') || facts.exists(words[0] ?? '') ? [] : [`there is no file ${words[0]}`];
  return others.includes(program) ? [] : [`unknown program ${program}`];
}

function npmProblems(words: readonly string[], { scripts }: CommandFacts): readonly string[] {
  const [verb = '', name = ''] = words.filter((word) => word !== '-s');
  if (['ci', 'install'].includes(verb)) return [];
  const script = verb === 'run' ? name : verb;
  return scripts.includes(script) ? [] : [`there is no script ${script}`];
}

function helmProblems([verb = '', ...words]: readonly string[], facts: CommandFacts): readonly string[] {
  const flags = facts.flags('helm', verb);
  if (flags === undefined) return [`helm has no command ${verb}`];
  const { positionals, values, unknown } = parseArguments(words, flags);
  const chart = positionals.find((word) => word.startsWith('charts/'));
  const missing = chart === undefined || facts.exists(`${chart}/Chart.yaml`) ? [] : [`there is no chart ${chart}`];
  const settings = values.filter(([flag]) => flag === '--set').map(([, value]) => value.split('=')[0] ?? '');
  const wrong = chart === undefined || missing.length > 0 ? [] : settings.filter((path) => !facts.hasValue(chart, path.split('.')));
  return [
    ...unknown.map((flag) => `helm ${verb} has no flag ${flag}`),
    ...missing,
    ...wrong.filter((path) => path !== substituted).map((path) => `${chart} has no value ${path}`),
  ];
}
