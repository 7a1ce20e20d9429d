import 'server-only';
import type { StackEvent } from './steps/ports';

/** A container's end comes as several events in a row. */
const EVENT_PAUSE_MS = 50;

/** Tells once of events that come in a row. @param onPause told whether one of them was about vmagent */
export function createEventPause(onPause: (isAboutVmagent: boolean) => void) {
  let pause: NodeJS.Timeout | undefined;
  let isAboutVmagent = false;
  return {
    note(event: StackEvent): void {
      isAboutVmagent ||= event.type === 'service' && event.service === 'vmagent';
      clearTimeout(pause);
      pause = setTimeout(() => {
        onPause(isAboutVmagent);
        isAboutVmagent = false;
      }, EVENT_PAUSE_MS);
    },
    stop(): void {
      clearTimeout(pause);
    },
  };
}
