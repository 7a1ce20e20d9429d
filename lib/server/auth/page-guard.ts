import 'server-only';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { readOwner } from './owner-state';
import { readSession } from './session';

/** The first line of every page of the panel: a layout is not asked again when a page in it is. */
export async function requireOwner(): Promise<void> {
  if (await hasSession()) return;
  redirect((await isClaimed()) ? '/login' : '/setup');
}

export async function isClaimed(): Promise<boolean> {
  await connection();
  return (await readOwner()) !== null;
}

export async function hasSession(): Promise<boolean> {
  return (await readSession(await cookies())) !== null;
}
