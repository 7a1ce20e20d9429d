import { describe, expect, test } from 'vitest';
import { APART, labelsApart, namesOf } from '@/lib/server/look/names';

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

  test('count where only some have them; one series, and two Pis, have their job', () => {
    expect(labelsApart([{ job: 'a' }, { job: 'a', zone: 'b' }])).toEqual(['zone']);
    expect(labelsApart([{ job: 'a', cpu: '0' }])).toEqual(['job']);
    expect(labelsApart([{ cluster: 'attic' }, { cluster: 'barn' }])).toEqual(['job']);
    expect(labelsApart([])).toEqual(['job']);
  });
});

test('names are made of those of what is drawn, also of series that have ended', () => {
  const two = many.slice(0, 2).map((labels) => ({ labels, legend }));
  expect(namesOf(two)).toEqual(['c0', 'c1']);
  expect(namesOf([{ labels: { job: 'yace' }, legend }])).toEqual(['yace']);
});

test('a label of any name is one', () => {
  const odd = [{ constructor: 'a' }, {}, { 'k8s.pod': 'b' }].map((labels) => ({
    labels,
    legend: `${APART} {{toString}}`,
  }));
  expect(namesOf(odd as never)).toEqual(['a', '', 'b']);
});
