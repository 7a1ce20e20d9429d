import 'server-only';
import { awsCause } from '../../../sampler/eye/aws/cause';
import type { Told } from '../../../sampler/eye/eye';
import { asAsked, withClock } from '../../doctor/told';

/** An answer that is an error, as far as it is read. */
export interface ErrorAnswer {
  status: number;
  /** `x-amzn-errortype`, where API Gateway and Lambda have the code. */
  errorType: string;
  /** Untrusted. */
  text: string;
  /** How far this machine's clock is ahead of AWS's, in milliseconds; null: the answer does not say. */
  aheadMs: number | null;
}

/** No signature of a clock that is so far off is taken by everyone. */
const CLOCK_LIMIT_MS = 4.5 * 60_000;
/** What cannot be true of a good key. */
const told = (words: string): Told =>
  awsCause(words) ?? { kind: 'odd', rank: 99, words: 'AWS answers something that Weir does not know.' };

/** Whether it is of a kind, whatever it names besides. */
export const isOfKind = ({ kind }: Told, wanted: string): boolean =>
  kind === wanted || kind.startsWith(`${wanted}-`);

/** Whether the name of the region may be why nothing answers. */
export const isNoHost = ({ kind }: Told): boolean => kind === 'no-host';

export const UNTAGGED = told('No tagged resources made it through filtering');

/** Where others answer and this one has no host. */
export const unknownRegion = (region: string): Told => ({
  kind: 'no-region',
  rank: 0,
  words: `AWS has no region ${region}.`,
  fix: 'Correct its name, or take it from the source.',
});

/** The code in each of AWS's wire formats: JSON's `__type`, XML's `Code`. */
function codeIn({ errorType, text }: ErrorAnswer): string {
  const code =
    /"__type"\s?:\s?"(?:[\w.]{0,80}#)?(\w{1,80})/.exec(text)?.[1] ?? /<Code>(\w{1,80})/.exec(text)?.[1];
  return code ?? /^\w{1,80}/.exec(errorType)?.[0] ?? '';
}

/** What AWS's error means, in the words that its exporter's errors have. Pure. @param action e.g. `tag:GetResources` */
export function refusalOf(answer: ErrorAnswer, action: string): Told {
  const { status, text, aheadMs } = answer;
  const code = codeIn(answer);
  const limit = status === 429 ? 'TooManyRequests' : '';
  const found = awsCause(`${code} ${limit} ${text} StatusCode: ${status}`);
  if (found === null || found.kind === 'error')
    return {
      ...told(''),
      words: `AWS answers ${action} with ${[status, code].join(' ').trim()}, which Weir does not know.`,
    };
  if (found.kind === 'signature') return ofSignature(aheadMs);
  if (found.kind === 'clock') return withClock(found, aheadMs);
  // It does not always say what is missing.
  return found.kind === 'permission'
    ? told(`AccessDenied: not authorized to perform: ${action}`)
    : asAsked(found);
}

/** One code for two causes; the time that the answer bears tells them apart. */
function ofSignature(aheadMs: number | null): Told {
  if (aheadMs === null || Math.abs(aheadMs) < CLOCK_LIMIT_MS)
    return told('The request signature we calculated does not match');
  return withClock(told(aheadMs < 0 ? 'Signature expired' : 'Signature not yet current'), aheadMs);
}
