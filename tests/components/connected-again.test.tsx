import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { WrittenSection } from '@/components/services/written-section';
import { fakeApi } from '../support/components/fake-api';
import { streamOf } from '../support/components/fake-event-source';
import { show } from '../support/components/show';
import { written } from '../support/fixtures/machine/written-fixtures';
import { snapshots } from '../support/fixtures/snapshots';

const WRITTEN = 'GET /api/written';

test('what could not be asked is asked once the panel answers again, and what is there is not', async () => {
  let isAway = true;
  const { sent } = fakeApi({
    [WRITTEN]: () => {
      if (isAway) throw new TypeError('Failed to fetch');
      return written.day;
    },
  });
  show(<WrittenSection />, '/services');
  const hello = () => {
    const told = { version: '0.1.0', snapshot: snapshots.delivering, task: null };
    act(() => streamOf('/api/stream').send('hello', told));
  };
  await screen.findByRole('button', { name: 'Try again' });
  isAway = false;
  hello();
  await screen.findByText('2.1 GB a day');
  const asked = sent(WRITTEN).length;
  hello();
  await act(async () => {});
  expect(sent(WRITTEN)).toHaveLength(asked);
});
