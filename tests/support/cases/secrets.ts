import type { Page } from '@playwright/test';
import type { Panel } from '../panel/panel.ts';
import { sleep } from '../run/exec.ts';
import type { TempStack } from '../stack/stack.ts';

/** Remembers every answer that the browser gets, to search it for secrets at the end. */
export function recordResponses(page: Page): () => Promise<string> {
  const seen: Promise<string>[] = [];
  page.on('response', (response) => {
    const head = `${response.request().method()} ${response.url()} ${JSON.stringify(response.headers())}`;
    // The live stream has no end, and with it no body to read; it is asked for in its own way below.
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream');
    const body = () => Promise.race([response.text().catch(() => ''), sleep(5000).then(() => '')]);
    seen.push(isStream ? Promise.resolve(head) : body().then((text) => `${head}\n${text}`));
  });
  return async () => (await Promise.all(seen)).join('\n');
}

/** The first second of the panel's live stream. */
async function streamText(panel: Panel): Promise<string> {
  const signal = AbortSignal.timeout(3000);
  const response = await fetch(`${panel.url}/api/stream`, { headers: { cookie: panel.cookie() }, signal });
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return text;
}

const READ_ROUTES = [
  '/',
  '/setup',
  '/services',
  '/sources',
  '/sources/aws',
  '/sources/gcp',
  '/metrics',
  '/api/health',
  '/api/status',
  '/api/wizard',
  '/api/wizard/review',
  '/api/recording',
  '/api/budget',
];

/** Everything that a person, a script or a neighbour could read of a running stack, by where it was read. */
export async function everythingReadable(stack: TempStack, panel: Panel): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const route of READ_ROUTES) {
    const response = await panel.request('GET', route);
    found.set(`GET ${route}`, JSON.stringify([...response.headers]) + (await response.text()));
  }
  found.set('GET /api/stream', await streamText(panel));
  found.set('log of the panel', panel.log());
  const label = `label=com.docker.compose.project=${stack.project}`;
  const names = await stack.engine.docker('ps', '-a', '--filter', label, '--format', '{{.ID}} {{.Names}}');
  for (const line of names.split('\n').filter(Boolean)) {
    const [id = '', name = ''] = line.split(' ');
    const service = name.replace(`${stack.project}-`, '').replace(/-\d+$/, '');
    const response = await panel.request('GET', `/api/services/${service}/logs?tail=500`);
    found.set(`GET logs of ${service}`, await response.text());
    found.set(`docker logs ${service}`, await stack.engine.logs(id));
    const inspected = JSON.parse(await stack.engine.docker('inspect', id))[0];
    const { Cmd, Entrypoint, Labels } = inspected.Config;
    found.set(`docker inspect ${service}`, JSON.stringify({ Cmd, Entrypoint, Labels, Args: inspected.Args }));
    found.set(
      `docker top ${service}`,
      await stack.engine.docker('top', id, '-eo', 'pid,args').catch(() => ''),
    );
  }
  return found;
}
