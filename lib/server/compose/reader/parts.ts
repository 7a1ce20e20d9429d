import 'server-only';
import { onlyKeys } from './keys';
import { readOptions } from './network';
import {
  asBool,
  asDuration,
  asInt,
  asMap,
  asString,
  asStrings,
  invalid,
  type Path,
  sorted,
  type Yaml,
} from './scalars';

const conditions = ['service_started', 'service_healthy', 'service_completed_successfully'] as const;

export interface Dependency {
  condition: (typeof conditions)[number];
  restart?: true;
  required: boolean;
}

export interface HealthCheck {
  test?: string[];
  /** Nanoseconds, like all durations of a service. */
  timeout?: number;
  interval?: number;
  retries?: number;
  start_period?: number;
  start_interval?: number;
  disable?: true;
}

export function readDependsOn(value: Yaml, path: Path): Record<string, Dependency> {
  if (Array.isArray(value)) {
    const started = asStrings(value, path).map((name): [string, Dependency] => [
      name,
      { condition: 'service_started', required: true },
    ]);
    return sorted(Object.fromEntries(started));
  }
  const entries = Object.entries(asMap(value, path)).map(([name, item]): [string, Dependency] => {
    const at = `${path}.${name}`;
    const raw = asMap(item, at);
    onlyKeys(raw, at, ['condition', 'restart', 'required']);
    const condition = conditions.find((known) => known === (raw.condition ?? 'service_started'));
    if (!condition) throw invalid(`${at}.condition`, 'is not a condition that Compose knows');
    const dependency = { condition } as Dependency;
    if (raw.restart !== undefined && asBool(raw.restart, `${at}.restart`)) dependency.restart = true;
    dependency.required = raw.required === undefined || asBool(raw.required, `${at}.required`);
    return [name, dependency];
  });
  return sorted(Object.fromEntries(entries));
}

export function readHealthCheck(value: Yaml, path: Path): HealthCheck {
  const raw = asMap(value, path);
  onlyKeys(raw, path, [
    'test',
    'timeout',
    'interval',
    'retries',
    'start_period',
    'start_interval',
    'disable',
  ]);
  const check: HealthCheck = {};
  if (typeof raw.test === 'string') check.test = ['CMD-SHELL', raw.test];
  else if (raw.test !== undefined) check.test = asStrings(raw.test, `${path}.test`);
  if (raw.timeout !== undefined) check.timeout = asDuration(raw.timeout, `${path}.timeout`);
  if (raw.interval !== undefined) check.interval = asDuration(raw.interval, `${path}.interval`);
  if (raw.retries !== undefined) check.retries = asInt(raw.retries, `${path}.retries`);
  if (raw.start_period !== undefined)
    check.start_period = asDuration(raw.start_period, `${path}.start_period`);
  if (raw.start_interval !== undefined)
    check.start_interval = asDuration(raw.start_interval, `${path}.start_interval`);
  if (raw.disable !== undefined && asBool(raw.disable, `${path}.disable`)) check.disable = true;
  return check;
}

export function readLogging(value: Yaml, path: Path): { driver?: string; options?: Record<string, string> } {
  const raw = asMap(value, path);
  onlyKeys(raw, path, ['driver', 'options']);
  return {
    ...(raw.driver !== undefined && { driver: asString(raw.driver, `${path}.driver`) }),
    ...(raw.options !== undefined && { options: readOptions(raw.options, `${path}.options`) }),
  };
}

export function readUlimits(
  value: Yaml,
  path: Path,
): Record<string, number | { soft?: number; hard?: number }> {
  const entries = Object.entries(asMap(value, path)).map(([name, item]) => {
    const at = `${path}.${name}`;
    if (typeof item === 'number' || typeof item === 'string') return [name, asInt(item, at)] as const;
    const raw = asMap(item, at);
    onlyKeys(raw, at, ['soft', 'hard']);
    return [name, { soft: asInt(raw.soft, `${at}.soft`), hard: asInt(raw.hard, `${at}.hard`) }] as const;
  });
  return sorted(Object.fromEntries(entries));
}
