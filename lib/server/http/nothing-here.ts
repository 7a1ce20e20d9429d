import 'server-only';
import { AppError } from '../errors';

/** @throws AppError not-found */
export function nothingHere(): never {
  throw new AppError('not-found', 'There is nothing at this address.');
}
