import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AppError } from '@/lib/server/errors';
import { setList } from '@/lib/server/files/yaml/edit';
import { setItems } from '@/lib/server/files/yaml/items';
import { removeKey, setMapping, setScalar } from '@/lib/server/files/yaml/keys';
import type { YamlMapping } from '@/lib/server/files/yaml/text';
import { corpus } from '../../support/cases/corpus';
import { type Random, random, testSeed } from '../../support/run/random';

/** With those of env-property.test.ts more than 10,000. */
const RUNS = 4500;
type Path = (string | number)[];
type Data = Record<string, unknown>;

interface Step {
  what: string;
  path: Path;
  /** The value that is meant to be there; undefined: nothing. */
  value: unknown;
  edit: (text: string) => string;
}

/** A reading of its own, not that of the code under test. */
function read(text: string): unknown {
  const shared = parse(text, { merge: true, maxAliasCount: 1000 }) as unknown;
  return JSON.parse(JSON.stringify(shared)) as unknown;
}

function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], data);
}

function withValue(data: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(data) as Data;
  let holder = copy;
  for (const key of path.slice(0, -1)) {
    holder[key] ??= {};
    holder = holder[key] as Data;
  }
  const last = path.at(-1) ?? '';
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

/** Paths of all values of a kind. */
function pathsOf(data: unknown, fits: (value: unknown) => boolean, path: Path = []): Path[] {
  const own = fits(data) ? [path] : [];
  if (typeof data !== 'object' || data === null) return own;
  const children = Array.isArray(data) ? [...data.entries()] : Object.entries(data);
  return [...own, ...children.flatMap(([key, value]) => pathsOf(value, fits, [...path, key]))];
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;
const isMapping = (value: unknown) => !isScalar(value) && !Array.isArray(value);
const isTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');

function jobsOf(data: unknown): Data[] {
  const { scrape_configs: jobs, discovery } = data as {
    scrape_configs?: Data[];
    discovery?: { jobs: Data[] };
  };
  return jobs ?? discovery?.jobs ?? [];
}

/** One random wish on this data. */
function step(data: unknown, dice: Random): Step {
  const kinds = ['scalar', 'scalar', 'add', 'remove', 'labels', 'items', 'list', 'interval'] as const;
  const what = dice.pick(kinds);
  const scalars = pathsOf(data, isScalar);
  const maps = pathsOf(data, isMapping);
  const lists = pathsOf(data, isTexts).filter((path) => path.length > 0);
  switch (what) {
    case 'add': {
      const path = [...dice.pick(maps), `new_${dice.int(1000)}`];
      const value = dice.text();
      return { what, path, value, edit: (text) => setScalar(text, path, value) };
    }
    case 'remove': {
      const path = dice.pick(
        maps.flatMap((map) => Object.keys(Object(at(data, map))).map((key) => [...map, key])),
      );
      return { what, path, value: undefined, edit: (text) => removeKey(text, path) };
    }
    case 'labels': {
      const path = ['global', 'external_labels'];
      const now = Object.entries(Object(at(data, path)) as Data).filter(
        ([, value]) => typeof value === 'string',
      );
      const kept = now.filter(() => dice.chance(0.6)) as [string, string][];
      const value = { ...Object.fromEntries(kept), cluster: dice.text(), [`l${dice.int(5)}`]: dice.text() };
      return { what, path, value, edit: (text) => setMapping(text, path, value) };
    }
    case 'items': {
      const jobs = jobsOf(data);
      const job = dice.int(jobs.length);
      const key = Object.hasOwn(Object(data), 'scrape_configs') ? ['scrape_configs'] : ['discovery', 'jobs'];
      const name = key.length === 1 ? 'metric_relabel_configs' : 'metrics';
      const now = (jobs[job]?.[name] ?? []) as YamlMapping[];
      const rule = { source_labels: ['__name__'], regex: dice.text(), action: 'drop' };
      const kept = now.filter(() => dice.chance(0.7));
      const items = dice.chance(0.2)
        ? dice.shuffle([...kept, rule])
        : dice.chance(0.3)
          ? kept
          : [...kept, rule];
      const path = [...key, job, name];
      const value = items.length === 0 ? undefined : items;
      return {
        what,
        path,
        value,
        edit: (text) =>
          setItems(
            text,
            path,
            items.map((item) => ({ value: item })),
          ),
      };
    }
    case 'list': {
      const path = dice.pick(lists);
      const now = (at(data, path) as string[]).filter(() => dice.chance(0.7));
      const value = [...new Set([...now, dice.text()])];
      return { what, path, value, edit: (text) => setList(text, path, value) };
    }
    case 'interval': {
      const path = [
        ...(Object.hasOwn(Object(data), 'scrape_configs')
          ? ['scrape_configs', dice.int(jobsOf(data).length)]
          : []),
        'scrape_interval',
      ];
      const value = `${5 + dice.int(3600)}s`;
      return { what, path, value, edit: (text) => setScalar(text, path, value, 'job_name') };
    }
    default: {
      const path = dice.pick(scalars);
      const value = dice.chance(0.8) ? dice.text() : dice.pick([true, false, 0, 7, 1.5, -3]);
      return { what, path, value, edit: (text) => setScalar(text, path, value) };
    }
  }
}

/** Lines that are in both texts, as a bag. */
function linesLost(before: string, after: string): string[] {
  const left = after.split('\n');
  return before.split('\n').filter((line) => {
    const found = left.indexOf(line);
    if (found !== -1) left.splice(found, 1);
    return found === -1;
  });
}

describe('random edits of configuration files', () => {
  const files = [...corpus('prometheus'), ...corpus('yace')];
  // Small files take less time to read, and hold as many odd spellings.
  const weighted = files.flatMap((file) => Array<typeof file>(file.text.length > 2000 ? 1 : 5).fill(file));

  it.each(files)('$name is read', ({ text }) => {
    expect(isMapping(read(text))).toBe(true);
  });

  it(`does what was asked in ${RUNS} edits, and nothing else`, () => {
    const seed = testSeed();
    const refused = new Map<string, number>();
    const done = new Map<string, number>();
    const known = new Map<object, unknown>();
    for (let run = 0; run < RUNS; run++) {
      const dice = random(seed + run);
      // File by file, so that each is read once.
      const file = weighted[Math.floor((run / RUNS) * weighted.length)] ?? dice.pick(weighted);
      const where = `${file.name}, WEIR_TEST_SEED=${seed}, edit ${run}`;
      const data = structuredClone((known.get(file) ?? read(file.text)) as Data);
      known.set(file, structuredClone(data));
      const wish = step(data, dice);
      const label = `${where}: ${wish.what} ${wish.path.join('.')} = ${JSON.stringify(wish.value)}`;
      let after: string;
      try {
        after = wish.edit(file.text);
      } catch (error) {
        if (!(error instanceof AppError)) throw new Error(label, { cause: error });
        expect(error.code, label).toBe('invalid-stack');
        const shared = /anchors/.test(file.name) ? 'anchors' : file.name.replace(/,.*/, '');
        refused.set(`${wish.what} in ${shared}`, (refused.get(`${wish.what} in ${shared}`) ?? 0) + 1);
        continue;
      }
      done.set(wish.what, (done.get(wish.what) ?? 0) + 1);
      expect(
        isDeepStrictEqual(read(after), withValue(data, wish.path, wish.value)),
        `${label}\n${after}`,
      ).toBe(true);
      if (isDeepStrictEqual(at(data, wish.path), wish.value)) expect(after, label).toBe(file.text);
      expect(wish.edit(after), `${label}, again`).toBe(after);
      const newlines = (text: string) => new Set(text.match(/\r?\n/g));
      if (newlines(file.text).size === 1 && /^\w+$/.test(String(wish.value))) {
        expect(newlines(after), label).toEqual(newlines(file.text));
      }
      const lost = linesLost(file.text, after);
      const comments = lost.filter((line) => /^\s*#/.test(line));
      if (wish.what === 'scalar' || wish.what === 'add' || wish.what === 'interval') {
        expect(comments, label).toEqual([]);
        const beside = lost.flatMap((line) => / {2,}#.*$/.exec(line.trimEnd())?.[0] ?? []);
        for (const comment of beside) expect(after, label).toContain(comment);
      }
    }
    const total = [...refused.values()].reduce((sum, n) => sum + n, 0);
    console.info(`seed ${seed}; done ${JSON.stringify([...done])}; refused ${JSON.stringify([...refused])}`);
    expect(total / RUNS).toBeLessThan(0.1);
  });
});
