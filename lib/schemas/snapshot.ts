import { z } from 'zod';
import { type ServiceName, type SourceId, serviceNames, sourceIds } from '../pipeline/components';
import { deliverySampleSchema } from './delivery';

export const serviceNameSchema = z.enum(serviceNames);
export type { ServiceName, SourceId };
export const sourceIdSchema = z.enum(sourceIds);

/** Times on the wire are epoch milliseconds (`…AtMs`); unknown or not yet known values are null, never 0. */
const timeMs = z.number().int();

export const engineSampleSchema = z.object({
  state: z.enum(['up', 'unreachable', 'denied']),
  version: z.string().nullable(),
  apiVersion: z.string().nullable(),
  /** Why it cannot be used, in the engine client's words. */
  message: z.string().nullable(),
  /** False where the kernel's memory cgroup is off (a Pi's default): memory figures are then unknown. */
  hasMemoryCgroup: z.boolean().nullable(),
});
export type EngineSample = z.infer<typeof engineSampleSchema>;

export const serviceSampleSchema = z.object({
  name: serviceNameSchema,
  /** Its profile is switched on in `.env` (or it has none). */
  enabled: z.boolean(),
  /** Docker's own state; `absent` when there is no container. */
  state: z.enum(['absent', 'created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  /**
   * Docker's own health; `none` when the service has no health check. Before Docker's first check ends: `healthy`
   * once the service is seen to work, `none` for an exporter that has stayed up but was not scraped yet.
   */
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  /** First 12 hex digits. */
  containerId: z.string().nullable(),
  image: z.string(),
  startedAtMs: timeMs.nullable(),
  exitCode: z.number().int().nullable(),
  oomKilled: z.boolean(),
  /** Restarts that the engine made by itself since the container was created. */
  restarts: z.number().int(),
  /** Share of one core, 0–100 × cores. */
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  memoryLimitBytes: z.number().nullable(),
});
export type ServiceSample = z.infer<typeof serviceSampleSchema>;

export const vmagentSampleSchema = z.object({
  state: z.enum(['up', 'starting', 'down', 'absent']),
  version: z.string().nullable(),
  startedAtMs: timeMs.nullable(),
  /** Result of the last config load; null until known. */
  configOk: z.boolean().nullable(),
  /** The same of the file of aggregations. */
  aggregationOk: z.boolean().nullable(),
});
export type VmagentSample = z.infer<typeof vmagentSampleSchema>;

export const targetSampleSchema = z.object({
  job: z.string(),
  instance: z.string(),
  source: sourceIdSchema.nullable(),
  /** `pending`: vmagent has not scraped it yet since its last start or reload. */
  state: z.enum(['up', 'down', 'pending']),
  lastError: z.string().nullable(),
  lastScrapeAtMs: timeMs.nullable(),
  durationSeconds: z.number().nullable(),
  intervalSeconds: z.number().nullable(),
  timeoutSeconds: z.number().nullable(),
  /** Samples of the last scrape, before relabelling. */
  samples: z.number().int().nullable(),
});
export type TargetSample = z.infer<typeof targetSampleSchema>;

export const bufferSampleSchema = z.object({
  /** Waiting to be sent, memory and disk. */
  bytes: z.number().nullable(),
  capBytes: z.number().nullable(),
  freeDiskBytes: z.number().nullable(),
  trend: z.enum(['idle', 'filling', 'draining', 'unknown']),
  secondsToFull: z.number().nullable(),
  /** Until all is sent; while nothing is taken, counted from when it is taken again. */
  secondsToDrain: z.number().nullable(),
  /** How long the destination may be away from now on before data is lost. */
  offlineSeconds: z.number().nullable(),
  /** How many seconds of samples wait, by the rate at which they come in. */
  backlogSeconds: z.number().nullable(),
  /** Seconds that it takes at most to send what came in during one second offline. */
  drainRatio: z.number().nullable(),
});
export type BufferSample = z.infer<typeof bufferSampleSchema>;

export const destinationKinds = ['local', 'grafana-cloud', 'other'] as const;
export const destinationSampleSchema = z.object({
  kind: z.enum(destinationKinds),
  /** Scheme, host and path; credentials and query are never part of it. */
  url: z.string(),
});
export type DestinationSample = z.infer<typeof destinationSampleSchema>;

/** What lies behind many failures of what is outside of this Pi: it was not reached, or the clock is wrong. */
export const outsideCauseSchema = z.enum(['unreached', 'clock']);
export type OutsideCause = z.infer<typeof outsideCauseSchema>;

export const partStates = ['pending', 'flowing', 'idle', 'blind'] as const;
/** One thing that a source is asked for: a service in a region. */
export const sourcePartSchema = z.object({
  /** Stable; for people, as `SQS in eu-west-1`; and whose it is, where several accounts are asked. */
  ...{ id: z.string(), name: z.string(), account: z.string().optional() },
  /** `idle`: the cloud answers, and has no data points of it. */
  state: z.enum(partStates),
  /** Series that the exporter has of it now, and when the newest came to it; left out: not known. */
  ...{ series: z.number().int(), newestAtMs: timeMs.optional() },
  /** When that was counted; left out: now. */
  countedAtMs: timeMs.optional(),
  /** How many things these are of, and what one is called; left out: not known. */
  resources: z.object({ name: z.string(), count: z.number().int() }).optional(),
  /** Why, for blind and idle, and what is missing of a flowing one: in a word, kebab-case, and in a sentence. */
  ...{ kind: z.string().nullable(), message: z.string().nullable() },
  /** What to do, where that is known of this cause. */
  fix: z.string().nullable(),
});
export type SourcePart = z.infer<typeof sourcePartSchema>;

export const sourceSampleSchema = z.object({
  id: sourceIdSchema,
  enabled: z.boolean(),
  /**
   * `idle`: its cloud answers, and has no data points. `incomplete`: some of its parts give nothing. `blind`: the exporter
   * answers, but gets nothing from its cloud.
   */
  state: z.enum(['off', 'pending', 'flowing', 'idle', 'incomplete', 'blind', 'down', 'unknown']),
  /** Why, for idle, blind and down; may quote the exporter's log, untrusted text. */
  message: z.string().nullable(),
  /** What to do about a blind one, where that is known of this cause. */
  fix: z.string().optional(),
  /** What its cloud charges for the reads of 30 days at the present rate, in US dollars; left out: not known, or free. */
  dollarsPerMonth: z.object({ least: z.number(), most: z.number() }).optional(),
  /** What its cloud counts, metrics or series: each time, and since the exporter started. Left out: not known. */
  billed: z
    .object({
      round: z.object({
        ...{ least: z.number(), most: z.number(), lists: z.number() },
        /** Where there are several accounts. */
        listsByAccount: z.array(z.number()).optional(),
      }),
      ...{ total: z.number(), lists: z.number(), everySeconds: z.number(), resources: z.number() },
    })
    .optional(),
  /** Why its cloud lets its key in no more, while its exporter goes on with what it was lent before; left out: it does. */
  refusedKey: z
    .object({ message: z.string(), fix: z.string().optional(), cause: outsideCauseSchema.optional() })
    .optional(),
  /** Left out: the exporter does not tell of its parts, or is not asked now. */
  parts: z.array(sourcePartSchema).optional(),
  /** What the message says, where it is one of these. */
  cause: outsideCauseSchema.optional(),
  ...{ samples: z.number().int().nullable(), samplesPerSecond: z.number().nullable() },
  /** Of the newest sample that the destination has; null: of the last hour it has none. Left out: it is not asked. */
  arrivedAtMs: timeMs.nullable().optional(),
  /** vmagent delivers it, and the destination has none of it. */
  isLost: z.literal(true).optional(),
});
export type SourceSample = z.infer<typeof sourceSampleSchema>;

/** What a button does: it leads to a page, or it does one of a fixed set of things, which end verified. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), label: z.string(), href: z.string() }),
  z.object({
    kind: z.literal('service'),
    label: z.string(),
    service: serviceNameSchema,
    action: z.enum(['start', 'restart']),
  }),
  /** Starts all services of the pipeline. */
  z.object({ kind: z.literal('pipeline'), label: z.string() }),
]);
export type Action = z.infer<typeof actionSchema>;

export const findingSchema = z.object({
  /** Stable, kebab-case. */
  id: z.string(),
  severity: z.enum(['losing', 'waiting', 'warning', 'info']),
  /** One line, plain words. */
  title: z.string(),
  /** What it means for the data. */
  consequence: z.string(),
  /** What to do. */
  fix: z.string(),
  /** Path inside the panel that helps, or null. */
  href: z.string().nullable(),
  /** What mends it from here, or null: then `fix` and `href` have to do. */
  action: actionSchema.nullable(),
  /**
   * Id of the finding that explains it in the end, or null: it is the thing to mend. Always another finding of the same
   * list that is itself explained by none, so one step leads to it.
   */
  because: z.string().nullable(),
  /** Detail in the component's own words, untrusted text, or null. */
  evidence: z.string().nullable(),
  sinceMs: timeMs,
});
export type Finding = z.infer<typeof findingSchema>;

export const verdictStates = ['ok', 'degraded', 'losing', 'down', 'unknown'] as const;
export const verdictSchema = z.object({
  state: z.enum(verdictStates),
  /** The one sentence at the top of the overview. */
  headline: z.string(),
  /** What follows from it, for the data. */
  detail: z.string(),
  /** What to do; null: nothing, or the findings say it. */
  fix: z.string().nullable(),
  action: actionSchema.nullable(),
  /** Worst first. */
  findings: z.array(findingSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Everything a viewer knows about the pipeline at one moment. Sections are replaced whole, never merged. */
export const snapshotSchema = z.object({
  atMs: timeMs,
  cluster: z.string().nullable(),
  /** `absent`: nothing was ever set up here. `gone`: a pipeline was, and none of its containers exists. */
  stack: z.enum(['present', 'absent', 'gone', 'unknown']),
  engine: engineSampleSchema,
  services: z.array(serviceSampleSchema),
  vmagent: vmagentSampleSchema,
  destination: destinationSampleSchema,
  sources: z.array(sourceSampleSchema),
  targets: z.array(targetSampleSchema),
  delivery: deliverySampleSchema,
  buffer: bufferSampleSchema,
  verdict: verdictSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;
