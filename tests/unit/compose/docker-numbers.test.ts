import type { ContainerStats } from 'dockerode';
import { describe, expect, it } from 'vitest';
import { createOptions } from '@/lib/server/compose/create/options';
import { serviceHash } from '@/lib/server/compose/hash/config-hash';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { startOrder } from '@/lib/server/compose/up';
import { layerTotals, type PullProgress } from '@/lib/server/docker/images/pull';
import { readCounters } from '@/lib/server/docker/stats';
import { tarFile } from '@/lib/server/docker/tar';

const where = { project: 'pi', projectDir: '/srv/compose' };

describe('counters', () => {
  const stats = (memory: object, writes?: readonly object[] | null) =>
    readCounters(
      {
        blkio_stats: { io_service_bytes_recursive: writes },
        read: '2026-08-20T10:00:00Z',
        cpu_stats: { cpu_usage: { total_usage: 5, percpu_usage: [2, 3] }, system_cpu_usage: 100 },
        memory_stats: memory,
      } as unknown as ContainerStats,
      1,
    );

  it('are CPU nanoseconds, with the cores counted where the engine does not say', () => {
    expect(stats({})).toMatchObject({ cpuTotalNs: 5, systemCpuNs: 100, onlineCpus: 2, atMs: 1787220000000 });
  });

  it('leave the page cache out, by the name that each cgroup version gives it', () => {
    expect(stats({ usage: 100, limit: 9, stats: { inactive_file: 30 } }).memoryBytes).toBe(70);
    expect(stats({ usage: 100, stats: { total_inactive_file: 20, inactive_file: 1 } }).memoryBytes).toBe(80);
    expect(stats({ usage: 10, stats: { inactive_file: 30 } }).memoryBytes).toBe(10);
  });

  it('are unknown, not 0, where the memory cgroup is off', () => {
    expect(stats({})).toMatchObject({ memoryBytes: null, memoryLimitBytes: null });
  });

  it('have what was written, where the kernel tells of all of it', () => {
    const writes = (op: string) => [
      { op: 'read', value: 9 },
      { op, value: 4 },
      { op, value: 1 },
    ];
    expect(stats({ usage: 1 }, writes('write')).writtenBytes).toBe(5);
    for (const [memory, told] of [
      [{ usage: 1 }, writes('Write')],
      [{}, writes('write')],
      [{ usage: 1 }, []],
      [{ usage: 1 }, null],
      [{ usage: 1 }, undefined],
    ] as const)
      expect(stats(memory, told).writtenBytes).toBeNull();
  });
});

describe('a pull', () => {
  it('is the sum of its layers', () => {
    const layers = new Map<string, PullProgress>();
    const step = (id: string, status: string, current?: number, total?: number) =>
      layerTotals(layers, { id, status, progressDetail: { current, total } });
    expect(step('a', 'Downloading', 10, 100)).toEqual({ currentBytes: 10, totalBytes: 100 });
    expect(step('b', 'Downloading', 5, 50)).toEqual({ currentBytes: 15, totalBytes: 150 });
    expect(step('a', 'Download complete')).toEqual({ currentBytes: 105, totalBytes: 150 });
    expect(step('a', 'Extracting', 3, 400)).toEqual({ currentBytes: 105, totalBytes: 150 });
    expect(step('c', 'Already exists')).toEqual({ currentBytes: 105, totalBytes: 150 });
    expect(step('b', 'Pull complete')).toEqual({ currentBytes: 150, totalBytes: 150 });
  });
});

describe('the order of starting', () => {
  const model = (services: string, profiles = '') =>
    parseCompose(`services: {${services}}`, { COMPOSE_PROFILES: profiles }, where);

  it('puts dependencies first, and once', () => {
    const text =
      'yace: {image: i, depends_on: [vmagent]}, vmagent: {image: i}, weir: {image: i, depends_on: [yace, vmagent]}';
    expect(startOrder(model(text), ['weir', 'yace'])).toEqual(['vmagent', 'yace', 'weir']);
  });

  it('refuses a circle and a dependency that is off, unless it is optional', () => {
    expect(() =>
      startOrder(model('yace: {image: i, depends_on: [weir]}, weir: {image: i, depends_on: [yace]}'), [
        'weir',
      ]),
    ).toThrow('depends on itself');
    const off = (required: boolean) =>
      `yace: {image: i, profiles: [aws]}, weir: {image: i, depends_on: {yace: {condition: service_started, required: ${required}}}}`;
    expect(() => startOrder(model(off(true)), ['weir'])).toThrow('whose profile is off');
    expect(startOrder(model(off(false)), ['weir'])).toEqual(['weir']);
  });
});

describe('a container’s description', () => {
  const model = parseCompose(
    `services:
  yace:
    image: yace:1
    environment: [A=1, B]
    secrets: [tok]
    ports: ["127.0.0.1:5000:5000"]
    restart: on-failure:2
    stop_grace_period: 1m
secrets: {tok: {environment: T}}`,
    { T: 'hunter2' },
    where,
  );
  const options = createOptions(model, 'yace', {
    imageId: 'sha256:1',
    number: 1,
    release: '2.26.1',
  });

  it('carries Compose’s labels, by which both tools know it', () => {
    expect(options.Labels).toEqual({
      'com.docker.compose.project': 'pi',
      'com.docker.compose.service': 'yace',
      'com.docker.compose.version': '2.26.1',
      'com.docker.compose.project.working_dir': '/srv/compose',
      'com.docker.compose.project.config_files': '/srv/compose/docker-compose.yml',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.container-number': '1',
      'com.docker.compose.config-hash': serviceHash(model.services.get('yace') ?? {}, '2.26.1'),
      'com.docker.compose.depends_on': '',
      'com.docker.compose.image': 'sha256:1',
    });
  });

  it('has its settings, and no secret', () => {
    expect(options).toMatchObject({
      Env: ['A=1', 'B'],
      StopTimeout: 60,
      HostConfig: {
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
        PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '5000' }] },
        NetworkMode: 'pi_default',
      },
      NetworkingConfig: { EndpointsConfig: { pi_default: { Aliases: ['pi-yace-1', 'yace'] } } },
    });
    expect(JSON.stringify(options)).not.toContain('hunter2');
  });

  it('has another hash for each release of Compose that hashes in another way; the newest where none is known', () => {
    const spec = { ...model.services.get('yace'), profiles: ['aws'] };
    const bind = { type: 'bind', source: '/a', target: '/b', bind: { create_host_path: true } } as const;
    const hash = (release?: string) => serviceHash({ ...spec, volumes: [bind] }, release);
    const [trixie, newer, newest] = ['2.26.1', 'v2.40.3', '5.1.0'].map(hash);
    expect(new Set([trixie, newer, newest]).size).toBe(3);
    expect([hash('2.26.9'), hash('2.30.0'), hash('6.0.0')]).toEqual([trixie, newer, newest]);
    expect(['', 'weir', undefined].map(hash)).toEqual([newest, newest, newest]);
  });
});

describe('a tar of one file', () => {
  it('has a header whose sum is right, and whole blocks', () => {
    const archive = tarFile('/run/secrets/tok', Buffer.from('hunter2'), { mode: 0o444, uid: 1, gid: 2 });
    expect(archive.length % 512).toBe(0);
    expect(archive.toString('utf8', 0, 15)).toBe('run/secrets/tok');
    const header = Buffer.from(archive.subarray(0, 512));
    const stated = Number.parseInt(header.toString('utf8', 148, 154), 8);
    header.fill(' ', 148, 156);
    expect(stated).toBe(header.reduce((sum, byte) => sum + byte, 0));
    expect(archive.toString('utf8', 512, 519)).toBe('hunter2');
    expect(() => tarFile(`/${'x'.repeat(101)}`, Buffer.alloc(0), { mode: 0, uid: 0, gid: 0 })).toThrow(
      RangeError,
    );
  });
});
