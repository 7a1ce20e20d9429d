import 'server-only';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors';
import { standsBy } from '../tasks/one-panel';
import { errorResponse } from './envelope';
import { hostNameOf, isAllowedHost, unknownHost } from './host-rules';
import { changesState } from './origin-rules';
import { escapeHtml, plainPage } from './plain-page';

/** TRACE, CONNECT, OPTIONS and whatever else there is have no use here. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** Why a request goes no further, as its answer; null when it may. What is not known is refused. */
export function refusalOf({ method = '', url = '', headers, rawHeaders }: Asked): Response | null {
  if (!METHODS.has(method)) return refuseMethod([...METHODS]);
  // Absolute and other forms (RFC 9112, 3.2) name a host of their own, beside the one that is checked.
  if (!url.startsWith('/') || !isPlainPath(url)) return refuse();
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    return refuse();
  const host = headers.host ?? null;
  const isApi = /^\/api(?:[/?]|$)/.test(url);
  if (!isAllowedHost(host))
    return isApi ? errorResponse(unknownHost(host), randomUUID()) : unknownHostPage(host);
  // Every change goes through /api; everything else is only ever read.
  if (changesState(method) && !isApi) return refuseMethod(['GET', 'HEAD']);
  return standsBy() ? standbyAnswer(isApi) : null;
}

/** Whether the path means here what it means to the framework: no `/api/%2e%2e/login`, no `/api\\..\\login`. */
function isPlainPath(url: string): boolean {
  const [path = ''] = url.split(/[?#]/);
  return URL.canParse(`http://localhost${path}`) && new URL(`http://localhost${path}`).pathname === path;
}

function refuse(): Response {
  return new Response(null, { status: 400, headers: { 'cache-control': 'no-store' } });
}

/** @param allowed methods, which RFC 9110 wants named */
function refuseMethod(allowed: readonly string[]): Response {
  return new Response(null, {
    status: 405,
    headers: { 'cache-control': 'no-store', allow: allowed.join(', ') },
  });
}

/** What a browser shows that came under a name which the panel does not know: the name, why, and what to do. */
function unknownHostPage(host: string | null): Response {
  const name = escapeHtml(hostNameOf(host) ?? 'no name at all');
  const body = `<h1>Weir does not answer under “${name}”</h1>
<p>Your browser asked for this panel as <code>${name}</code>. The panel answers only under names that are its own,
so that a foreign website cannot reach it by pointing a name of its own here.</p>
<h2>What to do</h2>
<ul>
<li>Open it by the address of the machine, like <code>http://192.168.1.20:8430</code>, or by its own name,
like <code>http://raspberrypi.local:8430</code>.</li>
<li>If <code>${name}</code> is yours, open the panel in one of those ways and add it under Settings, Panel; or write it into <code>compose/.env</code> as
<code>WEIR_ALLOWED_HOSTS=${name}</code> (several with commas between them) and run <code>compose/up</code>.</li>
</ul>`;
  return plainPage({ status: 421, title: 'Weir does not know this name', body });
}

const STANDBY = `<h1>Another panel works on this stack</h1>
<p>This panel waits: it shows nothing and changes nothing while another one works on the same folder. Your data is not
at risk. The pipeline runs without a panel.</p>
<h2>What to do</h2>
<ul>
<li>Use the other panel. It answers at another address or port of this machine.</li>
<li>Or end it: <code>sudo docker ps --filter name=weir</code> names the panels in containers. Then load
this page again.</li>
</ul>`;

/** The answer to everything while another panel works on the folder. */
function standbyAnswer(isApi: boolean): Response {
  if (!isApi) return plainPage({ status: 503, title: 'Another panel works on this stack', body: STANDBY });
  const error = new AppError(
    'another-panel',
    'Another panel works on this stack. This one waits until it ends.',
    {
      hint: 'Use the other panel, or end it: this one continues by itself then.',
      retryAfterSeconds: 5,
    },
  );
  return errorResponse(error, randomUUID());
}
