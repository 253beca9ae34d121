import type * as units from '@grafana/grafana-foundation-sdk/units';

/** One of the units that Grafana knows. */
export type Unit = Extract<(typeof units)[keyof typeof units], string>;

export type Query = {
  /** PromQL with the dashboard's variables. */
  readonly expr: string;
  /** How a series is called, such as `{{pod}}`. */
  readonly legend: string;
};

/** What must be there, or have happened, for a panel to show anything; most need nothing. */
export type Need =
  /** Metrics of the kubelets, such as how full volumes are. */
  | 'Kubelets'
  /** An act of an operator, or a fault. */
  | 'Act'
  /** An error of Redis' commands. */
  | 'RedisError'
  /** A group of consumers that has committed something. */
  | 'ConsumerGroup'
  /** A cluster with TLS. */
  | 'Encryption'
  /** An alert that fires. */
  | 'Alert';

export type Panel = {
  readonly title: string;
  /** What it shows, and what is normal. */
  readonly description: string;
  readonly view: 'TimeSeries' | 'Stat' | 'States' | 'Table';
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** The alert whose runbook says what to do. */
  readonly alert?: string;
  readonly needs?: Need;
  /** Upper bound of the axis, such as 1 for a share. */
  readonly max?: number;
};

export type Row = { readonly title: string; readonly panels: readonly Panel[] };
