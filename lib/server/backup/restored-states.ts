import 'server-only';
import type { z } from 'zod';
import { ownRulesSchema } from '@/lib/schemas/grafana/alert-rules';
import { tokenSchema } from '../auth/api-token';
import { AppError } from '../errors';
import type { statesInBackup } from '../files/state/state-store';
import { readStateText, stateText } from '../files/state/state-store';
import { grafanaStateSchema } from '../grafana/grafana-state';
import { jsonIn } from '../json';
import { logger } from '../logger';
import { savedSettingsSchema } from '../notify/foreign-settings';
import { notifier } from '../notify/notifier-service';
import { updateStateSchema } from '../updates/update-settings';
import { type BackupState, backupStateSchema, readBackupState } from './backup-state';
import type { PackedFile } from './packed';
import { noteBackups } from './sight';

type Restorable = Exclude<(typeof statesInBackup)[number], 'auth.json'>;

/** What each is called, and what it has to be. Who may sign in is not taken from a backup. */
const records: Record<Restorable, { words: string; schema: z.ZodType }> = {
  'api-token.json': { words: 'the API token for reading', schema: tokenSchema },
  'api-token-write.json': { words: 'the API token for changes', schema: tokenSchema },
  'notify.json': { words: 'notifications', schema: savedSettingsSchema },
  'alert-rules.json': { words: 'changes of the alert rules', schema: ownRulesSchema },
  'grafana.json': { words: 'the Grafana that Weir writes to', schema: grafanaStateSchema },
  'updates.json': { words: 'how long a new version waits', schema: updateStateSchema },
  'backup.json': { words: 'recovery key and schedule of the backups', schema: backupStateSchema },
};

export interface RestoredStates {
  /** Of those that would change, by the names of their states. */
  texts: ReadonlyMap<string, string>;
  /** The consequence in one sentence each. */
  words: string[];
}

/** What else than files becomes another one. @throws AppError invalid-stack for one that is not what it should be */
export async function restoredStates(files: readonly PackedFile[]): Promise<RestoredStates> {
  const texts = new Map<string, string>();
  const changed: string[] = [];
  for (const [name, { words, schema }] of Object.entries(records)) {
    const file = files.find(({ path }) => path === `.weir/${name}`);
    if (!file) continue;
    const state = name.replace(/\.json$/, '');
    const json = jsonIn(file.content.toString('utf8'));
    if (!schema.safeParse(json).success)
      throw new AppError('invalid-stack', `.weir/${name} in the backup is damaged.`);
    const wanted = name === 'backup.json' ? await backupStateOf(backupStateSchema.parse(json)) : json;
    const text = stateText(wanted);
    if (wanted === null || text === (await readStateText(state))) continue;
    texts.set(state, text);
    changed.push(words);
  }
  return {
    texts,
    words: [
      ...(changed.length > 0 ? [`As in the backup: ${changed.join(', ')}.`] : []),
      'The password and who is signed in stay as they are.',
    ],
  };
}

/** What was made here, and when, is not what was made there. Null: key and schedule are the same. */
async function backupStateOf(then: BackupState): Promise<BackupState | null> {
  const { recipient, keyMadeAtMs, schedule } = then;
  const now = await readBackupState();
  const isSame = recipient === now.recipient && JSON.stringify(schedule) === JSON.stringify(now.schedule);
  return isSame ? null : { ...now, recipient, keyMadeAtMs, schedule, scheduledAtMs: Date.now() };
}

/** What works with them is told that they are others. Never rejects: with the next start they are read anyway. */
export async function tellRestored({ texts }: RestoredStates): Promise<void> {
  try {
    if (texts.has('backup')) noteBackups(await readBackupState());
    const told = texts.get('notify');
    if (told !== undefined) await (await notifier()).change(savedSettingsSchema.parse(JSON.parse(told)));
  } catch (error) {
    logger().warn({ err: error }, 'what was restored counts only after a restart of the panel');
  }
}
