import 'server-only';
import type { Job } from '@/lib/schemas/job';
import type { SettingsChange } from '@/lib/schemas/settings/settings';
import { AppError } from '../errors';
import { type StackFileChange, writeStackFiles } from '../files/file-store';
import { followJob } from '../jobs/follow';
import { changeTexts } from '../settings/sections/change-texts';
import { readChangeFacts } from '../settings/sections/facts';
import { readSettings } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { mergeDestination, mergeSources } from './answers/merge-draft';
import { readProgress, writeDraft } from './answers/setup-draft';
import { startLaunch } from './launch';

/** Whether a pipeline of this stack folder ever delivered: until then its set-up can be corrected and tried again. */
export async function isSetUp(): Promise<boolean> {
  return (await readProgress()).deliveredAtMs !== null;
}

/**
 * The wizard's answers and all other settings from one change, and the launch that follows them. A job from its first
 * look at the files on, so that a panel that runs beside it changes nothing meanwhile.
 * @param onChange told of each step of the launch
 * @returns the launch when it has ended, well or not; bad-request with one line per problem: nothing was written then
 * @throws AppError job-running
 */
export function setUpFrom(change: SettingsChange, onChange: (job: Job) => void): Promise<Job> {
  return followJob(() => startLaunch(() => writeAnswers(change)), onChange);
}

async function writeAnswers(change: SettingsChange): Promise<void> {
  const { texts } = await readStackTexts();
  const facts = await readChangeFacts();
  const { problems } = changeTexts(change, texts, facts);
  if (problems.length > 0) {
    throw new AppError(
      'bad-request',
      problems.map(({ field, message }) => `${field}: ${message}`).join('\n'),
      {
        hint: problems[0]?.hint,
      },
    );
  }
  const current = await readSettings();
  // The launch writes what the wizard asks for, so that it can also tell whether that works.
  const { destination, sources, ...rest } = change;
  const edited = changeTexts(rest, texts, facts).texts;
  await writeStackFiles(
    [...edited].flatMap(([id, text]): StackFileChange[] =>
      text === null || text === texts.get(id) ? [] : [{ id, text }],
    ),
  );
  await writeDraft({
    destination: destination ? mergeDestination(destination, null, current.destination) : current.destination,
    sources: sources ? mergeSources(sources, null, current.sources) : current.sources,
    cluster: change.labels?.cluster ?? current.cluster,
  });
}
