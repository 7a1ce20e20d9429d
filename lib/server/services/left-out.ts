import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { singleton } from '../singleton';

const reasons = () => singleton('left-out', () => new Map<ServiceName, string>());

/**
 * Keeps why a service could not be brought up for as long as the panel runs: what is to run, the files say.
 * @param reason a sentence without secrets; null: it runs
 */
export function noteLeftOut(service: ServiceName, reason: string | null): void {
  if (reason === null) reasons().delete(service);
  else reasons().set(service, reason);
}

/** Why the last launch or start could not bring it up; null: it could, or it was not tried. */
export function whyLeftOut(service: ServiceName): string | null {
  return reasons().get(service) ?? null;
}
