import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type {
  Acknowledge,
  Acknowledgements,
  ChannelInput,
  ChannelTest,
  DeadManInput,
  NotifyRules,
  NotifyView,
  SendResult,
} from '@/lib/schemas/notify';
import { assertSeenPart } from '../change/records/part-revision';
import { AppError } from '../errors';
import type { Call } from '../http/call';
import { givenRevision } from '../http/change-call';
import { hub } from '../sampler/hub';
import { singleton } from '../singleton';
import { inTurn } from '../wait';
import type { Message } from './channels/channel';
import { channelFrom, sendMessage } from './channels/channels';
import { deadManFrom, sendPing } from './dead-man';
import { newNotifyId, notifier, saveNotifySettings } from './notifier-service';
import { notifyView } from './notify-view';
import { type NotifySettings, notifySettingsSchema } from './types';

const MOST_CHANNELS = 10;
/** Tests go out to whatever address is entered, so they are few. */
const MOST_TESTS = 10;
const TESTS_WITHIN_MS = 60_000;

interface Named {
  id: string;
}

export async function showNotify(): Promise<NotifyView> {
  return notifyView(await notifier());
}

/** @throws AppError bad-request */
export async function addChannel({ body }: Call<ChannelInput>): Promise<NotifyView> {
  return change((settings) => {
    if (settings.channels.length >= MOST_CHANNELS)
      throw new AppError('bad-request', `There are ${MOST_CHANNELS} channels already.`, {
        hint: 'Remove one of them first.',
      });
    const channel = channelFrom(body, newNotifyId(), undefined);
    return { ...settings, channels: [...settings.channels, channel] };
  });
}

/** @throws AppError bad-request, not-found, revision-conflict */
export async function changeChannel({ body, params, request }: Call<ChannelInput, unknown, Named>) {
  return change(async (settings) => {
    const saved = named(settings, params.id);
    await assertSeenPart(givenRevision(request), saved);
    const next = channelFrom(body, saved.id, saved);
    return { ...settings, channels: settings.channels.map((one) => (one === saved ? next : one)) };
  });
}

/** @throws AppError not-found */
export async function removeChannel({ params }: Call<unknown, unknown, Named>): Promise<NotifyView> {
  return change((settings) => {
    const saved = named(settings, params.id);
    return { ...settings, channels: settings.channels.filter((one) => one !== saved) };
  });
}

/** @throws AppError revision-conflict */
export async function setNotifyRules({ body: rules, request }: Call<NotifyRules>): Promise<NotifyView> {
  return change(async (settings) => {
    await assertSeenPart(givenRevision(request), settings.rules);
    return { ...settings, rules };
  });
}

/** @throws AppError bad-request, revision-conflict */
export async function setDeadMan({ body, request }: Call<DeadManInput>): Promise<NotifyView> {
  return change(async (settings) => {
    await assertSeenPart(givenRevision(request), settings.deadMan);
    return { ...settings, deadMan: deadManFrom(body, settings.deadMan) };
  });
}

/** Sends one message as the form has it, saved or not. @throws AppError bad-request, too-many-tries */
export async function testChannel({ body }: Call<ChannelTest>): Promise<SendResult> {
  const current = await notifier();
  const { channels, rules } = current.settings();
  const saved = channels.find(({ id }) => id === body.id);
  const channel = channelFrom(body.channel, saved?.id ?? newNotifyId(), saved);
  countTest();
  const { retryAfterSeconds: _, ...result } = await sendMessage(channel, testMessage(rules.timeZone), {});
  if (result.wasSent && saved && isDeepStrictEqual(channel, saved)) current.noteWorks(saved.id);
  return result;
}

/** Pings as the form has it, saved or not: what would be pinged now. @throws AppError bad-request, too-many-tries */
export async function testDeadMan({ body }: Call<DeadManInput>): Promise<SendResult> {
  const { settings, deadMan: pinger } = await notifier();
  const deadMan = deadManFrom({ ...body, isOn: true }, settings().deadMan);
  countTest();
  // Too early to say success or failure: a line in the other side's log changes nothing there.
  return sendPing(deadMan, pinger.signal(deadMan) ?? { kind: 'failure', suffix: '/log', body: 'test' }, {});
}

export async function showAcknowledged(): Promise<Acknowledgements> {
  const { settings, state } = await notifier();
  return {
    isTelling: settings().channels.some(({ isOn }) => isOn),
    acknowledged: state().told.flatMap(({ findingId, acknowledgedAtMs: atMs, untilMs }) =>
      atMs === null || untilMs !== null ? [] : [{ findingId, atMs }],
    ),
  };
}

/** @throws AppError not-found */
export async function acknowledge({ body }: Call<Acknowledge>): Promise<Acknowledgements> {
  const isKnown = await (await notifier()).acknowledge(body.findingId, body.isAcknowledged);
  if (!isKnown) throw new AppError('not-found', 'This finding is over.');
  return showAcknowledged();
}

/** Changes are made one after the other: each begins with what the one before it left. */
async function change(
  next: (settings: NotifySettings) => NotifySettings | Promise<NotifySettings>,
): Promise<NotifyView> {
  return inTurn('notify-changes', async () => {
    const current = await notifier();
    // Parsed, so that the order of the fields, which the revisions depend on, is that of the file read again.
    const settings = notifySettingsSchema.parse(await next(current.settings()));
    await saveNotifySettings(settings);
    await current.change(settings);
    return notifyView(current);
  });
}

function named({ channels }: NotifySettings, id: string) {
  const found = channels.find((channel) => channel.id === id);
  if (found === undefined) throw new AppError('not-found', 'This channel no longer exists.');
  return found;
}

function testMessage(timeZone: string): Message {
  const cluster = hub().snapshot().cluster ?? 'this Pi';
  const text = `Weir on ${cluster} can reach you here. Nothing is wrong: somebody pressed “Send a test”.`;
  const title = `${cluster}: A test`;
  return { id: newNotifyId(), cluster, atMs: Date.now(), timeZone, news: [], title, text, urgency: 'over' };
}

function countTest(): void {
  const tests = singleton('notify-tests', () => ({ atMs: [] as number[] }));
  const nowMs = performance.now();
  tests.atMs = tests.atMs.filter((atMs) => nowMs - atMs < TESTS_WITHIN_MS);
  const [first] = tests.atMs;
  if (first !== undefined && tests.atMs.length >= MOST_TESTS)
    throw new AppError('too-many-tries', 'Too many tests within a minute.', {
      hint: 'Wait a little, then try again.',
      retryAfterSeconds: Math.ceil((first + TESTS_WITHIN_MS - nowMs) / 1000),
    });
  tests.atMs.push(nowMs);
}
