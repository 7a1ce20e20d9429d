import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { asleep, effectsOf, type Side } from '@/lib/server/change/effects/effects';
import type { Standing } from '@/lib/server/compose/fit';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { parseEnv } from '@/lib/server/files/env/env-file';
import type { WritableStackFileId } from '@/lib/server/files/stack-files';

const folder = path.join(import.meta.dirname, '../../../compose');
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const ENV = read('.env.example').replace(
  'COMPOSE_PROFILES=system,local',
  'COMPOSE_PROFILES=system,local,aws,gcp',
);
const FILES: [WritableStackFileId, string][] = [
  ['env', ENV],
  ['vmagent-config', read('config.example/vmagent/prometheus.yml')],
  ['vmagent-aggregation', read('config.example/vmagent/aggregation.yml')],
  ['vmagent-target/yace', '- targets: ["yace:5000"]\n'],
  ['yace-config', read('config.example/yace/config.yml')],
  ['gcp-key', '{}'],
  ['gcp-metrics', read('config.example/gcp/metrics.flags')],
];
const side = (changes: Partial<Record<WritableStackFileId, (text: string) => string>> = {}): Side => {
  const texts = new Map(FILES.map(([id, text]) => [id, changes[id]?.(text) ?? text]));
  const variables = parseEnv(texts.get('env') ?? '');
  const model = parseCompose(read('docker-compose.yml'), variables, { project: 'p', projectDir: '/x' });
  return { texts, model };
};
const all: ServiceName[] = ['vmagent', 'victoria-metrics', 'node-exporter', 'yace', 'stackdriver-exporter'];
const running = (except: ServiceName[] = [], now: Partial<Standing> = {}): Map<ServiceName, Standing> =>
  new Map(
    all
      .filter((name) => !except.includes(name))
      .map((name) => [name, { isRunning: true, fits: true, ...now }]),
  );
const effects = (
  after: Side,
  standing: ReturnType<typeof running> | null = running(),
  scope: 'changed' | 'all' = 'changed',
) => effectsOf({ before: side(), after, standing, scope }).map(({ kind, service }) => `${kind} ${service}`);
const env = (name: string, value: string) =>
  side({ env: (text) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`) });

describe('what a change does to the services', () => {
  it.each<[string, Side, string[]]>([
    ['nothing', side(), []],
    ['a token', env('REMOTE_WRITE_TOKEN', 'x'), ['hot-secret vmagent']],
    ['an interval', side({ 'vmagent-config': (text) => text.replace('60s', '61s') }), ['reload vmagent']],
    ['a comment', side({ 'vmagent-config': (text) => `# x\n${text}` }), []],
    [
      'the same interval spelled otherwise',
      side({ 'vmagent-config': (text) => text.replace('60s', "'60s'") }),
      [],
    ],
    [
      'an aggregation',
      side({ 'vmagent-aggregation': (text) => text.replace('[]', '- match: up') }),
      ['reload vmagent'],
    ],
    ['an empty list in other words', side({ 'vmagent-aggregation': () => '# none\n[ ]\n' }), []],
    ['a target list', side({ 'vmagent-target/yace': () => '[]\n' }), ['rescan vmagent']],
    [
      'what YACE collects',
      side({ 'yace-config': (text) => text.replace('AWS/SQS', 'AWS/RDS') }),
      ['reload yace'],
    ],
    ['the clock of YACE', env('YACE_SCRAPING_INTERVAL', '60'), ['recreate yace']],
    ['the address', env('REMOTE_WRITE_URL', 'http://x/'), ['recreate vmagent']],
    ['the retention', env('VICTORIA_METRICS_RETENTION', '30d'), ['recreate victoria-metrics']],
    ['the plan', env('PLAN_SERIES', '100'), []],
    ['the brake', env('REMOTE_WRITE_MAX_SERIES', '9500'), ['recreate vmagent']],
    ['the brake as it is without a line', env('REMOTE_WRITE_MAX_SERIES', ''), []],
    ['the key of Google Cloud', side({ 'gcp-key': () => '{"a":1}' }), ['recreate stackdriver-exporter']],
    [
      'what Google Cloud is asked for',
      side({ 'gcp-metrics': (text) => text.replace('run.googleapis.com/request_count', 'a.b/c') }),
      ['recreate stackdriver-exporter'],
    ],
    ['a source off', env('COMPOSE_PROFILES', 'system,local,gcp'), ['remove yace']],
    ['a name of the panel', env('WEIR_ALLOWED_HOSTS', 'pi.example'), []],
  ])('%s', (_, after, expected) => {
    expect(effects(after)).toEqual(expected);
  });

  it('is the least for a service that is recreated anyway', () => {
    const after = side({
      env: (text) =>
        text.replace('REMOTE_WRITE_TOKEN=none', 'REMOTE_WRITE_TOKEN=x').replace('=1GiB', '=2GiB'),
      'vmagent-config': (text) => text.replace('60s', '61s'),
    });
    expect(effects(after)).toEqual(['recreate vmagent']);
  });

  it('is nothing before the first launch, and for a vmagent that is stopped', () => {
    const after = env('REMOTE_WRITE_TOKEN', 'x');
    expect(effects(after, new Map())).toEqual([]);
    expect(effects(after, running([], { isRunning: false }))).toEqual([]);
  });

  it('comes later for what is stopped, which is named', () => {
    const later = (after: Side, standing: ReturnType<typeof running> | null) => {
      const question = { before: side(), after, standing, scope: 'changed' } as const;
      return asleep(question, effectsOf(question));
    };
    const aggregated = side({ 'vmagent-aggregation': (text) => text.replace('[]', '- match: up') });
    const stopped = running([], { isRunning: false });
    expect(later(aggregated, stopped)).toEqual(['vmagent']);
    expect(later(aggregated, running())).toEqual([]);
    expect(later(aggregated, new Map())).toEqual([]);
    expect(later(aggregated, null)).toEqual([]);
    expect(later(env('YACE_SCRAPING_INTERVAL', '60'), stopped)).toEqual([]);
  });

  it('leaves alone what runs something older, unless that is asked for', () => {
    const old = running([], { fits: false });
    expect(effects(env('REMOTE_WRITE_TOKEN', 'x'), old)).toEqual(['hot-secret vmagent']);
    expect(effects(side(), old, 'all')).toHaveLength(all.length);
    expect(effects(side(), running(['yace']), 'all')).toEqual(['create yace']);
  });

  it('is told from the files alone where no engine answers', () => {
    expect(effects(env('YACE_SCRAPING_INTERVAL', '60'), null)).toEqual(['recreate yace']);
  });
});
