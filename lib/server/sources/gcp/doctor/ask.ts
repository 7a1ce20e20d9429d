import 'server-only';
import { z } from 'zod';
import type { GcpPermission } from '@/lib/pipeline/sources/gcp/gcloud';
import { type Answer, askCloud, inShape, type Way } from '../../doctor/ask-cloud';
import { oddAnswer, silenceOf } from '../../doctor/told';
import { type GcpKey, signedAssertion, TOKEN_GRANT, TOKEN_URL } from './assertion';
import { listRefusal, tokenRefusal } from './refusal';

const API = 'https://monitoring.googleapis.com';
const MAX_TOKEN_BYTES = 16_000;
/** A hundred names of metrics, or the labels of one series. */
const MAX_LIST_BYTES = 200_000;
const MOST_TYPES = 100;
/** A service that nobody used for so long is idle. */
const RECENT_MS = 3_600_000;

/** As whom and how to ask. */
export interface Caller extends Way {
  key: GcpKey;
  /** One address for everything, as `WEIR_GOOGLE_ENDPOINT_URL` of `.env`; empty: Google's own. */
  endpoint: string;
}

/** One who was let in. */
export interface Reader extends Caller {
  /** Good for an hour; never leaves the panel but to Google. */
  token: string;
  /** How far this machine's clock is ahead of Google's, in milliseconds. */
  aheadMs: number;
}

/** Null when the endpoint is no web address. */
function addressOf(path: string, own: string, endpoint: string): URL | null {
  const url = URL.parse(path, endpoint === '' ? own : endpoint);
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

const NO_ENDPOINT: Answer<never> = {
  ok: false,
  told: silenceOf('WEIR_UNKNOWN_HOST', 'WEIR_GOOGLE_ENDPOINT_URL', 443),
};

const tokenIn = inShape(z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/) }));

interface Tokened {
  answer: Answer<string>;
  /** Null: the answer, if any, did not say. */
  aheadMs: number | null;
}

/** Whether Google lets the key in: costs nothing. */
export async function askToken(caller: Caller): Promise<Tokened> {
  const url = addressOf('/token', TOKEN_URL, caller.endpoint);
  if (url === null) return { answer: NO_ENDPOINT, aheadMs: null };
  let aheadMs: number | null = null;
  const body = new URLSearchParams({
    grant_type: TOKEN_GRANT,
    assertion: signedAssertion(caller.key, url.href, Date.now()),
  }).toString();
  const headers = () => ({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' });
  const request = { url, method: 'POST', body, headers, maxBytes: MAX_TOKEN_BYTES } as const;
  const answer = await askCloud<string>(caller, request, (reply) => {
    aheadMs = reply.aheadMs;
    if (!reply.isGood) return { ok: false, told: tokenRefusal(reply, caller.key) };
    const token = tokenIn(reply.text)?.access_token;
    return token === undefined
      ? { ok: false, told: oddAnswer('Google', 'the question for a token') }
      : { ok: true, value: token };
  });
  return { answer, aheadMs };
}

/** In quotes, as a filter of the API has a text. */
const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

interface List<T> {
  permission: GcpPermission;
  project: string;
  values: Record<string, string>;
  shape: z.ZodType<T>;
  /** A refusal that is an answer. */
  isNothing?: (text: string) => boolean;
  nothing: T;
}

async function askList<T>(reader: Reader, list: List<T>): Promise<Answer<T>> {
  const { permission, project, values, shape, isNothing, nothing } = list;
  const [, name] = permission.split('.');
  const path = `/v3/projects/${encodeURIComponent(project)}/${name}?${new URLSearchParams(values)}`;
  const url = addressOf(path, API, reader.endpoint);
  if (url === null) return NO_ENDPOINT;
  const headers = () => ({ authorization: `Bearer ${reader.token}`, accept: 'application/json' });
  const request = { url, method: 'GET', headers, maxBytes: MAX_LIST_BYTES } as const;
  return askCloud<T>(reader, request, (reply) => {
    if (!reply.isGood && reply.status === 404 && isNothing?.(reply.text)) return { ok: true, value: nothing };
    if (!reply.isGood) return { ok: false, told: listRefusal(reply, permission, project, reader.key) };
    const value = inShape(shape)(reply.text);
    return value === undefined ? { ok: false, told: oddAnswer('Google', permission) } : { ok: true, value };
  });
}

const types = z
  .object({
    metricDescriptors: z
      .array(z.object({ type: z.string().max(512) }))
      .max(MOST_TYPES)
      .default([]),
  })
  .transform(({ metricDescriptors }) => metricDescriptors.map(({ type }) => type));

/** Names of metrics that begin with a prefix, a hundred at most. Google bills nothing for it. */
export const askTypes = (reader: Reader, project: string, prefix: string): Promise<Answer<string[]>> =>
  askList(reader, {
    permission: 'monitoring.metricDescriptors.list',
    project,
    values: {
      filter: `metric.type = starts_with(${quoted(prefix)})`,
      pageSize: String(MOST_TYPES),
      fields: 'metricDescriptors(type)',
    },
    shape: types,
    nothing: [],
  });

const anySeries = z
  .object({ timeSeries: z.array(z.unknown()).default([]) })
  .transform(({ timeSeries }) => timeSeries.length > 0);

/** Whether a metric has had a series of late: Google returns, and bills, one at most. */
export function askSeries(reader: Reader, project: string, type: string): Promise<Answer<boolean>> {
  const nowMs = Date.now() - reader.aheadMs;
  return askList(reader, {
    permission: 'monitoring.timeSeries.list',
    project,
    values: {
      filter: `metric.type = ${quoted(type)}`,
      'interval.startTime': new Date(nowMs - RECENT_MS).toISOString(),
      'interval.endTime': new Date(nowMs).toISOString(),
      view: 'HEADERS',
      pageSize: '1',
    },
    shape: anySeries,
    // A metric that was never written in this project.
    isNothing: (text) => text.includes('Cannot find metric'),
    nothing: false,
  });
}
