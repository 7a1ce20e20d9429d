import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { InterpolationError, interpolate } from '@/lib/interpolate';
import { serviceHash } from '@/lib/server/compose/hash/config-hash';
import { parseCompose, serviceOf } from '@/lib/server/compose/reader/spec';
import { mustRun, run } from '../../../support/run/exec';
import { runDir } from '../../../support/run/run-dir';
import { composeBinary } from '../../../support/stack/debian';

// `config` reads files only; the engine is not asked.
const values: Record<string, string> = {
  SET: 'value',
  EMPTY: '',
  PORT: '8429',
  JSON: '{"a":1}',
  DOLLAR: 'a$SET',
};
const dir = runDir('oracle');

const templates = [
  'plain',
  '$SET',
  'a${SET}b',
  '${UNSET:-d}',
  '${EMPTY:-d}',
  '${EMPTY-d}',
  '${UNSET-}',
  '${SET:+x}',
  '${EMPTY:+x}',
  '${EMPTY+x}',
  '${UNSET+x}',
  '${UNSET:-${SET}}',
  '${UNSET:-${OTHER:-${PORT}}}',
  '${UNSET:-${SET}-${PORT}}${SET}',
  '${UNSET:-http://host:80/a?b=c}',
  '${SET:-a:?b}',
  '${SET:?e}',
  '${EMPTY?e}',
  '${UNSET:?e}',
  '${EMPTY:?e}',
  '${SET:-${UNSET:?inner}}',
  '$$SET $${SET} $$$SET',
  '^(veth.*)$$',
  'cost: 100$ or $1',
  '${DOLLAR}',
  '${JSON}',
  '${}',
  '${1A}',
  '${SET',
  '${SET!x}',
];

/** Every supported key, in the odd spellings that Compose allows. */
const KITCHEN_SINK = `
name: sink
services:
  a:
    image: "busybox:\${TAG:-1}"
    command: sh -c "echo 'a b'  c"
    entrypoint: ["/x", "<&>"]
    environment: [B=2, A=1, SET, NOWHERE]
    labels: {z: 1, a: "true", n: }
    ports: ["8080:80", "127.0.0.1:8081:81/udp", "82", {target: 83, published: "8083", host_ip: "::1", mode: host}]
    volumes:
      - ./conf:/etc/conf:ro
      - /abs:/abs:z
      - data:/data
      - /anon
      - {type: bind, source: ., target: /here/, read_only: true, bind: {create_host_path: true}}
      - {type: bind, source: /, target: /host, bind: {propagation: rslave}}
      - {type: volume, source: data, target: /d2, volume: {nocopy: true}}
      - {type: tmpfs, target: /t, tmpfs: {size: 16m, mode: 01777}}
    tmpfs: /tmp:size=1m
    secrets: [tok, {source: tok, target: other, uid: "1", gid: "2", mode: 0440}]
    networks: {default: {aliases: [one, two], priority: 10}, back: }
    depends_on: {b: {condition: service_healthy, restart: true}, c: {condition: service_started, required: false}}
    healthcheck: {test: "curl -f x", interval: 90s, timeout: 1m30s, retries: 3, start_period: 1h}
    extra_hosts: {h1: 10.0.0.1, h2: host-gateway}
    ulimits: {nofile: {soft: 1024, hard: 2048}, nproc: 64}
    cap_add: [NET_ADMIN]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    group_add: ["999", 100]
    devices: ["/dev/kmsg", "/dev/null:/dev/n:r"]
    dns: 1.1.1.1
    expose: ["9000", 9001]
    sysctls: {net.core.somaxconn: 1024}
    logging: {driver: json-file, options: {max-size: 1m, max-file: 3}}
    restart: on-failure:3
    user: "1:2"
    init: false
    read_only: "\${RO:-true}"
    tty: true
    mem_limit: 64m
    memswap_limit: 128m
    mem_reservation: 32MB
    shm_size: 1m
    cpus: "0.5"
    cpu_shares: 512
    pids_limit: 100
    oom_score_adj: -500
    stop_grace_period: 1m
    stop_signal: SIGINT
    hostname: h
    working_dir: /w
    ipc: private
    privileged: false
    x-mine: 1
  b: {image: i, network_mode: host, pid: host, profiles: [p], healthcheck: {disable: true}}
  c: {image: i, depends_on: [b], networks: [back], command: [], init: true, stop_grace_period: 0s}
networks:
  back: {driver: bridge, internal: true, labels: {l: 1}, ipam: {config: [{subnet: 10.250.0.0/24}]}}
volumes: {data: {labels: [a=b]}}
secrets: {tok: {environment: TOKEN}}
`;

function composeWith(suite: string, file: string, ...args: string[]) {
  writeFileSync(path.join(dir, 'docker-compose.yml'), file);
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TOKEN: 't',
    ...values,
  } as unknown as NodeJS.ProcessEnv;
  return composeBinary(suite).then((binary) =>
    run(binary, ['--project-directory', dir, '-p', 'sink', ...args], { env }),
  );
}

describe.each(['trixie', 'sid'])('docker compose of Debian %s', (suite) => {
  let version = '';

  beforeAll(async () => {
    version = await mustRun(await composeBinary(suite), ['version', '--short']);
  });

  test.each(templates)('fills %s as we do', async (template) => {
    const file = JSON.stringify({ services: { a: { image: 'i', labels: { x: template } } } });
    const { code, stdout } = await composeWith(suite, file, 'config', '--format', 'json');
    const lookup = (name: string) => values[name];
    if (code !== 0) {
      expect(() => interpolate(template, lookup)).toThrow(InterpolationError);
      return;
    }
    // Its output is a compose file again, in which a dollar is written twice.
    const filled = JSON.parse(stdout).services.a.labels.x.replaceAll('$$', '$');
    expect(interpolate(template, lookup)).toBe(filled);
  });

  test('reads every key that we support as we do', async () => {
    const model = parseCompose(KITCHEN_SINK, { ...values, TOKEN: 't' }, { project: 'sink', projectDir: dir });
    const { stdout, stderr } = await composeWith(
      suite,
      KITCHEN_SINK,
      '--profile',
      '*',
      'config',
      '--hash',
      '*',
    );
    const theirs = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    );
    const ours = ['a', 'b', 'c'].map((name) => [name, serviceHash(serviceOf(model, name), version)]);
    expect(theirs, stderr).toEqual(Object.fromEntries(ours));
  });
});
