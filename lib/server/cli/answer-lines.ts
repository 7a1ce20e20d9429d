import 'server-only';
import { type SourceId, sourceService, sourceWords, underName } from '@/lib/pipeline/components';
import type { SourceAnswer, SourceAnswers } from '@/lib/schemas/source-answer';

/** What clouds said beforehand, a line for each thing that is not well. Pure. */
export const answerLines = (answers: SourceAnswers): string[] =>
  Object.entries(answers).flatMap(([id, answer]) => linesOf(id as SourceId, answer));

function linesOf(source: SourceId, { identity, problem, rows, notes }: SourceAnswer): string[] {
  if (problem !== null)
    return [underName(sourceService(source), `${problem.message} ${problem.fix ?? ''}`.trim())];
  const well = rows.filter(({ state }) => state === 'ok').length;
  const who = identity === null ? '' : `, as ${identity.who}`;
  return [
    `${sourceWords(source)}${who}: ${well} of ${rows.length} checks passed.`,
    ...rows
      .filter(({ state }) => state !== 'ok')
      .map((row) =>
        `  ${row.service} in ${row.place}: ${row.message} ${row.unseen?.command ?? row.fix ?? ''}`.trimEnd(),
      ),
    ...notes.map((note) => `  ${note}`),
  ];
}
