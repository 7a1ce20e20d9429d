import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsSections } from '@/lib/schemas/settings/sections';
import { readWeirFile, type SecretStore } from '@/lib/server/cli/weir-file';

const store: SecretStore = {
  env: (name) => ({ TOKEN: 'glc_from_env\n', EMPTY: '' })[name],
  file: async (name) => `content of ${name}\n`,
};
const destination = `destination:
  kind: grafana-cloud
  url: https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push
  instanceId: "123456"
  token: `;

describe('weir.yaml', () => {
  it('ships as one that needs no account and names no secret', async () => {
    const nothing: SecretStore = { env: () => undefined, file: () => Promise.reject(new Error('no file')) };
    expect(await readWeirFile(readFileSync('compose/this-pi.yaml', 'utf8'), nothing)).toMatchObject({
      destination: { kind: 'local' },
      sources: {
        pi: { enabled: true },
        containers: { enabled: true },
        aws: { enabled: false },
        gcp: { enabled: false },
      },
    });
  });

  it('is a change of settings, with secrets from files and variables', async () => {
    const change = await readWeirFile(
      `${destination}{env: TOKEN}
sources:
  pi: {enabled: true}
  containers: {enabled: true}
  aws: {enabled: true, accessKeyId: AKIAIOSFODNN7EXAMPLE, secretAccessKey: {file: secrets/aws}, regions: [eu-west-1], services: [sqs]}
  gcp: {enabled: false, keyJson: {file: key.json}, services: [run], prefixes: [a.b/c]}
scrape: {yace: {intervalSeconds: 600}}
`,
      store,
    );
    expect(change).toMatchObject({
      destination: { kind: 'grafana-cloud', token: 'glc_from_env' },
      sources: {
        aws: { secretAccessKey: 'content of secrets/aws', services: ['sqs'] },
        gcp: { keyJson: 'content of key.json', services: ['run'], prefixes: ['a.b/c'] },
      },
      scrape: { yace: { intervalSeconds: 600, timeoutSeconds: null } },
    });
    expect(await readWeirFile('', store)).toEqual({});
  });

  it.each([
    [`${destination}{env: EMPTY}`, 'destination.token: the variable EMPTY is empty.'],
    [`${destination}{env: NONE}`, 'destination.token: the variable NONE is empty.'],
    [`${destination}{command: cat}`, 'destination.token: give the text itself, {file: name} or {env: NAME}.'],
    ['a: [', 'It is not valid YAML in line 1.'],
    ['labels: {site: home}', 'labels.cluster: '],
    ['buffer: {maxBytes: 5}', 'buffer.maxBytes: vmagent’s smallest buffer is 512 MiB.'],
    ['nonsense: 1', 'the file: '],
    [
      'sources: {pi: {enabled: true}, containers: {enabled: true}, gcp: {enabled: false}, aws: {enabled: true, services: [sqs, mainframe]}}',
      'sources.aws.services.1: A service is one of lambda, sqs, ecs, container-insights, api-rest, api-http,',
    ],
    [
      'sources: {pi: {enabled: true}, containers: {enabled: true}, aws: {enabled: false}, gcp: {enabled: true, services: [gke]}}',
      'sources.gcp.services.0: A service is one of run, pubsub, functions.',
    ],
    ['labels: {cluster: {env: TOKEN}}', 'labels.cluster: '],
    ['a: 1\na: 2', 'It is not valid YAML in line 2.'],
  ])('refuses %j by naming the place', async (text, words) => {
    await expect(readWeirFile(text, store)).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(words),
    });
  });

  it('is what the documentation shows', async () => {
    const page = readFileSync(new URL('../../../docs/settings-file.md', import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const change = await readWeirFile(example, { ...store, env: () => 'glc_x' });
    expect(Object.keys(change).sort()).toEqual([...settingsSections, 'reason'].sort());
  });

  it('never quotes a secret', async () => {
    const wrong = `${destination}glc_secret\nretention: {days: 0}\n`;
    await expect(readWeirFile(wrong, store)).rejects.toMatchObject({
      message: expect.not.stringContaining('glc_secret'),
    });
  });
});
