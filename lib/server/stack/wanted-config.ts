import 'server-only';
import { containerVariables } from '../docker/own';
import { compareConfig, readRunningConfig, type WantedConfig } from '../vmagent/running-config';
import { filesNamedIn } from './own-jobs';

/** What vmagent would run if its container read this text, and the files that it names, now. @throws AppError the engine's */
export async function wantedConfig(text: string): Promise<WantedConfig> {
  const variables = (await containerVariables('vmagent')) ?? {};
  const more = await filesNamedIn(text, variables);
  return { text, variables, more: more?.map((file) => file.text) ?? null };
}

/**
 * Whether vmagent runs this text, as `compareConfig`.
 * @returns `silent` while vmagent does not say what it runs
 */
export async function compareWithRunning(text: string): Promise<ReturnType<typeof compareConfig> | 'silent'> {
  const running = await readRunningConfig().catch(() => null);
  return running === null ? 'silent' : compareConfig(running, await wantedConfig(text));
}
