import 'server-only';
import type { GrafanaInput } from '@/lib/schemas/grafana/grafana';
import { AppError } from '../errors';
import { hostOf } from '../outbound/address';
import { isOwnName } from '../outbound/own-hosts';
import { readGrafanaToken } from '../remote-write/grafana-token';
import type { Access } from './ask';

const EXAMPLE = 'https://YOUR-STACK.grafana.net';
const SAME_TOKEN = 'Enter a token for this address: the one that is set belongs to another one.';
const WRONG_TOKEN =
  'This token is of an access policy (glc_…): it sends or reads metrics and does not open Grafana. Enter one of a service account (glsa_…).';

/**
 * The address and token that a form stands for. A token that is left out is the one that was given for this very address.
 * @throws AppError bad-request at the field that is wrong
 */
export function accessFrom(input: GrafanaInput, saved: Access | null): Access {
  const address = addressFrom(input.address);
  const token = input.token ?? '';
  if (token !== '') return { address, token: checkedToken(token) };
  if (!saved?.token) throw wrong('token', 'Enter the token of a service account (glsa_…).');
  if (saved.address !== address) throw wrong('token', SAME_TOKEN);
  return { address, token: saved.token };
}

function checkedToken(token: string): string {
  if (readGrafanaToken(token).kind.startsWith('access-policy')) throw wrong('token', WRONG_TOKEN);
  if (!/^[\x21-\x7e]+$/.test(token))
    throw wrong('token', 'A token has plain letters, digits and signs only. Copy it anew.');
  return token;
}

/** As it is kept: no query, no slash at the end, and of a stack of Grafana Cloud no path. */
function addressFrom(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw wrong('address', `Enter a web address such as ${EXAMPLE}, without a user name in it.`);
  if (isOwnName(hostOf(url)))
    throw wrong('address', 'This is a part of the stack or this Pi itself. Weir sends nothing there.');
  if (!url.hostname.endsWith('.grafana.net') && !/^(?:www\.)?grafana\.(?:com|net)$/.test(url.hostname))
    return url.origin + url.pathname.replace(/(?<!\/)\/+$/, '');
  // A stack’s own name has letters and digits only; the names of its stores have hyphens.
  if (!/^[a-z0-9]+\.grafana\.net$/.test(url.hostname) || url.hostname.startsWith('www.'))
    throw wrong('address', `This is not the address of your own Grafana, which is ${EXAMPLE}.`);
  if (url.protocol !== 'https:' || url.port !== '')
    throw wrong('address', `Grafana Cloud is reached at https://${url.hostname} only.`);
  return url.origin;
}

const wrong = (field: keyof GrafanaInput, message: string) =>
  new AppError('bad-request', message, { fieldErrors: { [field]: message } });
