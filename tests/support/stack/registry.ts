import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { waitFor } from '../run/exec.ts';
import { freePort } from '../run/ports.ts';
import { notePid, runDir } from '../run/run-dir.ts';
import { unpacked } from './debian.ts';

export interface Registry {
  /** `127.0.0.1:port`, as an image's name begins. */
  host: string;
  /** Lets each layer break off after its first bytes, or lets all of it through again. */
  breakOff(isBroken: boolean): void;
  /** Nothing answers from then on. */
  stop(): Promise<void>;
}

/** Bytes of a layer that still come. */
const BEGINNING = 1_000;

/** Debian's registry, with a door before it that can break off. The engine asks it as it asks any other. */
export async function startRegistry(): Promise<Registry> {
  const root = await unpacked('docker-registry', ['docker-registry']);
  const inner = await freePort();
  const dir = runDir('registries', String(inner));
  const config = path.join(dir, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${dir}/images}}\n` +
      `http: {addr: "127.0.0.1:${inner}", relativeurls: true}\n`,
  );
  const program = spawn(path.join(root, 'usr/bin/docker-registry'), ['serve', config], { stdio: 'ignore' });
  if (program.pid) notePid(program.pid);
  let isBroken = false;
  const door = createServer((from, to) => {
    const { method, url = '', headers } = from;
    const through = request({ host: '127.0.0.1', port: inner, method, path: url, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!isBroken || method !== 'GET' || !url.includes('/blobs/')) return answer.pipe(to);
      return answer.once('data', (chunk: Buffer) =>
        to.write(chunk.subarray(0, BEGINNING), () => to.destroy()),
      );
    });
    through.on('error', () => to.destroy());
    from.pipe(through);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
  await waitFor('the registry', async () => (await fetch(`http://${host}/v2/`)).ok);
  return {
    host,
    breakOff: (isBrokenNow) => {
      isBroken = isBrokenNow;
    },
    stop: async () => {
      door.closeAllConnections();
      door.close();
      const ended = once(program, 'exit');
      if (program.exitCode === null && program.kill()) await ended;
    },
  };
}
