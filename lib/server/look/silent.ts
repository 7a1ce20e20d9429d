import 'server-only';
import { hub } from '../sampler/hub';

/** Why the store on this Pi has given no answer, in a sentence. */
export function whySilent(): string {
  const store = hub()
    .snapshot()
    .services.find(({ name }) => name === 'victoria-metrics');
  const isStopped = store && ['exited', 'absent', 'created', 'dead'].includes(store.state);
  return isStopped ? 'The store on this Pi does not run.' : 'The store on this Pi does not answer right now.';
}
