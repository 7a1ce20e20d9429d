import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { FlowSources } from '@/components/overview/flow-sources';
import type { SourceSample } from '@/lib/schemas/snapshot';
import { fakeApi } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { snapshots } from '../support/fixtures/snapshots';

function open(change: Partial<SourceSample>) {
  fakeApi({});
  const [first] = snapshots.delivering.sources;
  if (!first) throw new Error('There is no source.');
  show(<FlowSources sources={[{ ...first, ...change }]} />, '/');
}

test('a source says how old its newest sample at the destination is', async () => {
  open({ state: 'flowing', arrivedAtMs: Date.now() - 35_000 });
  await screen.findByText(/^3\d s ago$/);
  expect(screen.getByText(/^Newest there/).textContent).toMatch(/^Newest there 3\d s ago$/);
});

test('of which the destination has nothing says that', () => {
  open({ state: 'flowing', arrivedAtMs: null });
  screen.getByText('None there in an hour');
});

test.each<[string, Partial<SourceSample>]>([
  ['a destination that is not asked', { state: 'flowing' }],
  ['a source that is off', { state: 'off', arrivedAtMs: Date.now() }],
])('of %s nothing is said', (_, change) => {
  open(change);
  expect(screen.queryByText(/there/)).toBeNull();
});
