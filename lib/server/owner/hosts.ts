import 'server-only';
import { allowedHosts, allowHosts } from '../auth/allowed-hosts';
import { env, hostNamesIn } from '../env';
import { parseEnv } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { onTask } from '../tasks/tasks';

/**
 * Keeps the host names that the panel answers under as `.env` has them: at the start, and whenever a task may have
 * written it. So a new name needs no restart of the panel. Names that the environment alone gives always count.
 */
export async function watchOwnerHosts(): Promise<void> {
  const written = (await readHosts()) ?? [];
  const given = env().allowedHosts.filter((name) => !written.includes(name));
  const refresh = async () => {
    const names = await readHosts();
    if (names !== null) allowHosts([...given, ...names]);
  };
  await refresh();
  singleton('owner-hosts-watch', () =>
    onTask((task) => {
      if (task.state !== 'running') void refresh();
    }),
  );
  logger().debug({ names: allowedHosts() }, 'host names that the owner allows');
}

/** Null where the file cannot be read: then the names stay as they are. */
async function readHosts(): Promise<string[] | null> {
  try {
    const { WEIR_ALLOWED_HOSTS: text = '' } = parseEnv((await readStackFile('env')) ?? '');
    return hostNamesIn(text);
  } catch (error) {
    logger().warn({ err: error }, 'The allowed host names could not be read from .env.');
    return null;
  }
}
