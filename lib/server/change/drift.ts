import 'server-only';
import type { Changes } from '@/lib/schemas/revision';
import { standings } from '../compose/fit';
import { asAppError } from '../errors';
import { logger } from '../logger';
import { readModel, servicesOf, servicesOffOf } from '../stack/model';
import { duplicateJob } from '../stack/own-jobs';
import { compareWithRunning } from '../stack/wanted-config';
import { currentTask } from '../tasks/tasks';
import type { Texts } from './records/texts';

type Compared = Pick<Changes, 'drift' | 'unseen'>;

/** Why it is not known what vmagent runs. */
const NOT_SHOWN = {
  silent: 'vmagent does not say which configuration it runs.',
  unsure:
    'Part of vmagent’s configuration cannot be compared: a secret, a variable or a file that is not seen here.',
};

/**
 * Services that are not as the files say, and what cannot be told of them. Empty before the first launch
 * and while a change is being made.
 */
export async function readDrift(texts: Texts): Promise<Compared> {
  if (currentTask() !== null) return { drift: [], unseen: [] };
  try {
    return await compare(texts);
  } catch (error) {
    logger().debug({ err: error }, 'the services could not be compared with the files');
    return { drift: [], unseen: [asAppError(error).message] };
  }
}

async function compare(texts: Texts): Promise<Compared> {
  const model = await readModel(texts.get('env') ?? '');
  const standing = await standings(model);
  if (!standing.has('vmagent')) return { drift: [], unseen: [] };
  const drift: Changes['drift'] = [];
  const unseen: string[] = [];
  for (const service of servicesOf(model)) {
    const now = standing.get(service);
    if (now === undefined) drift.push({ service, words: `${service} is switched on and has no container.` });
    else if (now.fits === false)
      drift.push({ service, words: `${service} runs with older settings than the files say.` });
    else if (now.fits === null)
      unseen.push(
        `${service}: ${model.notUnderstood.get(service)?.fault.message ?? 'it is not understood.'}`,
      );
  }
  for (const service of servicesOffOf(model)) {
    if (standing.has(service)) drift.push({ service, words: `${service} is switched off and still there.` });
  }
  const vmagent = standing.get('vmagent');
  if (vmagent?.isRunning && vmagent.fits !== false) {
    const text = texts.get('vmagent-config') ?? '';
    const running = await compareWithRunning(text);
    if (running === 'silent' || running === 'unsure') unseen.push(NOT_SHOWN[running]);
    if (running === 'other') {
      const duplicate = await duplicateJob(text);
      const words =
        duplicate === null
          ? 'vmagent runs an older scrape configuration than the file.'
          : `${duplicate}: vmagent refuses that and keeps an older configuration.`;
      drift.push({ service: 'vmagent', words });
    }
  }
  return { drift, unseen };
}
