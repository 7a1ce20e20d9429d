import 'server-only';
import { AppError } from '../errors';

/** Oldest API that has everything used here: Docker 20.10. */
const OLDEST = '1.41';
/** Newest API whose answers the panel was tested with: Docker 28.5. */
const NEWEST = '1.51';

function compare(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

export function atLeast(version: string, wanted: string): boolean {
  return compare(version, wanted) >= 0;
}

/** The version to speak with an engine that offers `lowest`…`highest`. @throws AppError docker-error when too old. */
export function clampApiVersion(highest: string, lowest = OLDEST): string {
  if (!atLeast(highest, OLDEST)) {
    throw new AppError('docker-error', `This Docker Engine is too old (API ${highest}).`, {
      hint: 'Install Docker Engine 20.10 or newer.',
    });
  }
  if (!atLeast(highest, NEWEST)) return highest;
  return atLeast(lowest, NEWEST) ? lowest : NEWEST;
}
