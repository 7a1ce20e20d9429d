import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PlaceSection } from '@/components/settings/buffer/place-section';
import { fakeApi } from '../../support/components/fake-api';
import { show } from '../../support/components/show';
import { disks } from '../../support/fixtures/machine/disks-fixtures';

const open = (answer: unknown) => {
  fakeApi({ 'GET /api/disks': answer });
  return show(<PlaceSection />, '/settings/buffer');
};

test('a disk that is chosen gives the command for it; one that is not fit says why', async () => {
  const { user } = open(disks.offered);
  const usb = await screen.findByRole('radio', { name: '/mnt/usb' });
  expect(screen.queryByText(/^sudo/)).toBeNull();
  await user.click(usb);
  screen.getByText('sudo compose/move /mnt/usb');
  const stick = screen.getByRole('radio', { name: '/media/pi/STICK' });
  expect(stick).toHaveProperty('disabled', true);
  screen.getByText(/16 GB free\. vfat keeps no owners of files/);
  screen.getByText(/on the disk that Docker writes to already/);
});

test('where they lie is told once they were moved, with the way back', async () => {
  const { user } = open(disks.moved);
  await screen.findByText('/mnt/usb/weir-data/vmagent-data');
  screen.getByText(/41 GB are free on that disk/);
  expect(screen.queryByText(/^No other disk is mounted/)).toBeNull();
  await user.click(screen.getByText('Back to Docker’s own folder'));
  screen.getByText('sudo compose/move --back');
});

test('where nobody tells of the disks the command has an example', async () => {
  open(disks.untold);
  await screen.findByText('Which disks are mounted is known while the source This Pi is on.');
  screen.getByText('sudo compose/move /mnt/usb');
});
