import 'server-only';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { env, givenVariable } from '../env';
import { AppError } from '../errors';
import { readPlainFile } from '../files/disk/plain-file';
import { hasDelivered } from '../setup/answers/setup-answers';
import { askSources } from '../setup/ask-sources';
import { startLaunch } from '../setup/launch';
import { answerLines } from './answer-lines';
import { doTask } from './do-task';
import { readWeirFile, type SecretStore } from './weir-file';

const IS_SET_UP = 3;
const WITHOUT_A_PART = 4;
const ASK_LIMIT_MS = 15_000;

/**
 * Sets the pipeline up as `weir.yaml`, given on standard input, says, and waits for its first sample to be delivered.
 * Exit code 3 and nothing changed when the pipeline delivered before; 4 when it delivers without a source that could
 * not be started or does not give all its data, which the last line names with the reason. What clouds say beforehand holds nothing up.
 * @throws AppError
 */
export async function applyConfig(say: (line: string) => void): Promise<number> {
  if (await hasDelivered()) return IS_SET_UP;
  const change = await readWeirFile(await text(process.stdin), secrets);
  if (change.sources) {
    const answers = await askSources(change.sources, { of: 'answers' }, AbortSignal.timeout(ASK_LIMIT_MS));
    for (const line of answerLines(answers)) say(line);
  }
  const task = await doTask(() => startLaunch({ change, waiting: change.waiting }), say);
  return task.leftOut === undefined ? 0 : WITHOUT_A_PART;
}

const secrets: SecretStore = {
  env: givenVariable,
  file: async (relative) => {
    const { stackDir } = env();
    const file = path.resolve(stackDir, relative);
    if (path.isAbsolute(relative) || !file.startsWith(`${stackDir}${path.sep}`)) {
      throw new AppError('bad-request', `${relative} does not lie in the compose folder.`, {
        hint: 'Put the file into the compose folder and name it by its path from there.',
      });
    }
    const content = await readPlainFile(file, relative).catch((error: AppError) => {
      const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
      if (code !== 'EACCES' && code !== 'EPERM') throw error;
      throw new AppError('bad-request', `The panel may not read ${relative}.`, {
        hint: `Give it to the owner of the compose folder: sudo chown --reference=. ${relative}, in that folder.`,
        cause: error,
      });
    });
    if (content === null)
      throw new AppError('bad-request', `There is no file ${relative} in the compose folder.`);
    return content;
  },
};
