import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '../run/exec.ts';
import { isAlive, notePid } from '../run/run-dir.ts';
import { repoDir, type TempStack } from '../stack/stack.ts';

export const OWNER_PASSWORD = 'three plain words for tests';

/** Speaks to a panel as its owner's browser does. */
export interface OwnerClient {
  url: string;
  /** The session cookie as `name=value` after claim or login, else ''. */
  cookie(): string;
  /** A request with own Origin, session cookie and JSON body. */
  request(method: string, route: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Like `request`, for answers that must be 2XX. @throws Error with the answer. */
  json<T>(method: string, route: string, body?: unknown): Promise<T>;
}

export interface Panel extends OwnerClient {
  pid: number;
  /** From `spawn` to the first 200. */
  startMs: number;
  /** Everything that it printed so far. */
  log(): string;
  /** Claims with the code from the stack's state folder. */
  claim(password?: string): Promise<void>;
  login(password?: string): Promise<void>;
  setupCode(): string;
  /** Ends it with SIGTERM. @throws Error if it does not end by itself */
  stop(): Promise<void>;
}

export interface PanelOptions {
  port?: number;
  /** Folder with `server.js`; the repository's build unless told. */
  serverDir?: string;
  node?: string;
  /** Flags for Node, before `server.js`. */
  nodeFlags?: string[];
  /** Path whose first 200 means that it is up; `/api/health` unless told. */
  readyPath?: string;
  /** The status that means so; 200 unless told. */
  readyStatus?: number;
  env?: Record<string, string>;
}

/** A client without a session; the first answer that opens one gives it one. */
export function ownerClient(url: string): OwnerClient {
  let cookie = '';
  const client: OwnerClient = {
    url,
    cookie: () => cookie,
    request: async (method, route, body, more) => {
      const headers: Record<string, string> = { origin: url, 'sec-fetch-site': 'same-origin', ...more };
      if (cookie) headers.cookie = cookie;
      if (body !== undefined) headers['content-type'] = 'application/json';
      const response = await fetch(url + route, {
        method,
        headers,
        body: JSON.stringify(body),
        redirect: 'manual',
      });
      const pairs = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
      cookie = pairs.find((pair) => pair.startsWith('weir_session=')) ?? cookie;
      return response;
    },
    json: async <T>(method: string, route: string, body?: unknown) => {
      const response = await client.request(method, route, body);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${text}`);
      return (text ? JSON.parse(text) : null) as T;
    },
  };
  return client;
}

/** What a panel needs of a stack; tests of the panel alone bring this much and no engine. */
export interface PanelStack extends Pick<TempStack, 'env' | 'stateDir'> {
  ports: { WEIR_PORT: number };
}

/** Starts the built panel directly on this machine for a temp stack and waits until it answers. */
export async function startPanel(stack: PanelStack, options: PanelOptions = {}): Promise<Panel> {
  const serverDir = options.serverDir ?? path.join(repoDir, '.next/standalone');
  const server = path.join(serverDir, 'server.js');
  if (!existsSync(server)) throw new Error(`${server} is missing. Run npm run build first.`);
  const port = options.port ?? stack.ports.WEIR_PORT;
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(options.node ?? process.execPath, [...(options.nodeFlags ?? []), server], {
    cwd: serverDir,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      ...stack.env,
      WEIR_PORT: String(port),
      ...options.env,
    } as NodeJS.ProcessEnv,
  });
  let log = '';
  const collect = (chunk: Buffer) => {
    log += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let failure: Error | null = null;
  child.on('error', (error) => {
    failure = error;
  });
  const pid = child.pid ?? 0;
  if (pid) notePid(pid);
  const hasEnded = () => failure !== null || child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (hasEnded()) return;
    child.kill('SIGTERM');
    await waitFor('the panel to end', hasEnded, { timeoutMs: 20_000 }).catch((error: Error) => {
      child.kill('SIGKILL');
      throw new Error(`${error.message}\n${log.slice(-4000)}`);
    });
  };

  const answers = async () => {
    if (hasEnded() || !isAlive(pid)) return 'ended' as const;
    const response = await fetch(url + (options.readyPath ?? '/api/health')).catch(() => null);
    return response?.status === (options.readyStatus ?? 200) ? ('up' as const) : null;
  };
  const state = await waitFor('the panel', answers, { timeoutMs: 120_000, everyMs: 5 }).catch(() => 'late');
  if (state !== 'up') {
    await stop();
    throw new Error(`The panel did not come up (${state}):\n${log.slice(-4000)}`);
  }

  const client = ownerClient(url);
  const panel: Panel = {
    ...client,
    pid,
    startMs: performance.now() - startedAt,
    log: () => log,
    claim: async (password = OWNER_PASSWORD) => {
      await client.json('POST', '/api/setup', { code: panel.setupCode(), password });
    },
    login: async (password = OWNER_PASSWORD) => {
      await client.json('POST', '/api/session', { password });
    },
    setupCode: () => readFileSync(path.join(stack.stateDir, 'setup-code'), 'utf8').trim(),
    stop,
  };
  return panel;
}
