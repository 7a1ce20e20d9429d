import { z } from 'zod';
import type { Settings } from '@/lib/schemas/settings/settings';
import { withRules } from '../with-rules';

/** Blanks around what is entered are none of it; what stands in the file stays as it is. */
const textLike = (saved: readonly string[]) =>
  z.string().transform((text) => (saved.includes(text) ? text : text.trim()));

/** The form of the labels; gives the record that the files hold. */
export const labelsForm = (settings: Settings) =>
  withRules(plainForm(settings), { settings, toChange: (labels) => ({ labels }), toField: labelField });

function plainForm({ labels: saved }: Settings) {
  const text = textLike(Object.values(saved));
  const name = textLike(Object.keys(saved)).refine(
    (one) => one !== 'cluster' && one !== 'site',
    'This one has a field of its own above.',
  );
  return z
    .object({ cluster: text, site: text, own: z.array(z.object({ name, value: text })) })
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
      const isKept = (key: string, value: string) => value !== '' || Object.hasOwn(saved, key);
      return {
        ...(isKept('cluster', cluster) && { cluster }),
        ...((site !== '' || saved.site === '') && { site }),
        ...Object.fromEntries(rows),
      };
    });
}
export type LabelValues = z.input<ReturnType<typeof plainForm>>;

export function readLabels({ labels }: Settings): LabelValues {
  const { cluster = '', site = '', ...own } = labels;
  return { cluster, site, own: Object.entries(own).map(([name, value]) => ({ name, value })) };
}

/** The field of a path in the change, such as `labels.site`. */
export function labelField(path: string, { own }: LabelValues, isName = true) {
  const name = path.replace(/^labels\./, '');
  if (name === 'cluster' || name === 'site') return name;
  const index = own.findIndex((row) => row.name === name);
  if (index < 0) return null;
  return isName ? (`own.${index}.name` as const) : (`own.${index}.value` as const);
}

/** The labels as a query shows them: `{cluster="home", site="attic"}`. */
export function selector(labels: Record<string, string>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${parts.join(', ')}}`;
}
