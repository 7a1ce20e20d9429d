import 'server-only';
import type { ServiceName } from '@/lib/pipeline/components';
import { Refusal } from './refusal';
import type { Stack } from './stack';
import { fitsMark } from './variables';

/**
 * The environment of a command that judges a configuration: variables that docker-compose.yml gives the service, with
 * values that `.env` may have. They need not be those of now: a change is judged before it is written.
 * @param sent as the engine takes it @throws Refusal
 */
export function readEnvironment(
  { model, environments }: Pick<Stack, 'model' | 'environments'>,
  service: ServiceName,
  sent: unknown,
): Record<string, string | null> {
  const templates = environments.get(service) ?? {};
  const now = model.services.get(service)?.environment ?? {};
  const read = new Map<string, string | null>();
  for (const line of Array.isArray(sent) ? sent : [null]) {
    if (typeof line !== 'string') throw new Refusal('Env has a form that is not used');
    const at = line.indexOf('=');
    const name = at === -1 ? line : line.slice(0, at);
    const value = at === -1 ? null : line.slice(at + 1);
    const isKnown = Object.hasOwn(templates, name) && !read.has(name);
    if (!isKnown || (now[name] !== value && !fitsMark(templates[name] ?? null, value)))
      throw new Refusal(`Env.${name.slice(0, 60)} is not as docker-compose.yml has it`);
    read.set(name, value);
  }
  return Object.fromEntries(read);
}
