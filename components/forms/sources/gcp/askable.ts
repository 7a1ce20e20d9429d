import { sourceIds } from '@/lib/pipeline/components';
import { type SourcesInput, sourcesInputSchema } from '@/lib/schemas/wizard';
import type { SavedSources } from '../../source-part';
import { type GcpValues, gcpSchema } from './form';
import { readKeyFile } from './key-file';

/** With all that Google has to be asked with; null: something is missing. Of the other sources nothing is asked. */
export function askableGcp(saved: SavedSources, fields: GcpValues): SourcesInput | null {
  const gcp = gcpSchema(saved).safeParse(fields).data;
  const others = sourceIds.map((id) => [id, { enabled: false }] as const);
  const input = sourcesInputSchema.safeParse({ ...Object.fromEntries(others), gcp });
  return gcp?.enabled && input.success ? input.data : null;
}

/** Whose key the form holds, or else the server. */
export function emailOf({ keyJson }: GcpValues, saved: string | null): string | null {
  const picked = keyJson === '' ? null : readKeyFile(keyJson);
  return picked?.ok ? picked.email : saved;
}
