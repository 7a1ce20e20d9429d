import type { Rule } from '../terms/types';
import { serviceHref } from '../terms/words';
import { bufferSentence } from './kept';

/** vmagent waits for at most a minute before it tries again: app/vmagent/remotewrite/client.go. */
const RETRY_MS = 75_000;

const storeStarting: Rule = {
  id: 'store-starting',
  severity: 'waiting',
  when: 'The store on this Pi has been started within the last 75 s, and vmagent has not tried it again since it could not connect.',
  applies: (pipeline, context) => {
    const { atMs, delivery, destination, engine, services } = pipeline;
    const store = services.find(({ name }) => name === 'victoria-metrics');
    if (destination.kind !== 'local' || engine.state !== 'up' || store?.state !== 'running') return [];
    if (store.startedAtMs === null || atMs - store.startedAtMs > RETRY_MS) return [];
    if (delivery.state !== 'waiting' || delivery.failure?.kind !== 'network') return [];
    return [
      {
        title: 'The store on this Pi has just started. vmagent has yet to try it again.',
        consequence: bufferSentence(pipeline, context),
        fix: 'Wait: vmagent tries again within a minute.',
        href: serviceHref('victoria-metrics'),
        headline: { state: 'degraded' },
      },
    ];
  },
};

export const storeRules = [storeStarting];
