import { expect, test } from 'vitest';
import type { AnswerRow, SourceAnswer } from '@/lib/schemas/source-answer';
import { answerLines } from '@/lib/server/cli/answer-lines';

const row = (more: Partial<AnswerRow>): AnswerRow => ({
  ...{ service: 'SQS', place: 'eu-west-1', state: 'ok', message: 'Well.', fix: null, found: 1, unseen: null },
  ...more,
});
const answer = (more: Partial<SourceAnswer>): SourceAnswer => ({
  ...{ identity: null, problem: null, notes: [], rows: [], durationMs: 1 },
  ...more,
});

test('what is not well has a line with the one thing to do', () => {
  const unseen = { names: ['a'], count: 1, command: 'aws tag a' };
  const rows = [
    row({}),
    row({ place: 'us-east-1', state: 'wrong', message: 'Denied.', fix: 'Allow it.' }),
    row({ service: 'Lambda', state: 'warn', message: '1 has no tag.', fix: 'Tag it.', unseen }),
  ];
  const identity = { account: '1', who: 'arn:weir' };
  expect(answerLines({ aws: answer({ rows, identity, notes: ['A note.'] }) })).toEqual([
    'AWS, as arn:weir: 1 of 3 checks passed.',
    '  SQS in us-east-1: Denied. Allow it.',
    '  Lambda in eu-west-1: 1 has no tag. aws tag a',
    '  A note.',
  ]);
});

test('a key that nobody takes is one line', () => {
  const problem = { state: 'wrong', message: 'No such key.', fix: null } as const;
  expect(answerLines({ aws: answer({ problem }) })).toEqual(['AWS: No such key.']);
  const unreached = { ...problem, message: 'AWS cannot be reached.' };
  expect(answerLines({ aws: answer({ problem: unreached }) })).toEqual(['AWS cannot be reached.']);
  expect(answerLines({})).toEqual([]);
});
