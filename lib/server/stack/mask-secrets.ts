import 'server-only';
import { maskEnv, parseEnv } from './env-file';
import type { StackFileId } from './stack-files';

const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE|API_?KEY/i;
const DOTS = '••••••••';

/**
 * A file's text for showing: secrets become dots, with `(new)` where they differ from the other version, so that a
 * changed secret still is a changed line.
 */
export function maskSecrets(id: StackFileId, text: string, other: string | null = null): string {
  if (id === 'gcp-key') return text === '' ? '' : `${DOTS} (the key of a service account)\n`;
  if (id === 'env') return maskEnvText(text, other);
  // A password that somebody put into a YAML file by hand.
  return text.replace(
    /^(\s*(?:- )?["']?[\w-]*(?:password|token|secret|credentials|authorization)["']?\s*:\s+)[^\s#].*$/gim,
    `$1${DOTS}`,
  );
}

function maskEnvText(text: string, other: string | null): string {
  const others = other === null ? null : parseEnv(other);
  const masked = maskEnv(text, (key, value) => {
    if (value === '') return null;
    if (SECRET_NAME.test(key)) return `${DOTS}${others !== null && others[key] !== value ? ' (new)' : ''}`;
    const withoutLogin = value.replace(/\/\/[^/\s@]*@/g, `//${DOTS}@`);
    return withoutLogin === value ? null : withoutLogin;
  });
  // Assignments that are commented out hold old secrets.
  return masked.replace(
    /^(\s*#\s*(?:export\s+)?([\w.]+)\s*=)(.*\S.*)$/gm,
    (line, start: string, key: string) => (SECRET_NAME.test(key) ? `${start}${DOTS}` : line),
  );
}
