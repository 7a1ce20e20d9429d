import 'server-only';
import { goErrors } from '@/lib/go-errors';
import type { DeliveryCause, DeliverySample } from '@/lib/schemas/delivery';

type Kind = NonNullable<DeliverySample['failure']>['kind'];
type Table = readonly { cause: DeliveryCause; pattern: RegExp }[];

const NETWORK: Table = [
  { cause: 'secret-file', pattern: /cannot read (?:password|username|bearer token|credentials)/i },
  { cause: 'tls-time', pattern: /certificate has expired or is not yet valid/i },
  ...(Object.keys(goErrors) as (keyof typeof goErrors)[]).map((cause) => ({
    cause,
    pattern: goErrors[cause],
  })),
];

/** Mimir's ids (pkg/util/globalerror) first; behind them the words of Prometheus, Cortex and VictoriaMetrics. */
const REJECTED: Table = [
  { cause: 'out-of-order', pattern: /err-mimir-sample-out-of-order|out of order/i },
  { cause: 'too-old', pattern: /err-mimir-sample-timestamp-too-old|too old|out of bounds/i },
  { cause: 'too-new', pattern: /err-mimir-too-far-in-future|too far in (?:the )?future/i },
  { cause: 'duplicate', pattern: /err-mimir-sample-duplicate-timestamp|duplicate sample|same timestamp/i },
  { cause: 'series-limit', pattern: /err-mimir-max-(?:active-)?series|series limit/i },
  {
    cause: 'label-limit',
    pattern:
      /err-mimir-(?:max-label|label-|metric-name|missing-metric-name|duplicate-label|labels-not-sorted)|^(?=[\s\S]*label (?:name|value))(?=[\s\S]*(?:too long|limit))/i,
  },
  { cause: 'undecodable', pattern: /snappy|unmarshal|decompress|decod|proto(?:buf)?:|wire ?type|zstd/i },
];

/** The words of Grafana Cloud's gateway; see `remote-write/classify.ts`, which asks the same of a probe. */
const REFUSED: Table = [
  { cause: 'missing-scope', pattern: /scope/i },
  { cause: 'wrong-address', pattern: /invalid username or password/i },
  { cause: 'wrong-id', pattern: /host is not found|legacy auth|instance|tenant|no org id|\buser/i },
  { cause: 'wrong-token', pattern: /token|expired|api key/i },
];
const LIMITED: Table = [{ cause: 'series-limit', pattern: /err-mimir-max-(?:active-)?series|series limit/i }];
const FAULTY: Table = [{ cause: 'read-only', pattern: /read-only mode|no space left/i }];

const TABLES: Partial<Record<Kind, Table>> = {
  network: NETWORK,
  rejected: REJECTED,
  unauthorised: REFUSED,
  forbidden: REFUSED,
  'rate-limited': [...LIMITED, ...FAULTY],
  'server-error': FAULTY,
};

/** What a failure's words say beyond its kind; null when they say nothing that is known. @param message untrusted */
export function deliveryCause(kind: Kind, message: string | null): DeliveryCause | null {
  if (message === null) return null;
  return TABLES[kind]?.find(({ pattern }) => pattern.test(message))?.cause ?? null;
}
