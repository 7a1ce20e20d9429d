import 'server-only';
import type { ChangeProblem, Edited, Texts } from '../../change/records/texts';
import { setEnv } from '../../files/env/env-file';
import { stackFile, type WritableStackFileId } from '../../files/stack-files';
import { inFile } from '../../files/yaml/edit';
import type { FileDraft } from '../../stack/source-files';
import { withTemplates } from '../../stack/stack-texts';
import type { ChangeFacts } from './facts';
import { readOr } from './section';

/** Longest title of a change in the history. */
const MAX_TITLE = 200;

export interface Draft extends FileDraft {
  facts: ChangeFacts;
  result(): Edited;
}

export function createDraft(current: Texts, facts: ChangeFacts): Draft {
  const changed = new Map<WritableStackFileId, string>();
  const base = withTemplates(current, facts.templates);
  const titles: string[] = [];
  const problems: ChangeProblem[] = [];

  const text = (id: WritableStackFileId) => changed.get(id) ?? base.get(id) ?? '';
  const edit: Draft['edit'] = (id, apply) => {
    const before = text(id);
    const { relative } = stackFile(id);
    const after = relative.endsWith('.yml') ? inFile(relative, () => apply(before)) : apply(before);
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
