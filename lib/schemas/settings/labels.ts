import { z } from 'zod';
import { line } from '../text/line';
import { clusterSchema } from '../wizard';

/** Prometheus' rule for label names; those with two underscores in front are its own. */
const labelNameSchema = line(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Use letters, digits and underscores; begin with a letter.')
  .refine((name) => !name.startsWith('__'), 'Names that begin with two underscores are reserved.')
  .refine((name) => name !== 'job' && name !== 'instance', 'job and instance are set by vmagent itself.');
/** `external_labels`: added to every sample. What is wrong with a name hides nothing else that is wrong. */
export const labelsSchema = z
  .record(z.string(), line(128).min(1, 'Give the label a value, or remove it.'))
  .superRefine((labels, context) => {
    for (const name of Object.keys(labels)) {
      const { error } = labelNameSchema.safeParse(name);
      if (error)
        context.addIssue({
          code: 'invalid_key',
          origin: 'record',
          issues: error.issues,
          input: name,
          path: [name],
        });
    }
    const [issue] = clusterSchema.safeParse(labels.cluster ?? '').error?.issues ?? [];
    if (issue) context.addIssue({ code: 'custom', message: issue.message, path: ['cluster'] });
    if (Object.keys(labels).length > 10)
      context.addIssue({ code: 'custom', message: 'Use at most 10 labels: each is sent with every sample.' });
  });
