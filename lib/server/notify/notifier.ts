import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { logger } from '../logger';
import type { Channel, Message, Sent } from './channels/channel';
import { createDeadMan, type DeadManPorts, type DeadManSwitch } from './dead-man';
import { type TellingFailures, tellingFailures } from './failures';
import { resumeIncidents, stepIncidents } from './incidents';
import { composeMessage } from './message';
import { addNews, afterTry, dueNow, retryNow, tidyOutbox } from './outbox';
import type { Incident, NotifySettings, NotifyState, Outgoing } from './types';

/** A look that comes later than this was held up; what happened meanwhile is not known. */
const MOST_ELAPSED_MS = 60_000;
/** While something that was told goes on, so that its end is not said to be earlier than this after a power cut. */
export const SAVE_EVERY_MS = 30 * 60_000;

export interface NotifierPorts extends DeadManPorts {
  observe(listener: (snapshot: Snapshot) => void): () => void;
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

/** Follows the findings and tells people about them. What it knows is saved before anything is sent. */
export function createNotifier(ports: NotifierPorts, given: NotifySettings, saved: NotifyState): Notifier {
  let settings = given;
  let state: NotifyState = { ...saved, incidents: resumeIncidents(saved.incidents) };
  let lookedMs = ports.monotonicMs();
  let savedMs = lookedMs;
  let unobserve: (() => void) | null = null;
  const sending = new Set<string>();
  let saving = 0;
  const deadMan = createDeadMan(ports, () => settings);

  const listening = () => settings.channels.filter(({ isOn }) => isOn).map(({ id }) => id);

  async function save(): Promise<void> {
    savedMs = ports.monotonicMs();
    saving += 1;
    try {
      await ports.save({ ...state, incidents: memorable(state.incidents) });
    } catch (error) {
      // A full disk is one of the things that people must be told of.
      logger().warn({ err: error }, 'what was told could not be saved; it may be told again after a restart');
    }
    saving -= 1;
  }

  async function look(snapshot: Snapshot): Promise<void> {
    const nowMs = ports.now();
    const elapsedMs = Math.min(ports.monotonicMs() - lookedMs, MOST_ELAPSED_MS);
    lookedMs = ports.monotonicMs();
    deadMan.look(snapshot);
    const { state: judgement, findings } = snapshot.verdict;
    const { incidents, news } = stepIncidents(state.incidents, {
      nowMs,
      elapsedMs,
      findings,
      isJudged: judgement !== 'unknown' && judgement !== 'down',
      isHeard: listening().length > 0,
      rules: settings.rules,
    });
    const tidy = tidyOutbox(state.outbox, listening(), nowMs);
    const outbox = addNews(tidy, { channelIds: listening(), news, nowMs, sending, newId: ports.newId });
    const known = Object.keys(memorable(state.incidents));
    const isForgotten = known.some((id) => incidents[id] === undefined);
    const isLong = known.length > 0 && lookedMs - savedMs >= SAVE_EVERY_MS;
    const isWorthSaving = news.length > 0 || isForgotten || isLong || tidy.length < state.outbox.length;
    state = { ...state, incidents, outbox };
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
      unobserve = ports.observe((snapshot) => void look(snapshot));
      deadMan.start();
    },
    stop() {
      unobserve?.();
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
      const known = state.incidents[findingId];
      if (known === undefined) return false;
      const acknowledged = { ...known, acknowledgedAtMs: isAcknowledged ? ports.now() : null };
      state = { ...state, incidents: { ...state.incidents, [findingId]: acknowledged } };
      await save();
      return true;
    },
  };
}

/** What a restart must know of: somebody was told, or said that they know. */
function memorable(incidents: NotifyState['incidents']): NotifyState['incidents'] {
  const isMemorable = ({ toldAtMs, acknowledgedAtMs }: Incident) => (toldAtMs ?? acknowledgedAtMs) !== null;
  return Object.fromEntries(Object.entries(incidents).filter(([, incident]) => isMemorable(incident)));
}
