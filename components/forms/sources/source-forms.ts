import { z } from 'zod';
import { awsRegionSchema, gcpProjectIdSchema } from '@/lib/schemas/cloud-names';
import {
  type SecretInfo,
  type SourcesInput,
  sourcesInputSchema,
  type WizardState,
} from '@/lib/schemas/wizard';

const { aws, gcp, pi, containers } = sourcesInputSchema.shape;

/** A name that is saved stays, whatever its form; one that is new must have the form of names that exist. */
const awsRules = (saved: WizardState['sources']) =>
  aws.extend({
    regions: aws.shape.regions.superRefine((regions, context) => {
      for (const region of regions.filter((one) => !saved?.aws.regions.includes(one))) {
        const [issue] = awsRegionSchema.safeParse(region).error?.issues ?? [];
        if (issue) context.addIssue({ code: 'custom', message: issue.message });
      }
    }),
  });
const gcpRules = (saved: WizardState['sources']) =>
  gcp.extend({
    projectId: gcp.shape.projectId.superRefine((id, context) => {
      if (id === '' || id === saved?.gcp.projectId) return;
      const [issue] = gcpProjectIdSchema.safeParse(id).error?.issues ?? [];
      if (issue) context.addIssue({ code: 'custom', message: issue.message });
    }),
  });

interface Context {
  addIssue: (issue: { code: 'custom'; path: PropertyKey[]; message: string }) => void;
}
type Missing = Record<string, string | false>;

/**
 * The form of the sources. A source that is off asks for nothing; one that is on needs its credentials, unless the
 * server already has them.
 */
export function sourcesForm(saved: WizardState['sources']) {
  return z.object({
    pi,
    containers,
    aws: awsForm(saved),
    gcp: gcpForm(saved),
  });
}

function awsForm(saved: WizardState['sources']) {
  const rules = awsRules(saved);
  // YACE's file may have jobs that name no region at all.
  const hasNone = saved?.aws.enabled === true && saved.aws.regions.length === 0;
  return z
    .object({
      enabled: z.boolean(),
      accessKeyId: z.string().trim(),
      secretAccessKey: z.string().trim(),
      regions: z.array(z.string()),
    })
    .superRefine((fields, context) =>
      refine(fields.enabled, rules.safeParse(toAws(fields)), context, {
        accessKeyId: fields.accessKeyId === '' && 'Enter the access key ID.',
        secretAccessKey:
          fields.secretAccessKey === '' &&
          !keptAwsSecret(saved, fields.accessKeyId).isSet &&
          'Paste the secret access key.',
        regions: fields.regions.length === 0 && !hasNone && 'Choose at least one region.',
      }),
    )
    .transform((fields): SourcesInput['aws'] => {
      const kept = toAws(fields);
      return rules.safeParse(kept).success ? kept : { enabled: false, accessKeyId: '', regions: [] };
    });
}

/** The saved secret as far as it still counts: it belongs to its access key. */
export function keptAwsSecret(saved: WizardState['sources'], accessKeyId: string): SecretInfo {
  const isSame = saved !== null && saved.aws.accessKeyId === accessKeyId.trim();
  return isSame ? saved.aws.secret : { isSet: false, lastFour: null };
}

function gcpForm(saved: WizardState['sources']) {
  const rules = gcpRules(saved);
  const isKeySet = saved?.gcp.keyEmail != null;
  return z
    .object({ enabled: z.boolean(), projectId: z.string().trim(), keyJson: z.string() })
    .superRefine((fields, context) =>
      refine(fields.enabled, rules.safeParse(toGcp(fields)), context, {
        keyJson: fields.keyJson === '' && !isKeySet && 'Choose the key file.',
        projectId: fields.projectId === '' && 'Enter the project ID.',
      }),
    )
    .transform((fields): SourcesInput['gcp'] => {
      const kept = toGcp(fields);
      return rules.safeParse(kept).success ? kept : { enabled: false, projectId: '' };
    });
}

const toAws = (fields: Required<SourcesInput['aws']>): SourcesInput['aws'] => ({
  ...fields,
  secretAccessKey: fields.secretAccessKey === '' ? undefined : fields.secretAccessKey,
});
const toGcp = (fields: Required<SourcesInput['gcp']>): SourcesInput['gcp'] => ({
  ...fields,
  keyJson: fields.keyJson === '' ? undefined : fields.keyJson,
});

function refine(
  isEnabled: boolean,
  parsed: { error?: z.ZodError | undefined },
  context: Context,
  missing: Missing,
): void {
  if (!isEnabled) return;
  for (const [field, message] of Object.entries(missing)) {
    if (message !== false) context.addIssue({ code: 'custom', path: [field], message });
  }
  for (const { path, message } of parsed.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
}

export type SourcesFields = z.input<ReturnType<typeof sourcesForm>>;

/** The form as the server has it; for a first visit the Pi and its containers are on. Secrets are empty. */
export function savedSources(saved: WizardState['sources']): SourcesFields {
  return {
    pi: { enabled: saved?.pi.enabled ?? true },
    containers: { enabled: saved?.containers.enabled ?? true },
    aws: {
      enabled: saved?.aws.enabled ?? false,
      accessKeyId: saved?.aws.accessKeyId ?? '',
      secretAccessKey: '',
      regions: saved?.aws.regions ?? [],
    },
    gcp: { enabled: saved?.gcp.enabled ?? false, projectId: saved?.gcp.projectId ?? '', keyJson: '' },
  };
}

/** What can be checked of a form that is still being filled in; null while there is nothing. */
export function checkableSources(fields: SourcesFields): SourcesInput | null {
  const awsGiven = fields.aws.enabled && fields.aws.accessKeyId.trim() !== '';
  const gcpGiven = fields.gcp.enabled && (fields.gcp.keyJson !== '' || fields.gcp.projectId.trim() !== '');
  if (!awsGiven && !gcpGiven) return null;
  const input = sourcesInputSchema.safeParse({
    pi: fields.pi,
    containers: fields.containers,
    aws: awsGiven ? toAws(fields.aws) : { enabled: false },
    gcp: gcpGiven ? toGcp(fields.gcp) : { enabled: false },
  });
  return input.success ? input.data : null;
}
