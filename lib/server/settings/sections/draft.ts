import 'server-only';
import type { Edited, PlanProblem, Texts } from '../../change/records/texts';
import { setEnv } from '../../files/env/env-file';
import { stackFile, type WritableStackFileId } from '../../files/stack-files';
import { inFile } from '../../files/yaml/edit';
import { withTemplates } from '../../stack/stack-texts';
import type { ChangeFacts } from './facts';
import { readOr } from './section';

/** Longest title of a change in the history. */
const MAX_TITLE = 200;

/** The texts while the sections of a change are worked into them. */
export interface Draft {
  facts: ChangeFacts;
  /** As they are at this point, with what ships in the place of files that are missing. */
  texts(): Texts;
  text(id: WritableStackFileId): string;
  /** A file that the edit does not change stays as it is, also where it is missing. */
  edit(id: WritableStackFileId, edit: (text: string) => string): void;
  setEnv(changes: Record<string, string>): void;
  /** Says what changes, for the history. */
  say(title: string): void;
  /** @param field path in the change */
  object(field: string, message: string, hint: string): void;
  /** Works a part of the change in; what the files do not allow becomes a problem of that field. */
  section(field: string, work: () => void): void;
  result(): Edited;
}

export function createDraft(current: Texts, facts: ChangeFacts): Draft {
  const changed = new Map<WritableStackFileId, string>();
  const base = withTemplates(current, facts.templates);
  const titles: string[] = [];
  const problems: PlanProblem[] = [];

  const text = (id: WritableStackFileId) => changed.get(id) ?? base.get(id) ?? '';
  const edit: Draft['edit'] = (id, apply) => {
    const before = text(id);
    const isYaml = id.startsWith('vmagent') || id === 'yace-config';
    const after = isYaml ? inFile(stackFile(id).relative, () => apply(before)) : apply(before);
    if (after !== before) changed.set(id, after);
  };
  const object: Draft['object'] = (field, message, hint) => problems.push({ field, message, hint });
  return {
    facts,
    text,
    edit,
    object,
    texts: () => new Map([...base, ...changed]),
    setEnv: (changes) => edit('env', (before) => setEnv(before, changes)),
    say: (title) => titles.push(title),
    section: (field, work) =>
      readOr(work, undefined, ({ message, hint }) => object(field, message, hint ?? '')),
    result: () => ({ texts: new Map([...current, ...changed]), title: titleOf(titles), problems }),
  };
}

function titleOf(titles: string[]): string {
  const [first = 'Nothing changes'] = titles;
  const all = titles.join('; ');
  if (titles.length < 2 || all.length <= MAX_TITLE)
    return (titles.length < 2 ? first : all).slice(0, MAX_TITLE);
  const more = ` and ${titles.length - 1} more changes`;
  return `${first.slice(0, MAX_TITLE - more.length)}${more}`;
}
