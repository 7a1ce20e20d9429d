import 'server-only';
import type { BufferChoice, ChangePreview } from '@/lib/schemas/settings/settings';
import { readStackTexts } from '../stack/stack-texts';
import { asleepWords, effectWords } from './effects/words';
import { fileDiffs } from './records/file-diffs';
import { revisionKey, sealTexts } from './records/sealed-texts';
import type { Edit } from './records/texts';
import { bufferWords } from './steps/buffer';
import { type Prepared, prepare } from './steps/prepare';

/**
 * What a change would do to the files and the services. Changes nothing.
 * @throws AppError invalid-stack when a file cannot be read; what the change itself says is in `problems`
 */
export async function previewApply(
  edit: Edit,
  { waiting }: { waiting?: BufferChoice | undefined } = {},
): Promise<ChangePreview> {
  const stack = await readStackTexts();
  return showPreview(await prepare(stack, await edit(stack.texts), { waiting, bufferTries: 1 }), waiting);
}

/** @param waiting the answer to the preview’s question, where it was given */
export async function showPreview(prepared: Prepared, waiting?: BufferChoice): Promise<ChangePreview> {
  const { stack, after, effects, asleep, changed, problems, question, notes } = prepared;
  const key = await revisionKey();
  return {
    revision: stack.revision,
    files: fileDiffs(sealTexts(key, stack.texts, stack.compose), sealTexts(key, after.texts, stack.compose)),
    effects,
    words: [
      ...bufferWords(question, waiting),
      ...effectWords(effects, changed.length > 0),
      ...asleepWords(asleep),
      ...notes,
    ],
    problems,
    question,
  };
}
