import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ForOthers } from '@/components/auth/for-others';
import { fakeApi } from '../../support/components/fake-api';
import { show } from '../../support/components/show';

test('settings of other programs have the address of this panel, a place for the token and a button that copies', async () => {
  fakeApi({});
  show(<ForOthers />, '/settings/panel');
  expect(screen.getByRole('link', { name: 'openapi.json' }).getAttribute('href')).toBe('/api/openapi.json');
  const items = await screen.findAllByRole('listitem');
  expect(items).toHaveLength(3);
  for (const item of items) {
    const text = within(item).getByText(/READ_TOKEN/, { selector: 'code.min-w-0' }).textContent ?? '';
    expect(text).toContain(window.location.host);
    expect(text).not.toContain('undefined');
    within(item).getByRole('button', { name: 'Copy', hidden: true });
  }
});
