import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseCompose } from '@/lib/server/docker/compose-spec';
import { serviceHash } from '@/lib/server/docker/config-hash';
import { OWN_SERVICES } from '@/lib/server/services/compose-model';
import { assertOnlyComposeFile } from '@/lib/server/stack/compose-files';

const STACK = `services:
  vmagent: {image: v, networks: [inner], volumes: ["data:/d"], secrets: [s]}
networks: {inner: }
volumes: {data: }
secrets: {s: {environment: S}}
`;
const options = { project: 'p', projectDir: '/p', own: OWN_SERVICES };
const hash = (text: string) => {
  const service = parseCompose(text, {}, options).services.get('vmagent');
  return service && serviceHash(service, '2.40');
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
    expect(parseCompose(using, {}, options).leftAlone.get('own')).toContain('names no secret');
  });

  it.each([
    [
      'a service of the stack',
      STACK.replace('image: v,', 'image: v, env_file: a,'),
      'services.vmagent.env_file',
    ],
    ['its network', STACK.replace('{inner: }', '{inner: {unknown: 1}}'), 'networks.inner.unknown'],
    ['its volume', STACK.replace('{data: }', '{data: {unknown: 1}}'), 'volumes.data.unknown'],
    ['its secret', STACK.replace('{environment: S}', '{file: S}'), 'secrets.s.file'],
  ])('%s stays refused by its name', (_, text, words) => {
    expect(() => parseCompose(text, {}, options)).toThrow(words);
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
