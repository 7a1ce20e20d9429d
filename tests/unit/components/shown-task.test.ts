import { describe, expect, test } from 'vitest';
import { type ShownTask, shownTask, type TaskEvent } from '@/components/settings/shown-task';
import { applyJobs } from '../../support/fixtures/settings-fixtures';

const { running, succeeded } = applyJobs;
const own: ShownTask = { id: running.id, isOwn: true, ended: null };
const foreign: ShownTask = { ...own, isOwn: false };
const done: ShownTask = { ...own, ended: succeeded };
const others: ShownTask = { id: 'apply-2', isOwn: false, ended: null };
const started: TaskEvent = { type: 'started', id: running.id };
const seen: TaskEvent = { type: 'seen', id: running.id };
const ended: TaskEvent = { type: 'ended', task: succeeded };

describe('the apply that a form shows', () => {
  test.each<[name: string, shown: ShownTask | null, event: TaskEvent, next: ShownTask | null]>([
    ['one is started', null, started, own],
    ['one is started after another', others, started, own],
    ['the stream told of it first: it is ours all the same', foreign, started, own],
    ['it ended before the answer came', { ...foreign, ended: succeeded }, started, done],
    ['one runs in another tab', null, seen, foreign],
    ['ours is seen to run', own, seen, own],
    ['ours has ended, and is told of once more', done, seen, done],
    ['another tab’s comes after ours', done, { type: 'seen', id: 'apply-2' }, others],
    ['ours ends', own, ended, done],
    ['one ends that is not shown any more', others, ended, others],
    ['one ends and none is shown', null, ended, null],
    ['there was nothing to do', done, { type: 'spared' }, null],
  ])('%s', (_, shown, event, next) => {
    expect(shownTask(shown, event)).toEqual(next);
  });
});
