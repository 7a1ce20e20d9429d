import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listLength, readYaml, setList } from '@/lib/server/files/yaml/edit';
import { setScalar } from '@/lib/server/files/yaml/keys';

const prometheus = `# What vmagent scrapes
global:
  scrape_interval: 60s     # one data point a minute
  external_labels:
    cluster: 'weir'        # the name of this Pi
    site: home

scrape_configs:
  - job_name: vmagent
    static_configs: [ {targets: ['localhost:8429']} ]

  # off: its list is empty
  - job_name: "yace"
    scrape_interval: 300s
    file_sd_configs:
    - files: [ "/etc/vmagent/targets/yace.yml" ]
`;

const yace = `apiVersion: v1alpha1
discovery:
  jobs:
    - type: AWS/Lambda
      regions: [eu-west-1]   # where the functions run
      metrics:
        - name: Invocations
          statistics: [Sum]
    - type: AWS/SQS
      regions:
        - eu-west-1 # home
        # far away
        - us-east-1
      metrics: []
`;

const changedLines = (before: string, after: string) => {
  const old = before.split('\n');
  return after.split('\n').filter((line, i) => line !== old[i]);
};

describe('setScalar', () => {
  it('changes exactly one line and keeps the comment and the quotes beside the value', () => {
    const changed = setScalar(prometheus, ['global', 'external_labels', 'cluster'], 'attic');
    expect(changed).toBe(prometheus.replace("'weir'", "'attic'"));
    expect(changedLines(prometheus, changed)).toHaveLength(1);
  });

  it('returns the same bytes when nothing changes', () => {
    expect(setScalar(prometheus, ['global', 'external_labels', 'cluster'], 'weir')).toBe(prometheus);
    expect(setScalar(prometheus, ['scrape_configs', 1, 'job_name'], 'yace')).toBe(prometheus);
  });

  it('quotes what another reader could take for a number, a date or a truth value', () => {
    for (const name of [
      '1e3',
      '0x10',
      'yes',
      'null',
      '2026-01-01',
      '1.5',
      'a: b',
      '#x',
      '- a',
      "it's",
      'é\\"',
    ]) {
      const changed = setScalar(prometheus, ['global', 'external_labels', 'site'], name);
      expect(changed).toMatch(/site: (".*"|'.*')/);
      expect(readYaml(changed, ['global', 'external_labels', 'site'])).toBe(name);
    }
  });

  it('adds a missing key below its neighbours', () => {
    expect(setScalar(prometheus, ['global', 'external_labels', 'room'], 'attic')).toBe(
      prometheus.replace('    site: home\n', '    site: home\n    room: attic\n'),
    );
    expect(setScalar(prometheus, ['global', 'scrape_timeout'], '10s')).toBe(
      prometheus.replace('    site: home\n', '    site: home\n  scrape_timeout: 10s\n'),
    );
    expect(setScalar('a: 1', ['b'], 2)).toBe('a: 1\nb: 2');
  });

  it('fills an empty value', () => {
    expect(setScalar('a:\nb: 1\n', ['a'], 'x')).toBe('a: x\nb: 1\n');
  });

  it('refuses a place that is not a scalar, lies in a list that is not there, or is shared', () => {
    const invalid = expect.objectContaining({ code: 'invalid-stack' });
    expect(() => setScalar(prometheus, ['global'], 'x')).toThrow(invalid);
    expect(() => setScalar(prometheus, ['no', 0, 'such'], 'x')).toThrow(invalid);
    expect(() => setScalar('a: &x 1\nb: *x\n', ['a'], 2)).toThrow(invalid);
    expect(() => setScalar('a: [1', ['a'], 2)).toThrow(invalid);
  });

  it('reads back any name that was set, and changes one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const path = ['global', 'external_labels', 'cluster'];
        const changed = setScalar(prometheus, path, value);
        expect(readYaml(changed, path)).toBe(value);
        expect(changedLines(prometheus, changed).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });
});

describe('setList', () => {
  it('changes a list in brackets in its line', () => {
    expect(setList(yace, ['discovery', 'jobs', 0, 'regions'], ['eu-west-1', 'us-east-1'])).toBe(
      yace.replace('[eu-west-1]', '[eu-west-1, us-east-1]'),
    );
  });

  it('keeps the comments of the lines that stay', () => {
    const path = ['discovery', 'jobs', 1, 'regions'];
    expect(setList(yace, path, ['us-east-1'])).toBe(
      yace.replace('        - eu-west-1 # home\n        # far', '        # far'),
    );
    expect(setList(yace, path, ['eu-west-1', 'us-east-1', 'ap-south-1'])).toBe(
      yace.replace('- us-east-1\n', '- us-east-1\n        - ap-south-1\n'),
    );
  });

  it('returns the same bytes when nothing changes', () => {
    expect(setList(yace, ['discovery', 'jobs', 1, 'regions'], ['eu-west-1', 'us-east-1'])).toBe(yace);
  });

  it('refuses what is not a list of scalars', () => {
    const invalid = expect.objectContaining({ code: 'invalid-stack' });
    expect(() => setList(yace, ['discovery', 'jobs'], ['x'])).toThrow(invalid);
    expect(() => setList(yace, ['discovery', 'none'], ['x'])).toThrow(invalid);
  });
});

describe('listLength', () => {
  it('counts, and is 0 for what is no list', () => {
    expect(listLength(yace, ['discovery', 'jobs'])).toBe(2);
    expect(listLength(yace, ['static'])).toBe(0);
  });
});
