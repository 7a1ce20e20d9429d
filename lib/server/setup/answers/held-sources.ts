import 'server-only';
import type { SourcesOf } from '@/lib/schemas/sources-of';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { readSettings, type Sources } from '../../sources/sources';
import { mergeSources } from './merge-answers';
import { readAnswers } from './setup-answers';

/**
 * What a form holds, with the secrets that count where it holds none. What the wizard was told and nobody has launched is
 * nothing to the settings. @throws AppError invalid-stack
 */
export async function heldSources(input: SourcesInput, of: SourcesOf): Promise<Sources> {
  const current = await readSettings();
  const answers = of === 'answers' ? (await readAnswers(current)).sources : null;
  return mergeSources(input, answers, current.sources);
}
