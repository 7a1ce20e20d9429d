import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyCompose } from '../stack/stack.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** A panel state of its own in a temporary folder, with everything that the process remembered forgotten. */
export function freshPanel(): { stateDir: string; remove: () => void } {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'weir-state-'));
  process.env.WEIR_STATE_DIR = stateDir;
  process.env.WEIR_LOG_LEVEL = 'silent';
  forgetProcessState();
  const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  function remove(): void {
    // A panel saves its recording when it is told to end, which would make the folder anew after the last test.
    for (const signal of SIGNALS) {
      for (const listener of process.listeners(signal)) {
        if (!before.has(listener)) process.off(signal, listener);
      }
    }
    rmSync(stateDir, { recursive: true, force: true });
  }
  return { stateDir, remove };
}

/** A panel like that, beside a stack as it ships and no engine. */
export function freshStack(): { dir: string; stateDir: string; remove: () => void } {
  const panel = freshPanel();
  const dir = path.join(panel.stateDir, 'stack');
  copyCompose(dir);
  process.env.WEIR_STACK_DIR = dir;
  process.env.DOCKER_HOST = `unix://${path.join(panel.stateDir, 'no-engine.sock')}`;
  const remove = () => {
    panel.remove();
    delete process.env.WEIR_STACK_DIR;
    delete process.env.DOCKER_HOST;
  };
  return { dir, stateDir: panel.stateDir, remove };
}

/** As after a restart of the panel. */
export function forgetProcessState(): void {
  const shared = (globalThis as { __weir?: Record<string, unknown> }).__weir ?? {};
  for (const key of Object.keys(shared)) delete shared[key];
}

interface CallOptions {
  method?: string;
  body?: unknown;
  cookie?: string | undefined;
  headers?: Record<string, string>;
}

/** A request as a browser on the panel's own page would send it, unless `headers` says otherwise. */
export function panelRequest(pathname: string, options: CallOptions = {}): Request {
  const { method = 'GET', body, cookie, headers = {} } = options;
  const sent = new Headers({ host: 'localhost:8430' });
  if (method !== 'GET') sent.set('origin', 'http://localhost:8430');
  if (body !== undefined) sent.set('content-type', 'application/json');
  if (cookie !== undefined) sent.set('cookie', cookie);
  for (const [name, value] of Object.entries(headers)) sent.set(name, value);
  return new Request(`http://localhost:8430${pathname}`, {
    method,
    headers: sent,
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The cookie that an answer sets, as a browser would send it back. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
