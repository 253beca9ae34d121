export type Needs = 'packages' | 'images' | 'control-plane' | 'cluster';
export type Plan = { readonly program: string; readonly args: readonly string[]; readonly needs: Needs };

export const commandNames: readonly string[];

/** What to run, with absolute paths; nothing for a name that is no command. */
export function commandPlan(name: string, args: readonly string[]): Plan | undefined;
