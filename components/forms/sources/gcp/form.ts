import { z } from 'zod';
import { gcpProjectIdSchema, type SourcesInput, sourcesInputSchema } from '@/lib/schemas/wizard';
import { refineSource, type SavedSources } from '../../source-part';

const { gcp } = sourcesInputSchema.shape;

/** A name that is saved stays, whatever its form; one that is new must have the form of names that exist. */
const rulesWith = (saved: SavedSources) =>
  gcp.extend({
    projectId: gcp.shape.projectId.superRefine((id, context) => {
      if (id === '' || id === saved?.gcp.projectId) return;
      const [issue] = gcpProjectIdSchema.safeParse(id).error?.issues ?? [];
      if (issue) context.addIssue({ code: 'custom', message: issue.message });
    }),
  });

export function gcpSchema(saved: SavedSources) {
  const rules = rulesWith(saved);
  const isKeySet = saved?.gcp.keyEmail != null;
  return z
    .object({ enabled: z.boolean(), projectId: z.string().trim(), keyJson: z.string() })
    .superRefine((fields, context) =>
      refineSource(fields.enabled, rules.safeParse(toInput(fields)), context, {
        keyJson: fields.keyJson === '' && !isKeySet && 'Choose the key file.',
        projectId: fields.projectId === '' && 'Enter the project ID.',
      }),
    )
    .transform((fields): SourcesInput['gcp'] => {
      const kept = toInput(fields);
      return rules.safeParse(kept).success ? kept : { enabled: false, projectId: '' };
    });
}
export type GcpValues = z.input<ReturnType<typeof gcpSchema>>;

export const gcpFields = (saved: SavedSources): GcpValues => ({
  enabled: saved?.gcp.enabled ?? false,
  projectId: saved?.gcp.projectId ?? '',
  keyJson: '',
});

export const checkableGcp = (fields: GcpValues) =>
  fields.enabled && (fields.keyJson !== '' || fields.projectId.trim() !== '') ? toInput(fields) : null;

const toInput = (fields: Required<SourcesInput['gcp']>): SourcesInput['gcp'] => ({
  ...fields,
  keyJson: fields.keyJson === '' ? undefined : fields.keyJson,
});
