import 'server-only';
import type { SendResult } from '@/lib/schemas/notify';
import { recordOf } from './channels/channels';
import type { DeadManSwitch } from './dead-man';
import { isRefusal } from './outbox';
import type { NotifySettings, NotifyState } from './types';

/** A way to tell somebody that does not work, in words that hold nothing of the other side’s. */
interface Failure extends Pick<SendResult, 'message' | 'hint' | 'cause'> {
  sinceMs: number;
}

export interface TellingFailures {
  channels: (Failure & { id: string; kindName: string; name: string })[];
  deadMan: Failure | null;
}

/** A single failure is a hiccup; the next try comes half a minute later. */
const CHANNEL_TRIES = 2;
/** One ping a minute. */
const DEAD_MAN_TRIES = 3;

/** What does not work of what is switched on. Pure. */
export function tellingFailures(
  { channels, deadMan }: NotifySettings,
  { failing, last }: NotifyState,
  pings: Pick<DeadManSwitch, 'last' | 'failing'>,
): TellingFailures {
  const ping = pings.last();
  const missed = pings.failing();
  return {
    channels: channels.flatMap(({ id, kind, name, isOn }) => {
      const [run, said] = [failing[id], last[id]];
      if (!isOn || !run || !said || said.wasSent) return [];
      if (run.tries < CHANNEL_TRIES && !isRefusal(said.status)) return [];
      return [
        {
          id,
          kindName: recordOf(kind).name,
          name,
          sinceMs: run.sinceMs,
          message: said.message,
          hint: said.hint,
          cause: said.cause,
        },
      ];
    }),
    deadMan:
      deadMan.isOn && ping && missed && missed.tries >= DEAD_MAN_TRIES
        ? { sinceMs: missed.sinceMs, message: ping.message, hint: ping.hint, cause: ping.cause }
        : null,
  };
}
