import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SettingsChange, settingsChangeSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { parseEnv, setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import type { ChangeFacts } from '@/lib/server/settings/sections/facts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { changedLines } from '../../support/fixtures/changed-lines';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const facts = shippedFacts;

const GRAFANA = {
  kind: 'grafana-cloud',
  url: 'https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push',
  instanceId: '123456',
} as const;

/** A token of the form that Grafana Cloud gives out. */
const TOKEN = `glc_${Buffer.from(JSON.stringify({ o: '1', n: 'weir', k: 'k'.repeat(24), m: { r: 'eu' } })).toString('base64')}`;

function run(change: SettingsChange, texts: Texts = shippedTexts(), given: Partial<ChangeFacts> = {}) {
  const parsed = settingsChangeSchema.parse(change);
  const { texts: after, title, problems } = changeTexts(parsed, texts, { ...facts, ...given });
  return { lines: changedLines(texts, after), title, problems, after };
}

/** Fields with problems. */
const fields = (result: { problems: { field: string | null }[] }) =>
  result.problems.map(({ field }) => field);

const env = (changes: Record<string, string>) =>
  shippedTexts({ env: setEnv(shippedTexts().get('env') ?? '', changes) });

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const KEY = JSON.stringify({
  type: 'service_account',
  project_id: 'my-project-1',
  client_email: 'weir@my-project-1.iam.gserviceaccount.com',
  private_key: privateKey,
});

const sources = {
  pi: { enabled: true },
  containers: { enabled: false },
  aws: { enabled: false, accessKeyId: '', regions: [] as string[] },
  gcp: { enabled: false, projectId: '' },
};
const AWS = {
  enabled: true,
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  regions: ['eu-west-1'],
};

describe('a change of settings as lines of the files', () => {
  it('changes one line for one interval', () => {
    const result = run({ scrape: { 'node-exporter': { intervalSeconds: 15, timeoutSeconds: null } } });
    expect(result.lines).toEqual({
      'vmagent-config': ['-     scrape_interval: 60s', '+     scrape_interval: 15s'],
    });
    expect(result.title).toBe('Scrape interval of node-exporter: 60 s → 15 s');
    expect(result.problems).toEqual([]);
  });

  it('sets the clock of YACE, which vmagent scrapes every minute all the same; sets and takes away timeouts', () => {
    const result = run({
      scrape: {
        yace: { intervalSeconds: 600, timeoutSeconds: null },
        vmagent: { intervalSeconds: 30, timeoutSeconds: 20 },
      },
    });
    expect(result.lines).toEqual({
      env: ['- YACE_SCRAPING_INTERVAL=300', '+ YACE_SCRAPING_INTERVAL=600'],
      'vmagent-config': ['-     scrape_timeout: 30s', '+     scrape_timeout: 20s'],
    });
    expect(result.title).toBe(
      'Scrape timeout of vmagent: vmagent’s own → 20 s; yace asks AWS every 600 s (300 s before); Scrape timeout of yace: 30 s → vmagent’s own',
    );
  });

  it('changes, adds and removes labels, one line each', () => {
    const text = (shippedTexts().get('vmagent-config') ?? '').replace(
      '    cluster: raspberrypi\n',
      "    cluster: raspberrypi\n    site: 'home'  # where it stands\n    room: 7\n",
    );
    const texts = shippedTexts({ 'vmagent-config': text });
    expect(run({ labels: { cluster: 'raspberrypi', site: 'home', room: '7' } }, texts).lines).toEqual({});
    const result = run({ labels: { cluster: 'attic', site: 'work', floor: '2' } }, texts);
    expect(result.lines['vmagent-config']).toEqual([
      '-     cluster: raspberrypi',
      "-     site: 'home'  # where it stands",
      '-     room: 7',
      '+     cluster: attic',
      "+     site: 'work'  # where it stands",
      '+     floor: "2"',
    ]);
    expect(result.title).toBe(
      'Label cluster: raspberrypi → attic; Label site: home → work; Label floor added: 2; Label room removed',
    );
  });

  it('makes filters full and slim again, byte for byte', () => {
    const full = run({ filters: { vmagent: { mode: 'full', rules: [] } } });
    expect(full.lines['vmagent-config']).toHaveLength(8);
    expect(full.lines['vmagent-config']?.every((line) => line.startsWith('- '))).toBe(true);
    expect(full.title).toBe('Metrics of vmagent: slim → full');
    const slim = run({ filters: { vmagent: { mode: 'slim', rules: [] } } }, full.after);
    expect(slim.after.get('vmagent-config')).toBe(shippedTexts().get('vmagent-config'));
  });

  it('adds own rules below the list that ships, and keeps what somebody wrote by hand', () => {
    const rule = { action: 'drop', label: 'device', pattern: 'loop\\d+' } as const;
    const result = run({ filters: { cadvisor: { mode: 'slim', rules: [rule] } } });
    expect(result.lines).toEqual({
      'vmagent-config': [
        '+       - source_labels: [device]',
        "+         regex: 'loop\\d+'",
        '+         action: drop',
      ],
    });
    const view = settingsView(result.after, facts);
    expect(view.filters.cadvisor).toEqual({ mode: 'slim', rules: [rule], handWritten: 0 });
    const byHand = (result.after.get('vmagent-config') ?? '').replace(
      '      - source_labels: [device]\n',
      '      # mine\n      - {action: labeldrop, regex: id}\n      - source_labels: [device]\n',
    );
    const texts = shippedTexts({ 'vmagent-config': byHand });
    expect(settingsView(texts, facts).filters.cadvisor).toEqual({
      mode: 'slim',
      rules: [rule],
      handWritten: 1,
    });
    const keep = { action: 'keep', label: '__name__', pattern: 'container_.*' } as const;
    const both = run({ filters: { cadvisor: { mode: 'full', rules: [rule, keep] } } }, texts);
    expect(both.after.get('vmagent-config')).toContain(
      '      # mine\n      - {action: labeldrop, regex: id}\n',
    );
    expect(settingsView(both.after, facts).filters.cadvisor).toEqual({
      mode: 'full',
      rules: [rule, keep],
      handWritten: 1,
    });
  });

  it('writes the buffer’s size in the unit that fits', () => {
    expect(run({ buffer: { maxBytes: 2 * 1024 ** 3 } }).lines).toEqual({
      env: ['- REMOTE_WRITE_MAX_DISK_USAGE=1GiB', '+ REMOTE_WRITE_MAX_DISK_USAGE=2GiB'],
    });
    expect(run({ buffer: { maxBytes: 1536 * 1024 ** 2 } })).toMatchObject({
      lines: { env: ['- REMOTE_WRITE_MAX_DISK_USAGE=1GiB', '+ REMOTE_WRITE_MAX_DISK_USAGE=1536MiB'] },
      title: 'Buffer: 1 GiB → 1536 MiB',
    });
    expect(
      run({ buffer: { maxBytes: 1024 ** 3 } }, env({ REMOTE_WRITE_MAX_DISK_USAGE: '1048576KiB' })).lines,
    ).toEqual({});
  });

  it('writes the retention in days', () => {
    const result = run({ retention: { days: 30 } });
    expect(result.lines).toEqual({
      env: ['- VICTORIA_METRICS_RETENTION=14d', '+ VICTORIA_METRICS_RETENTION=30d'],
    });
    expect(run({ retention: { days: 31 } }, env({ VICTORIA_METRICS_RETENTION: '1' })).lines).toEqual({});
  });

  it('writes the names of the panel', () => {
    const result = run({ panel: { allowedHosts: ['Pi.example.org', 'weir.lan'] } });
    expect(result.lines).toEqual({
      env: ['- WEIR_ALLOWED_HOSTS=', '+ WEIR_ALLOWED_HOSTS=pi.example.org,weir.lan'],
    });
    expect(result.title).toBe('Panel answers to pi.example.org, weir.lan');
  });

  it('points the pipeline to Grafana Cloud and back', () => {
    const there = run({ destination: { ...GRAFANA, token: TOKEN } });
    expect(there.problems).toEqual([]);
    expect(there.lines.env?.filter((line) => line.startsWith('+')).sort()).toEqual([
      '+ COMPOSE_PROFILES=system',
      `+ REMOTE_WRITE_TOKEN=${TOKEN}`,
      `+ REMOTE_WRITE_URL=${GRAFANA.url}`,
      '+ REMOTE_WRITE_USERNAME=123456',
      '+ WEIR_DESTINATION=grafana-cloud',
    ]);
    expect(there.title).toBe('Destination: This Pi → Grafana Cloud; Instance ID: weir → 123456; New token');
    expect(run({ destination: GRAFANA }, there.after).lines).toEqual({});
    const back = run({ destination: { kind: 'local' } }, there.after);
    expect(back.after.get('env')).toBe(shippedTexts().get('env'));
  });

  it('switches sources on and off with their targets, credentials and regions', () => {
    const on = run({ sources: { ...sources, containers: { enabled: true }, aws: AWS } });
    expect(on.problems).toEqual([]);
    expect(on.lines).toEqual({
      env: [
        '- COMPOSE_PROFILES=system,local',
        '- AWS_ACCESS_KEY_ID=',
        '- AWS_SECRET_ACCESS_KEY=',
        '- AWS_REGION=us-east-1',
        '+ COMPOSE_PROFILES=system,local,containers,aws',
        '+ AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
        '+ AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        '+ AWS_REGION=eu-west-1',
      ],
      'vmagent-target/yace': ['- []', '+ - targets: ["yace:5000"]'],
      'vmagent-target/cadvisor': ['- []', '+ - targets: ["cadvisor:8080"]'],
      'yace-config': [
        ...Array(4).fill('-       regions: [us-east-1]'),
        ...Array(4).fill('+       regions: [eu-west-1]'),
      ],
    });
    expect(on.title).not.toContain('wJalr');
    const off = run({ sources }, on.after);
    expect(off.lines.env).toEqual([
      '- COMPOSE_PROFILES=system,local,containers,aws',
      '+ COMPOSE_PROFILES=system,local',
    ]);
    expect(off.after.get('vmagent-target/yace')).toBe(shippedTexts().get('vmagent-target/yace'));
  });

  it('writes Google’s key to its own file', () => {
    const gcp = { enabled: true, projectId: 'my-project-1', keyJson: KEY };
    const result = run({ sources: { ...sources, gcp } });
    expect(result.problems).toEqual([]);
    expect(result.after.get('gcp-key')).toBe(KEY);
    expect(parseEnv(result.after.get('env') ?? '').GCP_PROJECT_ID).toBe('my-project-1');
    const { keyJson: _, ...again } = gcp;
    expect(run({ sources: { ...sources, gcp: again } }, result.after).lines).toEqual({});
  });

  it('keeps regions that only one job has', () => {
    const yace = (shippedTexts().get('yace-config') ?? '').replace(
      '[us-east-1]',
      '[us-east-1, eu-central-1]',
    );
    const texts = new Map([
      ...env({
        AWS_ACCESS_KEY_ID: AWS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: AWS.secretAccessKey,
        COMPOSE_PROFILES: 'system,local,aws',
      }),
      ['yace-config', yace],
      ['vmagent-target/yace', '- targets: ["yace:5000"]\n'],
    ] as never) as Texts;
    const same = { ...AWS, regions: ['eu-central-1', 'us-east-1'] };
    expect(run({ sources: { ...sources, aws: same } }, texts).lines).toEqual({});
    const more = run(
      { sources: { ...sources, aws: { ...AWS, regions: ['us-east-1', 'eu-central-1', 'eu-west-1'] } } },
      texts,
    );
    expect(more.after.get('yace-config')?.match(/regions: .*/g)).toEqual([
      'regions: [us-east-1, eu-central-1, eu-west-1]',
      ...Array(3).fill('regions: [us-east-1, eu-west-1]'),
    ]);
  });

  it('changes no byte when every form is saved as it was shown', () => {
    const { scrape, labels, filters, buffer, retention, plan, panel } = settingsView(shippedTexts(), facts);
    const result = run({
      destination: { kind: 'local' },
      sources,
      scrape: Object.fromEntries(
        Object.entries(scrape).map(([job, { isOn: _, scrapeSeconds: __, ...timing }]) => [job, timing]),
      ),
      labels,
      filters: Object.fromEntries(
        Object.entries(filters).map(([job, { handWritten: _, ...filter }]) => [job, filter]),
      ),
      buffer: { maxBytes: buffer.maxBytes },
      retention,
      plan,
      panel: { allowedHosts: panel.allowedHosts },
    });
    expect(result).toMatchObject({ lines: {}, title: 'Nothing changes', problems: [] });
  });
});

describe('what stands in the way of a change', () => {
  it('names the field of a buffer that the disk has no room for', () => {
    const result = run({ buffer: { maxBytes: 3 * 1024 ** 3 } }, shippedTexts(), {
      mostBufferBytes: 2 * 1024 ** 3,
    });
    expect(fields(result)).toEqual(['buffer.maxBytes']);
    expect(
      fields(run({ buffer: { maxBytes: 3 * 1024 ** 3 } }, shippedTexts(), { mostBufferBytes: null })),
    ).toEqual([]);
  });

  it('names the field of a source without credentials, and refuses none at all', () => {
    expect(fields(run({ sources: { ...sources, aws: { ...AWS, secretAccessKey: undefined } } }))).toEqual([
      'sources.aws.secretAccessKey',
    ]);
    expect(
      fields(run({ sources: { ...sources, gcp: { enabled: true, projectId: 'my-project-1' } } })),
    ).toEqual(['sources.gcp.keyJson']);
    expect(fields(run({ sources: { ...sources, pi: { enabled: false } } }))).toEqual(['sources']);
  });

  it('names the field of a destination without a token, or with the wrong path', () => {
    expect(fields(run({ destination: GRAFANA }))).toEqual(['destination.token']);
    const wrong = { ...GRAFANA, token: TOKEN, url: 'https://prometheus-prod-01-eu-west-0.grafana.net/push' };
    expect(fields(run({ destination: wrong }))).toEqual(['destination.url']);
  });

  it('refuses patterns that vmagent does not understand, and the same rule twice', () => {
    const rule = { action: 'drop', label: '__name__', pattern: 'a(?!b)' } as const;
    const fine = { ...rule, pattern: 'a' };
    const result = run({ filters: { vmagent: { mode: 'slim', rules: [rule, fine, fine] } } });
    expect(fields(result)).toEqual(['filters.vmagent.rules.0.pattern', 'filters.vmagent.rules.2.pattern']);
    expect(result.problems[0]?.message).toMatch(/Look-ahead/);
  });

  it('refuses to remove the name that is being used, and labels that differ in capitals only', () => {
    const texts = env({ WEIR_ALLOWED_HOSTS: 'pi.lan' });
    expect(fields(run({ panel: { allowedHosts: [] } }, texts, { host: 'pi.lan' }))).toEqual([
      'panel.allowedHosts',
    ]);
    expect(fields(run({ panel: { allowedHosts: [] } }, texts, { host: '192.168.1.4' }))).toEqual([]);
    expect(fields(run({ labels: { cluster: 'a', site: 'b', Site: 'c' } }))).toEqual(['labels.Site']);
  });

  it('says what cannot be edited or is missing, and locks the section', () => {
    const shared = shippedTexts({
      'vmagent-config':
        'global: &g\n  external_labels: {cluster: a}\nx: *g\nscrape_configs:\n  - job_name: vmagent\n',
    });
    expect(fields(run({ labels: { cluster: 'b' } }, shared))).toEqual(['labels']);
    expect(fields(run({ scrape: { yace: { intervalSeconds: 60, timeoutSeconds: null } } }, shared))).toEqual([
      'scrape.yace',
    ]);
    expect(lockedSections(settingsView(shared, facts), shared, facts)).toEqual({
      labels: expect.stringContaining('The panel cannot change global.external_labels'),
    });
    const anchored = shippedTexts({
      'yace-config': (shippedTexts().get('yace-config') ?? '')
        .replace('regions: [us-east-1]', 'regions: &places [us-east-1]')
        .replaceAll('regions: [us-east-1]', 'regions: *places'),
    });
    expect(lockedSections(settingsView(anchored, facts), anchored, facts)).toEqual({
      'sources.aws.regions': expect.stringMatching(/^config\/yace\/config\.yml: The panel cannot change/),
    });
    const on = { ...sources, aws: { ...AWS, regions: ['us-east-1'] } };
    expect(run({ sources: on }, anchored)).toMatchObject({
      problems: [],
      title: expect.stringContaining('AWS'),
    });
    expect(fields(run({ sources: { ...on, aws: { ...AWS, regions: ['eu-west-1'] } } }, anchored))).toEqual([
      'sources.aws.regions',
    ]);
    const plain = settingsView(shippedTexts(), facts);
    expect(lockedSections(plain, shippedTexts(), facts)).toEqual({});
    const broken = shippedTexts({ 'vmagent-config': 'a: [', env: "A='" });
    expect(fields(run({ labels: { cluster: 'b' }, retention: { days: 3 } }, broken))).toEqual([
      'labels',
      'retention',
    ]);
    const view = settingsView(broken, facts);
    const all = [
      'destination',
      'proof',
      'sources',
      'scrape',
      'labels',
      'filters',
      'buffer',
      'retention',
      'plan',
      'seriesLimits',
      'panel',
    ];
    expect(Object.keys(view.locked).sort()).toEqual(all.sort());
    expect(view.locked.labels).toContain('config/vmagent/prometheus.yml');
  });
});
