import 'server-only';
import { randomBytes } from 'node:crypto';
import { readState, readStateJson, writeState } from '../files/state/state-store';
import { incidents } from '../incidents/incidents';
import type { Awaited } from '../incidents/restore';
import { logger } from '../logger';
import { hub } from '../sampler/hub';
import { singleton } from '../singleton';
import { sendMessage } from './channels/channels';
import { sendPing } from './dead-man';
import type { TellingFailures } from './failures';
import { savedSettingsSchema, withForeign } from './foreign-settings';
import { createNotifier, type Notifier } from './notifier';
import { defaultSettings, NO_STATE, type NotifySettings, type NotifyState, notifyStateSchema } from './types';

const SETTINGS = 'notify';
const STATE = 'notify-state';

/** Twelve hexadecimal digits that nothing else has. */
export function newNotifyId(): string {
  return randomBytes(6).toString('hex');
}

/** The process's notifier, made and started with the first call. @throws AppError invalid-stack: damaged settings */
export function notifier(): Promise<Notifier> {
  const held = holder();
  held.made ??= make().catch((error: unknown) => {
    held.made = null;
    throw error;
  });
  return held.made;
}

const holder = () =>
  singleton('notifier', () => ({
    made: null as Promise<Notifier> | null,
    running: null as Notifier | null,
  }));

/** What does not work of the ways in which people are told; undefined: nobody knows yet. */
export function tellingFailures(): TellingFailures | undefined {
  return holder().running?.failures();
}

/** Begins to follow the findings; a file that cannot be used keeps only this part of the panel from working. */
export function startNotifier(): void {
  void notifier().catch((error: unknown) => {
    logger().error({ err: error }, 'nobody is told of findings: .weir/notify.json cannot be used');
  });
}

export async function saveNotifySettings(settings: NotifySettings): Promise<void> {
  await writeState(SETTINGS, withForeign(await readStateJson(SETTINGS), settings));
}

async function make(): Promise<Notifier> {
  const settings = (await readState(SETTINGS, savedSettingsSchema)) ?? defaultSettings();
  const made = createNotifier(
    {
      now: Date.now,
      monotonicMs: () => performance.now(),
      snapshot: () => hub().snapshot(),
      incidents: incidents(),
      send: (channel, message) => sendMessage(channel, message, {}),
      ping: (deadMan, signal) => sendPing(deadMan, signal, {}),
      save: (state) => writeState(STATE, state),
      newId: newNotifyId,
    },
    settings,
    await readToldBefore(),
  );
  made.start();
  holder().running = made;
  return made;
}

/** What people were told of and is not over, for the first look after a restart. Never rejects. */
export async function readAwaited(): Promise<Awaited[]> {
  return (await readToldBefore()).told.filter(({ untilMs }) => untilMs === null);
}

async function readToldBefore(): Promise<NotifyState> {
  try {
    return (await readState(STATE, notifyStateSchema)) ?? NO_STATE;
  } catch (error) {
    logger().warn({ err: error }, 'what was told before is not known; open findings are told anew');
    return NO_STATE;
  }
}
