import { whyRefused } from './api-fetch';
import { showToast } from './toasts';

const said = new Set<string>();

/** Says in words why a stream is refused, once for each; a page without a session leaves for the login. */
export async function sayRefusal(path: string): Promise<void> {
  const refusal = await whyRefused(path);
  if (refusal?.code !== 'too-many-streams') {
    said.delete(path);
    return;
  }
  if (said.has(path)) return;
  said.add(path);
  showToast({ tone: 'losing', title: refusal.message, detail: refusal.hint });
}
