import { describe, expect, test } from 'vitest';
import { newestIn, newestQuery, OF_THE_STORE } from '@/lib/server/destination/newest';

const row = (job: string, of: string, value: number) => ({ labels: { job, of }, value });

describe('the question', () => {
  test('is one, of sources that are on, of this cluster', () => {
    expect(newestQuery('pi', ['aws', 'containers'], OF_THE_STORE)).toBe(
      [
        'label_replace(max by (job) (tlast_over_time({cluster="pi",__name__="up",job=~"vmagent|yace|cadvisor"}[1h])),"of","scrape","job",".*")',
        'label_replace(max by (job) (tlast_over_time({cluster="pi",job=~"yace|cadvisor",__name__=~"aws_.*|container_.*",__name__!~"aws_.*_info"}[1h])),"of","own","job",".*")',
        'label_replace(max by (job) (scrape_series_limit{cluster="pi",job=~"yace|cadvisor"} and scrape_series_limit_samples_dropped{cluster="pi",job=~"yace|cadvisor"} > 0),"of","limit","job",".*")',
      ].join(' or '),
    );
  });

  test.each([
    ['a quote', 'a"} or up{x="', '{cluster="a\\"} or up{x=\\"",__name__="up"'],
    ['a backslash and a line break', 'a\\\nb', '{cluster="a\\\\\\nb",__name__="up"'],
  ])('holds a name with %s', (_, cluster, selector) => {
    expect(newestQuery(cluster, [], OF_THE_STORE)).toContain(selector);
  });

  test('names no cluster where there is none', () => {
    expect(newestQuery(null, ['pi'], OF_THE_STORE)).not.toContain('cluster');
  });
});

describe('the answer', () => {
  test('has the times of each job, of its scrapes and of its own, and its limit where that is reached', () => {
    const newest = newestIn([
      row('vmagent', 'scrape', 1795984494.638),
      row('yace', 'scrape', 1795984490),
      row('yace', 'own', 1795984430.5),
      row('yace', 'limit', 1500),
      row('another', 'own', 1795984430),
      row('cadvisor', 'own', 1e300),
      row('cadvisor', 'other', 1795984430),
    ]);
    expect([...newest]).toEqual([
      ['vmagent', { scrapedAtMs: 1795984494638 }],
      ['yace', { scrapedAtMs: 1795984490000, ownAtMs: 1795984430500, limitSeries: 1500 }],
    ]);
  });

  test('may be that there is nothing', () => {
    expect(newestIn([]).size).toBe(0);
  });
});
