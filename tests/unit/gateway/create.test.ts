import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { dryRuns } from '@/lib/server/compose/create/dry-runs';
import { onceBody } from '@/lib/server/compose/create/once';
import { Refusal } from '@/lib/server/gateway/read/refusal';
import type { Answer } from '@/lib/server/gateway/rules/rule';
import { type FakeWorld, fakeWorld, PROJECT } from '../../support/gateway/fake-world.ts';
import { type Json, mutations, wanted } from '../../support/gateway/mutations.ts';
import { panelBody } from '../../support/gateway/panel-bodies.ts';

const SERVICES = ['vmagent', 'yace', 'stackdriver-exporter', 'node-exporter', 'cadvisor', 'victoria-metrics'];
const IMAGE_ID = `sha256:${'c'.repeat(64)}`;

let fake: FakeWorld;
const made: string[] = [];
beforeEach(() => {
  fake = fakeWorld();
  made.push(fake.dir);
});
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true });
});

const create = (name: string | null, body: unknown) =>
  fake.ask('POST', `/v1.41/containers/create${name === null ? '' : `?name=${name}`}`, JSON.stringify(body));
const sentOf = (answer: Answer) =>
  JSON.parse('ask' in answer ? (answer.ask.body?.bytes.toString() ?? '') : '');
const refused = (name: string | null, body: unknown) => expect(create(name, body)).rejects.toThrow(Refusal);

describe('what a service ran before an edit by hand', () => {
  const earlier = () => {
    fake.setEnv('AWS_REGION=eu-west-1\n');
    const one = panelBody(fake.dir, PROJECT, 'yace', IMAGE_ID);
    fake.engine.set(`/images/${one.image}/json`, { Id: IMAGE_ID });
    fake.setEnv('AWS_REGION=eu-west-3\n');
    mkdirSync(path.join(fake.dir, '.weir'));
    return one;
  };
  const file = () => path.join(fake.dir, '.weir/earlier-env.json');

  test('is made again while the panel says so, and by the same forms', async () => {
    const { name, body } = earlier();
    await refused(name, body);
    writeFileSync(file(), JSON.stringify({ env: 'AWS_REGION=eu-west-1\n' }));
    expect(sentOf(await create(name, body))).toEqual(body);
    for (const one of wanted(body)) await refused(name, one);
    const host = JSON.stringify({ env: 'AWS_REGION=eu-west-1\nWEIR_PROJECT=other\nWEIR_UID=0\n' });
    writeFileSync(file(), host);
    expect(sentOf(await create(name, body))).toEqual(body);
  });

  test('is nothing that a link leads to', async () => {
    const { name, body } = earlier();
    writeFileSync(path.join(fake.dir, 'elsewhere'), JSON.stringify({ env: 'AWS_REGION=eu-west-1\n' }));
    symlinkSync('../elsewhere', file());
    await refused(name, body);
  });
});

describe.each(SERVICES)('the container of %s', (service) => {
  const panel = () => {
    const one = panelBody(fake.dir, PROJECT, service, IMAGE_ID);
    fake.engine.set(`/images/${one.image}/json`, { Id: IMAGE_ID });
    return one;
  };

  test('is made as the panel wants it, by a body of the gateway’s own', async () => {
    const { name, body } = panel();
    expect(sentOf(await create(name, body))).toEqual(body);
    expect(sentOf(await create(`0123456789ab_${name}`, body))).toEqual(body);
  });

  test('is not made with anything that an attacker would want', async () => {
    const { name, body } = panel();
    for (const one of wanted(body)) await refused(name, one);
  });

  test('is not made with a body that differs anywhere', async () => {
    const { name, body } = panel();
    for (const one of mutations(body, 300, SERVICES.indexOf(service) + 1)) {
      await create(name, one).then(
        () => expect.unreachable(`was taken: ${JSON.stringify(one)}`),
        (error) => expect(error).toBeInstanceOf(Refusal),
      );
    }
  });

  test.each(['', 'other', `${PROJECT}-weir-1`, `x${PROJECT}-1`, `0123456789ab_0123456789ab_${PROJECT}`])(
    'is not made under the name "%s"',
    async (name) => {
      await refused(name === '' ? null : name, panel().body);
    },
  );
});

test('neither the panel nor the gateway is made', async () => {
  const { body } = panelBody(fake.dir, PROJECT, 'weir', IMAGE_ID);
  await refused(`${PROJECT}-weir-1`, body);
  const labels = body.Labels as { [key: string]: Json };
  await refused(`${PROJECT}-gateway-1`, {
    ...body,
    Labels: { ...labels, 'com.docker.compose.service': 'gateway' },
  });
});

describe('.env', () => {
  const vmagent = async (env: string) => {
    fake.setEnv(env);
    const { name, body, image } = panelBody(fake.dir, PROJECT, 'vmagent', IMAGE_ID);
    fake.engine.set(`/images/${image}/json`, { Id: IMAGE_ID });
    return create(name, body);
  };

  test.each([
    'REMOTE_WRITE_URL=https://prometheus.example/api/prom/push\nREMOTE_WRITE_USERNAME=1234\n',
    'VMAGENT_PORT=18429\nREMOTE_WRITE_MAX_DISK_USAGE=2GiB\n',
    'VMAGENT_IMAGE=victoriametrics/vmagent:v1.150.0\n',
    `VMAGENT_IMAGE=victoriametrics/vmagent:v1.150.0@sha256:${'d'.repeat(64)}\n`,
    'VMAGENT_IMAGE=weir-local/vmagent:1.145.0\n',
    'SOMETHING_ELSE=x\n',
  ])('may say %j', async (env) => {
    await expect(vmagent(env)).resolves.toHaveProperty('ask');
  });

  test.each([
    ['VMAGENT_PORT=8429:1\n', /VMAGENT_PORT/],
    ['REMOTE_WRITE_URL=file:///etc/shadow\n', /REMOTE_WRITE_URL/],
    ['VMAGENT_IMAGE=evil/vmagent:v1\n', /image of vmagent/],
    ['VMAGENT_IMAGE=weir-local/yace:0.67.0\n', /image of vmagent/],
    ['VMAGENT_IMAGE=victoriametrics/vmagent-evil:v1\n', /image of vmagent/],
  ])('may not say %j', async (env, words) => {
    await expect(vmagent(env)).rejects.toThrow(words);
  });

  test('gives the owner’s own variables to an environment, and to nothing else', async () => {
    const file = path.join(fake.dir, 'docker-compose.yml');
    const shipped = readFileSync(file, 'utf8');
    const line = '      NODE_EXPORTER_PORT:';
    writeFileSync(file, shipped.replace(line, `      SITE: \${SITE:-none}\n${line}`));
    await expect(vmagent('SITE=attic\n')).resolves.toHaveProperty('ask');
    writeFileSync(file, shipped.replace('source: ./config/vmagent', 'source: ${SITE:-./config/vmagent}'));
    await expect(vmagent('')).resolves.toHaveProperty('ask');
    await expect(vmagent('SITE=/etc\n')).rejects.toThrow('HostConfig.Mounts[0].Source');
  });

  test('of this machine says nothing', async () => {
    fake.setEnv('WEIR_UID=0\nWEIR_GID=0\n');
    const { name, body, image } = panelBody(fake.dir, PROJECT, 'yace', IMAGE_ID);
    fake.engine.set(`/images/${image}/json`, { Id: IMAGE_ID });
    expect(body.User).toBe('0:0');
    await expect(create(name, body)).rejects.toThrow('User is not as');
  });

  test('that is a link to somewhere else is not read', async () => {
    const file = path.join(fake.dir, 'config/.env');
    rmSync(file);
    symlinkSync('/etc/passwd', file);
    const { name, body } = panelBody(path.join(fakeDir()), PROJECT, 'vmagent', IMAGE_ID);
    await refused(name, body);
  });

  const fakeDir = () => {
    const other = fakeWorld();
    made.push(other.dir);
    return other.dir;
  };
});

test('an image that the owner chose is taken for its service', async () => {
  fake = fakeWorld({ VMAGENT_IMAGE: 'registry.example/mine:1' });
  made.push(fake.dir);
  fake.setEnv('VMAGENT_IMAGE=registry.example/mine:1\nYACE_IMAGE=registry.example/mine:1\n');
  fake.engine.set('/images/registry.example/mine:1/json', { Id: IMAGE_ID });
  const vmagent = panelBody(fake.dir, PROJECT, 'vmagent', IMAGE_ID);
  await expect(create(vmagent.name, vmagent.body)).resolves.toHaveProperty('ask');
  const yace = panelBody(fake.dir, PROJECT, 'yace', IMAGE_ID);
  await refused(yace.name, yace.body);
});

describe('a link in the place of a folder that a container mounts', () => {
  test.each(['config/vmagent', 'config'])('%s', async (folder) => {
    const { name, body, image } = panelBody(fake.dir, PROJECT, 'vmagent', IMAGE_ID);
    fake.engine.set(`/images/${image}/json`, { Id: IMAGE_ID });
    const at = path.join(fake.dir, folder);
    renameSync(at, path.join(fake.dir, 'moved'));
    symlinkSync(path.join(fake.dir, 'moved'), at);
    await expect(create(name, body)).rejects.toThrow('config/vmagent is no real folder');
  });

  test('a file, and nothing at all', async () => {
    const { name, body } = panelBody(fake.dir, PROJECT, 'node-exporter', IMAGE_ID);
    rmSync(path.join(fake.dir, 'config/textfile'), { recursive: true });
    await expect(create(name, body)).rejects.toThrow('config/textfile is no real folder');
    writeFileSync(path.join(fake.dir, 'config/textfile'), '');
    await expect(create(name, body)).rejects.toThrow('config/textfile is no real folder');
  });
});

describe('an unnamed volume', () => {
  const volume = 'e'.repeat(64);
  const id = 'f'.repeat(64);
  const mount = { Type: 'volume', Source: volume, Target: '/data', ReadOnly: false };
  const panel = () => {
    const { name, body, image } = panelBody(fake.dir, PROJECT, 'yace', IMAGE_ID);
    fake.engine.set(`/images/${image}/json`, { Id: IMAGE_ID });
    const host = body.HostConfig as { Mounts: Json[] };
    return { name, body: { ...body, HostConfig: { ...host, Mounts: [mount, ...host.Mounts] } } };
  };

  test('is kept where the service’s container has it', async () => {
    const { name, body } = panel();
    const labels = { 'com.docker.compose.project': PROJECT, 'com.docker.compose.service': 'yace' };
    const mounts = [{ Type: 'volume', Name: volume, Destination: '/data', RW: true }];
    fake.engine.set('/containers/json', [{ Id: id }]);
    fake.engine.set(`/containers/${id}/json`, { Id: id, Config: { Labels: labels }, Mounts: mounts });
    await expect(create(name, body)).resolves.toHaveProperty('ask');
    fake.engine.set(`/containers/${id}/json`, { Id: id, Config: { Labels: {} }, Mounts: mounts });
    await refused(name, body);
  });

  test('is nobody’s else', async () => {
    const { name, body } = panel();
    await refused(name, body);
  });
});

describe('a container that judges a file', () => {
  const once = (which: keyof typeof dryRuns, env: Record<string, string> = {}) => {
    const { service, folder, inside, args } = dryRuns[which];
    const image = service === 'vmagent' ? 'victoriametrics/vmagent:v1.1.0' : 'weir-local/yace:0.67.0';
    const options = {
      image,
      cmd: args(`${inside}/.weir-candidate`),
      binds: [`${fake.dir}/${folder}:${inside}:ro`],
      environment: env,
    };
    return JSON.parse(JSON.stringify(onceBody(PROJECT, options)));
  };
  const which = Object.keys(dryRuns) as (keyof typeof dryRuns)[];

  test.each(which)('%s: made, and in no other way', async (name) => {
    const body = once(name);
    expect(sentOf(await create(null, body))).toEqual(body);
    for (const one of [...wanted(body), ...mutations(body, 300, 9, 'Image')]) await refused(null, one);
    await refused('some-name', body);
  });

  test('has variables that .env may have, also such as are not written yet', async () => {
    const key = {
      AWS_REGION: 'eu-west-1',
      AWS_SECRET_ACCESS_KEY: 'a/b+c',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    await expect(create(null, once('yace-config', key))).resolves.toHaveProperty('ask');
    const oddOnes: Record<string, string>[] = [
      { LD_PRELOAD: '/x' },
      { AWS_EC2_METADATA_DISABLED: 'false' },
      { AWS_REGION: 'a\nb' },
      { HTTP_PROXY: 'http://a' },
    ];
    for (const odd of oddOnes) await refused(null, once('yace-config', odd));
  });

  test('mounts no link', async () => {
    const body = once('yace-config');
    const folder = path.join(fake.dir, 'config/yace');
    rmSync(folder, { recursive: true });
    symlinkSync('/etc', folder);
    await refused(null, body);
    rmSync(folder);
    mkdirSync(folder);
    await expect(create(null, body)).resolves.toHaveProperty('ask');
  });
});
