import { z } from 'zod';
import { SECRET } from '../text/line';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password-length';

export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters. A few words in a row are fine.`)
  .max(PASSWORD_MAX_LENGTH, `Use at most ${PASSWORD_MAX_LENGTH} characters.`)
  .meta(SECRET);

/** `POST /api/setup`: whoever has the setup code from the terminal becomes the owner. */
export const claimSchema = z.object({
  code: z.string().trim().min(1, 'Enter the setup code that compose/up printed.').max(64).meta(SECRET),
  password: newPasswordSchema,
});
export type Claim = z.infer<typeof claimSchema>;

/** `POST /api/session` */
export const loginSchema = z.object({
  password: z.string().min(1, 'Enter your password.').max(PASSWORD_MAX_LENGTH).meta(SECRET),
});
export type Login = z.infer<typeof loginSchema>;

/** Answer of `POST /api/setup` and `POST /api/session`, beside the cookie. */
export const signedInSchema = z.object({ signedIn: z.literal(true) });
export type SignedIn = z.infer<typeof signedInSchema>;

/** `PUT /api/password`: ends every session but the caller's. */
export const changePasswordSchema = z.object({
  current: z.string().min(1, 'Enter the password that you use now.').max(PASSWORD_MAX_LENGTH).meta(SECRET),
  password: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** A signed-in browser. */
export const sessionInfoSchema = z.object({
  id: z.string(),
  openedAtMs: z.number().int(),
  seenAtMs: z.number().int(),
  /** What the browser calls itself, as it came; null when it said nothing. */
  userAgent: z.string().nullable(),
  /** Network address that it was last seen at; null where it is not known. */
  address: z.string().nullable(),
  /** The one that asks. */
  isThisOne: z.boolean(),
});
export type SessionInfo = z.infer<typeof sessionInfoSchema>;
/** `GET /api/sessions`: the caller's first, then those seen last first. */
export const sessionsSchema = z.object({ sessions: z.array(sessionInfoSchema) });
export type Sessions = z.infer<typeof sessionsSchema>;
/** Answer of `DELETE /api/sessions`: how many were signed out. */
export const sessionsEndedSchema = z.object({ ended: z.number().int() });
/** `DELETE /api/sessions/[id]` */
export const sessionParamsSchema = z.object({ id: z.string().regex(/^[\w-]{8,64}$/) });

/** `read`: status and metrics. `write`: also reads and changes the settings, but never who may sign in. */
export const tokenScopes = ['read', 'write'] as const;
export const tokenScopeSchema = z.enum(tokenScopes);
export type TokenScope = z.infer<typeof tokenScopeSchema>;
/** `POST /api/token`: there is one token of each scope; a new one replaces it. */
export const newTokenSchema = z.object({ scope: tokenScopeSchema.default('read') });
export type NewToken = z.infer<typeof newTokenSchema>;
/** Answer of `POST /api/token`: the only time that the token is shown. */
export const tokenMadeSchema = z.object({ token: z.string(), scope: tokenScopeSchema });
export type TokenMade = z.infer<typeof tokenMadeSchema>;
/** `DELETE /api/token?scope=read`; without a scope, all of them. */
export const removeTokenQuerySchema = z.object({ scope: tokenScopeSchema.optional() });
/** `GET /api/token` */
export const tokensSchema = z.object({
  tokens: z.array(z.object({ scope: tokenScopeSchema, tail: z.string(), createdAtMs: z.number().int() })),
});
export type Tokens = z.infer<typeof tokensSchema>;
