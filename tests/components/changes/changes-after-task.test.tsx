import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ChangesPage } from '@/components/changes/changes-page';
import { ChangesBanner } from '@/components/layout/changes-banner';
import type { Changes } from '@/lib/schemas/revision';
import { fakeApi } from '../../support/components/fake-api';
import { show, tellTask } from '../../support/components/show';
import { changes } from '../../support/fixtures/revisions-fixtures';
import { failedUpdate, watchedUpdate } from '../../support/fixtures/updates/updates-views';

const VIEW = 'GET /api/changes';

test.each([
  ['banner', <ChangesBanner key="banner" known={null} />, /^yace is not as the files say/],
  ['page Changes', <ChangesPage key="page" />, /^It runs with/],
])('what was seen half-way through a task is not told after its end: %s', async (_name, part, words) => {
  const { answers, sent } = fakeApi({
    [VIEW]: changes.drifted,
    [`GET /api/tasks/${watchedUpdate.id}`]: watchedUpdate,
  });
  show(part, '/settings/updates');
  await screen.findByText(words);
  tellTask(watchedUpdate);
  await waitFor(() => expect(screen.queryByText(words)).toBeNull());
  let answer = (_changes: Changes) => {};
  answers[VIEW] = new Promise<Changes>((resolve) => {
    answer = resolve;
  });
  tellTask(failedUpdate);
  await waitFor(() => expect(sent(VIEW)).toHaveLength(2));
  expect(screen.queryByText(words)).toBeNull();
  answer(changes.drifted);
  await screen.findByText(words);
});
