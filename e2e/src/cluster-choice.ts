import type { ClusterOptions } from '../cluster/src/index.ts';

/** Which cluster a run uses, in a form that can be handed on to another process. */
export type ClusterChoice = Pick<ClusterOptions, 'name' | 'networkPolicies' | 'kubeconfigPath' | 'context' | 'registry'>;

const variable = 'DATASERVICES_E2E_CLUSTER';

/** The environment entry that tells test processes of the chosen cluster. Nobody sets it by accident, as KUBECONFIG may be. */
export function choiceAsEnvironment(choice: ClusterChoice): Readonly<Record<string, string>> {
  return { [variable]: JSON.stringify(choice) };
}

/** @throws Error where no cluster was chosen */
export function choiceFromEnvironment(env: Readonly<Record<string, string | undefined>>): ClusterChoice {
  const text = env[variable];
  if (text === undefined) throw new Error(`no cluster was chosen (${variable} is not set): run the scenarios with npm run e2e`);
  return JSON.parse(text) as ClusterChoice;
}
