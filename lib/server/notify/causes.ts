import 'server-only';
import type { OutsideCause } from '@/lib/schemas/snapshot';

/** What happened, in plain words; nothing in it comes from the other side. */
export interface Cause {
  message: string;
  hint: string | null;
  cause?: OutsideCause;
}

const NO_ROUTE = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EHOSTUNREACH', 'EHOSTDOWN']);

/** What an HTTP status says of a message. @param host that answered @param secret what it calls for, as `token` */
export function httpCause(status: number, host: string, secret: string): Cause {
  if (status >= 200 && status < 300)
    return { message: `${host} accepted it (status ${status}).`, hint: null };
  if (status >= 300 && status < 400)
    return said(
      status,
      `${host} sends the request on to another address.`,
      'Redirects are not followed. Enter the address that it leads to.',
    );
  if (status === 401 || status === 403)
    return said(status, `${host} refuses it.`, `Check the ${secret} and what it may do.`);
  if (status === 404 || status === 410)
    return said(status, `${host} knows nothing at this address.`, 'Check the address; copy it anew.');
  if (status === 413) return said(status, `The message is too large for ${host}.`, null);
  if (status === 429)
    return said(
      status,
      `${host} gets too many messages.`,
      'It is tried again later. Tell less, or pause others.',
    );
  if (status >= 500) return said(status, `${host} has a failure of its own.`, 'It is tried again later.');
  return said(
    status,
    `${host} does not take the message.`,
    'Check that the address is one for such messages.',
  );
}

const said = (status: number, message: string, hint: string | null): Cause => ({
  message: `${message.replace(/\.$/, '')} (status ${status}).`,
  hint,
});

/** What a connection that gave no answer means. @param code Node's error code, such as ECONNREFUSED */
export function connectCause(code: string, host: string, port: number): Cause {
  if (code === 'WEIR_REFUSED_ADDRESS')
    return {
      message: `${host} stands for a part of this stack, this Pi itself or a cloud’s metadata service.`,
      hint: 'Nothing is sent there. Use the address that the server has in your network.',
    };
  if (code === 'WEIR_REFUSED_PORT')
    return {
      message: `Port ${port} is that of a Docker Engine or of this panel.`,
      hint: 'Nothing is sent there. Use the port of the server that takes the messages.',
    };
  if (code === 'WEIR_UNKNOWN_HOST')
    return {
      message: `There is no host named ${host}, or no name can be looked up now.`,
      hint: 'Check the address for typing mistakes and this Pi’s internet connection. Names that end in .local do not work here.',
      cause: 'unreached',
    };
  if (code === 'ETIMEDOUT')
    return {
      message: `${host} did not answer in time.`,
      hint: 'Check the address, and whether a firewall lets the connection through.',
      cause: 'unreached',
    };
  if (code === 'ECONNREFUSED')
    return {
      message: `${host} refuses connections on port ${port}.`,
      hint: 'Check the port, and whether the server is running.',
      cause: 'unreached',
    };
  if (NO_ROUTE.has(code))
    return {
      message: `There is no way from this Pi to ${host} now.`,
      hint: 'Check the network cable or Wi-Fi and the router’s internet connection.',
      cause: 'unreached',
    };
  return tlsCause(code, host) ?? { message: `The connection to ${host} broke off.`, hint: 'Try again.' };
}

function tlsCause(code: string, host: string): Cause | null {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return {
      message: `The certificate of ${host} is not valid at this Pi’s time.`,
      hint: 'Check the Pi’s clock; if it is right, the server must renew its certificate.',
      cause: 'clock',
    };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      message: `The certificate that answers is not for ${host}.`,
      hint: 'Check the host name.',
    };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return {
      message: `${host} does not speak TLS on this port.`,
      hint: 'Check the port, and http:// against https://.',
    };
  if (/^(CERT_|UNABLE_TO_|ERR_TLS_)|SELF_SIGNED/.test(code))
    return {
      message: `The certificate of ${host} is not signed by an authority that this Pi trusts.`,
      hint: 'Use a certificate of a public authority.',
    };
  return null;
}
