/** What a dashboard and an alert rule are, whatever draws or evaluates them. */
import type { SourceId } from '@/lib/pipeline/components';
import type { Movable } from './movable';

export type Unit =
  | 'bytes'
  | 'bytes-per-second'
  | 'celsius'
  | 'cores'
  | 'count'
  | 'milliseconds'
  /** Seconds since 1970. */
  | 'moment'
  /** Of what nobody knows. */
  | 'number'
  | 'per-second'
  /** From 0 to 100. */
  | 'percent'
  | 'seconds'
  /** From 0 to 1. */
  | 'share';

export interface Expression {
  /** PromQL with the variable `$cluster`: the names of the Pis that are looked at. */
  promql: string;
  /** With labels in double braces. */
  legend: string;
}

/** From where on a value is worth a look, and from where on it is bad; `below`: the less, the worse. */
export interface Thresholds {
  side: 'above' | 'below';
  warning: number | Movable;
  critical?: number | Movable;
}

/** A value that stands for a state. */
export interface State {
  value: number;
  words: string;
  level: 'good' | 'warning' | 'critical';
}

interface PanelShape {
  /** One word or two for links; stays as it is from version to version. */
  id: string;
  /** What a person asks, and the title. */
  question: string;
  expressions: readonly [Expression, ...Expression[]];
  unit: Unit;
  thresholds?: Thresholds;
  /** How the ids of the findings begin that answer it, on the Pi itself: `target` is all of `target-down-aws`. */
  findings?: readonly string[];
  /** What has to be known to read it. */
  note?: string;
  /** Why nothing may stand here although all is well. */
  emptyWhen?: string;
}

export type Panel = PanelShape &
  (
    | { kind: 'timeseries' }
    /** The newest value. */
    | { kind: 'stat' }
    /** Over time, one row each. */
    | { kind: 'state'; states: readonly [State, ...State[]] }
    /** The newest values: headings by label, and the heading of the value; null: the value says nothing. */
    | {
        kind: 'table';
        columns: Readonly<Record<string, string>>;
        value: string | null;
        /** In Grafana, more columns: labels whose values are web addresses. */
        links?: Readonly<Record<string, string>>;
      }
  );

export type PanelKind = Panel['kind'];

/** One rule for all Pis: its expression keeps the label `cluster`, so each Pi has an alert of its own. */
export interface AlertRule {
  /** Stays as it is from version to version. */
  name: string;
  /** In some words, for a list. */
  title: string;
  severity: 'critical' | 'warning';
  /** PromQL of what is watched, for every Pi. */
  watched: string;
  /** It fires where the comparison holds. */
  is: '>' | '<' | '==';
  limit: number | Movable;
  /** What has to hold besides. */
  and?: string;
  /** For so long without a break. */
  forMinutes: number;
  /** One line with labels as `{{ $labels.cluster }}`; of one whose limit may be moved with the limit in words, `80 °C`. */
  summary: string | ((limit: string) => string);
  /** What it means and what to do. */
  description: string;
  /** The finding of docs/findings.md that says the same on the Pi. */
  finding?: string;
  /** Why what is watched has no series although all is well. */
  emptyWhen?: string;
}

export interface Dashboard {
  /** Also the address in Grafana, after `weir-`; stays as it is from version to version. */
  id: string;
  title: string;
  about: string;
  /** What it is of; left out: the pipeline itself. */
  source?: SourceId;
  panels: readonly Panel[];
  rules: readonly AlertRule[];
}
