import 'server-only';
import { Refusal } from './refusal';

/** A request as far as it is read before its rule is looked up. */
export interface Asked {
  method: string;
  /** `v1.41`, or null for a request without one. */
  version: string | null;
  /** Without the version: `/containers/json`. */
  path: string;
  query: ReadonlyMap<string, string>;
}

const MAX_TARGET_CHARS = 8_192;
const PATH = /^(?:\/[A-Za-z0-9_.:@-]+)+$/;
const VERSION = /^v1\.\d\d$/;
const KEY = /^[a-z-]{1,20}$/;
/** What is left unencoded in a query, by the client and by Go. */
const VALUE = /^(?:[A-Za-z0-9_.~*!'():@,/-]|%[0-9A-Fa-f]{2})*$/;
const CONTROL = /\p{Cc}/u;
/** The oldest version that the panel speaks; before it the same bodies mean other things. */
const OLDEST_MINOR = 41;

/** @throws Refusal for a form that no client of the engine needs */
export function readTarget(method: string, target: string, oldestMinor = OLDEST_MINOR): Asked {
  if (target.length > MAX_TARGET_CHARS) throw new Refusal('the address is too long');
  const at = target.indexOf('?');
  const whole = at === -1 ? target : target.slice(0, at);
  if (!PATH.test(whole) || whole.includes('..')) throw new Refusal('the address has a form that is not used');
  const [, first = '', ...rest] = whole.split('/');
  const version = VERSION.test(first) ? first : null;
  if (version !== null && Number(version.slice(3)) < oldestMinor) throw new Refusal(`${version} is too old`);
  const path = version === null ? whole : `/${rest.join('/')}`;
  return { method, version, path, query: readQuery(at === -1 ? '' : target.slice(at + 1)) };
}

function readQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  if (text === '') return query;
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(at, 0));
    if (!KEY.test(key.toLowerCase())) throw new Refusal('the query has a form that is not used');
    if (query.has(key)) throw new Refusal(`${key} is given twice`);
    query.set(key, decoded(key, pair.slice(at + 1)));
  }
  return query;
}

function decoded(key: string, text: string): string {
  if (!VALUE.test(text)) throw new Refusal(`${key} has a form that is not used`);
  try {
    const value = decodeURIComponent(text);
    if (!CONTROL.test(value)) return value;
  } catch {
    // Not UTF-8.
  }
  throw new Refusal(`${key} has a form that is not used`);
}

/** `filters` of a query, as the client writes them: lists of texts. @throws Refusal */
export function readFilters(text: string): Record<string, string[]> {
  const value = readJson(text, 'filters');
  const filters: Record<string, string[]> = {};
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(item) || !item.every((one): one is string => typeof one === 'string'))
      throw new Refusal(`filters.${key} has a form that is not used`);
    filters[key] = item;
  }
  return filters;
}

export type JsonMap = Record<string, unknown>;

export const isMap = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that must be a JSON object. @throws Refusal */
export function readJson(text: string, what: string): JsonMap {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(`${what} is no JSON`);
  }
  if (isMap(value)) return value;
  throw new Refusal(`${what} is no object`);
}
