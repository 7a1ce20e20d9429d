import 'server-only';
import type { ChannelInput, DeadManInput } from '@/lib/schemas/notify';
import { AppError } from '../errors';
import type { Channel, DeadMan } from './types';

/**
 * The channel that a form stands for: secrets that were left empty are those of the saved one, as long as they go to
 * where they were entered for.
 * @throws AppError bad-request naming the secret that is needed
 */
export function channelFrom(input: ChannelInput, id: string, saved: Channel | undefined): Channel {
  switch (input.kind) {
    case 'ntfy': {
      const known =
        saved?.kind === 'ntfy' && origin(saved.server) === origin(input.server) ? saved.token : '';
      if (!input.hasToken) return { ...input, id, token: '' };
      return {
        ...input,
        id,
        token: keep(input.token, known, 'token', 'Enter the access token for this server.'),
      };
    }
    case 'webhook': {
      const known = saved?.kind === 'webhook' ? saved : undefined;
      const url = keep(input.url, known?.url ?? '', 'url', 'Enter the address that takes the messages.');
      if (input.headerName === '') return { ...input, id, url, headerValue: '' };
      const isSame = known?.headerName === input.headerName && origin(known.url) === origin(url);
      const kept = isSame ? known.headerValue : '';
      const headerValue = keep(input.headerValue, kept, 'headerValue', 'Enter the value of the header.');
      return { ...input, id, url, headerValue };
    }
    case 'email': {
      if (input.username === '') return { ...input, id, password: '' };
      const isSame =
        saved?.kind === 'email' && saved.host === input.host && saved.username === input.username;
      const kept = isSame ? saved.password : '';
      const password = keep(input.password, kept, 'password', 'Enter the password for this server.');
      return { ...input, id, password };
    }
  }
}

/** @throws AppError bad-request when it is on and has no address */
export function deadManFrom(input: DeadManInput, saved: DeadMan): DeadMan {
  const url = input.url || saved.url;
  if (input.isOn && url === '') throw needed('url', 'Enter the ping address.');
  return { ...input, url };
}

function keep(given: string, known: string, field: string, message: string): string {
  const value = given || known;
  if (value === '') throw needed(field, message);
  return value;
}

function needed(field: string, message: string): AppError {
  return new AppError('bad-request', message, { fieldErrors: { [field]: message } });
}

const origin = (text: string) => URL.parse(text)?.origin ?? null;
