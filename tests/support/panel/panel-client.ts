import { POST as setUp } from '@/app/api/setup/route';
import { GET as readTask } from '@/app/api/tasks/[id]/route';
import type { Task } from '@/lib/schemas/task';
import { setupCode } from '@/lib/server/auth/setup-code';
import { sleep } from '../run/exec.ts';
import { cookieOf, panelRequest } from './route-call.ts';

type Route = (request: Request, context?: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The panel's owner, who calls route handlers as a browser would. */
export interface Owner {
  cookie: string;
  /** @returns the answer's JSON @throws Error with status and body for anything but a 2XX */
  call<T>(route: Route, options?: CallOptions): Promise<T>;
  /** Asks for the task until it has ended. */
  task(id: string): Promise<Task>;
}

interface CallOptions {
  method?: string;
  body?: unknown;
  params?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
}

/** Claims a panel that nobody owns yet. */
export async function claim(): Promise<Owner> {
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  const cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
  const owner: Owner = {
    cookie,
    async call<T>(
      route: Route,
      { method = 'GET', body, params = {}, query = '', headers = {} }: CallOptions = {},
    ) {
      const response = await route(panelRequest(`/x${query}`, { method, body, cookie, headers }), {
        params: Promise.resolve(params),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      return JSON.parse(text) as T;
    },
    async task(id) {
      for (;;) {
        const task = await owner.call<Task>(readTask, { params: { id } });
        if (task.state !== 'running') return task;
        await sleep(200);
      }
    },
  };
  return owner;
}
