import { FINDING_ID_MAX } from '@/lib/schemas/plain';

const DIGITS = 8;

/** FNV-1a, to tell texts with one beginning apart. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(DIGITS, '0');
}

/** The id of what a rule has found; a subject that a file by hand made long is cut, and stays its own. Pure. */
export function findingId(ruleId: string, subject: string | undefined): string {
  const id = subject ? `${ruleId}-${subject}` : ruleId;
  return id.length <= FINDING_ID_MAX ? id : `${id.slice(0, FINDING_ID_MAX - DIGITS - 1)}-${digest(id)}`;
}
