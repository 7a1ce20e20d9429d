import 'server-only';
import { resetPassword } from '../auth/owner';
import { readOwner } from '../auth/owner-state';
import { setupCode } from '../auth/setup-code';

const HAS_OWNER = 3;

/** Prints the code that claims the panel. Exit code 3 and nothing on standard output when it has an owner. */
export async function printSetupCode(say: (line: string) => void): Promise<number> {
  if ((await readOwner()) !== null) return HAS_OWNER;
  say(await setupCode());
  return 0;
}

/** Ends the ownership and every session, and prints the new setup code. */
export async function printResetCode(say: (line: string) => void): Promise<number> {
  say(await resetPassword());
  return 0;
}
