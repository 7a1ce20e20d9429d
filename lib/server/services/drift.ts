import 'server-only';
import type { Changes } from '@/lib/schemas/revision';
import type { Texts } from '../apply/texts';
import { standings } from '../docker/fit';
import { currentJob } from '../jobs/jobs';
import { logger } from '../logger';
import { readModel, servicesOf, servicesOffOf } from './compose-model';
import { duplicateJob, runsAnotherConfig } from './wanted-config';

/**
 * Services that run something older than the files say. Empty before the first launch, while a change is being made,
 * and where the engine or the files cannot tell: both are said elsewhere.
 */
export async function readDrift(texts: Texts): Promise<Changes['drift']> {
  if (currentJob() !== null) return [];
  try {
    return await compare(texts);
  } catch (error) {
    logger().debug({ err: error }, 'the services could not be compared with the files');
    return [];
  }
}

async function compare(texts: Texts): Promise<Changes['drift']> {
  const model = await readModel(texts.get('env') ?? '');
  const standing = await standings(model);
  if (!standing.has('vmagent')) return [];
  const drift: Changes['drift'] = [];
  for (const service of servicesOf(model)) {
    const now = standing.get(service);
    if (now === undefined) drift.push({ service, words: `${service} is switched on and has no container.` });
    else if (now.fits === false)
      drift.push({ service, words: `${service} runs with older settings than the files say.` });
  }
  for (const service of servicesOffOf(model)) {
    if (standing.has(service)) drift.push({ service, words: `${service} is switched off and still there.` });
  }
  const vmagent = standing.get('vmagent');
  if (vmagent?.isRunning && vmagent.fits !== false) {
    const text = texts.get('vmagent-config') ?? '';
    if (await runsAnotherConfig(text)) {
      const duplicate = await duplicateJob(text);
      const words =
        duplicate === null
          ? 'vmagent runs an older scrape configuration than the file.'
          : `${duplicate}: vmagent refuses that and goes on with an older configuration.`;
      drift.push({ service: 'vmagent', words });
    }
  }
  return drift;
}
