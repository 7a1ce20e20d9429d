import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { runDir } from '../run/run-dir.ts';

/** PEM texts, as a TLS server takes them. */
export interface Certificate {
  key: string;
  cert: string;
}

export interface Authority {
  /** Its own certificate, for those who are to trust it. */
  pem: string;
  /** A certificate for IP addresses or names. @param days until it expires; negative: it has expired */
  issue(hosts: string | readonly string[], days: number): Certificate;
}

const DAY_MS = 86_400_000;

/** A time so many days from now, as `openssl ca` takes it. Other commands of newer releases refuse one that is over. */
function opensslDate(days: number): string {
  const digits = new Date(Date.now() + days * DAY_MS).toISOString().replace(/\D/g, '');
  return `${digits.slice(0, 14)}Z`;
}

const altName = (host: string) => `${isIP(host) ? 'IP' : 'DNS'}:${host}`;

const issueSettings = (hosts: readonly string[]) => `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
unique_subject = no
[any]
commonName = supplied
[names]
subjectAltName = ${hosts.map(altName).join(', ')}
`;

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
    issue(hosts, days) {
      openssl('req', ...newKey, '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=weir test');
      const settings = path.join(dir, 'issue.cnf');
      writeFileSync(settings, issueSettings([hosts].flat()));
      for (const name of ['index.txt', 'index.txt.attr']) writeFileSync(path.join(dir, name), '');
      const from = Math.min(0, days) - 1;
      const dates = ['-startdate', opensslDate(from), '-enddate', opensslDate(days)];
      openssl('ca', '-batch', '-config', settings, '-in', 'own.csr', '-out', 'own.pem', '-notext', ...dates);
      return {
        key: readFileSync(path.join(dir, 'own.key'), 'utf8'),
        cert: readFileSync(path.join(dir, 'own.pem'), 'utf8'),
      };
    },
  };
}
