import { rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { runDir } from '../run/run-dir.ts';

/** A way to the engine that a test can cut, as if the engine had stopped, or let hang, and mend. */
export class CutSocket {
  readonly file = path.join(runDir('sockets'), `${Math.random().toString(36).slice(2, 8)}.sock`);
  readonly #engine: string;
  readonly #open = new Set<net.Socket>();
  #server: net.Server | null = null;
  #isHanging = false;

  /** @param host `DOCKER_HOST` of the engine behind it, a `unix://` one */
  constructor(host: string) {
    this.#engine = host.replace('unix://', '');
  }

  get host(): string {
    return `unix://${this.file}`;
  }

  /** From here on all is taken and nothing is answered, as by an engine that is stuck. */
  hang(): void {
    this.#isHanging = true;
    for (const socket of this.#open) socket.pause();
  }

  /** After a hang what was asked meanwhile goes on. */
  async mend(): Promise<void> {
    if (this.#isHanging) {
      this.#isHanging = false;
      for (const socket of this.#open) socket.resume();
      return;
    }
    const server = net.createServer((near) => {
      const far = net.connect(this.#engine);
      for (const socket of [near, far]) {
        this.#open.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#open.delete(socket));
      }
      near.pipe(far).pipe(near);
      if (this.#isHanging) near.pause();
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
    await new Promise<void>((resolve) => server.listen(this.file, resolve));
    this.#server = server;
  }

  cut(): void {
    this.#server?.close();
    this.#server = null;
    for (const socket of this.#open) socket.destroy();
    rmSync(this.file, { force: true });
  }
}
