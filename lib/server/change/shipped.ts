import 'server-only';
import { createHash } from 'node:crypto';
import { readStackTemplate } from '../files/file-store';
import { stackFile } from '../files/stack-files';
import { type StackTexts, sealStack } from '../stack/stack-texts';
import { type SealedTexts, sealedIds } from './records/sealed-texts';
import shipped from './shipped.json';

/** Digests that each file of `config.example/` ever had, with this name of the cluster. */
const EARLIER: Readonly<Record<string, readonly string[]>> = shipped.config;
const CLUSTER = /^( *cluster: )([A-Za-z0-9._"-]*)$/gm;

/**
 * The texts of a revision with what a newer Weir has brought since: that is no edit by hand. It is docker-compose.yml as it
 * comes with this version, and what ships in the place of a file that was not there, or was as an earlier Weir shipped it.
 */
export async function withShipped(texts: SealedTexts, stack: StackTexts): Promise<SealedTexts> {
  const present = await sealStack(stack);
  const brought = await Promise.all(
    sealedIds.map(async (id) => {
      const now = id === 'compose' ? stack.compose : (stack.texts.get(id) ?? null);
      if (now === null || texts[id] === present[id]) return [];
      const isOfWeir =
        id === 'compose'
          ? digestOf(now) === shipped['docker-compose.yml']
          : isBrought(stackFile(id).relative, texts[id], now, await readStackTemplate(id));
      return isOfWeir ? [[id, present[id] ?? ''] as const] : [];
    }),
  );
  return { ...texts, ...Object.fromEntries(brought.flat()) };
}

function isBrought(file: string, before: string | undefined, now: string, template: string | null): boolean {
  if (template === null || anyCluster(now) !== anyCluster(template)) return false;
  if (before === undefined) return true;
  const earlier = EARLIER[file.replace(/^config\//, '')] ?? [];
  return earlier.includes(digestOf(anyCluster(before))) && clustersIn(before) === clustersIn(now);
}

const anyCluster = (text: string): string => text.replace(CLUSTER, '$1raspberrypi');
const clustersIn = (text: string): string => [...text.matchAll(CLUSTER)].map(([line]) => line).join('\n');

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
