import type { DestinationInput } from '@/lib/schemas/wizard';
import { filesRevision } from '@/lib/server/change/records/texts';
import { removeContainer, stopContainer } from '@/lib/server/docker/containers';
import { ownContainers } from '@/lib/server/docker/own';
import { stateFile } from '@/lib/server/files/state/state-store';
import { writeProgress } from '@/lib/server/setup/answers/setup-answers';
import { startLaunch } from '@/lib/server/setup/launch';
import { prepareLaunch } from '@/lib/server/setup/launch-edit';
import { saveDestination, saveName, saveSources } from '@/lib/server/setup/wizard';
import { readSettings } from '@/lib/server/sources/sources';
import { getTask, onTask } from '@/lib/server/tasks/tasks';
import { ended } from '../support/panel/apply';
import { sleep } from '../support/run/exec';
import { TAKES, TAKES_NONE } from './fake-destinations';
import type { LaunchKind } from './kinds';

/** The sources are looked at for minutes after all is done and written. */
const SOURCES_MS = 10_000;
const wish = { waiting: 'keep' } as const;

/** The wizard answered anew, other than what runs, so that every launch has something to do. */
export async function answer(kind: LaunchKind, round: number, origin: string): Promise<void> {
  const { destination, sources } = await readSettings();
  const other = (path: string): DestinationInput => ({
    kind: 'other',
    url: origin + path,
    username: 'me',
    password: `password-${round}`,
  });
  const isLocal = destination.kind === 'local';
  const isElsewhere = kind === 'launch-elsewhere' ? isLocal : !isLocal;
  const chosen: DestinationInput = isElsewhere ? other(TAKES) : { kind: 'local' };
  const atMs = kind === 'launch-first' ? null : 1;
  await writeProgress({ attemptedAtMs: atMs, launchedAtMs: atMs, deliveredAtMs: atMs });
  if (kind === 'launch-first') await removeAll();
  await saveDestination(kind === 'bad-launch' ? other(TAKES_NONE) : chosen);
  await saveSources({
    pi: { enabled: true },
    containers: { enabled: !sources.containers },
    aws: {
      enabled: true,
      accessKeyId: `AKIA${'A'.repeat(16)}`,
      secretAccessKey: 'b'.repeat(40),
      regions: [`eu-west-${1 + (round % 3)}`],
    },
    gcp: { enabled: false, projectId: '' },
  });
  await saveName({ cluster: `pi-${round}` });
}

/** Before a first launch there is no container. */
async function removeAll(): Promise<void> {
  for (const own of await ownContainers()) {
    await stopContainer(own);
    await removeContainer(own);
  }
}

/** What the files will be when the launch has ended well. */
export async function plannedRevision(): Promise<string> {
  const { stack, after } = await (await prepareLaunch(wish, 1)).look();
  return filesRevision(after.texts, stack.compose);
}

/** @returns the job as it ended, or as it is when nothing but looking is left */
export async function launched() {
  const { taskId } = startLaunch(wish);
  const looks = new Promise<void>((resolve) => {
    onTask(({ steps }) => {
      if (steps.some(({ id, state }) => id === 'sources' && state === 'running')) resolve();
    });
  });
  await Promise.race([ended(taskId), looks.then(() => sleep(SOURCES_MS))]);
  return getTask(taskId);
}

export const answersFile = () => stateFile('setup-draft');
