import { z } from 'zod';
import {
  awsRegionSchema,
  type SecretInfo,
  type SourcesInput,
  sourcesInputSchema,
} from '@/lib/schemas/wizard';
import { refineSource, type SavedSources } from '../../source-part';

const { aws } = sourcesInputSchema.shape;

/** A name that is saved stays, whatever its form; one that is new must have the form of names that exist. */
const rulesWith = (saved: SavedSources) =>
  aws.extend({
    regions: aws.shape.regions.superRefine((regions, context) => {
      for (const region of regions.filter((one) => !saved?.aws.regions.includes(one))) {
        const [issue] = awsRegionSchema.safeParse(region).error?.issues ?? [];
        if (issue) context.addIssue({ code: 'custom', message: issue.message });
      }
    }),
  });

export function awsSchema(saved: SavedSources) {
  const rules = rulesWith(saved);
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
      refineSource(fields.enabled, rules.safeParse(toInput(fields)), context, {
        accessKeyId: fields.accessKeyId === '' && 'Enter the access key ID.',
        secretAccessKey:
          fields.secretAccessKey === '' &&
          !keptSecret(saved, fields.accessKeyId).isSet &&
          'Paste the secret access key.',
        regions: fields.regions.length === 0 && !hasNone && 'Choose at least one region.',
      }),
    )
    .transform((fields): SourcesInput['aws'] => {
      const kept = toInput(fields);
      return rules.safeParse(kept).success ? kept : { enabled: false, accessKeyId: '', regions: [] };
    });
}
export type AwsValues = z.input<ReturnType<typeof awsSchema>>;

/** The saved secret as far as it still counts: it belongs to its access key. */
export function keptSecret(saved: SavedSources, accessKeyId: string): SecretInfo {
  const isSame = saved !== null && saved.aws.accessKeyId === accessKeyId.trim();
  return isSame ? saved.aws.secret : { isSet: false, lastFour: null };
}

export const awsFields = (saved: SavedSources): AwsValues => ({
  enabled: saved?.aws.enabled ?? false,
  accessKeyId: saved?.aws.accessKeyId ?? '',
  secretAccessKey: '',
  regions: saved?.aws.regions ?? [],
});

export const checkableAws = (fields: AwsValues) =>
  fields.enabled && fields.accessKeyId.trim() !== '' ? toInput(fields) : null;

const toInput = (fields: Required<SourcesInput['aws']>): SourcesInput['aws'] => ({
  ...fields,
  secretAccessKey: fields.secretAccessKey === '' ? undefined : fields.secretAccessKey,
});
