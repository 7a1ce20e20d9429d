import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setEnv } from '@/lib/server/files/env/env-file';
import { stackFile } from '@/lib/server/files/stack-files';
import { defaultSettings, NO_STATE } from '@/lib/server/notify/types';
import { finding, ntfyChannel } from '../fixtures/notify-fixtures.ts';
import { shippedTexts } from '../fixtures/shipped-texts.ts';

/** How many secrets a planted stack has. */
export const PLANTED = 31;

/**
 * The files of a stack and of its panel's state with a secret wherever one can be. None is left out of `secrets`.
 * @param isBroken files that are not what they should be, as after an edit by hand
 */
export function plantStack(dir: string, secrets: readonly string[], isBroken = false): void {
  let next = 0;
  const take = () => secrets[next++] ?? '';
  const file = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  };
  const state = (name: string, value: unknown) =>
    file(`.weir/${name}.json`, `${JSON.stringify(value, null, 2)}${isBroken && name !== 'auth' ? '}' : ''}`);

  const texts = new Map(shippedTexts());
  const env = setEnv(texts.get('env') ?? '', {
    REMOTE_WRITE_TOKEN: take(),
    AWS_SECRET_ACCESS_KEY: take(),
    AWS_ACCESS_KEY_ID: take(),
    MY_API_KEY: take(),
  });
  texts.set('env', `${env}# OLD_TOKEN=${take()}\n${isBroken ? "X='no end\n" : ''}`);
  texts.set(
    'vmagent-config',
    `${texts.get('vmagent-config')}\n  - job_name: mine
    basic_auth: {username: me, password: ${JSON.stringify(take())}}
    authorization:
      credentials: ${JSON.stringify(take())}
    static_configs: [{targets: ["https://me:${encodeURIComponent(take())}@mine.example.net/x"]}]
${isBroken ? '\t}{' : ''}`,
  );
  texts.set('yace-config', `${texts.get('yace-config')}\ntoken: ${JSON.stringify(take())}\n`);
  const key = {
    type: 'service_account',
    project_id: 'pond-1',
    private_key_id: take(),
    private_key: `-----BEGIN PRIVATE KEY-----\n${take()}\n${take()}\n-----END PRIVATE KEY-----\n`,
    client_email: 'weir@pond-1.iam.gserviceaccount.com',
  };
  texts.set('gcp-key', `${JSON.stringify(key, null, 2)}${isBroken ? ']' : ''}`);
  for (const [id, text] of texts) if (text !== null) file(stackFile(id).relative, text);
  file(
    'docker-compose.yml',
    `services:\n  mine:\n    environment:\n      MY_PASSWORD: ${JSON.stringify(take())}\n`,
  );

  state('auth', { passwordHash: take(), epoch: take(), sealingKey: take(), changedAtMs: 1 });
  state('api-token', { sha256: take(), tail: 'abcd', createdAtMs: 1 });
  state('sessions', {
    open: [{ id: take(), epoch: 'x', openedAtMs: 1, seenAtMs: 1, userAgent: null, address: null }],
  });
  const common = { isOn: true, name: 'Mine' };
  state('notify', {
    ...defaultSettings(),
    channels: [
      ntfyChannel({ hasToken: true, token: take() }),
      {
        ...common,
        kind: 'webhook',
        id: 'bbbbbbbbbbbb',
        url: `https://chat.example.net/hooks/${encodeURIComponent(take())}`,
        headerName: 'X-Key',
        headerValue: take(),
      },
      {
        ...common,
        kind: 'email',
        id: 'cccccccccccc',
        host: 'mail.example.net',
        port: 587,
        security: 'starttls',
        username: 'me',
        password: take(),
        from: 'weir@example.net',
        to: ['me@example.net'],
      },
    ],
    deadMan: {
      ...defaultSettings().deadMan,
      isOn: true,
      url: `https://hc.example.net/ping?key=${encodeURIComponent(take())}`,
    },
  });
  state('grafana', { address: 'https://pond.grafana.net', token: take(), put: null });
  const last = { wasSent: false, status: 401, hint: null, durationMs: 1, atMs: 1 };
  state('notify-state', {
    ...NO_STATE,
    last: { aaaaaaaaaaaa: { ...last, message: `refused ${secrets[0]}` } },
  });
  state('setup-draft', {
    destination: { kind: 'other', url: 'https://w.example.net/', username: 'me', secret: take() },
    sources: {
      pi: true,
      containers: false,
      aws: { enabled: true, accessKeyId: 'x', secretAccessKey: take(), regions: [] },
      gcp: { enabled: true, projectId: 'p', keyJson: JSON.stringify({ private_key: take() }) },
    },
    cluster: null,
  });
  const revision = {
    id: 1,
    atMs: 1,
    who: 'owner',
    reason: secrets[1],
    files: ['.env'],
    revision: 'x',
    texts: {},
  };
  state('revisions/1', { ...revision, title: `Token: ${JSON.stringify(secrets[0])}` });
  state('apply', {
    files: [{ id: 'env', before: setEnv('', { REMOTE_WRITE_TOKEN: take() }), after: null }],
  });
  file('.weir/setup-code', `${take()}\n`);
  file('config/vmagent/weir-token', `${take()}\n`);
  file('.weir/revision-key', `${take()}\n`);
  if (next !== PLANTED) throw new Error(`planted ${next}`);
}

export const wordsWith = (secret: string) =>
  finding('x', { evidence: `server said: "${secret}"`, title: `It failed: ${JSON.stringify(secret)}` });
