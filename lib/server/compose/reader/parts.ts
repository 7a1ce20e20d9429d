import 'server-only';
import { isSet, readEach, readKeys, readNames } from './keys';
import { readOptions } from './network';
import { asBool, asDuration, asInt, asString, asStrings, invalid, type Path, type Yaml } from './scalars';

const conditions = ['service_started', 'service_healthy', 'service_completed_successfully'] as const;

export interface Dependency {
  condition: (typeof conditions)[number];
  restart?: true;
  required: boolean;
}

function conditionOf(value: Yaml | undefined, at: Path): Dependency['condition'] {
  const condition = conditions.find((known) => known === (value ?? 'service_started'));
  if (!condition) throw invalid(at, 'is not a condition that Compose knows');
  return condition;
}

export function readDependsOn(value: Yaml, path: Path): Record<string, Dependency> {
  if (Array.isArray(value)) return readNames(value, path, { condition: 'service_started', required: true });
  return readEach(value, path, (item, at) =>
    readKeys(
      item,
      at,
      {
        condition: conditionOf,
        restart: isSet,
        required: (isRequired: Yaml | undefined, here) =>
          isRequired === undefined || asBool(isRequired, here),
      },
      ['condition', 'required'],
    ),
  );
}

/** Lengths of time in nanoseconds, like all of a service. */
export type HealthCheck = ReturnType<typeof readHealthCheck>;

export function readHealthCheck(value: Yaml, path: Path) {
  return readKeys(value, path, {
    test: (test, at) => (typeof test === 'string' ? ['CMD-SHELL', test] : asStrings(test, at)),
    timeout: asDuration,
    interval: asDuration,
    retries: asInt,
    start_period: asDuration,
    start_interval: asDuration,
    disable: isSet,
  });
}

export function readLogging(value: Yaml, path: Path) {
  return readKeys(value, path, { driver: asString, options: readOptions });
}

export function readUlimits(value: Yaml, path: Path) {
  return readEach(value, path, (item, at) =>
    typeof item === 'number' || typeof item === 'string'
      ? asInt(item, at)
      : readKeys(item, at, { soft: asInt, hard: asInt }, ['soft', 'hard']),
  );
}
