import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runDir } from './run-dir.ts';

/** PEM texts, as a TLS server takes them. */
export interface Certificate {
  key: string;
  cert: string;
}

export interface Authority {
  /** Its own certificate, for those who are to trust it. */
  pem: string;
  /** A certificate for an IP address. @param days until it expires; negative: it has expired */
  issue(address: string, days: number): Certificate;
}

/** A certificate authority of the test's own. */
export function makeAuthority(): Authority {
  const dir = mkdtempSync(path.join(runDir('authorities'), 'ca-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=weir test',
  );
  return {
    pem: readFileSync(path.join(dir, 'ca.pem'), 'utf8'),
    issue(address, days) {
      openssl(
        'req',
        ...newKey,
        '-keyout',
        'own.key',
        '-out',
        'own.csr',
        '-subj',
        '/CN=weir test destination',
      );
      writeFileSync(path.join(dir, 'ext'), `subjectAltName=IP:${address}\n`);
      const signed = [
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-extfile',
        'ext',
        '-out',
        'own.pem',
      ];
      openssl('x509', '-req', '-in', 'own.csr', ...signed, '-days', String(days));
      return {
        key: readFileSync(path.join(dir, 'own.key'), 'utf8'),
        cert: readFileSync(path.join(dir, 'own.pem'), 'utf8'),
      };
    },
  };
}
