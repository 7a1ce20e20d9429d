import { z } from 'zod';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password-length';

export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters. A few words in a row are fine.`)
  .max(PASSWORD_MAX_LENGTH, `Use at most ${PASSWORD_MAX_LENGTH} characters.`);

/** `POST /api/setup`: whoever has the setup code from the terminal becomes the owner. */
export const claimSchema = z.object({
  code: z.string().trim().min(1, 'Enter the setup code that compose/up printed.').max(64),
  password: newPasswordSchema,
});
export type Claim = z.infer<typeof claimSchema>;

/** `POST /api/session` */
export const loginSchema = z.object({
  password: z.string().min(1, 'Enter your password.').max(PASSWORD_MAX_LENGTH),
});
export type Login = z.infer<typeof loginSchema>;

/** `PUT /api/password`: ends every session but the caller's. */
export const changePasswordSchema = z.object({
  current: z.string().min(1, 'Enter the password that you use now.').max(PASSWORD_MAX_LENGTH),
  password: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;
