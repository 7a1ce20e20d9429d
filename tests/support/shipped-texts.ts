import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Texts, writableFileIds } from '@/lib/server/apply/texts';
import type { ChangeFacts } from '@/lib/server/services/change-facts';
import { stackFile } from '@/lib/server/stack/stack-files';

const compose = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../compose');

/** What ships for a first start; with other content in the place of some files. */
export function shippedTexts(other: Partial<Record<string, string | null>> = {}): Texts {
  return new Map(
    writableFileIds.map((id) => {
      const { template } = stackFile(id);
      const text = template === null ? null : readFileSync(path.join(compose, template), 'utf8');
      return [id, other[id] === undefined ? text : other[id]];
    }),
  );
}

/** What a change of these files is judged by, on a machine with room enough. */
export const shippedFacts: ChangeFacts = {
  templates: shippedTexts(),
  mostBufferBytes: 2 ** 34,
  host: null,
  isStackContainer: true,
  ownJobs: [],
};
