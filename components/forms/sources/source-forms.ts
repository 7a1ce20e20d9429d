import type { FieldPath } from 'react-hook-form';
import { z } from 'zod';
import { sourceIds } from '@/lib/pipeline/components';
import { secretPaths } from '@/lib/pipeline/records';
import { type SourcesInput, sourcesInputSchema } from '@/lib/schemas/wizard';
import type { SavedSources, SourcePart } from '../source-part';
import type { Facts } from './price/estimate';
import type { Estimates } from './price/use-price';
import { type SourceParts, sourceParts } from './source-parts';

type Schemas = { [S in keyof SourceParts]: ReturnType<SourceParts[S]['schema']> };
export type SourcesFields = { [S in keyof SourceParts]: z.input<Schemas[S]> };

/** The form of the sources. */
export function sourcesForm(saved: SavedSources) {
  return z.object(Object.fromEntries(sourceIds.map((id) => [id, sourceParts[id].schema(saved)])) as Schemas);
}

/** The form as the server has it; for a first visit the Pi and its containers are on. Secrets are empty. */
export function savedSources(saved: SavedSources): SourcesFields {
  return Object.fromEntries(sourceIds.map((id) => [id, sourceParts[id].fields(saved)])) as SourcesFields;
}

/** The path of every field of the form: `pi.enabled`. */
const sourceFields = Object.entries(savedSources(null)).flatMap(([id, fields]) =>
  Object.keys(fields).map((field) => `${id}.${field}` as FieldPath<SourcesFields>),
);
/** Those that are secrets. */
export const secretFields = sourceFields.filter((path) => secretPaths.includes(path));

/** What can be checked of a form that is still being filled in; null while there is nothing. */
export function checkableSources(fields: SourcesFields): SourcesInput | null {
  const given = sourceIds.map((id) => [id, sourceParts[id].checkable(fields[id] as never)] as const);
  if (given.every(([, asked]) => asked === null)) return null;
  const input = sourcesInputSchema.safeParse(
    Object.fromEntries(given.map(([id, asked]) => [id, asked ?? { enabled: false }])),
  );
  return input.success ? input.data : null;
}

/** How what is typed is priced, of the sources that are on. */
export function estimatesOf(fields: SourcesFields): Estimates {
  const on = sourceIds.filter((id) => fields[id].enabled && sourceParts[id].estimate !== null);
  return Object.fromEntries(
    on.map((id) => [id, (facts: Facts) => sourceParts[id].estimate?.(fields[id] as never, facts) ?? null]),
  );
}

/** The field that a path in a change belongs to, `aws.regions.2`; null: none. */
export function fieldOf(path: string, values: SourcesFields): FieldPath<SourcesFields> | null {
  const field = sourceFields.find((one) => path.startsWith(one));
  const [id] = sourceIds.filter((one) => path.startsWith(`${one}.`));
  const inside =
    id && (sourceParts[id] as SourcePart).inside?.(path.slice(id.length + 1), values[id] as never);
  return inside ? (`${id}.${inside}` as FieldPath<SourcesFields>) : (field ?? null);
}
