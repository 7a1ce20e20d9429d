import { expect, test } from 'vitest';
import { beingStarted, whileStarting } from '@/lib/server/docker/starting';

test('services are being started until all the work that brings them up has ended, however it ends', async () => {
  let refuse = (_: Error) => {};
  const part = new Promise<void>((_, reject) => {
    refuse = reject;
  });
  const whole = whileStarting(['yace', 'vmagent'], async () => {
    await whileStarting(['yace'], () => part).catch(() => undefined);
    expect(beingStarted()).toEqual(['yace', 'vmagent']);
    throw new Error('no');
  });
  expect(beingStarted()).toEqual(['yace', 'vmagent']);
  refuse(new Error('refused'));
  await expect(whole).rejects.toThrow('no');
  expect(beingStarted()).toEqual([]);
});
