import { describe, expect, it } from 'vitest';
import { parseCompose, serviceOf } from '@/lib/server/compose/reader/spec';
import { AppError } from '@/lib/server/errors';

const where = { project: 'pi', projectDir: '/srv/compose' };
const parse = (text: string, env: Record<string, string> = {}) => parseCompose(text, env, where);
/** The one service of a file, from the lines under its name. */
const service = (lines: string, env: Record<string, string> = {}) =>
  serviceOf(
    parse(`services:\n  a:\n    image: i\n${lines.replace(/^/gm, '    ')}\nvolumes: {data: }\n`, env),
    'a',
  );

function failure(text: string, env: Record<string, string> = {}): AppError {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('compose file', () => {
  it.each([
    ['"8429"', { mode: 'ingress', target: 8429, protocol: 'tcp' }],
    ['"8430:8429"', { mode: 'ingress', target: 8429, published: '8430', protocol: 'tcp' }],
    [
      '127.0.0.1:8430:8429/udp',
      { mode: 'ingress', host_ip: '127.0.0.1', target: 8429, published: '8430', protocol: 'udp' },
    ],
    ['"[::1]:1:2"', { mode: 'ingress', host_ip: '::1', target: 2, published: '1', protocol: 'tcp' }],
    [
      '{target: 80, published: "81", host_ip: 10.0.0.1}',
      { mode: 'ingress', host_ip: '10.0.0.1', target: 80, published: '81', protocol: 'tcp' },
    ],
  ])('reads the port %s', (text, port) => {
    expect(service(`ports: [${text}]`).ports).toEqual([port]);
  });

  it.each([
    [
      './config:/etc/app:ro',
      {
        type: 'bind',
        source: '/srv/compose/config',
        target: '/etc/app',
        read_only: true,
        bind: { create_host_path: true },
      },
    ],
    [
      '/:/host:ro,rslave',
      {
        type: 'bind',
        source: '/',
        target: '/host',
        read_only: true,
        bind: { propagation: 'rslave', create_host_path: true },
      },
    ],
    ['data:/data', { type: 'volume', source: 'data', target: '/data', volume: {} }],
    ['/data/', { type: 'volume', target: '/data', volume: {} }],
    [
      '{type: bind, source: ., target: /stack, bind: {create_host_path: false}}',
      { type: 'bind', source: '/srv/compose', target: '/stack', bind: { create_host_path: false } },
    ],
    [
      '{type: tmpfs, target: /t, tmpfs: {size: 1m, mode: 01777}}',
      { type: 'tmpfs', target: '/t', tmpfs: { size: 1_048_576, mode: 0o1777 } },
    ],
  ])('reads the volume %s', (text, volume) => {
    expect(service(`volumes:\n  - ${text}`).volumes).toEqual([volume]);
  });

  it('reads a service’s other keys in their canonical form', () => {
    const read = service(
      [
        'command: run --name "two words"',
        'entrypoint: [/bin/x]',
        'environment: [A=1, FROM_ENV, MISSING]',
        'depends_on: {a: {condition: service_healthy, required: false}}',
        'healthcheck: {test: curl x, interval: 1m, retries: "3", start_period: 5s}',
        'extra_hosts: ["h.internal:host-gateway", "six=[::1]"]',
        'ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}',
        'tmpfs: /tmp',
        'group_add: ["${GROUP:-999}"]',
        'read_only: "${RO:-true}"',
        'mem_limit: 64m',
        'pids_limit: 100',
        'x-note: ignored',
      ].join('\n'),
      { FROM_ENV: 'here' },
    );
    expect(read).toMatchObject({
      command: ['run', '--name', 'two words'],
      entrypoint: ['/bin/x'],
      environment: { A: '1', FROM_ENV: 'here', MISSING: null },
      depends_on: { a: { condition: 'service_healthy', required: false } },
      healthcheck: { test: ['CMD-SHELL', 'curl x'], interval: 60e9, retries: 3, start_period: 5e9 },
      extra_hosts: ['h.internal=host-gateway', 'six=::1'],
      ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 3 },
      tmpfs: ['/tmp'],
      group_add: ['999'],
      read_only: true,
      mem_limit: 67_108_864,
      pids_limit: 100,
      networks: { default: null },
    });
  });

  it('switches services by profile', () => {
    const text = 'services: {a: {image: i}, b: {image: i, profiles: [x]}, c: {image: i, profiles: [y, z]}}';
    expect([...parse(text).enabled]).toEqual(['a']);
    expect([...parse(text, { COMPOSE_PROFILES: 'x, z' }).enabled]).toEqual(['a', 'b', 'c']);
    expect([...parse(text, { COMPOSE_PROFILES: '*' }).enabled]).toEqual(['a', 'b', 'c']);
  });

  it('names networks and volumes after the project unless told otherwise', () => {
    const model = parse(
      'services: {a: {image: i, networks: [m]}, b: {image: i}}\nnetworks: {m: , e: {external: true}}\nvolumes: {v: , n: {name: own}}',
    );
    expect([...model.networks].map(([key, { name }]) => [key, name])).toEqual([
      ['m', 'pi_m'],
      ['e', 'e'],
      ['default', 'pi_default'],
    ]);
    expect([...model.volumes.values()].map(({ name }) => name)).toEqual(['pi_v', 'own']);
  });

  it('reads merge keys and anchors', () => {
    const text =
      'x-base: &base {restart: always, init: true}\nservices:\n  a:\n    <<: *base\n    image: i\n    init: false';
    expect(serviceOf(parse(text), 'a')).toMatchObject({ restart: 'always', init: false });
  });

  it('reads where a secret goes', () => {
    const text = 'services: {a: {image: i, secrets: [tok, {source: tok, target: t, mode: 0400, uid: "7"}]}}';
    expect(serviceOf(parse(`${text}\nsecrets: {tok: {environment: T}}`), 'a').secrets).toEqual([
      { source: 'tok', target: '/run/secrets/tok' },
      { source: 'tok', target: 't', uid: '7', mode: 0o400 },
    ]);
  });

  it('keeps secrets out of the model', () => {
    const text = 'services: {a: {image: i, secrets: [tok]}}\nsecrets: {tok: {environment: TOKEN}}';
    const model = parse(text, { TOKEN: 'hunter2' });
    expect(model.secret('tok')).toBe('hunter2');
    expect(model.secret('other')).toBeUndefined();
    expect(JSON.stringify([...model.services, model])).not.toContain('hunter2');
  });

  it.each([
    ['services: {a: {image: i, deploy: {}}}', 'services.a.deploy is not supported'],
    ['services: {a: {image: i}}\nconfigs: {}', 'configs is not supported'],
    ['services: {a: {image: i, healthcheck: {tests: x}}}', 'services.a.healthcheck.tests is not supported'],
    [
      'services: {a: {image: i, volumes: [{type: bind, source: ., target: /x, consistency: z}]}}',
      'services.a.volumes[0].consistency',
    ],
    ['services: {a: {image: i, ports: ["1-2:1-2"]}}', 'services.a.ports[0]'],
    ['services: {a: {image: i, mem_limit: lots}}', 'services.a.mem_limit must be a size'],
    ['services: {a: {build: .}}', 'services.a.image is missing'],
    ['services: {a: {image: i, volumes: ["d:/d"]}}', 'names no volume: d'],
    ['services: {a: {image: i, networks: [n]}}', 'names no network: n'],
    ['services: {a: {image: i, secrets: [s]}}', 'names no secret: s'],
    ['services: {a: {image: i, depends_on: [b]}}', 'names no service: b'],
    ['secrets: {s: {file: x}}', 'secrets.s.file is not supported'],
    [
      'services: {a: {image: "${I:?say which}"}}',
      'services.a.image cannot be filled: variable I is not set: say which',
    ],
    ['services: {a: {image: i, image: j}}', 'no valid YAML'],
    ['- a', 'has no services'],
    ['services: [a]', 'services must be a mapping'],
  ])('refuses %s', (text, message) => {
    const error = failure(text);
    expect(error.code).toBe('invalid-stack');
    expect(error.message).toContain(message);
  });

  it('never repeats a value in an error', () => {
    expect(failure('services: {a: {image: i, mem_limit: "${T}"}}', { T: 'hunter2' }).message).not.toContain(
      'hunter2',
    );
  });
});
