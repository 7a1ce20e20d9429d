import { beforeEach, expect, test, vi } from 'vitest';
import { explainPortError } from '@/lib/server/control/port-problems';
import type { ContainerPort } from '@/lib/server/docker/container-ports';
import { AppError } from '@/lib/server/errors';

const machine = vi.hoisted(() => ({ ports: [] as ContainerPort[] | Error }));
vi.mock('@/lib/server/docker/container-ports', () => ({
  containerPorts: async () => {
    if (machine.ports instanceof Error) throw machine.ports;
    return machine.ports;
  },
}));

beforeEach(() => {
  machine.ports = [];
});

const ENDPOINT = 'driver failed programming external connectivity on endpoint weir-vmagent-1 (3f): ';
const ALLOCATED = `Docker: ${ENDPOINT}Bind for 127.0.0.1:8429 failed: port is already allocated`;
const IN_USE = `Docker: ${ENDPOINT}listen tcp4 0.0.0.0:8429: bind: address already in use`;

const explained = (message: string) =>
  explainPortError(new AppError('docker-error', message)) as Promise<AppError>;

test('a container that has the port is named', async () => {
  machine.ports = [
    { container: 'other', isOwn: false, ip: '0.0.0.0', port: 9000 },
    { container: 'shop', isOwn: false, ip: '0.0.0.0', port: 8429 },
  ];
  const { message, hint } = await explained(ALLOCATED);
  expect(message).toBe('Port 8429 of this Pi, which vmagent needs, is taken by the container shop.');
  expect(hint).toContain('VMAGENT_PORT');
});

test('one of the stack counts, too', async () => {
  machine.ports = [{ container: 'weir-cadvisor-1', isOwn: true, ip: '127.0.0.1', port: 8429 }];
  expect((await explained(ALLOCATED)).message).toContain('the container weir-cadvisor-1');
});

test('a port that no container has is kept by the engine, which is to be restarted', async () => {
  machine.ports = [{ container: 'other', isOwn: false, ip: '0.0.0.0', port: 9000 }];
  const { message, hint } = await explained(ALLOCATED);
  expect(message).toContain('kept by the Docker Engine for a container that is gone');
  expect(hint).toContain('sudo systemctl restart docker');
});

test('where the engine does not tell its containers, no claim is made about it', async () => {
  machine.ports = new AppError('docker-unreachable', 'The Docker Engine does not answer.');
  expect((await explained(ALLOCATED)).message).toContain('taken by another container');
});

test('what no container has and is in use is another program’s', async () => {
  expect((await explained(IN_USE)).message).toBe(
    'Port 8429 of this Pi, which vmagent needs, is taken by another program.',
  );
});

test('other errors stay as they are', async () => {
  const error = new AppError('docker-error', 'Docker: no space left on device');
  expect(await explainPortError(error)).toBe(error);
});
