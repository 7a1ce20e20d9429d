import { z } from 'zod';

export const deliveryStates = [
  'delivering', // a 2XX was counted recently
  'starting', // vmagent is up but has had no time to deliver yet
  'waiting', // the destination does not take the data; vmagent keeps it and retries
  'losing', // data is being thrown away: refused by the destination, or the buffer is full
  'stalled', // no error and no 2XX either for longer than the slowest interval allows
  'unknown', // vmagent cannot be asked
] as const;

export const deliveryFailureKinds = [
  'unauthorised', // 401
  'forbidden', // 403
  'not-found', // 404
  'too-large', // 413
  'rate-limited', // 429
  'rejected', // 400, 409, 415: vmagent drops these blocks
  'server-error', // 5xx
  'other-status',
  'network', // DNS, TLS, refused or timed out: no HTTP answer at all
] as const;

/** What a failure's own words say beyond its kind; many destinations say too little. */
export const deliveryCauses = [
  'dns', // network: the name cannot be found
  'no-route', // the machine has no way there
  'refused',
  'timeout',
  'closed', // the connection broke off before an answer came
  'tls-time', // the certificate is not valid at this machine's time
  'tls',
  'secret-file', // vmagent cannot read the token
  'wrong-address', // 401: a Grafana answers, not its metrics store
  'wrong-id',
  'wrong-token',
  'missing-scope',
  'read-only', // the destination's disk is full
  'series-limit', // rejected, or 429
  'out-of-order', // rejected, from here on
  'too-old',
  'too-new',
  'duplicate',
  'label-limit',
  'undecodable',
] as const;
export type DeliveryCause = (typeof deliveryCauses)[number];

export const deliverySampleSchema = z.object({
  state: z.enum(deliveryStates),
  failure: z
    .object({
      kind: z.enum(deliveryFailureKinds),
      cause: z.enum(deliveryCauses).nullable(),
      statusCode: z.number().int().nullable(),
      /** How long vmagent waits before it tries again, as it said last; the destination may ask for it. */
      retrySeconds: z.number().nullable(),
      /** The destination's or vmagent's own words from its log, untrusted text. */
      message: z.string().nullable(),
    })
    .nullable(),
  /** When a 2XX was last seen to be counted. */
  lastSuccessAtMs: z.number().int().nullable(),
  /** Samples a second handed to the destination, averaged over the last minute. */
  samplesPerSecond: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  /** Since vmagent's start. */
  deliveredRequests: z.number().nullable(),
  retries: z.number().nullable(),
  droppedBlocks: z.number().nullable(),
});
export type DeliverySample = z.infer<typeof deliverySampleSchema>;
