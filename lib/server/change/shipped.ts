import 'server-only';
import { createHash } from 'node:crypto';
import { readStackTemplate } from '../files/file-store';
import { type StackTexts, sealStack } from '../stack/stack-texts';
import { type SealedTexts, sealedIds } from './records/sealed-texts';
import shipped from './shipped.json';

const SHIPPED: Readonly<Record<string, string>> = shipped;

/**
 * The texts of a revision with what a newer Weir has brought since: that is no edit by hand. It is docker-compose.yml as it
 * comes with this version, and a file that was not there and is what ships in its place.
 */
export async function withShipped(texts: SealedTexts, stack: StackTexts): Promise<SealedTexts> {
  const present = await sealStack(stack);
  const brought = await Promise.all(
    sealedIds.map(async (id) => {
      const now = id === 'compose' ? stack.compose : (stack.texts.get(id) ?? null);
      if (now === null || texts[id] === present[id]) return [];
      const isOfWeir =
        id === 'compose'
          ? digestOf(now) === SHIPPED['docker-compose.yml']
          : texts[id] === undefined && now === (await readStackTemplate(id));
      return isOfWeir ? [[id, present[id] ?? ''] as const] : [];
    }),
  );
  return { ...texts, ...Object.fromEntries(brought.flat()) };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
