import 'server-only';
import type { IncidentBook, IncidentNews } from '../incidents/incidents';
import { logger } from '../logger';
import type { Channel, Message, Sent } from './channels/channel';
import { createDeadMan, type DeadManPorts, type DeadManSwitch } from './dead-man';
import { type TellingFailures, tellingFailures } from './failures';
import { composeMessage } from './message';
import { addNews, afterTry, dueNow, retryNow, tidyOutbox } from './outbox';
import type { NotifySettings, NotifyState, Outgoing } from './types';
import { acknowledgeIn, whatToTell } from './what-to-tell';

export interface NotifierPorts extends DeadManPorts {
  incidents: Pick<IncidentBook, 'open' | 'subscribe'>;
  /** Never rejects. */
  send(channel: Channel, message: Message): Promise<Sent>;
  save(state: NotifyState): Promise<void>;
  newId(): string;
}

export interface Notifier {
  start(): void;
  stop(): void;
  state(): NotifyState;
  settings(): NotifySettings;
  /** Takes new settings; what waits is tried with them at once. */
  change(settings: NotifySettings): Promise<void>;
  /** What does not work of what is switched on. */
  failures(): TellingFailures;
  /** A channel was seen to work as it is saved, with a message that is none of the outbox. */
  noteWorks(channelId: string): void;
  /** @returns false: there is no such finding now */
  acknowledge(findingId: string, isAcknowledged: boolean): Promise<boolean>;
  deadMan: DeadManSwitch;
}

/** Follows the incidents and tells people about them. What it knows is saved before anything is sent. */
export function createNotifier(ports: NotifierPorts, given: NotifySettings, saved: NotifyState): Notifier {
  let settings = given;
  let state = saved;
  let unsubscribe: (() => void) | null = null;
  const sending = new Set<string>();
  let saving = 0;
  const deadMan = createDeadMan(ports, () => settings);

  const listening = () => settings.channels.filter(({ isOn }) => isOn).map(({ id }) => id);

  async function save(): Promise<void> {
    saving += 1;
    try {
      await ports.save(state);
    } catch (error) {
      // A full disk is one of the things that people must be told of.
      logger().warn({ err: error }, 'what was told could not be saved; it may be told again after a restart');
    }
    saving -= 1;
  }

  async function look({ incidents, over, snapshot, nowMs }: IncidentNews): Promise<void> {
    deadMan.look(snapshot);
    const [isHeard, { rules }] = [listening().length > 0, settings];
    const { told, news } = whatToTell(state.told, { incidents, over, nowMs, isHeard, rules });
    const tidy = tidyOutbox(state.outbox, listening(), nowMs);
    const outbox = addNews(tidy, { channelIds: listening(), news, nowMs, sending, newId: ports.newId });
    const isWorthSaving =
      news.length > 0 || told.length !== state.told.length || tidy.length < state.outbox.length;
    state = { ...state, told, outbox };
    if (isWorthSaving) await save();
    pump();
  }

  function pump(): void {
    // Another look may come while a slow card still writes; whoever waits for that goes on here.
    if (saving > 0) return;
    for (const item of dueNow(state, ports.now(), sending)) {
      const channel = settings.channels.find(({ id }) => id === item.channelId);
      if (channel) void tell(channel, item);
    }
  }

  async function tell(channel: Channel, item: Outgoing): Promise<void> {
    sending.add(item.id);
    const content = { id: item.id, news: item.news, atMs: ports.now(), timeZone: settings.rules.timeZone };
    const cluster = ports.snapshot().cluster ?? 'this Pi';
    const result = await ports.send(channel, composeMessage({ ...content, cluster }));
    sending.delete(item.id);
    state = afterTry(state, item, result, ports.now());
    logger().info(
      { channel: channel.kind, wasSent: result.wasSent, status: result.status },
      'a message was tried',
    );
    // A failure changes nothing that a restart must know at once.
    if (result.wasSent) await save();
    pump();
  }

  return {
    deadMan,
    state: () => state,
    settings: () => settings,
    failures: () => tellingFailures(settings, state, deadMan),
    noteWorks(channelId) {
      const { [channelId]: _, ...failing } = state.failing;
      const isMeant = (item: Outgoing) => item.channelId === channelId;
      const outbox = state.outbox.flatMap((item) => (isMeant(item) ? retryNow([item], ports.now()) : [item]));
      state = { ...state, failing, outbox };
      pump();
    },
    start() {
      unsubscribe = ports.incidents.subscribe((news) => void look(news));
      deadMan.start();
    },
    stop() {
      unsubscribe?.();
      deadMan.stop();
    },
    async change(next) {
      if (JSON.stringify(next.deadMan) !== JSON.stringify(settings.deadMan)) deadMan.forget();
      const before = new Map(settings.channels.map((channel) => [channel.id, JSON.stringify(channel)]));
      settings = next;
      const isThere = new Set(next.channels.map(({ id }) => id));
      const kept = <T>(record: Record<string, T>) =>
        Object.fromEntries(Object.entries(record).filter(([id]) => isThere.has(id)));
      const outbox = retryNow(tidyOutbox(state.outbox, listening(), ports.now()), ports.now());
      const failing = Object.fromEntries(
        // One that was changed has failed in vain: it begins anew.
        next.channels.flatMap((channel) => {
          const run = state.failing[channel.id];
          return run && before.get(channel.id) === JSON.stringify(channel) ? [[channel.id, run]] : [];
        }),
      );
      state = { ...state, outbox, failing, sentAtMs: kept(state.sentAtMs), last: kept(state.last) };
      await save();
      pump();
    },
    async acknowledge(findingId, isAcknowledged) {
      const atMs = isAcknowledged ? ports.now() : null;
      const told = acknowledgeIn(state.told, findingId, ports.incidents.open()[findingId], atMs);
      if (told === null) return false;
      state = { ...state, told };
      await save();
      return true;
    },
  };
}
