import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type { JobSettings } from '@/lib/pipeline/sources/aws/job';
import { readYaml, setValue } from '../../files/yaml/edit';
import { readItems, setItems } from '../../files/yaml/items';
import type { YamlPath } from '../../files/yaml/source';
import type { YamlMapping } from '../../files/yaml/text';
import { listOf, record } from './job-settings';

type Metric = JobSettings['metrics'][number];

/** A metric as YACE reads it. @param nilToZero of its job */
export const metricMapping = (
  { name, statistics, nilToZero: own, period, length }: Metric,
  nilToZero: boolean,
): YamlMapping => ({
  ...{ name, statistics },
  ...(period !== null && { period }),
  ...(length !== null && { length }),
  ...(own !== nilToZero && { nilToZero: own }),
});

/**
 * YACE's configuration with a job of it changed in place: no line differs but those of what was asked.
 * @param path of the job @param now what it asks for @throws AppError invalid-stack where it cannot be edited
 */
export function editJob(text: string, path: YamlPath, now: JobSettings, wanted: JobSettings): string {
  const at = (...keys: YamlPath) => [...path, ...keys];
  const set = (edited: string, [key, after]: readonly ['period' | 'length' | 'delay', string]) =>
    now[key] === wanted[key] ? edited : setValue(edited, at(key), wanted[key], after);
  const places = [
    ['period', 'dimensionNameRequirements'],
    ['length', 'period'],
    ['delay', 'length'],
  ] as const;
  const timed = places.reduce(set, text);
  return withTags(withMetrics(timed, path, now, wanted), at('searchTags'), now, wanted);
}

function withMetrics(text: string, path: YamlPath, now: JobSettings, wanted: JobSettings): string {
  const list = [...path, 'metrics'];
  const nilToZero = record(readYaml(text, path)).nilToZero === true;
  const isWanted = ({ value }: { value: YamlMapping }) =>
    wanted.metrics.some(({ name }) => name === value.name);
  const present = readItems(text, list);
  const added = wanted.metrics.filter(({ name }) => !now.metrics.some((one) => one.name === name));
  const items = [
    ...present.filter(isWanted),
    ...added.map((metric) => ({ value: metricMapping(metric, nilToZero) })),
  ];
  const isSame = added.length === 0 && items.length === present.length;
  const edited = isSame ? text : setItems(text, list, items);
  return now.metrics.reduce((edited, before) => {
    const metric = wanted.metrics.find(({ name }) => name === before.name);
    if (metric === undefined || isDeepStrictEqual(before, metric)) return edited;
    const index = listOf(readYaml(edited, list)).findIndex((one) => record(one).name === before.name);
    return editMetric(edited, [...list, index], before, metric, nilToZero);
  }, edited);
}

function editMetric(text: string, path: YamlPath, now: Metric, wanted: Metric, nilToZero: boolean): string {
  const at = (key: string) => [...path, key];
  let edited = text;
  if (!isDeepStrictEqual(now.statistics, wanted.statistics))
    edited = setValue(edited, at('statistics'), wanted.statistics, 'name');
  if (now.period !== wanted.period) edited = setValue(edited, at('period'), wanted.period, 'statistics');
  if (now.length !== wanted.length) edited = setValue(edited, at('length'), wanted.length, 'period');
  if (now.nilToZero !== wanted.nilToZero)
    edited = setValue(edited, at('nilToZero'), wanted.nilToZero === nilToZero ? null : wanted.nilToZero);
  return edited;
}

function withTags(text: string, path: YamlPath, now: JobSettings, wanted: JobSettings): string {
  const tags = wanted.searchTags;
  if (isDeepStrictEqual(now.searchTags, tags)) return text;
  if (tags.length === now.searchTags.length)
    return tags.reduce(
      (edited, { key, value }, i) =>
        setValue(setValue(edited, [...path, i, 'key'], key), [...path, i, 'value'], value),
      text,
    );
  const isIn = (all: JobSettings['searchTags'], tag: (typeof tags)[number]) =>
    all.some((one) => isDeepStrictEqual(one, tag));
  // A tag that has another value alone keeps its lines, and what is said beside them.
  const valued = now.searchTags.reduce<string>((edited, tag, i) => {
    const other = tags.find((one) => one.key === tag.key && !isIn(now.searchTags, one));
    const isSole = now.searchTags.filter(({ key }) => key === tag.key).length === 1;
    return isIn(tags, tag) || other === undefined || !isSole
      ? edited
      : setValue(edited, [...path, i, 'value'], other.value);
  }, text);
  const left = readItems(valued, path);
  const items = tags.map((tag) => {
    const same = left.findIndex(({ value }) => value.key === tag.key && value.value === tag.value);
    return same === -1 ? { value: { ...tag } } : (left.splice(same, 1)[0] ?? { value: { ...tag } });
  });
  return setItems(valued, path, items);
}
