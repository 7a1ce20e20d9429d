import 'server-only';
import { env } from '../env';
import { singleton } from '../singleton';

/** The host names that the owner allows besides the machine's own; those of the environment until told otherwise. */
export function allowedHosts(): readonly string[] {
  return state().names;
}

/** From the next request on, these are the names. */
export function allowHosts(names: readonly string[]): void {
  state().names = names;
}

function state(): { names: readonly string[] } {
  return singleton('allowed-hosts', () => ({ names: env().allowedHosts }));
}
