import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../../compose/reader/spec';
import { upServices } from '../../compose/up';
import type { LeftOut } from '../../control/left-out';
import { explainPortError } from '../../control/port-problems';
import { reloadVmagent, reloadYace } from '../../control/reload';
import { putSecret, removeService } from '../../docker/containers';
import { containersOf } from '../../docker/own';
import { whileStarting } from '../../docker/starting';
import { parseEnv } from '../../files/env/env-file';
import { writeStackFiles } from '../../files/file-store';
import type { StepReport } from '../../jobs/jobs';
import { servicesOf, servicesOffOf } from '../../stack/model';
import type { Settings } from '../../stack/settings';
import { writeProgress } from '../answers/setup-draft';
import { changedFiles, isNewTarget, type PlannedFile } from './stack-plan';

/** Inside vmagent's container; see `secrets` in docker-compose.yml. */
const TOKEN_PATH = '/run/secrets/remote_write_token';

/** What a launch brings the stack to. */
export interface Plan {
  settings: Settings;
  files: PlannedFile[];
  model: ComposeModel;
}

/**
 * Starts what is on, removes what is off, and lets vmagent read what is new. Exporters come before vmagent, which asks
 * them; one that does not come up is left out.
 * @throws AppError and the engine's
 */
export async function start(
  { settings, files, model }: Plan,
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<void> {
  await writeProgress({ attemptedAtMs: Date.now() });
  const names = servicesOf(model).filter((name) => !left.services.has(name));
  const done = new Set<ServiceName>();
  const up = (some: ServiceName[]) =>
    upServices(model, some, {
      signal,
      onStep: (step) => {
        if (step.phase === 'ready') report.progress(done.add(step.service).size, names.length, 'steps');
        else if ('service' in step && step.phase !== 'image') report.detail(`Starting ${step.service}`);
      },
      onFailure: (service, error) => left.add(service, explainPortError(error)),
    });
  for (const name of servicesOffOf(model)) {
    // Its source is on, and its owner may have started it in another way.
    if (left.services.has(name)) continue;
    if ((await containersOf(name)).length === 0) continue;
    report.detail(`Removing ${name}, whose source is off`);
    await removeService(name);
  }
  const { exporters, kept } = await whileStarting(names, async () => {
    const first = await up(names.filter((name) => name !== 'vmagent'));
    left.assertNotAllOf(servicesOf(model));
    await writeStackFiles(changedFiles(files).filter(isNewTarget));
    return { exporters: first, kept: (await up(['vmagent'])).kept };
  });
  if (kept.length > 0) await refreshVmagent(files, signal);
  const isYaceChanged = files.some(({ id, before, text }) => id === 'yace-config' && before !== text);
  if (settings.sources.aws.enabled && isYaceChanged && exporters.kept.includes('yace')) await reloadYace();
  report.detail(`${done.size} services run.`);
}

/** vmagent that ran on reads a new token and new jobs without a restart. */
async function refreshVmagent(files: PlannedFile[], signal: AbortSignal): Promise<void> {
  const changed = new Set(changedFiles(files).map(({ id }) => id));
  const token = parseEnv(files.find(({ id }) => id === 'env')?.text ?? '').REMOTE_WRITE_TOKEN ?? '';
  await putSecret('vmagent', TOKEN_PATH, token);
  if (changed.has('vmagent-config')) await reloadVmagent(signal);
}
