import { expect, test } from 'vitest';
import { putTogether } from '@/lib/server/settings/filters/aggregated';
import { readRules } from '@/lib/server/settings/filters/rules';

const cpus = ['0', '1', '2', '3'].flatMap((cpu) =>
  ['idle', 'user', 'system'].map((mode) => `cpu_total{cpu="${cpu}",mode="${mode}"} 1`),
);
const TEXT = [
  '# TYPE cpu_total counter',
  ...cpus,
  'cpu_total{mode="all"} 1',
  '# TYPE fan gauge',
  'fan{sensor="a"} 1',
  'fan{sensor="b"} 1',
  'alone 1',
  'dropped{a="1"} 1',
  'dropped{a="2"} 1',
  '',
].join('\n');
const { keeps } = readRules([{ source_labels: ['__name__'], regex: 'dropped', action: 'drop' }]);
const read = (metric?: string, without: string[] = []) => putTogether(TEXT, keeps, { metric, without });

test('the metrics of several series that are kept, most first', async () => {
  expect(await read()).toEqual({
    state: 'read',
    metrics: [
      { name: 'cpu_total', type: 'counter', series: 13 },
      { name: 'fan', type: 'gauge', series: 2 },
    ],
    metric: null,
  });
});

test('of one, what each label takes, and the wanted ones together', async () => {
  expect(await read('cpu_total', ['cpu', 'mode'])).toMatchObject({
    metric: {
      type: 'counter',
      series: 13,
      after: 1,
      labels: [
        { name: 'cpu', values: 4, after: 4 },
        { name: 'mode', values: 4, after: 5 },
      ],
    },
  });
  expect(await read('cpu_total', ['cpu'])).toMatchObject({ metric: { after: 4 } });
  expect(await read('cpu_total', ['nothing'])).toMatchObject({ metric: { after: 13 } });
});

test.each(['dropped', 'unknown'])('of %s there is nothing', async (name) => {
  expect(await read(name, ['a'])).toMatchObject({ metric: null });
});

test('more series than can be remembered are refused, and nothing is guessed', async () => {
  const many = Array.from({ length: 20_001 }, (_, i) => `x{i="${i}"} 1`).join('\n');
  await expect(putTogether(many, keeps, { metric: 'x', without: [] })).rejects.toThrow(
    /more than 20000 series/,
  );
});
