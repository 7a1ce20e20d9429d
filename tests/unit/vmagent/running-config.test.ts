import { describe, expect, it } from 'vitest';
import { isRunningConfig } from '../../support/stack/running-config';

const FILE = `global:
  scrape_interval: 60s
  external_labels: {cluster: attic}
scrape_configs:
  # mine
  - job_name: yace
    scrape_interval: 300s
    honor_labels: false
    basic_auth: {username: me, password: hunter2}
    metric_relabel_configs:
      - source_labels: [__name__]
        regex: "a|b"
        action: keep
      - {source_labels: [__name__], regex: ['c(d)', e], action: drop}
`;
const SHOWN = `global:
  scrape_interval: 1m0s
  external_labels:
    cluster: attic
scrape_configs:
- job_name: yace
  scrape_interval: 5m0s
  basic_auth:
    username: me
    password: <secret>
  metric_relabel_configs:
  - action: keep
    source_labels: [__name__]
    regex:
    - a
    - b
  - action: drop
    source_labels: [__name__]
    regex: c(d)|e
`;

describe('isRunningConfig', () => {
  it('knows the file in vmagent’s own spelling', () => {
    expect(isRunningConfig(SHOWN, FILE)).toBe(true);
  });

  it.each([
    ['an interval', FILE.replace('300s', '299s')],
    ['a label', FILE.replace('attic', 'cellar')],
    ['a rule', FILE.replace('a|b', 'a|c')],
    ['a job', `${FILE}  - job_name: other\n`],
    ['no password', FILE.replace(', password: hunter2', '')],
    ['no YAML', 'a: [\n'],
  ])('sees that %s is another one', (_, file) => {
    expect(isRunningConfig(SHOWN, file)).toBe(false);
  });
});
