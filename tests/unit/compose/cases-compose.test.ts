import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { effectsOf, type Side } from '@/lib/server/change/effects/effects';
import { leftAsItIs, missingProblems, remadeProblems } from '@/lib/server/change/effects/not-understood';
import { serviceHash } from '@/lib/server/compose/hash/config-hash';
import { assertUnderstood, parseCompose } from '@/lib/server/compose/reader/spec';
import { assertOnlyComposeFile } from '@/lib/server/files/compose-files';
import { OWN_SERVICES } from '@/lib/server/stack/model';

const STACK = `services:
  vmagent: {image: v, networks: [inner], volumes: ["data:/d"], secrets: [s]}
networks: {inner: }
volumes: {data: }
secrets: {s: {environment: S}}
`;
const options = { project: 'p', projectDir: '/p', own: OWN_SERVICES };
const hash = (text: string) => {
  const service = parseCompose(text, {}, options).services.get('vmagent');
  return service && serviceHash(service);
};
const withService = (lines: string) => STACK.replace('networks: {inner', `${lines}networks: {inner`);

describe('case 18, an own service that Weir does not understand', () => {
  it.each([
    ['env_file', '  own: {image: o, profiles: [mine], env_file: [own.env]}\n'],
    ['deploy', '  own: {image: o, deploy: {replicas: 2}}\n'],
    ['links', '  own: {image: o, links: [vmagent]}\n'],
    ['scale', '  own: {image: o, scale: 2}\n'],
    ['configs', '  own: {image: o, configs: [c]}\n'],
    ['extends', '  own: {extends: {file: a.yml, service: b}}\n'],
    ['a build and no image', '  own: {build: .}\n'],
    ['a range of ports', '  own: {image: o, ports: ["8000-8010:8000-8010"]}\n'],
    ['a variable that must be set', '  own: {image: "${OWN:?set it}"}\n'],
    ['something that is no service', '  own: [a]\n'],
    ['a network that is nowhere', '  own: {image: o, networks: [nowhere]}\n'],
    [
      'a dependency on one that is not understood',
      '  own: {image: o, env_file: a}\n  more: {image: m, depends_on: [own]}\n',
    ],
  ])('%s: it is left alone and named, and the others are what they were', (_, lines) => {
    const model = parseCompose(withService(lines), {}, options);
    expect(model.leftAlone.get('own')).toMatch(/^docker-compose\.yml: services\.own/);
    expect(model.services.has('own')).toBe(false);
    expect(hash(withService(lines))).toBe(hash(STACK));
  });

  it.each([
    ['include', 'include: [other.yml]\n'],
    ['configs', 'configs: {c: {file: ./c}}\n'],
    ['an extension', 'x-own: {a: 1}\n'],
  ])('%s at the top is nothing that the stack needs', (_, top) => {
    expect(hash(STACK + top)).toBe(hash(STACK));
  });

  it('takes networks, volumes and secrets that only own services use, whatever they say', () => {
    const text = STACK.replace('{inner: }', '{inner: , own: {unknown: 1}}')
      .replace('{data: }', '{data: , own: {unknown: 1}}')
      .replace('{s: {environment: S}}', '{s: {environment: S}, own: {file: ./x}}');
    expect(hash(text)).toBe(hash(STACK));
    const using = text.replace('networks: {inner', '  own: {image: o, secrets: [own]}\nnetworks: {inner');
    expect(parseCompose(using, {}, options).leftAlone.get('own')).toContain('secrets.own.file');
  });
});

describe('case 18, a service of Weir’s with a part that Weir does not understand', () => {
  const KEYS: [string, string, string][] = [
    ['deploy', 'deploy: {replicas: 1}', 'services.vmagent.deploy'],
    ['links', 'links: [other]', 'services.vmagent.links'],
    ['gpus', 'gpus: all', 'services.vmagent.gpus'],
    ['env_file', 'env_file: [own.env]', 'services.vmagent.env_file'],
    ['configs', 'configs: [c]', 'services.vmagent.configs'],
    ['scale', 'scale: 1', 'services.vmagent.scale'],
    ['a range of ports', 'ports: ["8000-8010:8000-8010"]', 'services.vmagent.ports'],
    ['a size that is none', 'mem_limit: much', 'services.vmagent.mem_limit'],
    ['a variable that must be set', 'user: "${OWN:?set it}"', 'services.vmagent.user'],
    ['a secret of a kind that Weir makes none of', 'secrets: [own]', 'secrets.own.file'],
    ['a volume with more to it', 'volumes: ["own:/d"]', 'volumes.own.unknown'],
    ['a network that is nowhere', 'networks: [nowhere]', 'names no network: nowhere'],
    ['a dependency that is nowhere', 'depends_on: [nowhere]', 'names no service: nowhere'],
  ];
  const FULL = `services:
  vmagent:
    image: v
    networks: [inner]
    volumes: ["data:/d"]
    secrets: [s]
    environment: {PORT: "\${PORT:-1}"}
  yace: {image: y, networks: [inner], profiles: [aws]}
networks: {inner: }
volumes: {data: , own: {unknown: 1}}
secrets: {s: {environment: S}, own: {file: ./x}}
`;
  /** The keys of vmagent, with one of them put in or in the place of the shipped one. */
  const withKey = (line: string) => {
    const name = line.slice(0, line.indexOf(':'));
    return FULL.replace(new RegExp(`^    ${name}: .*\\n`, 'm'), '').replace(
      'image: v\n',
      `image: v\n    ${line}\n`,
    );
  };

  it.each(KEYS)('%s: the service and the key are named, nothing else is lost', (_, line, words) => {
    const model = parseCompose(withKey(line), { COMPOSE_PROFILES: 'aws' }, options);
    expect([...model.notUnderstood.keys()]).toEqual(['vmagent']);
    expect(model.notUnderstood.get('vmagent')?.fault.message).toContain(words);
    expect([...model.enabled]).toEqual(['vmagent', 'yace']);
    expect(model.services.get('vmagent')).toMatchObject({ image: 'v', environment: { PORT: '1' } });
    expect(() => assertUnderstood(model, 'vmagent')).toThrow(words);
    expect(() => assertUnderstood(model, 'yace')).not.toThrow();
    expect(leftAsItIs(model)).toEqual([
      expect.stringMatching(/^The service vmagent is left as it is: .*docker compose up -d vmagent/),
    ]);
    // The other one is what it was.
    const yace = (text: string) =>
      serviceHash(parseCompose(text, {}, options).services.get('yace') ?? {}, '2.40');
    expect(yace(withKey(line))).toBe(yace(FULL));
  });

  it.each([
    ['its network', '{inner: }', '{inner: {unknown: 1}}', 'networks.inner.unknown', ['vmagent', 'yace']],
    ['its volume', '{data: ,', '{data: {unknown: 1},', 'volumes.data.unknown', ['vmagent']],
    ['its secret', '{environment: S}', '{file: S}', 'secrets.s.file', ['vmagent']],
    [
      'no mapping at all',
      /vmagent:\n(?: {4}.*\n)+/,
      'vmagent: [a]\n',
      'services.vmagent must be a mapping',
      ['vmagent'],
    ],
  ])('%s: only the services that use it are not understood', (_, from, to, words, names) => {
    const model = parseCompose(FULL.replace(from, to), {}, options);
    expect([...model.notUnderstood.keys()]).toEqual(names);
    for (const { fault } of model.notUnderstood.values()) expect(fault.message).toContain(words);
  });

  const side = (line: string, variables: Record<string, string> = {}) => ({
    texts: new Map([
      [
        'env',
        Object.entries(variables)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      ],
    ] as const),
    model: parseCompose(withKey(line), variables, options),
  });
  const standing = new Map([['vmagent', { isRunning: true, fits: null }]] as const);
  const refused = (before: Side, after: Side, now: typeof standing | null = standing) =>
    remadeProblems(after.model, effectsOf({ before, after, standing: now, scope: 'changed' }));

  it.each(KEYS)('%s: only a change that would recreate it is refused', (_, line, words) => {
    const now = side(line);
    expect(refused(now, side(line, { AWS_REGION: 'eu-west-1' }))).toEqual([]);
    const [problem, ...more] = refused(now, side(line, { PORT: '2' }));
    expect(more).toEqual([]);
    expect(problem?.message).toContain('recreate the container of vmagent');
    expect(problem?.message).toContain(words);
    expect(problem?.hint).toContain('docker compose up -d vmagent');
  });

  it('is left to its owner where all services are brought to the files', () => {
    const [before, after] = [side('deploy: {replicas: 1}'), side('deploy: {replicas: 1}', { PORT: '2' })];
    expect(effectsOf({ before, after, standing, scope: 'all' })).toEqual([]);
  });

  it.each([
    ['no such service', FULL.replace(/ {2}yace.*\n/, ''), 'no service yace'],
    ['another profile', FULL.replace('profiles: [aws]', 'profiles: [mine]'), 'another profile'],
  ])('a source is not said to be switched on with %s', (_, text, words) => {
    const of = (profiles: string): Side => ({
      texts: new Map([['env', `COMPOSE_PROFILES=${profiles}\n`]] as const),
      model: parseCompose(text, { COMPOSE_PROFILES: profiles }, options),
    });
    expect(missingProblems(of(''), of('aws'))).toMatchObject([
      { field: 'sources.aws.enabled', message: expect.stringContaining(words) },
    ]);
    expect(missingProblems(of('aws'), of('aws'))).toEqual([]);
    expect(missingProblems(of('aws'), of(''))).toEqual([]);
  });
});

describe('case 17, a file that Compose reads', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'weir-files-'));
    vi.stubEnv('WEIR_STACK_DIR', folder);
  });
  afterEach(() => {
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const look = (variables: Record<string, string> = {}) => assertOnlyComposeFile(variables, 'monitoring');

  it.each([
    ...['compose.yaml', 'compose.yml', 'compose.override.yml', 'compose.override.yaml'],
    ...['docker-compose.override.yml', 'docker-compose.override.yaml'],
  ])('%s is refused with its name', async (name) => {
    await expect(look()).resolves.toBeUndefined();
    writeFileSync(path.join(folder, name), 'services: {}\n');
    await expect(look()).rejects.toMatchObject({
      code: 'invalid-stack',
      message: expect.stringContaining(name),
    });
    // Compose looks for no other file then.
    await expect(look({ COMPOSE_FILE: './docker-compose.yml' })).resolves.toBeUndefined();
  });

  it('is refused where it is a link', async () => {
    symlinkSync('/nowhere', path.join(folder, 'compose.override.yml'));
    await expect(look()).rejects.toThrow('compose.override.yml');
  });

  it.each([
    [{ COMPOSE_FILE: 'docker-compose.yml:more.yml' }, 'COMPOSE_FILE'],
    [{ COMPOSE_FILE: 'docker-compose.yml,more.yml', COMPOSE_PATH_SEPARATOR: ',' }, 'COMPOSE_FILE'],
    [{ COMPOSE_FILE: '../docker-compose.yml' }, 'COMPOSE_FILE'],
    [{ COMPOSE_PROJECT_NAME: 'attic' }, 'COMPOSE_PROJECT_NAME'],
  ])('%j in .env is refused by its name', async (variables, name) => {
    await expect(look(variables)).rejects.toThrow(name);
  });
});
