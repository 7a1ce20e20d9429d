import 'server-only';
import type { SendResult } from '@/lib/schemas/notify';
import { connectFault } from '../../outbound/connect-fault';

/** What happened, in plain words; nothing in it comes from the other side. */
export type Cause = Pick<SendResult, 'message' | 'hint' | 'cause'>;

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

/** What a connection that gave no answer means. @param code as that of `connectFault` */
export function connectCause(code: string, host: string, port: number): Cause {
  const { message, hint, cause } = connectFault(code, host, port);
  return { message, hint, cause };
}
