import 'server-only';
import type { Answer } from './findings';

/** What answers in a destination's place. `words` names what was seen: untrusted text. */
export interface Impostor {
  kind: 'redirect' | 'page' | 'text';
  words: string;
}

export function isWebPage({ contentType, body }: Pick<Answer, 'contentType' | 'body'>): boolean {
  return /\bhtml\b/i.test(contentType) || /^\s{0,100}<(?:!doctype|html|head|body)/i.test(body);
}

/** A status in a word, as gateways and queues before a store answer. */
const BARE_YES = /^(?:ok(?:ay)?|success(?:ful)?|accepted|received|created|done|written|queued)[.!]?$/i;

/**
 * Something that vmagent takes for a success and that keeps no sample: the login page of a network or of an access
 * proxy, a parked domain. vmagent follows a redirect with an empty GET and counts whatever 2XX it ends with. Remote
 * write answers 2XX with no body (Mimir, Cortex, Thanos and Grafana Cloud 200, VictoriaMetrics, Prometheus and InfluxDB
 * 204, some 202), a few gateways with JSON or one word.
 * @returns null where nothing speaks against the destination. `text` is a doubt: only another request can settle it
 */
export function impostorIn({ status, contentType, body, location }: Answer): Impostor | null {
  if (status >= 300 && status < 400) {
    const to = location ? URL.parse(location)?.host : undefined;
    return { kind: 'redirect', words: `HTTP ${status}${to ? `, to ${to}` : ''}` };
  }
  if (status < 200 || status >= 300) return null;
  if (isWebPage({ contentType, body })) return { kind: 'page', words: `HTTP ${status} with a web page` };
  const isJson = /^\s{0,100}[{["\d]/.test(body) || /\bjson\b/i.test(contentType);
  const text = body.trim();
  return text === '' || isJson || BARE_YES.test(text)
    ? null
    : { kind: 'text', words: `HTTP ${status} with a text` };
}
