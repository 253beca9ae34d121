import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellEnvironment } from '../cluster/src/index.ts';
import type { GuideStep } from './guide-steps.ts';
import { runBash } from './run-bash.ts';
import type { TestBed } from './test-bed.ts';

/** A wait of five minutes is the longest that a page shows. */
const timeoutMs = 330_000;

/** A shell as a reader of the guides has it: kubectl goes to one namespace of the cluster unless told otherwise. */
export type GuideShell = {
  /** @returns what it printed. @throws Error with the page, the line and what was printed where it fails or prints something else */
  readonly run: (step: Pick<GuideStep, 'at' | 'command' | 'input' | 'prints'>) => Promise<string>;
  /** Removes its kubeconfig. */
  readonly close: () => void;
};

export async function openGuideShell({ cluster }: TestBed, namespace: string): Promise<GuideShell> {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  const env = shellEnvironment(kubeconfigPath);
  writeFileSync(kubeconfigPath, await cluster.kubectl(['config', 'view', '--minify', '--flatten', '--raw']), { mode: 0o600 });
  await runBash(`kubectl config set-context --current --namespace ${namespace}`, { env, timeoutMs });
  return {
    run: async ({ at, command, input, prints }) => {
      const options = { env, input: input && withNamesOf(namespace, input), timeoutMs };
      const printed = await runBash(withNamesOf(namespace, command), options).catch((error: Error) => {
        throw new Error(`${at} ${error.message}`);
      });
      if (prints?.test(printed) === false) throw new Error(`${at} did not print ${prints}, but\n${printed.slice(-4000)}`);
      return printed;
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

/** The text of a page with what has another name here: its namespace, and the image of an application of the reader's. */
export function withNamesOf(namespace: string, text: string): string {
  return text
    .replaceAll(/(?<=--namespace )shop(?![\w-])/g, namespace)
    .replaceAll(/\bregistry\.example\.com\/shop(?![\w-])/g, 'redis:8.0.2');
}
