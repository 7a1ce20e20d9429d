import 'server-only';
import type { Told } from '../../../sampler/eye/eye';
import { type Answer, askCloud, type Way } from '../../doctor/ask-cloud';
import { oddAnswer, silenceOf } from '../../doctor/told';
import { addressOf } from './address';
import { type ErrorAnswer, refusalOf } from './refusal';
import { type AwsKey, signedHeaders } from './sign';

/** A page of 100 resources, each with 50 tags of the greatest length. */
const MAX_BYTES = 2_500_000;

/** As whom and how to ask. */
export interface Caller extends Way {
  key: AwsKey;
  /** One address for every service, as `AWS_ENDPOINT_URL` of `.env`; empty: AWS's own. */
  endpoint: string;
  /** Words for what its key is refused; left out: as they are. */
  judge?: (told: Told) => Told;
}

export interface Question {
  /** As a policy names it: `tag:GetResources`. */
  action: string;
  /** As signatures and hosts name it. */
  service: string;
  region: string;
  method?: 'GET' | 'POST';
  /** With its query. */
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Asks AWS one thing. Never throws: each failure has its words.
 * @param read makes the value of the answer's text, which is untrusted; undefined: it is no answer of AWS
 * @param refused what an error means
 */
export async function askAws<T>(
  caller: Caller,
  question: Question,
  read: (text: string) => T | undefined,
  refused: (answer: ErrorAnswer, action: string) => Told = refusalOf,
): Promise<Answer<T>> {
  const { action, service, region, method = 'POST', body = '', headers = {} } = question;
  const url = addressOf(question, caller.endpoint);
  if (url === null) return { ok: false, told: silenceOf('WEIR_UNKNOWN_HOST', 'AWS_ENDPOINT_URL', 443) };
  const unsigned = {
    method,
    url,
    body,
    region,
    service,
    headers: { accept: 'application/json', ...headers },
  };
  const signed = (atMs: number) => signedHeaders(unsigned, caller.key, atMs);
  const request = { url, method, body, headers: signed, maxBytes: MAX_BYTES };
  return askCloud(caller, request, ({ isGood, status, headers: given, text, aheadMs }) => {
    if (!isGood) {
      const errorType = String(given['x-amzn-errortype'] ?? '');
      const told = refused({ status, errorType, text, aheadMs }, action);
      return { ok: false, told: caller.judge?.(told) ?? told };
    }
    const value = read(text);
    return value === undefined ? { ok: false, told: oddAnswer('AWS', action) } : { ok: true, value };
  });
}
