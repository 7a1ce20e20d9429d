import { closeSync, openSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { runDir } from './run-dir.ts';

// Below the range that the kernel hands out to outgoing connections, so a port stays free until it is used.
const FIRST = 20_000;
const COUNT = 10_000;

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Takes the port for one test: another process of the run cannot see that a service which is stopped has it. */
function claim(port: number): boolean {
  try {
    closeSync(openSync(path.join(runDir('ports'), String(port)), 'wx'));
    return true;
  } catch {
    return false;
  }
}

/** A TCP port on which nothing listens; never given twice in one run. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if ((await canListen(port)) && claim(port)) return port;
  }
  throw new Error(`No free port between ${FIRST} and ${FIRST + COUNT}.`);
}
