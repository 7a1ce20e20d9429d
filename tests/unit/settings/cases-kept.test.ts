import { describe, expect, it } from 'vitest';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { parseEnv } from '@/lib/server/files/env/env-file';
import type { WritableStackFileId } from '@/lib/server/files/stack-files';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const facts = shippedFacts;
const shipped = (id: WritableStackFileId) => shippedTexts().get(id) ?? '';
type View = ReturnType<typeof settingsView>;
type Wish = (view: View) => unknown;

function save(texts: Texts, wish: Wish): Texts {
  const result = changeTexts(settingsInputSchema.parse(wish(settingsView(texts, facts))), texts, facts);
  expect(result.problems).toEqual([]);
  return result.texts;
}
const sources =
  (part: Record<string, unknown>): Wish =>
  ({ sources: { pi, containers, aws, gcp } }) => ({
    sources: {
      pi,
      containers,
      aws: { enabled: aws.enabled, accessKeyId: aws.accessKeyId, regions: aws.regions },
      gcp: { enabled: gcp.enabled, projectId: gcp.projectId },
      ...part,
    },
  });
const filter =
  (
    mode: 'slim' | 'full',
    change: (rules: { action: string; label: string; pattern: string }[]) => unknown[] = (rules) => rules,
  ): Wish =>
  ({ filters }) => ({
    filters: { 'node-exporter': { mode, rules: change(filters['node-exporter']?.rules ?? []) } },
  });
const label =
  (change: Record<string, string>): Wish =>
  ({ labels }) => ({ labels: { ...labels, ...change } });

const ENV = `# my Pi\r
export MINE=1 # keep\r
COMPOSE_PROFILES=mine,system,local\r
ODD="a b"\r
bare\r
${shipped('env').replace('COMPOSE_PROFILES=system,local\n', '').replaceAll('\n', '\r\n')}`;
const CONFIG = shipped('vmagent-config')
  .replace(
    '    cluster: raspberrypi',
    '    # where it stands\n    cluster: raspberrypi # its name\n    rack: "a" # old\n    odd: 007',
  )
  .replace('scrape_configs:', 'x-mine: {a: [1, 2]}\nremote_write: []\nscrape_configs:')
  .replace(
    '  - job_name: node-exporter\n    scrape_interval: 60s',
    '  - job_name: node-exporter\n    scrape_interval: 1m # slow disk\n    sample_limit: 0x1000\n    relabel_configs: # mine\n      - {target_label: room, replacement: attic}',
  )
  .replace(
    '        action: drop\n\n  # The containers',
    `        action: drop
      # a rule of my own
      - target_label: floor # up
        replacement: "2"
      # no bridges
      - source_labels: [__name__]
        regex: 'node_bridge_.*'
        action: drop
      - source_labels: [__name__]
        regex: node_x
        action: drop # x

  # The containers`,
  )
  .concat('\n  # my router\n  - job_name: router\n    static_configs: [{targets: ["192.0.2.1:9100"]}]\n');
const YACE = shipped('yace-config')
  .replace(
    'apiVersion: v1alpha1',
    'apiVersion: v1alpha1\nsts-region: eu-west-1\nstatic:\n  - {name: b, namespace: AWS/Billing, regions: [eu-south-1], metrics: []} # bills',
  )
  .replace(
    'regions: [us-east-1]',
    'regions: ["us-east-1"] # here\n      roles: [{roleArn: "arn:aws:iam::1:role/x"}]\n      searchTags: [{key: env, value: prod}]',
  )
  .replace(
    '      regions: [us-east-1]\n      dimensionNameRequirements: [QueueName]',
    "      regions:\n        # the first\n        - 'us-east-1' # home\n      dimensionNameRequirements: [QueueName]",
  );
const LISTS =
  '# mine\n- targets:\n    # the Pi itself\n    - "host.docker.internal:%{NODE_EXPORTER_PORT}" # own\n  labels: {room: attic}\n- targets: ["192.0.2.20:9100"]\n';

const byHand = (over: Partial<Record<WritableStackFileId, string>> = {}) =>
  shippedTexts({
    env: ENV,
    'vmagent-config': CONFIG,
    'yace-config': YACE,
    'vmagent-target/node-exporter': LISTS,
    'gcp-metrics': '# mine\n--monitoring.metrics-interval=10m\n--mine=1\n',
    ...over,
  });

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** What a save does to the lines of a file: each pair is one that goes and what comes in its place. */
type Expected = [id: WritableStackFileId, gone: string[], come: string[]][];
const ONE_FIELD: [name: string, wish: Wish, expected: Expected][] = [
  [
    'nothing is asked',
    ({ labels, retention, plan }) => ({ labels, retention: { days: retention.days }, plan }),
    [],
  ],
  [
    'an interval',
    () => ({ scrape: { 'node-exporter': { intervalSeconds: 30, timeoutSeconds: null } } }),
    [['vmagent-config', ['    scrape_interval: 1m # slow disk'], ['    scrape_interval: 30s # slow disk']]],
  ],
  [
    'a timeout',
    () => ({ scrape: { 'node-exporter': { intervalSeconds: 60, timeoutSeconds: 21 } } }),
    [['vmagent-config', [], ['    scrape_timeout: 21s']]],
  ],
  ['a label', label({ rack: 'b' }), [['vmagent-config', ['    rack: "a" # old'], ['    rack: "b" # old']]]],
  ['a label more', label({ floor: '2' }), [['vmagent-config', [], ['    floor: "2"']]]],
  [
    'the name of the Pi',
    label({ cluster: 'attic' }),
    [['vmagent-config', ['    cluster: raspberrypi # its name'], ['    cluster: attic # its name']]],
  ],
  [
    'a pattern of a rule',
    filter('slim', ([first, ...more]) => [{ ...first, pattern: 'node_br.*' }, ...more]),
    [
      [
        'vmagent-config',
        ["        regex: 'node_bridge_.*'"],
        ['      - source_labels: ["__name__"]', '        regex: "node_br.*"'],
      ],
    ],
  ],
  [
    'a rule more',
    filter('slim', (rules) => [...rules, { action: 'drop', label: '__name__', pattern: 'node_y' }]),
    [['vmagent-config', [], ['      - source_labels: ["__name__"]', '        regex: node_y']]],
  ],
  [
    'a rule less',
    filter('slim', (rules) => rules.slice(0, 1)),
    [['vmagent-config', ['        regex: node_x', '        action: drop # x'], []]],
  ],
  [
    'the buffer',
    () => ({ buffer: { maxBytes: 2 * 1024 ** 3 } }),
    [['env', ['REMOTE_WRITE_MAX_DISK_USAGE=1GiB\r'], ['REMOTE_WRITE_MAX_DISK_USAGE=2GiB\r']]],
  ],
  [
    'the retention',
    () => ({ retention: { days: 30 } }),
    [['env', ['VICTORIA_METRICS_RETENTION=14d\r'], ['VICTORIA_METRICS_RETENTION=30d\r']]],
  ],
  [
    'a limit',
    ({ plan }) => ({ plan: { ...plan, series: 5000 } }),
    [['env', ['PLAN_SERIES=10000\r'], ['PLAN_SERIES=5000\r']]],
  ],
  [
    'a host name',
    () => ({ panel: { allowedHosts: ['a.lan'] } }),
    [['env', ['WEIR_ALLOWED_HOSTS=\r'], ['WEIR_ALLOWED_HOSTS=a.lan\r']]],
  ],
  [
    'a source more',
    sources({ containers: { enabled: true } }),
    [
      ['env', ['COMPOSE_PROFILES=mine,system,local\r'], ['COMPOSE_PROFILES=mine,system,local,containers\r']],
      ['vmagent-target/cadvisor', ['[]'], ['- targets: ["cadvisor:8080"]']],
    ],
  ],
  [
    'a source less',
    (view) => ({ ...Object(sources({ pi: { enabled: false }, containers: { enabled: true } })(view)) }),
    [
      ['env', ['COMPOSE_PROFILES=mine,system,local\r'], ['COMPOSE_PROFILES=mine,local,containers\r']],
      ['vmagent-target/cadvisor', ['[]'], ['- targets: ["cadvisor:8080"]']],
      [
        'vmagent-target/node-exporter',
        ['- targets:', '    - "host.docker.internal:%{NODE_EXPORTER_PORT}" # own'],
        ['- targets: []', '    # own'],
      ],
    ],
  ],
  [
    'a region more',
    sources({ aws: { enabled: true, ...KEYS, regions: ['us-east-1', 'eu-west-1'] } }),
    [
      [
        'env',
        ['COMPOSE_PROFILES=mine,system,local\r', 'AWS_ACCESS_KEY_ID=\r', 'AWS_SECRET_ACCESS_KEY=\r'],
        [
          'COMPOSE_PROFILES=mine,system,local,aws\r',
          `AWS_ACCESS_KEY_ID=${KEYS.accessKeyId}\r`,
          `AWS_SECRET_ACCESS_KEY=${KEYS.secretAccessKey}\r`,
        ],
      ],
      ['vmagent-target/yace', ['[]'], ['- targets: ["yace:5000"]']],
      [
        'yace-config',
        ['      regions: ["us-east-1"] # here', '      regions: [us-east-1]'],
        [
          '      regions: ["us-east-1", eu-west-1] # here',
          '        - eu-west-1',
          '      regions: [us-east-1, eu-west-1]',
        ],
      ],
    ],
  ],
  [
    'a destination',
    () => ({ destination: { kind: 'other', url: 'https://a.example/write', username: 'me', password: 'p' } }),
    [
      [
        'env',
        [
          'COMPOSE_PROFILES=mine,system,local\r',
          'WEIR_DESTINATION=local\r',
          'REMOTE_WRITE_URL=http://victoria-metrics:8428/api/v1/write\r',
          'REMOTE_WRITE_USERNAME=weir\r',
          'REMOTE_WRITE_TOKEN=none\r',
        ],
        [
          'COMPOSE_PROFILES=mine,system\r',
          'WEIR_DESTINATION=other\r',
          'REMOTE_WRITE_URL=https://a.example/write\r',
          'REMOTE_WRITE_USERNAME=me\r',
          'REMOTE_WRITE_TOKEN=p\r',
        ],
      ],
    ],
  ],
  ['the panel’s own figures', () => ({ panel: { ownMetrics: true } }), [['vmagent-target/weir', [], []]]],
];

const unique = (from: string, other: string) => {
  const lines = other.split('\n');
  return [...new Set(from.split('\n').filter((line) => !lines.includes(line)))];
};

describe('case 19, a form changes what it was asked to change, and nothing that somebody has written beside it', () => {
  it.each(ONE_FIELD)('%s', (_, wish, expected) => {
    const before = byHand();
    const after = save(before, wish);
    const ids = expected.map(([id]) => id);
    for (const [id, text] of after) if (!ids.includes(id)) expect([id, text]).toEqual([id, before.get(id)]);
    for (const [id, gone, come] of expected) {
      const [old, now] = [before.get(id) ?? '', after.get(id) ?? ''];
      expect([id, unique(old, now)]).toEqual([id, gone]);
      expect([id, unique(now, old)]).toEqual([id, come]);
    }
  });

  const CYCLES: [
    name: string,
    texts: Texts,
    off: Wish,
    on: Wish,
    isSame: (id: WritableStackFileId, before: string, after: string) => void,
  ][] = [
    [
      'a source',
      byHand({ env: ENV.replace('mine,system', 'mine,containers,system') }),
      sources({ pi: { enabled: false } }),
      sources({ pi: { enabled: true } }),
      (id, before, after) => {
        if (id === 'env')
          expect(parseEnv(after)).toEqual({
            ...parseEnv(before),
            COMPOSE_PROFILES: 'mine,containers,local,system',
          });
        else
          for (const word of before.split(/\s+/).filter((one) => !/^[-"]/.test(one)))
            expect(after).toContain(word);
      },
    ],
    [
      'AWS',
      byHand({
        env: `${ENV.replace('mine,system', 'aws,mine,system').replace('AWS_ACCESS_KEY_ID=\r', `AWS_ACCESS_KEY_ID=${KEYS.accessKeyId}\r`).replace('AWS_SECRET_ACCESS_KEY=\r', `AWS_SECRET_ACCESS_KEY=${KEYS.secretAccessKey}\r`)}AWS_SESSION_NAME=mine\r\n`,
        'vmagent-target/yace': '- targets: [yace:5000] # mine\n  labels: {account: "1"}\n',
      }),
      ({ sources: { aws, ...more } }) =>
        Object(
          sources({ ...more, aws: { enabled: false, accessKeyId: aws.accessKeyId, regions: aws.regions } })({
            sources: { aws, ...more },
          } as View),
        ),
      ({ sources: { aws, ...more } }) =>
        Object(
          sources({ ...more, aws: { enabled: true, accessKeyId: aws.accessKeyId, regions: aws.regions } })({
            sources: { aws, ...more },
          } as View),
        ),
      (id, before, after) => {
        if (id === 'env')
          expect(parseEnv(after)).toEqual({ ...parseEnv(before), COMPOSE_PROFILES: 'mine,system,local,aws' });
        else expect(after).toBe(before);
      },
    ],
    [
      'the list of useful metrics',
      byHand(),
      filter('full'),
      filter('slim'),
      (_, before, after) => {
        for (const line of before.split('\n')) expect(after.split('\n')).toContain(line);
      },
    ],
    [
      'the panel’s own figures',
      byHand({ 'vmagent-target/weir': '- targets: [weir:8430]\n  labels: {room: attic} # mine\n' }),
      () => ({ panel: { ownMetrics: false } }),
      () => ({ panel: { ownMetrics: true } }),
      (_, before, after) => expect(after).toBe(before),
    ],
  ];
  it.each(CYCLES)('%s off and on again: what stood there stands there', (_, texts, off, on, compare) => {
    const after = save(save(texts, off), on);
    for (const [id, text] of after) compare(id, texts.get(id) ?? '', text ?? '');
    expect(save(save(after, off), on)).toEqual(after);
  });

  it.each([
    [
      'an address with more to it',
      'http://victoria-metrics:8428/api/v1/write?extra_label=a=b',
      'http://victoria-metrics:8428/api/v1/write?extra_label=a=b',
    ],
    ['the address of somebody else', 'https://a.example/write', 'http://victoria-metrics:8428/api/v1/write'],
  ])('the destination on this Pi, saved again: %s', (_, url, expected) => {
    const texts = byHand({ env: ENV.replace(/REMOTE_WRITE_URL=.*\r/, `REMOTE_WRITE_URL=${url}\r`) });
    const after = save(texts, () => ({ destination: { kind: 'local' } }));
    expect(parseEnv(after.get('env') ?? '').REMOTE_WRITE_URL).toBe(expected);
  });

  it('a list with comments between its brackets is added to, or refused, never rewritten', () => {
    const yace =
      'discovery:\n  jobs:\n    - type: AWS/SQS\n      regions: [us-east-1, # home\n        eu-west-1] # both\n      metrics: []\n';
    const texts = byHand({ env: ENV.replace('mine,system', 'mine,aws'), 'yace-config': yace });
    const wish = (regions: string[]) =>
      sources({ pi: { enabled: true }, aws: { enabled: true, ...KEYS, regions } });
    const more = save(texts, wish(['us-east-1', 'eu-west-1', 'eu-west-3']));
    expect(more.get('yace-config')).toBe(yace.replace('eu-west-1]', 'eu-west-1, eu-west-3]'));
    const view = settingsView(texts, facts);
    const less = changeTexts(settingsInputSchema.parse(wish(['eu-west-1'])(view)), texts, facts);
    expect(less.problems).toMatchObject([{ field: 'sources.aws.regions' }]);
    expect(less.texts.get('yace-config')).toBe(yace);
  });

  it.each([
    ['[] # switched off by me\n', '# switched off by me\n- targets: ["cadvisor:8080"]\n'],
    ['# a\r\n[]\r\n# b\r\n', '# a\r\n# b\r\n- targets: ["cadvisor:8080"]\r\n'],
  ])('comments of an empty target list stay: %j', (text, expected) => {
    const after = save(
      byHand({ 'vmagent-target/cadvisor': text }),
      sources({ containers: { enabled: true } }),
    );
    expect(after.get('vmagent-target/cadvisor')).toBe(expected);
  });
});
