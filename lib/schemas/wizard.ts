import { z } from 'zod';
import { awsServiceIds } from '../pipeline/sources/aws/service-ids';
import { awsFileFields, awsJobInputs } from './aws/job';
import { gcpInputSchema, gcpViewSchema } from './gcp/gcp';
import { destinationKinds } from './snapshot';
import { isPlainFlagValue, line, NOT_PLAIN, secretLine } from './text/line';

/** Secrets travel to the server only. Left out: keep the one that is already set. */
const secret = secretLine(4096).optional();

export const remoteWriteUrlSchema = line(2048)
  .min(1, 'Enter the remote-write URL.')
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  }, 'This is not a web address. It starts with https://')
  .refine((text) => {
    const url = URL.parse(text);
    return url === null || (url.username === '' && url.password === '');
  }, 'Put the user name and the token into their own fields, not into the address.')
  .refine(isPlainFlagValue, NOT_PLAIN);

const localDestinationSchema = z.object({ kind: z.literal('local') });
export const grafanaCloudDestinationSchema = z.object({
  kind: z.literal('grafana-cloud'),
  url: remoteWriteUrlSchema,
  instanceId: line(32).regex(
    /^\d+$/,
    'The instance ID is a number, such as 123456. It is not your e-mail or stack name.',
  ),
  token: secret,
});
export const otherDestinationSchema = z.object({
  kind: z.literal('other'),
  url: remoteWriteUrlSchema,
  username: line(256).refine(isPlainFlagValue, NOT_PLAIN).default(''),
  password: secret,
});

export const destinationInputSchema = z.discriminatedUnion('kind', [
  localDestinationSchema,
  grafanaCloudDestinationSchema,
  otherDestinationSchema,
]);
export type DestinationInput = z.infer<typeof destinationInputSchema>;

/**
 * The form of a region's name in every partition: eu-west-1, us-gov-west-1, cn-north-1, eusc-de-east-1, us-isob-east-1.
 * AWS adds regions and partitions, so no list decides.
 */
export const awsRegionSchema = line(64).regex(
  /^[a-z]{2,8}(?:-[a-z]{1,20}){1,4}-\d{1,2}$/,
  'A region looks like eu-west-1.',
);
const servicesOf = <const Ids extends readonly string[]>(ids: Ids) =>
  z.optional(z.array(z.enum(ids, `A service is one of ${ids.join(', ')}.`)).max(100));

export const sourcesInputSchema = z.object({
  pi: z.object({ enabled: z.boolean() }),
  containers: z.object({ enabled: z.boolean() }),
  aws: z.object({
    enabled: z.boolean(),
    accessKeyId: line(1024).default(''),
    secretAccessKey: secret,
    /** Names of any form: what stands in a file must not stop a change of something else. */
    regions: z.array(line(1024).min(1)).max(100, 'Use at most 100 regions.').default([]),
    /** Left out: those that config/yace/config.yml asks for. */
    services: servicesOf(awsServiceIds),
    ...awsJobInputs,
  }),
  gcp: gcpInputSchema,
});
export type SourcesInput = z.infer<typeof sourcesInputSchema>;

export const clusterSchema = line(63)
  .min(1, 'Give this Pi a name.')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'Use letters, digits, dots, hyphens and underscores; begin with a letter or digit.',
  );
export const nameInputSchema = z.object({ cluster: clusterSchema });
export type NameInput = z.infer<typeof nameInputSchema>;

/** What a secret field shows instead of the secret. */
export const secretInfoSchema = z.object({
  isSet: z.boolean(),
  /** Last four characters, or null where the secret is too short to show any. */
  lastFour: z.string().nullable(),
});
export type SecretInfo = z.infer<typeof secretInfoSchema>;

export const wizardSteps = ['destination', 'sources', 'name', 'review', 'launch'] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** `GET /api/wizard`, and the answer of each PUT: the answers as saved, secrets masked. */
export const wizardStateSchema = z.object({
  /** The first step that still needs an answer. */
  step: z.enum(wizardSteps),
  /** A pipeline was launched from here at least once. */
  isComplete: z.boolean(),
  /** A sample was seen delivered: from then on a launch that fails is put back. */
  hasDelivered: z.boolean(),
  destination: z
    .object({
      kind: z.enum(destinationKinds),
      url: z.string(),
      username: z.string(),
      secret: secretInfoSchema,
    })
    .nullable(),
  sources: z
    .object({
      pi: z.object({ enabled: z.boolean() }),
      containers: z.object({ enabled: z.boolean() }),
      aws: z.object({
        enabled: z.boolean(),
        accessKeyId: z.string(),
        secret: secretInfoSchema,
        regions: z.array(z.string()),
        ...awsFileFields,
      }),
      gcp: gcpViewSchema,
    })
    .nullable(),
  cluster: z.string().nullable(),
  /** Offered as the name: the host's own name. */
  suggestedCluster: z.string(),
  /** The launch that runs now. */
  runningTaskId: z.string().nullable(),
});
export type WizardState = z.infer<typeof wizardStateSchema>;

export const probeOutcomes = [
  'ok',
  'wrong-url', // the host answers, but not as a remote-write endpoint
  'unknown-host', // the name does not exist, while the network works
  'no-network',
  'refused',
  'timeout',
  'tls-error',
  'wrong-id',
  'wrong-token',
  'wrong-id-or-token', // refused without saying which
  'missing-scope',
  'rate-limited',
  'server-error',
  'unexpected',
] as const;

/** `POST /api/wizard/destination/test`: one empty remote-write request, made by the panel. */
export const probeResultSchema = z.object({
  outcome: z.enum(probeOutcomes),
  /** What was found, in one sentence. */
  message: z.string(),
  /** What to do about it; null when it works. */
  hint: z.string().nullable(),
  /** The form field to look at; null when none is wrong. */
  field: z.enum(['url', 'instanceId', 'username', 'token', 'password']).nullable(),
  durationMs: z.number().int(),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;

/** `POST /api/wizard/sources/check`: what can be told about the credentials without asking a cloud. */
export const sourcesCheckSchema = z.object({
  aws: z
    .object({
      ok: z.boolean(),
      message: z.string(),
      /** The form field that the message is about; null when all is well. */
      field: z.enum(['accessKeyId', 'secretAccessKey', 'regions']).nullable(),
    })
    .nullable(),
  gcp: z.object({ ok: z.boolean(), message: z.string(), projectId: z.string().nullable() }).nullable(),
});
export type SourcesCheck = z.infer<typeof sourcesCheckSchema>;
