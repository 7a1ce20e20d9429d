import 'server-only';
import { randomBytes } from 'node:crypto';
import { env } from '../env';
import { readStateLine, writeStateLine } from '../files/state/state-store';
import { singleton } from '../singleton';

const FILE = 'panel-id';
const isId = (text: string | null): text is string => text !== null && /^[0-9a-f]{16}$/.test(text);

/**
 * Tells this panel from another one whose Pi has the same name: 16 hexadecimal digits, random and no secret. It is made
 * when it is first asked for, and stays the same as far as it could be saved. Never rejects.
 */
export function panelId(): Promise<string> {
  return singleton('panel-id', async () => {
    const known = await readStateLine(FILE).catch(() => null);
    if (isId(known)) return known;
    const made = randomBytes(8).toString('hex');
    await writeStateLine(FILE, made).catch(() => undefined);
    return made;
  });
}

/**
 * Where browsers of the same network find this panel, as far as it knows: by the machine’s name, as mDNS has it where it is
 * a bare one. Null: a container that was not told the name.
 */
export function panelAddress(): string | null {
  const { hostName, port } = env();
  if (hostName === '') return null;
  const name = hostName.includes('.') ? hostName : `${hostName}.local`;
  return URL.parse(`http://${name}:${port}`)?.origin ?? null;
}
