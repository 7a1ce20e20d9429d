import { describe, expect, test } from 'vitest';
import { APART, labelsApart, namesOf, otherwise } from '@/lib/server/look/names';

const legend = `{{cluster}} ${APART}`;
const many = Array.from({ length: 40 }, (_, at) => ({
  ...{ __name__: 'x', cluster: 'attic', id: `/docker/${String(at).padStart(64, '0')}`, name: `c${at}` },
  ...{
    region: `r${at % 2}`,
    zone: `z${at % 3}`,
    tag_a: `a${at % 4}`,
    tag_b: `b${at % 5}`,
    tag_c: `c${at % 6}`,
  },
}));

describe('labels that tell series apart', () => {
  test('are as few as do, the shorter of two that are as good', () =>
    expect(labelsApart(many)).toEqual(['name']));

  test('are several where one does not', () => {
    const cpus = ['0', '1'].flatMap((cpu) => ['idle', 'user', 'iowait'].map((mode) => ({ cpu, mode })));
    expect(labelsApart(cpus)).toEqual(['cpu', 'mode']);
  });

  test('count where only some have them; one series, and two Pis, have their job, else what they have', () => {
    expect(labelsApart([{ job: 'a' }, { job: 'a', zone: 'b' }])).toEqual(['zone']);
    expect(labelsApart([{ job: 'a', cpu: '0' }])).toEqual(['job']);
    const pis = ['attic', 'barn'].map((cluster) => ({ cluster, job: 'a' }));
    expect(labelsApart(pis)).toEqual(['job']);
    expect(labelsApart([{ __name__: 'x', cluster: 'attic', mode: 'idle' }])).toEqual(['mode']);
    expect(labelsApart([{ cluster: 'attic' }, { cluster: 'barn' }])).toEqual([]);
    expect(labelsApart([])).toEqual([]);
  });
});

test('names are made of those of what is drawn, also of series that have ended', () => {
  const two = many.slice(0, 2).map((labels) => ({ labels, legend }));
  expect(namesOf(two)).toEqual(['c0', 'c1']);
  expect(namesOf([{ labels: { job: 'yace' }, legend }])).toEqual(['yace']);
});

test('a series without the labels that tell the others apart is called by what it has', () => {
  const root = { cluster: 'attic', job: 'cadvisor', id: '/' };
  const containers = ['a', 'b'].map((name) => ({ ...root, id: `/docker/${name.repeat(64)}`, name }));
  const all = [root, ...containers];
  expect(namesOf(all.map((labels) => ({ labels, legend })))).toEqual(['id="/"', 'a', 'b']);
  expect(otherwise({ cluster: 'attic', __name__: 'x' }, all)).toBe('no labels');
  expect(otherwise({ id: 'x'.repeat(500) }, all)).toHaveLength(120);
  // Where a legend means no label of its own, none is made up.
  expect(namesOf([{ labels: root, legend: '{{cluster}}' }])).toEqual(['']);
});

test('a label of any name is one', () => {
  const odd = [{ constructor: 'a' }, {}, { 'k8s.pod': 'b' }].map((labels) => ({
    labels,
    legend: `${APART} {{toString}}`,
  }));
  expect(namesOf(odd as never)).toEqual(['a', 'no labels', 'b']);
});
