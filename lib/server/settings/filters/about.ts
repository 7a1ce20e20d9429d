import 'server-only';
import { type Family, helpIn, typeIn } from '../../vmagent/families';

const MOST_FAMILIES = 20_000;

/** What a comment says of a family of metrics; of more of them than an answer has, nothing is kept. */
export function readAbout(about: Map<string, Family>, line: string): void {
  const [, kind, name = '', said = ''] = /^# (HELP|TYPE) ([\w:.]{1,200}) (.*)/.exec(line) ?? [];
  if (kind === undefined || (about.size >= MOST_FAMILIES && !about.has(name))) return;
  const family = about.get(name) ?? { type: null, help: null };
  if (kind === 'HELP') family.help = helpIn(said);
  else family.type = typeIn(said);
  about.set(name, family);
}
