import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newestAbove, readVersions } from '@/lib/server/updates/registry-tags';
import { certificateFor, lanAddress } from '../../../support/fakes/receivers';
import { type Registry, startRegistry } from '../../../support/stack/registry';

const HOST = 'registry.test';
const NAME = 'some/image';
const own = certificateFor(HOST);
let registry: Registry;
let door: Server;

/** An image without a layer, under each of the tags. */
async function push(tags: readonly string[]): Promise<void> {
  const base = `http://${registry.host}/v2/${NAME}`;
  const empty = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
  const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
  const at = new URL(begun.headers.get('location') ?? '', base);
  at.searchParams.set('digest', empty);
  await fetch(at, { method: 'PUT', body: '{}', headers: { 'content-type': 'application/octet-stream' } });
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const config = { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: empty };
  const body = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
  for (const tag of tags) {
    const headers = { 'content-type': mediaType };
    const { status } = await fetch(`${base}/manifests/${tag}`, { method: 'PUT', body, headers });
    expect(status).toBe(201);
  }
}

beforeAll(async () => {
  registry = await startRegistry();
  // A registry of the world speaks TLS.
  door = createServer(own, ({ url, method, headers }, to) => {
    const [host, port] = registry.host.split(':');
    request({ host, port, method, path: url, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    }).end();
  });
  await new Promise<void>((resolve) => door.listen(0, lanAddress(), resolve));
});
afterAll(async () => {
  door?.closeAllConnections();
  door?.close();
  await registry?.stop();
});

test('a real registry says which versions there are', async () => {
  await push(['v1.9.0', 'v1.10.0', 'v1.10.1-rc1', 'v1.10.0-cluster', 'v1.10', 'latest']);
  const { port } = door.address() as AddressInfo;
  const options = { resolve: async () => [{ address: lanAddress(), family: 4 }], ca: own.cert };
  const versions = await readVersions(`${HOST}:${port}/${NAME}`, options);
  expect(versions.toSorted()).toEqual(['v1.10', 'v1.10.0', 'v1.9.0']);
  expect(newestAbove('v1.9.0', versions)).toBe('v1.10.0');
  await expect(readVersions(`${HOST}:${port}/no/such`, options)).rejects.toThrow('HTTP 404');
});
