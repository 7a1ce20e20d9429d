import { z } from 'zod';
import { line } from '@/lib/schemas/line';
import { labelNameSchema, labelsSchema, type Settings } from '@/lib/schemas/settings';
import { clusterSchema } from '@/lib/schemas/wizard';

const rowSchema = z.object({
  name: labelNameSchema.refine(
    (name) => name !== 'cluster' && name !== 'site',
    'This one has a field of its own above.',
  ),
  value: line(128).min(1, 'Give the label a value, or remove it.'),
});

/** The form of the labels; gives the record that the files hold. */
export const labelsForm = z
  .object({ cluster: clusterSchema, site: line(128), own: z.array(rowSchema) })
  .superRefine(({ own }, context) => {
    for (const [index, { name }] of own.entries()) {
      if (own.findIndex((other) => other.name === name) === index) continue;
      context.addIssue({
        code: 'custom',
        path: ['own', index, 'name'],
        message: 'There is a label of this name already.',
      });
    }
  })
  .transform(({ cluster, site, own }): Record<string, string> => {
    const rows = own.map(({ name, value }) => [name, value]);
    return { cluster, ...(site !== '' && { site }), ...Object.fromEntries(rows) };
  })
  .pipe(labelsSchema);
export type LabelValues = z.input<typeof labelsForm>;

export function readLabels({ labels }: Settings): LabelValues {
  const { cluster = '', site = '', ...own } = labels;
  return { cluster, site, own: Object.entries(own).map(([name, value]) => ({ name, value })) };
}

/** The field of a path in the change, such as `labels.site`. */
export function labelField(path: string, { own }: LabelValues) {
  const name = path.replace(/^labels\./, '');
  if (name === 'cluster' || name === 'site') return name;
  const index = own.findIndex((row) => row.name === name);
  return index < 0 ? null : (`own.${index}.name` as const);
}

/** The labels as a query shows them: `{cluster="home", site="attic"}`. */
export function selector(labels: Record<string, string>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${parts.join(', ')}}`;
}
