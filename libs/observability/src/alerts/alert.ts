/** A page for whoever is woken up. */
export type Runbook = {
  /** What is the case, and since when it has been looked at. */
  readonly meaning: string;
  /** What clients notice, and what may come of it. */
  readonly impact: string;
  /** Where to look, in this order. Commands in backquotes. */
  readonly look: readonly string[];
  /** What helps. */
  readonly remedy: readonly string[];
};

export type Alert = {
  /** Stays the same for ever: silences and routes name it. */
  readonly name: string;
  /** critical: clients are served badly or data is in danger; warning: they will be; info: to be read beside others. */
  readonly severity: 'critical' | 'warning' | 'info';
  readonly expr: string;
  /** For how long it must be so, as Prometheus writes it: `2m`. */
  readonly for: string;
  readonly summary: string;
  readonly description: string;
  readonly runbook: Runbook;
};

export type AlertGroup = { readonly name: string; readonly title: string; readonly alerts: readonly Alert[] };
