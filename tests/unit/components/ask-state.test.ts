import { expect, test } from 'vitest';
import { answerFace, answerWords } from '@/components/forms/sources/ask/answer-face';
import { type AskEvent, type AskState, askReducer } from '@/components/forms/sources/ask/ask-state';
import { awsPlaceWords } from '@/components/forms/sources/aws/place/place-words';
import { sourceAnswers } from '../../support/fixtures/source-answers';

const answer = sourceAnswers.well;
const idle: AskState = { at: 'idle' };
const asking: AskState = { at: 'asking', key: 'a', id: '1-1' };
const stopped: AskState = { at: 'stopped' };
const answered: AskState = { at: 'answered', key: 'a', answer };
const failed: AskState = { at: 'failed', error: null };

test.each<[from: AskState, event: AskEvent, to: AskState]>([
  [idle, { type: 'ask', key: 'a', id: '1-1' }, asking],
  [idle, { type: 'stop' }, idle],
  [asking, { type: 'stop' }, stopped],
  [asking, { type: 'answer', key: 'a', answer }, answered],
  [asking, { type: 'answer', key: 'b', answer }, asking],
  [asking, { type: 'fail', key: 'a', error: null }, failed],
  [asking, { type: 'fail', key: 'b', error: null }, asking],
  [asking, { type: 'ask', key: 'b', id: '2-2' }, { at: 'asking', key: 'b', id: '2-2' }],
  [stopped, { type: 'answer', key: 'a', answer }, stopped],
  [stopped, { type: 'ask', key: 'a', id: '1-1' }, asking],
  [answered, { type: 'ask', key: 'a', id: '1-1' }, asking],
  [failed, { type: 'fail', key: 'a', error: null }, failed],
])('%j, %j', (from, event, to) => {
  expect(askReducer(from, event)).toEqual(to);
});

test('every answer has a face', () => {
  const faces = Object.entries(sourceAnswers).map(([name, given]) => [name, answerFace(given, 'AWS')]);
  expect(Object.fromEntries(faces)).toEqual({
    well: { tone: 'arriving', title: 'All 4 work: AWS answered in 0.84 s' },
    mixed: { tone: 'losing', title: '1 of 4 gives no data' },
    accounts: { tone: 'losing', title: '2 of 4 give no data' },
    incomplete: { tone: 'waiting', title: 'The key works; 1 of 1 is incomplete' },
    refused: { tone: 'losing', title: 'AWS gives nothing with this' },
    unreached: { tone: 'unknown', title: 'AWS could not be asked' },
  });
  const [row] = sourceAnswers.well.rows;
  const unknown = { ...answer, rows: row ? [row, { ...row, state: 'unknown' as const }] : [] };
  expect(answerFace(unknown, 'AWS').title).toBe('1 of 2 could not be tried');
  expect(answerFace({ ...answer, rows: [] }, 'AWS').title).toBe('Nothing is asked of AWS');
});

test('what is read aloud names the account', () => {
  expect(answerWords(sourceAnswers.accounts, 'AWS', awsPlaceWords)).toBe(
    '2 of 4 give no data. No data: Lambda in eu-west-1 Ireland, account 333333333333; SQS in eu-west-1 Ireland, account 333333333333.',
  );
  expect(awsPlaceWords('eu-west-1/arn:x')).toBe('eu-west-1 Ireland, role arn:x');
});
